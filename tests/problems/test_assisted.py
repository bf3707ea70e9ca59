"""Staff enter for somebody what came by phone, on paper, in a workshop or at the counter."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.accounts.models import PERSON, Person
from app.db.clock import clock_at, now
from app.items.models import ITEM, Item
from app.items.spine import set_state
from app.moderation.commands import publish_item
from app.notifications.forgetting import forget
from app.problems.commands import NOT_ENTERED, assist_problem
from app.problems.forms import AssistedEntry as Form
from app.problems.models import ASSISTED_ENTRY, AssistedEntry
from app.problems.tracking import tracking_token
from app.process.actor import Actor
from app.process.objections import OWN_ENTRY
from app.process.refusal import Refused
from app.process.vocabulary import Action, Channel, Office, Phase, State
from app.record.models import EVENT
from app.settings import Settings
from tests.client import CheckingClient
from tests.makers import make_officer, make_participation, make_person, make_problem
from tests.mandates.makers import also_in_office
from tests.problems.makers import make_entry
from tests.queries import counted_queries

NAME = "Gerda of the Landline"


def typed(place: Item, **changes: str) -> dict[str, str]:
    today = now().date()
    fields = {
        "participation": place.reference,
        "contribution": "problem",
        "channel": "phone",
        "person_name": NAME,
        "title": "No bench at the stop in Mill Lane",
        "what": "Whoever cannot stand for long waits at home.",
        "written_on": today.isoformat(),
        "filed_on": today.isoformat(),
        "consent": "true",
    }
    return fields | changes


def enter(client: CheckingClient, session: Session, **changes: Any) -> Any:
    place = make_participation(session)
    client.sign_in(make_officer(session, Office.ASSISTANT))
    return client.post("/en/problems/assisted/new", data=typed(place, **changes))


def entered(session: Session) -> Item:
    session.expire_all()
    wanted = select(Item).join(ASSISTED_ENTRY, ASSISTED_ENTRY.c.item_id == ITEM.c.id)
    item: Item = session.execute(wanted).scalar_one()
    return item


def test_what_came_by_phone_waits_for_moderation_like_anything_else(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    answer = enter(client, session)

    item = entered(session)
    assert answer.headers["location"].split("?")[0].endswith(tracking_token(settings, item.id))
    assert item.state is State.SUBMITTED
    assert session.get_one(AssistedEntry, item.id).channel is Channel.PHONE
    acts = select(EVENT.c.action).where(EVENT.c.subject_id == item.id)
    assert list(session.execute(acts).scalars()) == [Action.ASSIST_PROBLEM]


def test_the_author_is_who_was_helped_and_not_who_typed(
    client: CheckingClient, session: Session
) -> None:
    enter(client, session, group="business")

    item = entered(session)
    author = session.get_one(Person, item.author_id)
    assert author.id != item.entered_by_id
    assert (author.name, author.email, item.author_group) == ("", None, "business")


def test_with_an_address_the_entry_belongs_to_that_account(
    client: CheckingClient, session: Session
) -> None:
    person = make_person(session, email="gerda@example.org", name="Gerda W.")

    enter(client, session, email="Gerda@Example.org ")

    item = entered(session)
    assert item.author_id == person.id
    assert item.title in client.sign_in(person).get("/en/mine").text


def test_an_address_that_is_new_becomes_an_account(
    client: CheckingClient, session: Session
) -> None:
    enter(client, session, email="new@example.org", group="academia")

    row = session.execute(select(PERSON).where(PERSON.c.email == "new@example.org")).one()
    assert (entered(session).author_id, row.group) == (row.id, "academia")


def test_nobody_is_named_and_everybody_reads_how_it_came(
    client: CheckingClient, session: Session
) -> None:
    person = make_person(session, email="gerda@example.org", name="Gerda Wulff")
    enter(client, session, email="gerda@example.org", organisation="Senior club")
    item = entered(session)
    set_state(session, item, State.PUBLISHED)
    client.sign_out()

    page = client.get(f"/en/problems/{item.reference}").text
    cards = client.get("/en/problems").text

    for html in (page, cards):
        assert NAME not in html
        assert person.name not in html
        assert "By phone" in html
    assert "on behalf of a person" in page
    assert "Senior club" in page


def test_ac32_a_day_of_writing_after_the_day_of_filing_is_flagged_and_the_same_day_is_fine(
    client: CheckingClient, session: Session
) -> None:
    today = now().date()
    tomorrow = (today + timedelta(days=1)).isoformat()

    late = enter(client, session, channel="paper", written_on=tomorrow)
    same = enter(client, session, channel="paper", written_on=today.isoformat())

    assert late.status_code == 422
    assert "The day of writing lies after the day of filing." in late.text
    assert "No bench at the stop in Mill Lane" in late.text
    assert same.status_code == 303


def test_after_an_entry_staff_go_on_to_the_next_one(
    client: CheckingClient, session: Session
) -> None:
    answer = enter(client, session)

    thanks = client.get(answer.headers["location"]).text
    theirs = client.sign_out().get(answer.headers["location"]).text

    assert "Enter the next one" in thanks
    assert "Enter the next one" not in theirs


def test_without_consent_nothing_is_entered(client: CheckingClient, session: Session) -> None:
    answer = enter(client, session, consent="")

    assert answer.status_code == 422
    assert "Without the consent of the person" in answer.text
    assert session.execute(select(ASSISTED_ENTRY)).all() == []


@pytest.mark.parametrize(
    "changes",
    [{"channel": "pigeon"}, {"email": "no address"}, {"title": "Short"}, {"district_id": "99"}],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    client: CheckingClient, session: Session, changes: dict[str, str]
) -> None:
    answer = enter(client, session, **changes)

    assert answer.status_code == 422
    assert "Whoever cannot stand for long waits at home." in answer.text


def test_nothing_is_entered_where_nothing_is_collected(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session, Phase.DELIBERATING)
    client.sign_in(make_officer(session, Office.ASSISTANT))

    answer = client.post("/en/problems/assisted/new", data=typed(place))

    assert answer.status_code == 422
    assert session.execute(select(ASSISTED_ENTRY)).all() == []


@pytest.mark.parametrize("office", [Office.MODERATOR, Office.ADMINISTRATION, Office.TEAM])
def test_other_offices_enter_nothing_and_read_no_names(
    client: CheckingClient, session: Session, office: Office
) -> None:
    enter(client, session)
    place = make_participation(session)
    client.sign_in(make_officer(session, office))

    assert client.get("/en/problems/assisted").status_code == 403
    assert client.post("/en/problems/assisted/new", data=typed(place)).status_code == 403


def test_nobody_moderates_what_they_entered_themselves(session: Session) -> None:
    assistant = make_officer(session, Office.ASSISTANT)
    both = also_in_office(session, assistant, Office.MODERATOR)
    item = assisted_by(session, both)

    with pytest.raises(Refused) as refusal:
        publish_item(session, both, item)
    publish_item(session, make_officer(session, Office.MODERATOR), item)

    assert OWN_ENTRY.sentence in refusal.value.reasons
    assert item.state is State.PUBLISHED


def assisted_by(session: Session, actor: Actor) -> Item:
    place = make_participation(session)
    return assist_problem(session, actor, place, Form.model_validate(typed(place)), language="en")


def test_the_log_shows_the_newest_first_by_day(client: CheckingClient, session: Session) -> None:
    enter(client, session, title="The first that was entered")
    enter(client, session, title="The second that was entered", channel="workshop")
    client.sign_in(make_officer(session, Office.ASSISTANT))

    page = client.get("/en/problems/assisted").text

    assert page.index("The second that was entered") < page.index("The first that was entered")
    assert NAME in page
    assert "In a workshop" in page


def test_the_log_of_one_participation_shows_only_its_own(
    client: CheckingClient, session: Session
) -> None:
    enter(client, session)
    other = make_participation(session)
    client.sign_in(make_officer(session, Office.ASSISTANT, other.id))

    assert NAME not in client.get("/en/problems/assisted").text


@pytest.mark.parametrize("kind", ["idea", "question", "project", "offer", "event"])
def test_every_kind_has_its_form(client: CheckingClient, session: Session, kind: str) -> None:
    place = make_participation(session)
    client.sign_in(make_officer(session, Office.ASSISTANT))

    page = client.get(f"/en/problems/assisted/new?contribution={kind}")
    answer = client.post(
        "/en/problems/assisted/new", data=typed(place, contribution=kind, takes_place_at="")
    )

    assert page.status_code == 200
    assert answer.status_code == 303


def test_the_choice_of_kinds_comes_first(client: CheckingClient, session: Session) -> None:
    client.sign_in(make_officer(session, Office.ASSISTANT))

    page = client.get("/en/problems/assisted/new").text

    assert "/en/problems/assisted/new?contribution=event" in page


def test_what_moderation_returned_is_handed_in_again_by_staff(
    client: CheckingClient, session: Session
) -> None:
    enter(client, session)
    item = entered(session)
    set_state(session, item, State.RETURNED)
    colleague = make_officer(session, Office.ASSISTANT)
    client.sign_in(colleague)
    at = f"/en/problems/assisted/{item.reference}/again"

    desk, log, page = (client.get(path).text for path in ("/en/desk", "/en/problems/assisted", at))
    words = typed(session.get_one(Item, item.participation_id), what="Two benches are missing.")
    short = client.post(at, data=words | {"what": "Two"})
    answer = client.post(at, data=words)

    assert at in desk
    assert at in log
    assert "Whoever cannot stand for long waits at home." in page
    assert (short.status_code, answer.status_code) == (422, 303)
    again = entered(session)
    assert (again.id, again.state) == (item.id, State.SUBMITTED)
    assert again.entered_by_id == colleague.id


def test_staff_hand_in_nothing_again_that_its_author_wrote(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session, state=State.RETURNED)
    client.sign_in(make_officer(session, Office.ASSISTANT))

    answer = client.get(f"/en/problems/assisted/{problem.reference}/again")

    assert answer.status_code == 404
    with pytest.raises(Refused, match=NOT_ENTERED[:20]):
        assist_problem(
            session,
            make_officer(session, Office.ASSISTANT),
            problem,
            Form.model_validate(typed(problem)),
            language="en",
        )


def test_the_log_costs_few_queries(client: CheckingClient, session: Session) -> None:
    place, staff = make_participation(session), make_officer(session, Office.ASSISTANT)
    for _ in range(35):
        make_entry(session, staff, place)
    client.sign_in(staff)

    with counted_queries() as sent:
        page = client.get("/en/problems/assisted").text

    assert len(sent) <= 6, sent
    assert page.count("No bench at the stop in Mill Lane") >= 30
    assert "Show more" in page


@pytest.mark.parametrize(("days", "name"), [(179, NAME), (181, "")])
def test_the_name_is_forgotten_after_half_a_year(
    client: CheckingClient, session: Session, days: int, name: str
) -> None:
    enter(client, session)

    with clock_at(now() + timedelta(days=days)):
        forget(session)

    session.expire_all()
    assert session.get_one(AssistedEntry, entered(session).id).person_name == name
