"""One request is one transaction; a form takes effect once; nothing typed is lost."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.web.models import KEPT_TEXT
from tests.client import CheckingClient
from tests.makers import make_person
from tests.web.conftest import Open, marks

HTMX = {"hx-request": "true"}


def press(client: CheckingClient, key: str, **more: Any) -> Any:
    data = {"once": key, "name": "one"} | more.pop("data", {})
    return client.post("/probe/act", data=data, **more)


def query_of(location: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


@pytest.mark.parametrize("path", ["/probe/write", "/probe/write-slowly"])
def test_a_page_that_tries_to_write_is_stopped_by_the_database(
    opened: Open, session: Session, path: str
) -> None:
    with opened() as client:
        answer = client.get(path)

    assert answer.status_code >= 500
    assert marks(session) == 0


def test_an_answer_commits_and_an_exception_rolls_back(opened: Open, session: Session) -> None:
    with opened() as client:
        failed = client.post("/probe/fail")
        after_failure = marks(session)
        done = client.post("/probe/write")

    assert (failed.status_code, after_failure) == (500, 0)
    assert (done.status_code, marks(session)) == (200, 1)


def test_a_double_press_has_one_effect_and_leads_to_the_same_place(
    opened: Open, session: Session
) -> None:
    with opened() as client:
        client.sign_in(make_person(session))
        first = press(client, "key")
        second = press(client, "key", data={"name": "two"})
        with_script = press(client, "key", headers=HTMX)

    assert first.headers["location"] == second.headers["location"] == "/en/?made=one"
    assert with_script.headers["hx-redirect"] == "/en/?made=one"
    assert marks(session) == 1


def test_a_form_that_comes_back_is_still_the_same_form(client: CheckingClient) -> None:
    """By its key the device knows the page as the answer, and lays no draft over it."""
    client.sign_in(make_person(client.session))
    page = client.post("/en/account", data={"once": "the-same", "name": "x" * 500})

    assert page.status_code == 422
    assert 'name="once" value="the-same"' in page.text


def test_a_first_press_with_script_leads_a_second_one_to_the_same_place(
    opened: Open, session: Session
) -> None:
    with opened() as client:
        client.sign_in(make_person(session))
        press(client, "key", headers=HTMX)
        second = press(client, "key")

    assert (second.status_code, second.headers["location"]) == (303, "/en/?made=one")
    assert marks(session) == 1


def test_a_form_that_was_not_understood_can_be_sent_again(opened: Open, session: Session) -> None:
    with opened() as client:
        client.sign_in(make_person(session))
        bad = press(client, "key", data={"bad": "yes"})
        good = press(client, "key")

    assert (bad.status_code, good.status_code) == (422, 303)
    assert marks(session) == 1


def test_the_key_of_a_form_is_everybodys_own_and_may_be_missing(
    opened: Open, session: Session
) -> None:
    with opened() as client:
        for key in ("key", "key", "", ""):
            client.sign_in(make_person(session))
            press(client, key)

    assert marks(session) == 4


def test_what_a_visitor_sends_is_kept_and_there_again_after_signing_in(
    opened: Open, session: Session
) -> None:
    typed = {"name": "Zoë", "group": ["a", "b"], "empty": "", "nul": "a\0b"}
    left = {"referer": "http://testserver/probe/restore?page=2"}

    with opened() as client:
        sent = client.post("/probe/act", data=typed, headers=left)
        query = query_of(sent.headers["location"])
        restored = client.get(f"/probe/restore?kept={query['kept']}")
        unknown = client.get("/probe/restore?kept=nothing")

    assert sent.headers["location"].startswith("/en/sign-in?")
    assert query["next"] == "/probe/restore?page=2"
    assert restored.json() == {"name": "Zoë", "group": ["a", "b"], "nul": "ab"}
    assert unknown.json() == {}
    assert marks(session) == 0


def test_a_visitor_who_sends_nothing_leaves_nothing(opened: Open, session: Session) -> None:
    with opened() as client:
        sent = client.post("/probe/act", data={"name": ""}, headers=HTMX)

    assert query_of(sent.headers["hx-redirect"]) == {"next": "/en/"}
    assert session.execute(select(KEPT_TEXT)).all() == []


def test_a_page_of_ones_own_is_shown_after_signing_in(opened: Open) -> None:
    with opened() as client:
        answer = client.get("/probe/mine?page=2&q=a%26b")

    assert answer.status_code == 303
    assert query_of(answer.headers["location"]) == {"next": "/probe/mine?page=2&q=a%26b"}


@pytest.mark.parametrize(
    "referer",
    [
        "https://evil.example/en/problems",
        "http://testserver.evil.example/",
        "http://testserver@evil.example/",
        "//evil.example/",
        "/en/problems",
        "javascript:alert(1)",
        "",
    ],
)
def test_another_site_does_not_choose_where_one_comes_back_to(opened: Open, referer: str) -> None:
    with opened() as client:
        sent = client.post("/probe/act", headers={"referer": referer} if referer else {})

    assert query_of(sent.headers["location"]) == {"next": "/en/"}


def test_a_page_left_under_a_strange_address_leads_to_the_start_page(opened: Open) -> None:
    left = {"referer": "http://testserver//evil.example/x"}

    with opened() as client:
        sent = client.post("/probe/act", headers=left)
        page = client.get(sent.headers["location"])

    assert 'name="next" value="//evil' not in page.text


def test_two_forms_of_a_page_take_effect_though_they_share_a_key(
    client: CheckingClient, session: Session
) -> None:
    client.sign_in(make_person(session))
    new = {"once": "k", "name": "Night shift", "group": "business"}

    client.post("/en/account", data={"once": "k", "name": "Anna", "group": "citizens"})
    made = client.post("/en/organisations", data=new)
    again = client.post("/en/organisations", data=new)

    assert "Anna" in client.get("/en/account").text
    assert made.headers["location"] == again.headers["location"]
    assert "Night shift" in client.get("/en/organisations").text
