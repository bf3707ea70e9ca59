"""Reading the record in order: each consumer has a bookmark, moved in its own transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlmodel import Session

from app.db.clock import now
from app.db.rows import insert_once
from app.process.vocabulary import Action
from app.record.models import BOOKMARK, EVENT, Bookmark

AT_ONCE = 200
# Numbers taken before a commit may become visible late on PostgreSQL, so we stay a little behind.
LAG = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the record as a consumer sees it."""

    id: int
    actor_id: int
    action: Action
    subject_id: int
    details: dict[str, object]


@dataclass(frozen=True, slots=True)
class Consumer:
    """`react` is called once for every line with one of `actions`, in order, at least once."""

    name: str
    actions: frozenset[Action]
    react: Callable[[Session, Line], None]


def consume(session: Session, consumer: Consumer) -> int:
    """Let the consumer see the next lines. Returns how many it was moved on."""
    insert_once(session, Bookmark, {"consumer": consumer.name, "event_id": 0})
    mine = BOOKMARK.c.consumer == consumer.name
    position = session.execute(
        select(BOOKMARK.c.event_id).where(mine).with_for_update()
    ).scalar_one()
    lines = _lines_after(session, position)
    for line in lines:
        if line.action in consumer.actions:
            consumer.react(session, line)
    if lines:
        session.execute(update(BOOKMARK).where(mine).values(event_id=lines[-1].id))
    return len(lines)


def _lines_after(session: Session, position: int) -> list[Line]:
    lag = LAG if session.get_bind().dialect.name == "postgresql" else timedelta(0)
    found = session.execute(
        select(EVENT.c.id, EVENT.c.actor_id, EVENT.c.action, EVENT.c.subject_id, EVENT.c.details)
        .where(EVENT.c.id > position, EVENT.c.at <= now() - lag)
        .order_by(EVENT.c.id)
        .limit(AT_ONCE)
    )
    return [Line(*row) for row in found]
