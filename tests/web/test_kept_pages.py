"""Pages for visitors are made once and sent many times, for as long as nothing changes."""

import re
import time
from collections.abc import Iterator

import pytest
from sqlmodel import Session

from app.process.actor import SYSTEM
from app.process.vocabulary import Action
from app.record import record
from tests.client import CheckingClient
from tests.makers import make_person, make_problem
from tests.queries import counted_queries
from tests.test_access import on_sqlite
from tests.web.conftest import Open

PAGE = "/en/problems"
PLAIN = {"accept-encoding": "identity"}


@pytest.fixture
def visitor(opened: Open) -> Iterator[CheckingClient]:
    """A visitor of pages that are kept for half a minute; never over the turn of a minute."""
    if time.time() % 60 > 50:
        time.sleep(61 - time.time() % 60)
    with opened(cache_seconds=30.0) as client:
        yield client


@on_sqlite
def test_two_visitors_get_the_same_bytes_without_a_query(visitor: CheckingClient) -> None:
    first = visitor.get(PAGE)
    visitor.cookies.set("seen", "1")
    with counted_queries() as queries:
        second = visitor.get(PAGE)

    assert queries == []
    assert second.content == first.content
    assert second.headers.items() == first.headers.items()
    assert first.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert re.fullmatch(r'W/"[0-9a-f]+-[0-9a-f]+-[0-9a-f]+"', first.headers["etag"])


@on_sqlite
def test_who_has_the_page_already_is_told_so(visitor: CheckingClient) -> None:
    etag = visitor.get(PAGE).headers["etag"]

    same = visitor.get(PAGE, headers={"if-none-match": etag})
    other = visitor.get(PAGE, headers={"if-none-match": 'W/"another"'})

    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", etag)
    assert "content-type" not in same.headers
    assert other.status_code == 200


@on_sqlite
def test_nobody_who_is_signed_in_gets_or_leaves_a_kept_page(
    visitor: CheckingClient, session: Session
) -> None:
    visitor.sign_in(make_person(session, name="Zoë Ünal"))
    mine = visitor.get(PAGE)
    etag = visitor.sign_out().get(PAGE).headers["etag"]
    visitor.sign_in(make_person(session, name="Ali Öz"))
    other = visitor.get(PAGE, headers={"if-none-match": etag})

    assert "Zoë Ünal" in mine.text
    assert (other.status_code, "Ali Öz" in other.text) == (200, True)
    for answer in (mine, other):
        assert answer.headers["cache-control"] == "private, no-store"
        assert "etag" not in answer.headers
    assert "Ünal" not in visitor.sign_out().get(PAGE).text


@on_sqlite
@pytest.mark.parametrize("name", ["session", "__Host-session"])
def test_a_session_that_is_over_gets_a_page_of_its_own(visitor: CheckingClient, name: str) -> None:
    visitor.get(PAGE)
    visitor.cookies.set(name, "over")

    assert "etag" not in visitor.get(PAGE).headers


@on_sqlite
@pytest.mark.parametrize("path", ["/probe/cookie", "/en/nothing", "/en/desk", "/", "/probe/fail"])
def test_only_a_page_that_is_everybodys_is_kept(visitor: CheckingClient, path: str) -> None:
    answers = [visitor.get(path) for _ in range(2)]

    assert not any("etag" in answer.headers for answer in answers)
    if path == "/probe/cookie":
        assert all(answer.headers["set-cookie"].startswith("seen=1") for answer in answers)


@on_sqlite
def test_each_address_language_and_query_is_a_page_of_its_own(visitor: CheckingClient) -> None:
    pages = [
        visitor.get(path).content for path in (PAGE, "/de/problems", f"{PAGE}?q=bus", PAGE, "/en/")
    ]

    assert pages[0] == pages[3]
    assert len(set(pages)) == 4


@on_sqlite
def test_packed_pages_and_parts_for_scripts_are_kept_apart(
    visitor: CheckingClient, session: Session
) -> None:
    make_problem(session)
    part = {"hx-request": "true", "hx-target": "div#results"}
    asked = [PLAIN, {"accept-encoding": "gzip"}, PLAIN | part, {"accept-encoding": "gzip"} | part]

    before = [visitor.get(PAGE, headers=headers) for headers in asked]
    after = [visitor.get(PAGE, headers=headers) for headers in reversed(asked)][::-1]

    assert [each.headers.get("content-encoding") for each in before[:2]] == [None, "gzip"]
    assert before[0].text == before[1].text
    assert ["<html" in each.text for each in before] == [True, True, False, False]
    assert [each.text for each in after] == [each.text for each in before]
    assert all("HX-Target" in each.headers["vary"] for each in before)


@on_sqlite
def test_asking_for_the_headers_alone_works(visitor: CheckingClient) -> None:
    fresh = visitor.head(PAGE)
    visitor.get(PAGE)
    kept = visitor.head(PAGE)

    for answer in (fresh, kept):
        assert (answer.status_code, answer.headers["content-type"]) == (
            200,
            "text/html; charset=utf-8",
        )


def test_a_page_changes_soon_after_something_happened(opened: Open, session: Session) -> None:
    seconds = 0.3
    with opened(cache_seconds=seconds) as visitor:
        before = visitor.get(PAGE)
        problem = make_problem(session, title="A title that is new")
        session.commit()
        time.sleep(seconds + 0.05)
        after = visitor.get(PAGE, headers={"if-none-match": before.headers["etag"]})

    assert problem.title not in before.text
    assert after.status_code == 200
    assert problem.title in after.text
    assert after.headers["etag"] != before.headers["etag"]


@on_sqlite
def test_the_record_is_asked_for_news_once_in_a_while_only(
    visitor: CheckingClient, session: Session
) -> None:
    before = visitor.get(PAGE)
    record(session, SYSTEM, Action.SUPPORT_ITEM, 1)
    session.commit()

    with counted_queries() as queries:
        visitor.get(PAGE)
        elsewhere = visitor.get("/en/guide")

    assert not [query for query in queries if "max(event.id)" in query]
    assert elsewhere.headers["etag"] == before.headers["etag"]


@on_sqlite
def test_the_next_visitor_sees_what_was_done_through_this_process(
    visitor: CheckingClient, session: Session
) -> None:
    before = visitor.get(PAGE)
    record(session, SYSTEM, Action.SUPPORT_ITEM, 1)
    session.commit()

    visitor.post("/en/demo/nothing", data={})
    after = visitor.get(PAGE)

    assert after.headers["etag"] != before.headers["etag"]
