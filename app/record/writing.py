"""Writing a line on the record, in the transaction of the act itself."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from app.db.clock import now
from app.process.actor import Actor
from app.process.vocabulary import Action
from app.record.models import EVENT

_LINE = insert(EVENT).inline()  # nobody asks for its number


def record(session: Session, actor: Actor, action: Action, subject_id: int, **details: Any) -> None:
    """Leave one line: who did what to which row. `details` are ids and codes, no personal text."""
    session.execute(
        _LINE,
        {
            "at": now(),
            "actor_id": actor.id,
            "action": action,
            "subject_id": subject_id,
            "details": details,
        },
    )


def record_all(session: Session, actor: Actor, action: Action, subject_ids: Iterable[int]) -> None:
    """Leave one line for each of many rows to which the same was done."""
    line = {"at": now(), "actor_id": actor.id, "action": action, "details": {}}
    session.execute(_LINE, [line | {"subject_id": subject_id} for subject_id in subject_ids])
