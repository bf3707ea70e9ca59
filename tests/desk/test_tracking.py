"""Following one contribution by a signed link, without an account."""

import pytest
from itsdangerous import URLSafeSerializer
from sqlmodel import Session

from app.items.models import Item
from app.moderation.commands import publish_item
from app.problems.tracking import tracking_token
from app.process.vocabulary import Office, Phase, State
from app.settings import Settings
from tests.client import CheckingClient
from tests.makers import make_officer, make_participation, make_person, make_problem
from tests.queries import counted_queries


def link_of(settings: Settings, item: Item) -> str:
    return f"/en/track/{tracking_token(settings, item.id)}"


def test_whoever_has_the_link_sees_where_it_stands_before_it_is_published(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    problem = make_problem(session, state=State.SUBMITTED)

    answer = client.get(link_of(settings, problem))

    assert answer.status_code == 200
    for text in (problem.reference, problem.title, "Problem", "Submitted", "moderation reads it"):
        assert text in answer.text
    assert f"/en/problems/{problem.reference}" not in answer.text
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-robots-tag"] == "noindex"


def test_the_link_shows_no_name(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    author = make_person(session, name="Ada of the Night Shift")
    problem = make_problem(session, author=author)

    assert author.name not in client.get(link_of(settings, problem)).text


def test_what_is_published_is_told_with_its_date_and_its_page(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    problem = make_problem(session, state=State.SUBMITTED)
    publish_item(session, make_officer(session, Office.MODERATOR), problem)

    page = client.get(link_of(settings, problem)).text

    assert "Moderation has published it." in page
    assert f"/en/problems/{problem.reference}" in page
    assert "the administration answers, with a reason." in page


def test_a_link_that_was_not_signed_for_this_leads_nowhere(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    problem = make_problem(session)
    other = URLSafeSerializer(settings.secret, salt="something else").dumps(problem.id)
    foreign = URLSafeSerializer("x" * 32, salt="gemeinwerk.track").dumps(problem.id)

    for token in (other, foreign, "nothing", str(problem.id), "a.b.c"):
        assert client.get(f"/en/track/{token}").status_code == 404


@pytest.mark.parametrize("state", [State.DRAFT, State.DELETED])
def test_a_draft_is_not_tracked(
    client: CheckingClient, session: Session, settings: Settings, state: State
) -> None:
    problem = make_problem(session, state=state)

    assert client.get(link_of(settings, problem)).status_code == 404


@pytest.mark.parametrize("state", [State.RETURNED, State.HIDDEN, State.WITHDRAWN, State.MERGED])
def test_every_end_of_the_way_has_its_page(
    client: CheckingClient, session: Session, settings: Settings, state: State
) -> None:
    problem = make_problem(session, state=state)

    assert client.get(link_of(settings, problem)).status_code == 200


def test_what_came_at_any_time_is_promised_a_day(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    problem = make_problem(session, make_participation(session, Phase.STANDING))

    page = client.get(link_of(settings, problem)).text

    assert "assigns it to a participation that fits" in page


def test_the_page_after_handing_in_shows_the_link(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author, state=State.SUBMITTED)

    page = client.sign_in(author).get(f"/en/problems/{problem.reference}/received").text

    assert f"http://testserver{link_of(settings, problem)}" in page


def test_a_number_typed_by_hand_leads_to_what_is_public(
    client: CheckingClient, session: Session
) -> None:
    public, waiting = make_problem(session), make_problem(session, state=State.SUBMITTED)

    found = client.get(f"/en/track?reference={public.reference.lower()}")
    hidden = client.get(f"/en/track?reference={waiting.reference}")
    unknown = client.get("/en/track?reference=A-2020-99999-X")

    assert found.headers["location"] == f"/en/problems/{public.reference}"
    assert (hidden.status_code, unknown.status_code) == (404, 404)
    same = hidden.text.replace(waiting.reference, "A-2020-99999-X")
    assert "only with the link from your letter" in same
    assert client.get("/en/track").status_code == 200


def test_the_page_costs_few_queries(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    problem = make_problem(session)
    client.get("/en/track")

    with counted_queries() as sent:
        client.get(link_of(settings, problem))

    assert len(sent) <= 7, sent
