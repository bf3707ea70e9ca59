"""What was acknowledged is kept, also when the app is killed in a storm of supports.

A killed process loses what it has not handed to the system yet. A cut of power would also lose
what the system has not written; that this waits for the disk is a setting (PRAGMA synchronous).
"""

import random
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.db.database import sqlite_engine
from app.deliberation.models import SUPPORT
from tests.makers import make_participation, make_person, make_problem, sign_in
from tests.real.ports import wait_until
from tests.real.server import Server

KILLS = 50
PEOPLE, PROBLEMS = 400, 80
AT_ONCE = 6
HASTY = (sys.executable, Path(__file__).with_name("hasty.py"))
Press = tuple[int, int]


@dataclass
class Storm:
    """People press Support, each on each problem once. The journal is kept outside of the app."""

    server: Server
    presses: Iterator[tuple[Press, str, str]]
    tried: dict[Press, tuple[str, str]] = field(default_factory=dict)
    acknowledged: set[Press] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def rages_until_the_kill(self) -> None:
        """Nobody knows when it comes, but some supports are acknowledged before it."""
        before = len(self.acknowledged)
        threads = [threading.Thread(target=self._press_on) for _ in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        wait_until(lambda: len(self.acknowledged) > before, what="the first support")
        threading.Event().wait(random.uniform(0, 0.15))
        self.server.kill9()
        for thread in threads:
            thread.join()

    def tries_again_what_stayed_without_an_answer(self) -> None:
        with httpx2.Client() as client:
            for press in self.tried.keys() - self.acknowledged:
                self._press(client, press, *self.tried[press])

    def _press_on(self) -> None:
        with httpx2.Client() as client:
            try:
                while True:
                    with self.lock:
                        press, reference, token = next(self.presses)
                        self.tried[press] = (reference, token)
                    self._press(client, press, reference, token)
            except (httpx2.TransportError, StopIteration):
                return

    def _press(self, client: httpx2.Client, press: Press, reference: str, token: str) -> None:
        address = f"{self.server.address}/en/items/{reference}/supports"
        answer = client.post(address, headers={"Cookie": f"session={token}"})
        if answer.status_code == 303 and "notice=supported" in answer.headers["Location"]:
            self.acknowledged.add(press)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path)
    yield running
    running.kill9()


@pytest.mark.slow
def test_no_acknowledged_support_is_lost_in_fifty_kills(server: Server) -> None:
    storm = make_storm(server)
    for _ in range(KILLS):
        server.start()
        storm.rages_until_the_kill()
    kept = supports(server.data)

    assert storm.acknowledged - kept == set()
    assert len(storm.acknowledged) > 10 * KILLS

    server.start()
    storm.tries_again_what_stayed_without_an_answer()
    server.stop()

    assert supports(server.data) == storm.acknowledged == storm.tried.keys()
    assert "Every invariant holds." in server.run("verify")


@pytest.mark.slow
def test_the_storm_notices_an_app_that_answers_before_the_commit(server: Server) -> None:
    server.program = HASTY
    storm = make_storm(server)

    for _ in range(5):
        server.start()
        storm.rages_until_the_kill()

    assert storm.acknowledged - supports(server.data) != set()


def make_storm(server: Server) -> Storm:
    """A participation that collects, problems, and people who are signed in."""
    server.run("migrate")
    with Session(sqlite_engine(database_of(server.data))) as session:
        place = make_participation(session)
        author = make_person(session)
        problems = [make_problem(session, place, author) for _ in range(PROBLEMS)]
        people = [make_person(session) for _ in range(PEOPLE)]
        tokens = {person.id: sign_in(session, person) for person in people}
        items = [(item.id, item.reference) for item in problems]
        session.commit()
    presses = [
        ((item_id, person_id), reference, token)
        for (item_id, reference), (person_id, token) in product(items, tokens.items())
    ]
    return Storm(server, iter(presses))


def supports(data: Path) -> set[Press]:
    with Session(sqlite_engine(database_of(data))) as session:
        rows = session.execute(select(SUPPORT.c.item_id, SUPPORT.c.person_id))
        return {(row.item_id, row.person_id) for row in rows}


def database_of(data: Path) -> str:
    return f"sqlite:///{data / 'gemeinwerk.db'}"
