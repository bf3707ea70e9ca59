import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from app.organisations.commands import (
    join_organisation,
    leave_organisation,
    register_organisation,
)
from app.organisations.forms import Registration
from app.organisations.models import MEMBERSHIP
from app.organisations.queries import bodies, organisations_of
from app.process.actor import Actor
from app.process.refusal import Refused
from app.process.vocabulary import Action, Group, Office
from app.record.models import EVENT
from tests.client import CheckingClient
from tests.makers import make_body, make_officer, make_person


def make_organisation(session: Session, actor: Actor, name: str = "Night bus club") -> int:
    form = Registration(name=name, group=Group.CIVIL_SOCIETY, text="We ride at night.")
    return register_organisation(session, actor, form)


def test_whoever_registers_an_organisation_belongs_to_it(session: Session) -> None:
    anna = make_person(session)

    made = make_organisation(session, anna)

    assert [each.value for each in organisations_of(session, anna.id)] == [str(made)]


def test_joining_twice_is_joining_once(session: Session) -> None:
    made = make_organisation(session, make_person(session))
    ben = make_person(session)

    join_organisation(session, ben, made)
    join_organisation(session, ben, made)

    assert session.execute(select(func.count()).select_from(MEMBERSHIP)).scalar_one() == 2
    told = select(func.count()).where(EVENT.c.action == Action.JOIN_ORGANISATION)
    assert session.execute(told).scalar_one() == 1


def test_leaving_ends_it(session: Session) -> None:
    anna = make_person(session)
    made = make_organisation(session, anna)

    leave_organisation(session, anna, made)

    assert organisations_of(session, anna.id) == []


def test_two_organisations_have_two_names(session: Session) -> None:
    make_organisation(session, make_person(session))

    with pytest.raises(Refused, match="already"):
        make_organisation(session, make_person(session))


def test_a_person_registers_joins_and_leaves_by_the_pages(
    client: CheckingClient, session: Session
) -> None:
    client.sign_in(make_person(session))
    fields = {"name": "Night bus club", "group": "civil_society", "text": "We ride at night."}

    made = client.post("/en/organisations", data=fields).headers["location"].partition("?")[0]

    assert "We ride at night." in client.get(made).text
    assert "Night bus club" in client.get("/en/organisations?q=night").text
    client.sign_in(make_person(session, name="Ben"))
    assert "Only people who belong" not in client.get(made).text
    client.post(f"{made}/join")
    assert "Ben" in client.get(made).text
    assert "Night bus club" in client.get("/en/account").text
    client.post(f"{made}/leave")
    assert "Night bus club" not in client.get("/en/account").text


def test_a_taken_name_gets_a_message(client: CheckingClient, session: Session) -> None:
    make_organisation(session, make_person(session))
    client.sign_in(make_person(session))

    answer = client.post("/en/organisations", data={"name": "NIGHT bus club", "group": "business"})

    assert answer.status_code == 422
    assert "with this name already" in answer.text


def test_a_long_list_goes_on(client: CheckingClient, session: Session) -> None:
    anna = make_person(session)
    for number in range(52):
        make_organisation(session, anna, f"Club {number:02}")

    first = client.get("/en/organisations").text

    assert "Club 49" in first
    assert "Club 50" not in first
    assert "Club 51" in client.get("/en/organisations?q=&after=Club+49").text


def test_what_does_not_exist_is_not_found(client: CheckingClient, session: Session) -> None:
    client.sign_in(make_person(session))

    for path in (
        "/en/organisations/1",
        f"/en/organisations/{10**30}",
        "/en/bodies/none",
        "/en/bodies/%00",
        "/en/organisations?q=%00",
    ):
        assert client.get(path).status_code == 404
    assert client.post("/en/organisations/1/join").status_code == 404


def test_a_body_shows_its_members(client: CheckingClient, session: Session) -> None:
    body = make_body(session, code="senate")
    member = make_officer(session, Office.BODY, body.id)

    page = client.get("/en/bodies/senate").text

    assert member.name in page
    assert "Grants mandates." in page
    assert "Decision round" in client.get("/en/bodies").text


def test_bodies_speak_the_language_of_the_page(session: Session) -> None:
    make_body(session)

    [entry] = bodies(session, "de")

    assert (entry.name, entry.purpose) == ("Entscheidungsrunde", "Grants mandates.")
