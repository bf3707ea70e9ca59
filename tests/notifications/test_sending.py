"""What happens between the writing of a letter and its leaving: hiding, two workers, the link."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import clock_at
from app.db.database import Database, connect
from app.items.models import Item
from app.items.spine import set_state
from app.notifications.models import NEWS
from app.notifications.worker import look_at_clock, work_once
from app.process.vocabulary import Frequency, News, State
from app.settings import Settings
from tests.deliberation.makers import make_comment
from tests.makers import in_days, make_person, make_problem
from tests.notifications.makers import digest_at, follow, want, work
from tests.real.smtp import MailServer, mail_server

ANNA = "anna@example.org"
Play = Callable[[Database], Awaitable[None]]


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def sending(settings: Settings, mail: MailServer) -> Settings:
    return settings.model_copy(update={"smtp_host": mail.host, "smtp_port": mail.port})


def _play(settings: Settings, play: Play) -> None:
    """Run a small play on the database of a test."""

    async def run() -> None:
        database = connect(settings.database)
        try:
            await play(database)
        finally:
            await database.close()

    asyncio.run(run())


def _two_comments(session: Session, settings: Settings, frequency: Frequency) -> list[int]:
    """Anna is told of two comments on what she follows; their ids."""
    anna = make_person(session, email=ANNA, name="Anna")
    problem = make_problem(session, author=make_person(session, email=None))
    follow(session, anna, problem)
    want(session, anna, News.COMMENT, frequency)
    texts = ("A bus at ten would do.", "My daughter walks home.")
    comments = [make_comment(session, problem, text=text) for text in texts]
    work(session, settings)
    return [comment.id for comment in comments]


async def _prepare(database: Database, settings: Settings, frequency: Frequency) -> list[int]:
    return await database.write(lambda session: _two_comments(session, settings, frequency))


async def _hide(database: Database, *ids: int) -> None:
    def hide(session: Session) -> None:
        for each in ids:
            set_state(session, session.get_one(Item, each), State.HIDDEN)

    await database.write(hide)


async def _digest(database: Database, settings: Settings) -> None:
    await database.write(lambda session: digest_at(session, settings, in_days(1)))


async def _send(database: Database, settings: Settings) -> None:
    with clock_at(in_days(1.01)):
        await work_once(settings, database, ())


async def _news(database: Database) -> list[Any]:
    def read(session: Session) -> list[Any]:
        rows = session.execute(select(NEWS).order_by(NEWS.c.id)).all()
        return [row for row in rows if row.mailed_at or row.waiting]

    return await database.read(read)


def test_what_is_hidden_while_a_letter_waits_is_left_out_of_it(
    sending: Settings, mail: MailServer
) -> None:
    async def play(database: Database) -> None:
        first, _ = await _prepare(database, sending, Frequency.DAILY)
        await _digest(database, sending)
        await _hide(database, first)
        await _send(database, sending)

    _play(sending, play)

    [letter] = mail.to(ANNA)
    assert letter.message["Subject"] == "1 piece of news from Gemeinwerk"
    assert "A bus at ten" not in letter.text
    assert "My daughter" in letter.text


def test_a_daily_letter_of_which_nothing_is_left_does_not_leave(
    sending: Settings, mail: MailServer
) -> None:
    async def play(database: Database) -> None:
        hidden = await _prepare(database, sending, Frequency.DAILY)
        await _digest(database, sending)
        await _hide(database, *hidden)
        await _send(database, sending)

    _play(sending, play)

    assert mail.messages == []


def test_a_letter_about_something_hidden_does_not_leave(
    sending: Settings, mail: MailServer
) -> None:
    async def play(database: Database) -> None:
        first, _ = await _prepare(database, sending, Frequency.AT_ONCE)
        await _hide(database, first)
        await _send(database, sending)
        waits, sent = await _news(database)
        assert waits.waiting, "it may be told later, should it be restored"
        assert sent.mailed_at

    _play(sending, play)

    [letter] = mail.to(ANNA)
    assert "My daughter" in letter.text


def test_two_workers_write_and_send_one_daily_letter(sending: Settings, mail: MailServer) -> None:
    async def play(database: Database) -> None:
        await _prepare(database, sending, Frequency.DAILY)
        other = connect(sending.database)
        with clock_at(in_days(1)):
            await asyncio.gather(look_at_clock(sending, database), look_at_clock(sending, other))
            await asyncio.gather(work_once(sending, database, ()), work_once(sending, other, ()))
        await other.close()

    _play(sending, play)

    assert len(mail.to(ANNA)) == 1


def test_a_worker_that_starts_again_writes_no_second_one(
    sending: Settings, mail: MailServer
) -> None:
    async def play(database: Database) -> None:
        await _prepare(database, sending, Frequency.DAILY)
        for _ in range(2):
            with clock_at(in_days(1)):
                await look_at_clock(sending, database)
                await work_once(sending, database, ())

    _play(sending, play)

    assert len(mail.to(ANNA)) == 1


def test_letters_carry_the_one_click_link(sending: Settings, mail: MailServer) -> None:
    async def play(database: Database) -> None:
        await _prepare(database, sending, Frequency.AT_ONCE)
        await _send(database, sending)

    _play(sending, play)

    for letter in mail.to(ANNA):
        link = letter.message["List-Unsubscribe"]
        assert link.startswith("<http://testserver/en/letters/end/")
        assert link.endswith(">")
        assert letter.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert link.strip("<>") in letter.text
