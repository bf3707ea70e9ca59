"""The chain of seals: whoever changes a line of the record afterwards breaks it visibly."""

import hashlib
import json
from datetime import datetime
from itertools import takewhile
from typing import Any

from sqlalchemy import func, insert, select
from sqlmodel import Session

from app.record.consumers import settled
from app.record.models import EVENT, SEAL

AT_ONCE = 1000
COLUMNS = tuple(
    EVENT.c[name] for name in ("id", "at", "actor_id", "action", "subject_id", "details")
)


_NEWEST = select(func.coalesce(func.max(EVENT.c.id), 0))


def seal_record(session: Session) -> int:
    """Seal the lines that have none yet, in order. Returns how many were sealed."""
    last = select(SEAL.c.sequence, SEAL.c.hash).order_by(SEAL.c.sequence.desc()).limit(1)
    sequence, chain = session.execute(last).first() or (0, "")
    seals = []
    for row in _unsealed(session):
        sequence, chain = sequence + 1, line_hash(chain, tuple(row))
        seals.append({"sequence": sequence, "event_id": row[0], "hash": chain})
    if seals:
        session.execute(insert(SEAL), seals)
    return len(seals)


def line_hash(before: str, line: tuple[Any, ...]) -> str:
    """SHA-256 over the seal before and the canonical JSON of the line."""
    number, at, actor_id, action, subject_id, details = line
    moment: datetime = at
    text = json.dumps(
        [before, number, moment.timestamp(), actor_id, str(action), subject_id, details],
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=True,
    )
    return hashlib.sha256(text.encode()).hexdigest()


def first_broken_seal(session: Session) -> int | None:
    """The sequence number of the first seal that does not fit its line, or None."""
    chain = ""
    sealed = session.execute(
        select(*COLUMNS, SEAL.c.sequence, SEAL.c.hash)
        .join(SEAL, SEAL.c.event_id == EVENT.c.id)
        .order_by(SEAL.c.sequence)
    )
    for expected, row in enumerate(sealed, start=1):
        *line, sequence, found = row
        chain = line_hash(chain, tuple(line))
        if sequence != expected or found != chain:
            return int(sequence)
    return None


def position(session: Session) -> int:
    """The number of the newest line: every page is a function of it, the language and the time."""
    newest: int = session.execute(_NEWEST).scalar_one()
    return newest


def _unsealed(session: Session) -> list[Any]:
    last_sealed = select(func.coalesce(func.max(SEAL.c.event_id), 0)).scalar_subquery()
    found = session.execute(
        select(settled(session), *COLUMNS)
        .where(EVENT.c.id > last_sealed)
        .order_by(EVENT.c.id)
        .limit(AT_ONCE)
    )
    return [line for _, *line in takewhile(lambda row: row[0], found)]
