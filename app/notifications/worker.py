"""What works in the background: following the record, sealing it, sending the mail."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from functools import partial

from sqlalchemy import select
from sqlmodel import Session

from app.db.database import Database
from app.db.rows import insert_once
from app.files.folder import Folder
from app.files.forgetting import sweep
from app.notifications.checking import still_true
from app.notifications.consumers import consumers
from app.notifications.delivery import LOST, TAKEN, Letter, deliver
from app.notifications.digests import write_digests
from app.notifications.forgetting import forget
from app.notifications.letters import TASK
from app.notifications.phase_news import tell_of_phases
from app.notifications.result_news import remind_of_results
from app.notifications.segment_reminders import remind_of_segments
from app.record.consumers import Consumer, consume
from app.record.jobs import TRIES, claim, finish, postpone
from app.record.models import BOOKMARK, Bookmark
from app.record.proofs import seal_record
from app.settings import Settings
from app.statements.reminding import remind_invited, settle_statements

PAUSE = 2.0
MINUTE, HOUR = 60.0, 3600.0
LETTERS_AT_ONCE = 5
# Well within the lease of a job, whatever the last letter begun may take.
BEGIN_WITHIN = 20.0
TO_END = 10.0

log = logging.getLogger(__name__)


async def work(settings: Settings, database: Database, asked: asyncio.Event | None = None) -> None:
    """Work until cancelled. When `asked` is set, the pause between two rounds ends at once."""
    wake = asked or asyncio.Event()
    following = consumers(settings)
    forgotten_at = looked_at = -HOUR
    while True:
        await _whole(work_once(settings, database, following))
        if time.monotonic() - looked_at > MINUTE:
            looked_at = time.monotonic()
            await _whole(look_at_clock(settings, database))
        if time.monotonic() - forgotten_at > HOUR:
            forgotten_at = time.monotonic()
            await _try("forgetting", lambda: database.write(forget))
            await _try("files", partial(_sweep, settings, database))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(wake.wait(), PAUSE)
        wake.clear()


async def work_once(
    settings: Settings, database: Database, following: tuple[Consumer, ...]
) -> None:
    """One round: nobody's failure holds up what comes after it."""
    for consumer in following:
        await _try(f"consumer {consumer.name}", partial(_follow, database, consumer))
    await _try("seals", partial(_seal, database))
    if settings.smtp_host:
        await _try("mail", partial(_send, settings, database))


async def _sweep(settings: Settings, database: Database) -> None:
    """Apart from the page's readers: there may be many files."""
    folder = Folder(settings.files)
    await database.slow(lambda session: sweep(session, folder))


async def look_at_clock(settings: Settings, database: Database) -> None:
    """What no act brings about but the time: phases that begin and end, the daily letters."""
    await _try("phases", lambda: database.write(partial(tell_of_phases, settings=settings)))
    await _try("results", lambda: database.write(partial(remind_of_results, settings=settings)))
    await _try("invited", lambda: database.write(partial(remind_invited, settings=settings)))
    await _try("statements", lambda: database.write(settle_statements))
    await _try("segments", lambda: database.write(partial(remind_of_segments, settings=settings)))
    await _try("digests", partial(_write_digests, settings, database))


async def _write_digests(settings: Settings, database: Database) -> None:
    last = 0
    while last := await database.write(partial(write_digests, settings=settings, after=last)):
        pass


async def _follow(database: Database, consumer: Consumer) -> None:
    while await database.write(lambda session: consume(session, consumer)):
        pass


async def _seal(database: Database) -> None:
    while await database.write(_seal_in_turn):
        pass


def _seal_in_turn(session: Session) -> int:
    """One process seals at a time."""
    insert_once(session, Bookmark, {"consumer": "seals", "event_id": 0})
    mine = select(BOOKMARK.c.event_id).where(BOOKMARK.c.consumer == "seals")
    session.execute(mine.with_for_update())
    return seal_record(session)


async def _send(settings: Settings, database: Database) -> None:
    """Send what is due. A letter is claimed and committed before it leaves the house."""
    claim_some = partial(_claim, settings=settings)
    while (letters := await database.write(claim_some)) is not None:
        until = time.monotonic() + BEGIN_WITHIN
        outcomes = await asyncio.to_thread(deliver, settings, letters, until)
        await database.write(partial(_note, letters=letters, outcomes=outcomes))
        if letters and not any(outcome == TAKEN for outcome in outcomes.values()):
            break


def _claim(session: Session, *, settings: Settings) -> list[Letter] | None:
    """The next letters as far as they may still leave; None when no more wait."""
    jobs = claim(session, TASK, LETTERS_AT_ONCE)
    found = [Letter(job.id, job.key, job.tries, job.failure, dict(job.content)) for job in jobs]
    return still_true(session, settings, found) if found else None


def _note(session: Session, *, letters: list[Letter], outcomes: dict[int, str]) -> None:
    """Finish what was taken; try the rest again later.

    A letter that was lost on the way a second time is not sent a third time: both may have arrived.
    """
    for letter in letters:
        failure = outcomes.get(letter.id)
        if failure is None:
            continue
        if failure == TAKEN or failure == letter.failure == LOST:
            finish(session, letter.id)
            continue
        postpone(session, letter.id, letter.tries, failure)
        if letter.tries >= TRIES:
            log.error("The letter of job %s is given up: %s", letter.id, failure)


async def _try(what: str, step: Callable[[], Awaitable[object]]) -> None:
    try:
        await step()
    except Exception:
        log.exception("Background work failed: %s", what)


async def _whole(round_: Awaitable[None]) -> None:
    """Let a round that has begun come to its end, also when the application stops meanwhile."""
    task = asyncio.ensure_future(round_)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=TO_END)
        task.cancel()
        raise
