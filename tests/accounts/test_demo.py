from collections.abc import Iterator

import pytest
from sqlmodel import Session

from app.accounts.models import OfficeGrant
from app.main import create_app
from app.process.vocabulary import Group, Office
from app.settings import Settings
from tests.client import CheckingClient
from tests.makers import make_person


@pytest.fixture
def demo(settings: Settings, session: Session) -> Iterator[CheckingClient]:
    with CheckingClient(create_app(settings.model_copy(update={"demo": True})), session) as visitor:
        yield visitor


def make_city(session: Session) -> None:
    """One citizen and one moderator whom one can be, and somebody whom one cannot."""
    make_person(session, slug="anna", name="Anna")
    officer = make_person(session, Group.ADMINISTRATION, slug="birgit", name="Birgit")
    session.add(OfficeGrant(person_id=officer.id, office=Office.MODERATOR, granted_by=officer.id))
    make_person(session, name="Real person")


def test_the_people_of_the_demo_are_listed(demo: CheckingClient, session: Session) -> None:
    make_city(session)

    assert demo.get("/demo/people.json").json() == [
        {"slug": "anna", "name": "Anna", "offices": [], "group": "citizens"},
        {"slug": "birgit", "name": "Birgit", "offices": ["moderator"], "group": "administration"},
    ]


def test_one_press_signs_in_as_somebody_of_the_demo(demo: CheckingClient, session: Session) -> None:
    make_city(session)
    assert "Sign in as Birgit" in demo.get("/en/sign-in").text

    answer = demo.post("/demo/sign-in", data={"person": "birgit", "next": "/en/problems"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/en/problems")
    assert "Moderation" in demo.get("/en/account").text


def test_without_a_wish_the_demo_leads_to_the_start_page(
    demo: CheckingClient, session: Session
) -> None:
    make_city(session)

    assert demo.post("/demo/sign-in", data={"person": "anna"}).headers["location"] == "/en/"
    elsewhere = {"person": "anna", "next": "//evil.example"}
    assert demo.post("/demo/sign-in", data=elsewhere).headers["location"] == "/en/"


def test_somebody_who_is_not_of_the_demo_cannot_be_taken(
    demo: CheckingClient, session: Session
) -> None:
    make_city(session)

    assert demo.post("/demo/sign-in", data={"person": "real"}).status_code == 404
    assert demo.post("/demo/sign-in", data={"person": ""}).status_code == 404


def test_outside_the_demo_there_is_no_such_door(client: CheckingClient, session: Session) -> None:
    make_city(session)

    assert client.get("/demo/people.json").status_code == 404
    assert client.post("/demo/sign-in", data={"person": "anna"}).status_code == 404
    assert "Anna" not in client.get("/en/sign-in").text
