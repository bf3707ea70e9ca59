"""What is measured: the requests behind each row of the report."""

import random
from itertools import count
from urllib.parse import urlencode

from app.items.references import reference
from app.process.vocabulary import Office
from tests.load.client import Asked, header
from tests.load.data import Size, problem_reference, session_token
from tests.load.items import YEAR
from tests.load.offices import OFFICERS, RELEASED, consultation_reference

LIST = "/de/problems"
PLACE = f"/de/participation/{reference('B', YEAR, 1)}"
ORDERS = ("random", "newest", "supported", "discussed")
DONE = frozenset({204, 303})


def rows(size: Size) -> dict[str, Asked]:
    """Each row by its name, the greeting first: the others are measured against it."""
    cities = _Requests(size)
    return {
        "hello": Asked(lambda: get("/hello")),
        "list_anonymous": Asked(lambda: get(LIST)),
        "list_304": _unchanged(),
        "detail_anonymous": Asked(lambda: get(f"{LIST}/{problem_reference(1)}")),
        "list_signed_in": Asked(cities.list),
        "detail_signed_in": Asked(cities.detail),
        "support_post": Asked(cities.support, DONE),
        "comment_post": Asked(cities.comment, DONE),
        "participation": Asked(cities.participation),
        "desk": Asked(lambda: get("/de/moderation", _as(Office.MODERATOR))),
        "workbench": Asked(lambda: get(f"{PLACE}/synthesis", _as(Office.ADMINISTRATION))),
        "segments": Asked(lambda: get(f"{PLACE}/segments", _as(Office.ADMINISTRATION))),
        "synopsis": Asked(cities.synopsis),
    }


class _Requests:
    """Requests of many people, for problems all over the city."""

    def __init__(self, size: Size) -> None:
        self._size = size
        self._turns = count()
        self._random = random.Random(3)

    def list(self) -> bytes:
        return get(f"{LIST}?order={self._random.choice(ORDERS)}", self._somebody())

    def detail(self) -> bytes:
        return get(f"{LIST}/{self._problem()}", self._somebody())

    def support(self) -> bytes:
        return post(f"/de/items/{self._problem()}/supports", self._somebody(), next=LIST)

    def comment(self) -> bytes:
        text = {"stance": "pro", "text": "This is true in our street as well."}
        return post(f"/de/items/{self._problem()}/comments", self._somebody(), **text)

    def participation(self) -> bytes:
        return get(PLACE, self._somebody())

    def synopsis(self) -> bytes:
        released = consultation_reference(RELEASED)
        return get(f"/de/consultations/{released}/synopsis", self._somebody())

    def _somebody(self) -> str:
        return f"Cookie: session={session_token(next(self._turns) % self._size.sessions)}\r\n"

    def _problem(self) -> str:
        return problem_reference(self._random.randrange(self._size.problems) + 1)


def _as(office: Office) -> str:
    return f"Cookie: session={OFFICERS[office]}\r\n"


def _unchanged() -> Asked:
    """A browser that always names the version of the page it has."""
    known = [b'"none yet"']

    def read(head: bytes) -> None:
        known[0] = header(head, b"etag") or known[0]

    def make() -> bytes:
        return get(LIST, f"If-None-Match: {known[0].decode()}\r\n")

    return Asked(make, frozenset({200, 304}), read)


def get(path: str, headers: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode()


def post(path: str, headers: str, **fields: str) -> bytes:
    body = urlencode(fields)
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\n{headers}"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()
