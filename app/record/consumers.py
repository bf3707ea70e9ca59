"""Reading the record in order: each consumer has a bookmark, moved in its own transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from sqlalchemy import ColumnElement, literal_column, select, true, update
from sqlmodel import Session

from app.db.clock import now
from app.db.rows import insert_once
from app.process.vocabulary import Action
from app.record.models import BOOKMARK, EVENT, Bookmark

AT_ONCE = 200
LAG = timedelta(seconds=1)
# No transaction that was running when the line was written is running still, or it is our own.
_WRITTEN_BEFORE_ALL_THAT_RUNS: ColumnElement[bool] = literal_column(
    "(age(event.xmin) > age(pg_snapshot_xmin(pg_current_snapshot())::xid)"
    " OR event.xmin = pg_current_xact_id_if_assigned()::xid)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the record as a consumer sees it."""

    id: int
    actor_id: int
    action: Action
    subject_id: int
    details: dict[str, Any]
    at: datetime


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


def settled(session: Session) -> ColumnElement[bool]:
    """Whether no line with a smaller number can appear any more. Stop at the first that is not.

    SQLite gives the numbers in the order of the commits. On PostgreSQL an act that takes longer
    makes its lines visible later; a number is taken a moment before its transaction is known as
    writing, hence the lag.
    """
    if session.get_bind().dialect.name == "sqlite":
        return true()
    return (EVENT.c.at <= now() - LAG) & _WRITTEN_BEFORE_ALL_THAT_RUNS


def _lines_after(session: Session, position: int) -> list[Line]:
    found = session.execute(
        select(
            settled(session),
            EVENT.c.id,
            EVENT.c.actor_id,
            EVENT.c.action,
            EVENT.c.subject_id,
            EVENT.c.details,
            EVENT.c.at,
        )
        .where(EVENT.c.id > position)
        .order_by(EVENT.c.id)
        .limit(AT_ONCE)
    )
    return [Line(*columns) for _, *columns in takewhile(lambda row: row[0], found)]
