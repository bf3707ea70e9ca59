import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlmodel import Session

from tests.accounts.makers import ask_for_link
from tests.client import CheckingClient
from tests.makers import make_person

ELSEWHERE = [
    "//evil.example",
    "https://evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "javascript:alert(1)",
    "evil.example",
    "///evil.example",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_sent_to_another_site(
    client: CheckingClient, session: Session, target: str
) -> None:
    make_person(session, email="anna@example.org")
    path = ask_for_link(client, session, "anna@example.org", next=target)

    answer = client.post(path)

    assert answer.headers["location"] == "/en/"


def test_a_header_cannot_be_smuggled_in(client: CheckingClient, session: Session) -> None:
    client.sign_in(make_person(session))
    wish = {"next": "/en/problems\r\nset-cookie: a=b"}

    answer = client.get("/en/sign-in", params=wish, headers={"hx-request": "true"})

    assert "set-cookie" not in answer.headers
    assert answer.headers["hx-redirect"].startswith("/en/problems")


def test_what_a_visitor_wrote_is_there_after_signing_in(
    client: CheckingClient, session: Session
) -> None:
    make_person(session, email="anna@example.org")
    left = {"referer": "http://testserver/en/organisations/new", "host": "testserver"}
    typed = {"name": "Nachtbus-Verein Süd", "group": "civil_society"}

    sent = client.post("/en/organisations", data=typed, headers=left)
    signing_in = client.get(sent.headers["location"])
    hidden = dict(re.findall(r'name="(next|kept)" value="([^"]*)"', signing_in.text))
    back = client.post(ask_for_link(client, session, "anna@example.org", **hidden))

    target = urlsplit(back.headers["location"])
    assert target.path == "/en/organisations/new"
    assert dict(parse_qsl(target.query)).keys() == {"kept"}
    assert "Nachtbus-Verein Süd" in client.get(back.headers["location"]).text


def test_new_people_come_back_to_their_text_too(client: CheckingClient, session: Session) -> None:
    wish = {"next": "/en/problems?q=bus", "kept": "key"}
    path = ask_for_link(client, session, "new@example.org", **wish)

    welcome = client.post(path).headers["location"]
    page = client.get(welcome)

    assert 'href="/en/problems?q=bus&amp;kept=key">Skip this' in page.text


def test_whoever_is_signed_in_goes_straight_on(client: CheckingClient, session: Session) -> None:
    answer = client.sign_in(make_person(session)).get("/en/sign-in?next=/en/problems&kept=key")

    assert answer.headers["location"] == "/en/problems?kept=key"
