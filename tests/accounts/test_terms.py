"""Consent to the terms: asked once, before the first act."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from app.accounts.models import TERMS_CONSENT
from app.deliberation.models import SUPPORT
from app.items.models import ITEM
from app.main import create_app
from app.process.vocabulary import Eligibility, Kind
from app.settings import Settings
from tests.client import CheckingClient
from tests.deliberation.makers import let_phases
from tests.deliberation.test_guests import ask
from tests.makers import make_person, make_problem

WORDS = {"stance": "pro", "text": "Do not lose this."}


@pytest.fixture
def client(settings: Settings, session: Session) -> Iterator[CheckingClient]:
    """A site that has terms."""
    with_terms = settings.model_copy(update={"terms_version": "2027-01"})
    with CheckingClient(create_app(with_terms), session) as visitor:
        yield visitor


def comments(session: Session) -> int:
    session.rollback()
    count = select(func.count()).select_from(ITEM).where(ITEM.c.kind == Kind.COMMENT)
    return int(session.execute(count).scalar_one())


def hidden(html: str, name: str) -> str:
    [value] = re.findall(rf'name="{name}" value="([^"]*)"', html)
    return str(value)


def test_ac39_a_member_without_consent_stores_nothing_until_they_consent_once(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session)
    page = f"http://testserver/en/problems/{problem.reference}"
    address = f"/en/items/{problem.reference}/comments"
    client.sign_in(make_person(session))

    stopped = client.post(address, data=WORDS, headers={"referer": page})
    nothing = comments(session)
    given = {name: hidden(stopped.text, name) for name in ("next", "kept")}
    back = client.post("/en/terms", data={"agree": "true", **given}).headers["location"]
    refilled = client.get(back).text
    answers = [client.post(address, data=WORDS).status_code for _ in range(2)]

    assert stopped.status_code == 400
    assert "Before your first act we ask you once" in stopped.text
    assert nothing == 0
    assert back.startswith(f"/en/problems/{problem.reference}?kept=")
    assert "Do not lose this." in refilled
    assert answers == [303, 303]
    assert comments(session) == 2


def test_ac39_a_box_that_is_not_ticked_is_no_consent(
    client: CheckingClient, session: Session
) -> None:
    client.sign_in(make_person(session))

    answer = client.post("/en/terms", data={"next": "/en/problems", "kept": "key"})

    assert answer.status_code == 422
    assert 'id="agree-error"' in answer.text
    assert hidden(answer.text, "kept") == "key"
    assert session.execute(select(TERMS_CONSENT)).all() == []


def test_ac39_a_guest_consents_with_the_press_that_counts(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session)
    let_phases(session, problem, eligibility=Eligibility.OPEN)
    path = ask(client, session, problem)

    refused = client.post(path)
    nothing = session.execute(select(SUPPORT)).all()
    client.post(path, data={"agree": "true"})
    session.rollback()

    assert refused.status_code == 400
    assert nothing == []
    assert len(session.execute(select(SUPPORT)).all()) == 1
    assert len(session.execute(select(TERMS_CONSENT)).all()) == 1


def test_new_terms_are_asked_for_again(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    problem, person = make_problem(session), make_person(session)
    client.sign_in(person).post("/en/terms", data={"agree": "true"})
    newer = settings.model_copy(update={"terms_version": "2027-02"})

    with CheckingClient(create_app(newer), session) as later:
        answer = later.sign_in(person).post(f"/en/items/{problem.reference}/comments", data=WORDS)

    assert answer.status_code == 400
    assert comments(session) == 0


def test_htmx_is_led_to_the_terms(client: CheckingClient, session: Session) -> None:
    problem = make_problem(session)
    client.sign_in(make_person(session))

    answer = client.post(f"/en/items/{problem.reference}/supports", headers={"HX-Request": "true"})

    assert answer.status_code == 204
    assert answer.headers["hx-redirect"].startswith("/en/terms?next=")


def test_one_may_sign_out_and_change_ones_name_without_consent(
    client: CheckingClient, session: Session
) -> None:
    client.sign_in(make_person(session))

    assert client.post("/en/account", data={"name": "Anna"}).status_code == 303
    assert client.post("/en/sign-out").status_code == 303


def test_the_terms_are_public_and_ask_nothing_of_a_visitor(client: CheckingClient) -> None:
    page = client.get("/en/terms").text

    assert "Version 2027-01" in page
    assert "I agree" not in page


def test_the_page_for_signing_in_leads_to_the_terms(client: CheckingClient) -> None:
    assert 'href="/en/terms"' in client.get("/en/sign-in").text


def test_consent_leads_to_no_other_site(client: CheckingClient, session: Session) -> None:
    client.sign_in(make_person(session))

    answer = client.post("/en/terms", data={"agree": "true", "next": "//evil.example/"})

    assert answer.headers["location"] == "/en/"
