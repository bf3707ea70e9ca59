"""Letters leave the house at least once and hardly ever twice, whatever breaks in between."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from app.db.clock import clock_at, now
from app.db.database import Database, connect
from app.notifications.delivery import LOST
from app.notifications.letters import TASK
from app.notifications.worker import PAUSE, work, work_once
from app.process.actor import SYSTEM
from app.process.vocabulary import Action
from app.record import record
from app.record.consumers import Consumer, Line
from app.record.jobs import JOB, LEASE, TRIES, ask_for, claim
from app.record.models import EVENT, SEAL
from app.settings import Settings
from tests.real.ports import free_port
from tests.real.smtp import MailServer, mail_server

ANNA = "anna@example.org"
Play = Callable[[Database, Settings], Awaitable[None]]


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def sending(settings: Settings, mail: MailServer) -> Settings:
    """The settings of an installation that has a mail server."""
    return settings.model_copy(update={"smtp_host": mail.host, "smtp_port": mail.port})


def _play(settings: Settings, play: Play) -> None:
    """Run a small play on the database of a test."""

    async def run() -> None:
        database = connect(settings.database)
        try:
            await play(database, settings)
        finally:
            await database.close()

    asyncio.run(run())


async def _ask(database: Database, *keys: str) -> None:
    letter = {"to": ANNA, "subject": "Beschluss: gewährt", "text": "Guten Tag, schön & gut.\n"}

    def ask(session: Session) -> None:
        for key in keys:
            ask_for(session, TASK, key, letter)

    await database.write(ask)


async def _jobs(database: Database) -> list[Any]:
    return await database.read(
        lambda session: list(session.execute(select(JOB).order_by(JOB.c.id)))
    )


async def _round(database: Database, settings: Settings, later: timedelta | None = None) -> None:
    with clock_at(now() + (later or timedelta())):
        await work_once(settings, database, ())


def test_a_letter_is_sent_once_and_then_forgotten(sending: Settings, mail: MailServer) -> None:
    async def play(database: Database, settings: Settings) -> None:
        await _ask(database, "mandate:1:2")
        await _round(database, settings)
        await _round(database, settings, LEASE * 2)
        [job] = await _jobs(database)
        assert job.done_at is not None
        assert job.content == {}

    _play(sending, play)

    [received] = mail.to(ANNA)
    assert received.sender == sending.mail_from
    assert received.message["Subject"] == "Beschluss: gewährt"
    assert "schön & gut" in received.text
    assert received.message["Auto-Submitted"] == "auto-generated"


def test_many_letters_leave_in_one_round(sending: Settings, mail: MailServer) -> None:
    async def play(database: Database, settings: Settings) -> None:
        await _ask(database, *(f"mandate:1:{number}" for number in range(12)))
        await _round(database, settings)

    _play(sending, play)

    assert len({each.message["Message-ID"] for each in mail.to(ANNA)}) == 12


def test_a_refused_letter_is_tried_again_later(sending: Settings, mail: MailServer) -> None:
    async def play(database: Database, settings: Settings) -> None:
        await _ask(database, "mandate:1:2")
        mail.refusal = "451 Later"
        await _round(database, settings)
        [job] = await _jobs(database)
        assert job.failure == "451 Later"
        assert job.content["to"] == ANNA

        mail.refusal = ""
        await _round(database, settings)
        assert mail.to(ANNA) == [], "not before its time"
        await _round(database, settings, timedelta(minutes=1, seconds=5))

    _play(sending, play)

    assert len(mail.to(ANNA)) == 1


def test_a_letter_that_is_never_taken_stays_readable(
    sending: Settings, mail: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    async def play(database: Database, settings: Settings) -> None:
        await _ask(database, "mandate:1:2")
        mail.refusal = "550 Never"
        for number in range(TRIES + 2):
            await _round(database, settings, timedelta(days=number))
        [job] = await _jobs(database)
        assert job.done_at is None
        assert job.failure == "550 Never"

    with caplog.at_level(logging.ERROR):
        _play(sending, play)

    assert mail.attempts == TRIES
    assert "is given up: 550 Never" in caplog.text


def test_a_letter_waits_while_there_is_no_server(settings: Settings) -> None:
    unreachable = {"smtp_host": "127.0.0.1", "smtp_port": free_port()}

    async def play(database: Database, settings: Settings) -> None:
        await _ask(database, "mandate:1:2", "mandate:1:3")
        await _round(database, settings)
        assert [job.tries for job in await _jobs(database)] == [0, 0], "without a host it rests"

        await _round(database, settings.model_copy(update=unreachable))
        for job in await _jobs(database):
            assert job.failure.startswith("ConnectionRefusedError")
            assert job.content["to"] == ANNA

    _play(settings, play)


def test_a_worker_that_dies_with_a_letter_loses_it_to_another(
    sending: Settings, mail: MailServer
) -> None:
    async def play(database: Database, settings: Settings) -> None:
        await _ask(database, "mandate:1:2")
        await database.write(lambda session: claim(session, TASK))

        await _round(database, settings)
        assert mail.to(ANNA) == [], "the other one may still be at it"
        await _round(database, settings, LEASE + timedelta(seconds=5))

    _play(sending, play)

    assert len(mail.to(ANNA)) == 1


def test_a_letter_that_was_sent_but_not_noted_comes_twice_under_one_name(
    sending: Settings, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: Any, **__: Any) -> None:
        raise RuntimeError("power cut")

    async def play(database: Database, settings: Settings) -> None:
        await _ask(database, "mandate:1:2")
        with monkeypatch.context() as broken:
            broken.setattr("app.notifications.worker.finish", die)
            await _round(database, settings)
        await _round(database, settings, LEASE + timedelta(seconds=5))
        await _round(database, settings, LEASE * 3)

    _play(sending, play)

    one, other = mail.to(ANNA)
    assert one.message["Message-ID"] == other.message["Message-ID"]


def test_a_server_that_takes_and_hangs_up_gets_it_twice_at_most(
    sending: Settings, mail: MailServer
) -> None:
    async def play(database: Database, settings: Settings) -> None:
        await _ask(database, "mandate:1:2")
        mail.hangs_up = True
        await _round(database, settings)
        [job] = await _jobs(database)
        assert job.failure == LOST
        for number in range(1, 6):
            await _round(database, settings, timedelta(days=number))
        [job] = await _jobs(database)
        assert job.done_at is not None

    _play(sending, play)

    one, other = mail.to(ANNA)
    assert one.message["Message-ID"] == other.message["Message-ID"]


def test_two_workers_send_each_letter_once(sending: Settings, mail: MailServer) -> None:
    async def play(database: Database, settings: Settings) -> None:
        await _ask(database, *(f"mandate:1:{number}" for number in range(20)))
        other = connect(settings.database)
        await asyncio.gather(_round(database, settings), _round(other, settings))
        await other.close()
        assert all(job.done_at for job in await _jobs(database))

    _play(sending, play)

    assert len(mail.to(ANNA)) == 20


def _stumble(_session: Session, _line: Line) -> None:
    raise ValueError("this line cannot be understood")


def test_a_consumer_that_fails_holds_up_no_other(
    sending: Settings, mail: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[int] = []
    everything = frozenset(Action)
    following = (
        Consumer("stumbles", everything, _stumble),
        Consumer("goes on", everything, lambda _session, line: seen.append(line.id)),
    )

    async def play(database: Database, settings: Settings) -> None:
        await _ask(database, "mandate:1:2")
        await database.write(lambda session: record(session, SYSTEM, Action.SUPPORT_ITEM, 1))
        with clock_at(now() + timedelta(seconds=5)):
            for _ in range(100):  # on PostgreSQL acts elsewhere on the server hold up the record
                await work_once(settings, database, following)
                if seen and mail.to(ANNA):
                    break
                await asyncio.sleep(0.1)
            await work_once(settings, database, following)
        sealed = select(func.count(SEAL.c.sequence)).join(EVENT, EVENT.c.id == SEAL.c.event_id)
        assert await database.read(lambda session: session.execute(sealed).scalar()) == 1

    with caplog.at_level(logging.ERROR):
        _play(sending, play)

    assert len(seen) == 1
    assert len(mail.to(ANNA)) == 1
    assert "Background work failed: consumer stumbles" in caplog.text


def test_work_goes_on_until_it_is_asked_to_end(sending: Settings, mail: MailServer) -> None:
    async def play(database: Database, settings: Settings) -> None:
        asked = asyncio.Event()
        working = asyncio.create_task(work(settings, database, asked))
        await asyncio.sleep(PAUSE / 4)
        await _ask(database, "mandate:1:2")
        asked.set()
        async with asyncio.timeout(PAUSE * 5):
            while not mail.to(ANNA):
                await asyncio.sleep(0.02)
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working

    _play(sending, play)


def test_a_letter_under_way_is_noted_when_work_ends(sending: Settings, mail: MailServer) -> None:
    async def play(database: Database, settings: Settings) -> None:
        mail.delay = 1
        await _ask(database, "mandate:1:2")
        working = asyncio.create_task(work(settings, database))
        await asyncio.sleep(0.7)
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working
        [job] = await _jobs(database)
        assert job.done_at is not None

    _play(sending, play)

    assert len(mail.to(ANNA)) == 1
