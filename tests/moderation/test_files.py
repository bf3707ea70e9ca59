"""What was added to a contribution is looked at before anybody decides on it."""

from sqlmodel import Session

from app.files.queries import files_of
from app.items.models import Item
from app.items.spine import set_state
from app.moderation.commands import hide_item
from app.process.actor import Actor
from app.process.vocabulary import Office, State
from app.settings import Settings
from tests.client import CheckingClient
from tests.files.makers import attach
from tests.makers import make_officer, make_participation, make_person, make_problem
from tests.moderation.makers import grounds, make_moderator
from tests.queries import counted_queries


def make_with_files(session: Session, settings: Settings, *names: str) -> Item:
    """A contribution that waits for moderation, with these files."""
    author = make_person(session)
    item = make_problem(session, author=author, state=State.DRAFT, title="A stop without a roof")
    for name in names:
        alt = "" if name.endswith(".pdf") else "Rain falls on the bench"
        attach(session, author, item, settings.files, name, alt=alt)
    set_state(session, item, State.SUBMITTED)
    return item


def addresses(session: Session, item: Item) -> list[str]:
    return [f"/files/{file.id}/{file.called}" for file in files_of(session, item.id)]


def statuses(client: CheckingClient, actor: Actor, paths: list[str]) -> list[int]:
    client.sign_in(actor)
    return [client.get(path).status_code for path in paths]


def test_the_desk_says_how_many_files_there_are_and_leads_to_them(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    item = make_with_files(session, settings, "stop.jpg", "plan.pdf")
    bare = make_problem(session, state=State.SUBMITTED)
    client.sign_in(make_officer(session, Office.MODERATOR))

    with counted_queries() as sent:
        page = client.get("/en/moderation").text

    assert "2 pictures and files" in page
    assert f"/en/moderation/items/{item.reference}#files" in page
    assert f"/en/moderation/items/{bare.reference}#files" not in page
    assert len(sent) <= 6


def test_a_moderator_sees_pictures_and_files_before_they_are_public(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    item = make_with_files(session, settings, "stop.jpg", "plan.pdf")
    moderator = make_moderator(session, item)

    page = client.sign_in(moderator).get(f"/en/moderation/items/{item.reference}").text

    paths = addresses(session, item)
    assert 'id="files"' in page
    assert 'alt="Rain falls on the bench"' in page
    assert all(path in page for path in paths)
    assert statuses(client, moderator, paths) == [200, 200]


def test_a_moderator_sees_the_files_of_what_is_hidden(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    item = make_with_files(session, settings, "stop.jpg")
    hide_item(session, make_moderator(session, item), item, grounds())
    second = make_moderator(session, item)

    page = client.sign_in(second).get(f"/en/moderation/items/{item.reference}").text

    [path] = addresses(session, item)
    assert path in page
    assert statuses(client, second, [path]) == [200]


def test_files_that_wait_are_kept_from_everybody_else(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    item = make_with_files(session, settings, "stop.jpg")
    elsewhere = make_officer(session, Office.MODERATOR, make_participation(session).id)

    for actor in (make_person(session), elsewhere):
        assert statuses(client, actor, addresses(session, item)) == [404]
