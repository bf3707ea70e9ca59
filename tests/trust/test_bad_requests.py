"""Requests that no page of ours sends, against the app as it is served."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from sqlmodel import Session

from app.db.database import sqlite_engine
from tests.client import check_page
from tests.makers import make_participation, make_person, make_problem, sign_in
from tests.real.server import serving

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PARTS = {"Content-Type": "multipart/form-data; boundary=x"}
PIECE = b"x" * 4096
PIECES = 65  # one more than the settings allow


@dataclass
class City:
    """A served app, and somebody who is signed in there."""

    client: httpx2.Client
    problem: str

    def refuses(self, status: int, path: str, **request: Any) -> httpx2.Response:
        """With a page in the language of the address; and nothing has changed."""
        answer = self.client.post(path, **request)
        assert answer.status_code == status, answer.text
        assert 'value="Anna"' in self.client.get("/de/account").text
        return answer


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    data = tmp_path_factory.mktemp("city")
    with serving(data) as server:
        with Session(sqlite_engine(f"sqlite:///{data / 'gemeinwerk.db'}")) as session:
            problem = make_problem(session, make_participation(session))
            token = sign_in(session, make_person(session, name="Anna"))
            reference = problem.reference
            session.commit()
        cookie = {"Cookie": f"session={token}"}
        with httpx2.Client(base_url=server.address, headers=cookie) as client:
            yield City(client, reference)


@pytest.mark.parametrize("said_before", [True, False])
def test_too_large_a_body_is_refused_with_a_page(city: City, said_before: bool) -> None:
    body = PIECE * PIECES if said_before else (PIECE for _ in range(PIECES))

    answer = city.refuses(413, "/de/account", content=body, headers=FORM)

    check_page(answer.text)
    assert '<html lang="de"' in answer.text


@pytest.mark.parametrize(
    "body",
    [
        b"no parts at all",
        b"--x\r\nContent-Disposition: form-data\r\n\r\nBert\r\n--x--",
        b"--x\r\nContent-Type\r\n\r\nBert\r\n--x--",
    ],
)
def test_broken_parts_are_refused_with_a_page(city: City, body: bytes) -> None:
    answer = city.refuses(400, "/de/account", content=body, headers=PARTS)

    check_page(answer.text)


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_a_form_of_another_site_is_refused(city: City, origin: str) -> None:
    city.refuses(403, "/de/account", data={"name": "Bert"}, headers={"Origin": origin})


@pytest.mark.parametrize("path", ["/de/nothing", "/de/problems/X-1", "/de/problems/%00", "/de/%FF"])
def test_an_unknown_address_is_answered_with_help(city: City, path: str) -> None:
    answer = city.client.get(path)

    assert answer.status_code == 404
    check_page(answer.text)
    assert '<html lang="de"' in answer.text
    assert 'href="/de/problems"' in answer.text


@pytest.mark.parametrize("characters", [10_000, 60_000, 1_000_000])
def test_an_enormous_query_breaks_nothing(city: City, characters: int) -> None:
    host, port = city.client.base_url.host, city.client.base_url.port
    with socket.create_connection((host, port or 80)) as line:
        line.sendall(b"GET /de/problems?q=" + b"x" * characters + b" HTTP/1.1\r\nHost: a\r\n\r\n")
        status = line.recv(12)

    assert status in {b"HTTP/1.1 200", b"HTTP/1.1 400"}
    assert city.client.get("/readyz").status_code == 200


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_a_press_does_not_lead_to_another_site(city: City, elsewhere: str) -> None:
    path = f"/de/items/{city.problem}/supports"

    answer = city.client.post(path, data={"next": elsewhere})

    assert answer.headers["Location"] == "/de/"
