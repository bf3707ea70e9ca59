"""What a device is given to keep, and how it learns what the server has taken."""

import re
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from app.items.models import ITEM
from app.process.vocabulary import Kind
from app.web.addresses import STATIC
from tests.client import CheckingClient
from tests.makers import make_participation, make_person

KEY = "0b1f9a52-8c1e-4f0e-9a57-8d1c2b3a4f5e"


def begin(client: CheckingClient, reference: str, **more: str) -> Any:
    typed = {"title": "No bus to the clinic after nine", "participation": reference}
    return client.post("/en/problems/new/title", data=typed | more)


def test_the_worker_keeps_files_that_are_there(client: CheckingClient) -> None:
    answer = client.get("/sw.js")

    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"].startswith("text/javascript")
    for path in re.findall(r'"(/static/[^"]+|/\w+/offline)"', answer.text):
        assert client.get(path).status_code == 200, path
    assert '"de": "/de/offline"' in answer.text


def test_the_manifest_names_icons_that_are_there(client: CheckingClient) -> None:
    manifest = client.get("/de/manifest.webmanifest").json()

    assert manifest["start_url"] == "/de/"
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).status_code == 200


def test_the_script_for_drafts_is_small_and_only_for_those_who_write(
    client: CheckingClient, session: Session
) -> None:
    import gzip

    assert len(gzip.compress((STATIC / "draft.js").read_bytes())) < 3 * 1024
    assert "draft.js" not in client.get("/en/problems").text
    assert "draft.js" in client.sign_in(make_person(session)).get("/en/problems").text


def test_what_the_server_has_taken_it_tells_once_and_again(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session)
    client.sign_in(make_person(session))

    answers = [begin(client, place.reference, once=KEY, draft="1") for _ in range(2)]

    assert {answer.cookies["taken"] for answer in answers} == {KEY}
    assert len({answer.headers["location"] for answer in answers}) == 1
    count = select(func.count()).where(ITEM.c.kind == Kind.PROBLEM)
    assert session.execute(count).scalar_one() == 1


@pytest.mark.parametrize("more", [{"once": KEY}, {"once": "a b;", "draft": "1"}, {"draft": "1"}])
def test_nothing_is_told_to_who_did_not_ask(
    client: CheckingClient, session: Session, more: dict[str, str]
) -> None:
    place = make_participation(session)
    client.sign_in(make_person(session))

    assert "taken" not in begin(client, place.reference, **more).cookies


def test_nothing_is_taken_that_was_not_understood(client: CheckingClient, session: Session) -> None:
    place = make_participation(session)
    client.sign_in(make_person(session))

    answer = begin(client, place.reference, once=KEY, draft="1", title="short")

    assert answer.status_code == 422
    assert "taken" not in answer.cookies


def test_the_offline_page_names_nobody(client: CheckingClient) -> None:
    page = client.get("/en/offline").text

    assert "data-offline" in page
    assert 'data-viewer="0"' in page
