"""In the demonstration everybody can read what people are told."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from app.main import create_app
from app.notifications.letters import TASK
from app.notifications.queries import PAGE_SIZE
from app.record.jobs import ask_for
from app.settings import Settings
from tests.client import CheckingClient
from tests.makers import make_person


@pytest.fixture
def demo(settings: Settings, session: Session) -> Iterator[CheckingClient]:
    with CheckingClient(create_app(settings.model_copy(update={"demo": True})), session) as client:
        yield client


def _ask(session: Session, to: str, key: str = "a letter", text: str = "Hello") -> None:
    ask_for(session, TASK, key, {"to": to, "subject": f"About {key}", "text": text})


def test_outside_the_demonstration_there_is_no_outbox(client: CheckingClient) -> None:
    assert client.get("/en/outbox").status_code == 404


def test_letters_are_shown_with_names_but_without_addresses(
    demo: CheckingClient, session: Session
) -> None:
    make_person(session, name="Anna Berg", email="anna@example.org")
    _ask(session, "anna@example.org", text="See\nhttp://testserver/en/problems\n")

    text = demo.get("/en/outbox").text

    assert "To Anna Berg" in text
    assert "About a letter" in text
    assert '<a href="/en/problems">http://testserver/en/problems</a>' in text
    assert "anna@example.org" not in text


def test_an_address_without_an_account_stays_unnamed(
    demo: CheckingClient, session: Session
) -> None:
    _ask(session, "somebody@example.org")

    text = demo.get("/en/outbox").text

    assert "somebody" not in text
    assert "To an address without an account yet" in text


def test_the_outbox_is_paged(demo: CheckingClient, session: Session) -> None:
    for number in range(PAGE_SIZE + 1):
        _ask(session, "somebody@example.org", key=f"letter number {number}.")

    first = demo.get("/en/outbox").text
    following = first.split('rel="next" href="')[1].split('"')[0]

    assert "About letter number 0." not in first
    assert "About letter number 0." in demo.get(following).text


def test_every_page_of_the_demonstration_leads_to_the_outbox(
    demo: CheckingClient, session: Session
) -> None:
    assert 'href="/en/outbox"' in demo.get("/en/problems").text
    assert "Open the letter in the outbox" in demo.get("/en/sign-in/sent").text


def test_outside_the_demonstration_nothing_leads_to_the_outbox(client: CheckingClient) -> None:
    assert "/en/outbox" not in client.get("/en/problems").text
    assert "/en/outbox" not in client.get("/en/sign-in/sent").text
