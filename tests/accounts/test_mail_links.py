import re
from datetime import timedelta

from sqlalchemy import select, update
from sqlmodel import Session

from app.accounts.links import look_at_link, new_link, use_link
from app.accounts.models import PERSON, SIGN_IN_LINK, WEB_SESSION
from app.accounts.sessions import token_hash
from app.db.clock import clock_at, now
from tests.accounts.makers import ask_for_link, letters
from tests.client import CheckingClient
from tests.makers import make_person


def test_a_link_signs_a_known_person_in(client: CheckingClient, session: Session) -> None:
    make_person(session, email="anna@example.org", name="Anna")
    path = ask_for_link(client, session, "anna@example.org")

    assert "sign in as anna@example.org" in client.get(path).text
    answer = client.post(path)

    assert (answer.status_code, answer.headers["location"]) == (303, "/en/")
    assert "Anna" in client.get("/en/account").text


def test_the_first_sign_in_makes_the_person_and_asks_who_they_are(
    client: CheckingClient, session: Session
) -> None:
    path = ask_for_link(client, session, "New@Example.org", next="/en/problems")

    answer = client.post(path)

    assert answer.headers["location"] == "/en/welcome?next=%2Fen%2Fproblems"
    page = client.get(answer.headers["location"])
    assert 'href="/en/problems">Skip this' in page.text
    fields = {"name": "Noor", "group": "academia", "language": "de", "next": "/en/problems"}
    assert client.post("/en/welcome", data=fields).headers["location"] == "/de/problems"
    row = session.execute(select(PERSON).where(PERSON.c.email == "new@example.org")).one()
    assert (row.name, row.group, row.language) == ("Noor", "academia", "de")


def test_looking_at_a_link_does_not_use_it_up(client: CheckingClient, session: Session) -> None:
    path = ask_for_link(client, session, "anna@example.org")

    client.get(path)
    client.get(path)

    assert client.post(path).status_code == 303


def test_a_link_works_once(client: CheckingClient, session: Session) -> None:
    path = ask_for_link(client, session, "anna@example.org")
    client.post(path)

    again = client.sign_out().post(path)

    assert again.status_code == 410
    assert "no longer valid" in again.text
    assert client.get(path).status_code == 410


def test_using_one_link_ends_the_others_of_this_address(
    client: CheckingClient, session: Session
) -> None:
    first = ask_for_link(client, session, "anna@example.org")
    second = ask_for_link(client, session, "anna@example.org")
    client.post(second)

    assert client.sign_out().post(first).status_code == 410


def test_a_link_is_valid_for_a_short_time_only(session: Session) -> None:
    token = new_link(session, "anna@example.org", "", minutes=20)

    with clock_at(now() + timedelta(minutes=21)):
        assert look_at_link(session, token) is None
        assert use_link(session, token) is None


def test_a_link_is_bound_to_its_purpose(session: Session) -> None:
    token = new_link(session, "anna@example.org", "", minutes=20, purpose="something else")

    assert use_link(session, token) is None
    assert use_link(session, token, "something else") is not None


def test_only_the_hash_of_a_link_is_stored(session: Session) -> None:
    token = new_link(session, "anna@example.org", "", minutes=20)

    assert session.execute(select(SIGN_IN_LINK.c.token_hash)).scalar_one() == token_hash(token)


def test_ac38_known_and_unknown_addresses_get_the_same_answer(
    client: CheckingClient, session: Session
) -> None:
    make_person(session, email="known@example.org")

    known = client.post("/en/sign-in/mail", data={"email": "known@example.org"})
    unknown = client.post("/en/sign-in/mail", data={"email": "unknown@example.org"})

    assert known.headers["location"] == unknown.headers["location"] == "/en/sign-in/sent"
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert "If this address can receive mail" in client.get("/en/sign-in/sent").text
    assert [letter["to"] for letter in letters(session)] == [
        "known@example.org",
        "unknown@example.org",
    ]


def test_the_letter_is_in_the_language_of_the_person(
    client: CheckingClient, session: Session
) -> None:
    make_person(session, email="anna@example.org", language="de")

    path = ask_for_link(client, session, "anna@example.org")

    assert path.startswith("/de/sign-in/link/")


def test_the_letter_holds_the_link_and_no_markup(client: CheckingClient, session: Session) -> None:
    ask_for_link(client, session, "anna@example.org")

    [letter] = letters(session)

    assert "20 minutes" in letter["text"]
    assert re.search(r"^http://testserver/en/sign-in/link/[\w-]{40,}$", letter["text"], re.M)
    assert "&" not in letter["text"]
    assert letter["subject"] == "Your sign-in link for Gemeinwerk"


def test_nobody_is_flooded_with_links(client: CheckingClient, session: Session) -> None:
    answers = [
        client.post("/en/sign-in/mail", data={"email": "anna@example.org"}) for _ in range(7)
    ]

    assert {answer.headers["location"] for answer in answers} == {"/en/sign-in/sent"}
    assert len(letters(session)) == 5
    session.execute(update(SIGN_IN_LINK).values(expires_at=now() - timedelta(minutes=50)))
    client.post("/en/sign-in/mail", data={"email": "anna@example.org"})
    assert len(letters(session)) == 6


def test_what_is_no_address_gets_a_message_and_stays_typed(client: CheckingClient) -> None:
    for typed in ("anna", "anna@", "a b@example.org", "anna@example.org\r\nBcc: x@example.org"):
        answer = client.post("/en/sign-in/mail", data={"email": typed, "next": "/en/problems"})

        assert answer.status_code == 422
        assert "such as anna@example.org" in answer.text
        assert 'value="/en/problems"' in answer.text


def test_a_sign_in_replaces_the_session_of_this_browser(
    client: CheckingClient, session: Session
) -> None:
    client.post(ask_for_link(client, session, "anna@example.org"))
    before = client.cookies["session"]

    client.post(ask_for_link(client, session, "anna@example.org"))

    assert client.cookies["session"] != before
    ended = select(WEB_SESSION.c.revoked_at).where(WEB_SESSION.c.token_hash == token_hash(before))
    session.rollback()
    assert session.execute(ended).scalar_one() is not None
