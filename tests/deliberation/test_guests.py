"""Supporting with an e-mail address only."""

from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlmodel import Session

from app.accounts.models import PERSON, WEB_SESSION
from app.deliberation.models import SUPPORT
from app.items.models import Item
from app.process.vocabulary import Eligibility
from tests.accounts.makers import letters
from tests.client import CheckingClient
from tests.deliberation.makers import let_phases
from tests.makers import make_person, make_problem

GUEST = "guest@example.org"


def make_open_problem(session: Session) -> Item:
    """Something that everybody with an e-mail address may support."""
    made = make_problem(session)
    let_phases(session, made, eligibility=Eligibility.OPEN)
    return made


def rows(session: Session, table: Any) -> int:
    session.rollback()
    count: int = session.execute(select(func.count()).select_from(table)).scalar_one()
    return count


def ask(client: CheckingClient, session: Session, problem: Item, email: str = GUEST) -> str:
    """The path in the letter."""
    client.post(f"/en/items/{problem.reference}/supports/links", data={"email": email})
    [link] = [line for line in letters(session)[-1]["text"].splitlines() if "://" in line]
    return str(urlsplit(link).path)


def test_a_visitor_is_offered_to_sign_in_or_to_give_an_address(
    client: CheckingClient, session: Session
) -> None:
    problem = make_open_problem(session)
    page = client.get(f"/en/problems/{problem.reference}").text
    asking = client.get(f"/en/items/{problem.reference}/supports/new").text

    assert f'href="/en/items/{problem.reference}/supports/new"' in page
    assert "With your e-mail address only" in asking
    assert f"/en/sign-in?next=%2Fen%2Fproblems%2F{problem.reference}" in asking


def test_one_press_behind_the_link_counts_and_signs_nobody_in(
    client: CheckingClient, session: Session
) -> None:
    problem = make_open_problem(session)
    path = ask(client, session, problem)
    before = rows(session, SUPPORT)

    opened = client.get(path)
    looked_at = rows(session, SUPPORT)
    pressed = client.post(path)

    assert (before, looked_at, rows(session, SUPPORT)) == (0, 0, 1)
    assert GUEST in opened.text
    assert "You support this now." in client.get(pressed.headers["location"]).text
    assert rows(session, WEB_SESSION) == 0
    assert client.get("/en/account").status_code == 303


def test_a_link_counts_once_and_is_then_gone(client: CheckingClient, session: Session) -> None:
    problem = make_open_problem(session)
    path = ask(client, session, problem)
    client.post(path)

    assert client.post(path).status_code == 410
    assert client.get(path).status_code == 410
    assert rows(session, SUPPORT) == 1


def test_one_person_counts_once_with_and_without_their_account(
    client: CheckingClient, session: Session
) -> None:
    problem = make_open_problem(session)
    person = make_person(session, email=GUEST)
    client.sign_in(person).post(f"/en/items/{problem.reference}/supports")

    client.sign_out().post(ask(client, session, problem))

    assert rows(session, SUPPORT) == 1
    assert rows(session, PERSON) == len({person.id}) + 2


def test_the_support_is_taken_back_by_the_page_one_was_led_to(
    client: CheckingClient, session: Session
) -> None:
    problem = make_open_problem(session)
    given = client.post(ask(client, session, problem)).headers["location"]
    taken = given.removesuffix("/given") + "/withdrawal"

    assert client.get(taken).status_code == 405
    assert client.post(taken).status_code == 303
    assert rows(session, SUPPORT) == 0
    assert client.get(given).status_code == 410


def test_known_and_unknown_addresses_get_the_same_answer(
    client: CheckingClient, session: Session
) -> None:
    problem = make_open_problem(session)
    make_person(session, email="known@example.org")
    address = f"/en/items/{problem.reference}/supports/links"

    known, unknown = (
        client.post(address, data={"email": email})
        for email in ("known@example.org", "unknown@example.org")
    )

    assert (known.status_code, known.headers["location"], known.content) == (
        unknown.status_code,
        unknown.headers["location"],
        unknown.content,
    )
    assert rows(session, PERSON) == 3


def test_a_link_for_signing_in_supports_nothing_and_the_other_way_round(
    client: CheckingClient, session: Session
) -> None:
    problem = make_open_problem(session)
    token = ask(client, session, problem).rsplit("/", 1)[-1]

    assert client.post(f"/en/sign-in/link/{token}").status_code == 410
    assert rows(session, WEB_SESSION) == 0


def test_no_link_is_sent_where_an_account_is_asked_for(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session)
    address = f"/en/items/{problem.reference}/supports/links"

    assert client.post(address, data={"email": GUEST}).status_code == 403
    assert letters(session) == []


def test_a_link_is_of_no_use_once_the_phase_asks_for_more(
    client: CheckingClient, session: Session
) -> None:
    problem = make_open_problem(session)
    path = ask(client, session, problem)
    let_phases(session, problem, supporting=False)

    assert client.post(path).status_code == 403
    assert rows(session, SUPPORT) == 0


def test_a_mistyped_address_comes_back_with_a_message(
    client: CheckingClient, session: Session
) -> None:
    problem = make_open_problem(session)
    address = f"/en/items/{problem.reference}/supports/links"

    answer = client.post(address, data={"email": "guest@"})

    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text
    assert 'value="guest@"' in answer.text
