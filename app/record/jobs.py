"""What must leave the house and may fail: rows written with the act, claimed, tried again."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Field, Session, SQLModel

from app.db.clock import now
from app.db.columns import DATA, MOMENT
from app.db.ids import ID_COLUMN, new_id
from app.db.rows import insert_once, table_of

LEASE = timedelta(minutes=2)
TRIES = 10


class Job(SQLModel, table=True):
    """A piece of work. `key` makes it unique, so that asking twice does it once."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    key: str = Field(unique=True, max_length=120)
    task: str = Field(max_length=40, index=True)
    content: dict[str, Any] = Field(sa_type=DATA)
    run_at: datetime = Field(default_factory=now, sa_type=MOMENT, index=True)
    tries: int = 0
    done_at: datetime | None = Field(default=None, sa_type=MOMENT)
    failure: str = ""


JOB = table_of(Job)


def ask_for(session: Session, task: str, key: str, content: Mapping[str, Any]) -> bool:
    """Queue work in this transaction. False when the same key was asked for before."""
    row = {"id": new_id(), "key": key, "task": task, "content": dict(content)}
    return insert_once(session, Job, row | {"run_at": now(), "tries": 0, "failure": ""})


def claim(session: Session, task: str, most: int = 20) -> list[Job]:
    """Take due work for this worker; whoever dies with it loses it to another after the lease."""
    due = (
        select(JOB.c.id)
        .where(
            JOB.c.task == task,
            JOB.c.done_at.is_(None),
            JOB.c.run_at <= now(),
            JOB.c.tries < TRIES,
        )
        .order_by(JOB.c.run_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    claimed = update(JOB).where(JOB.c.id.in_(due)).values(run_at=now() + LEASE)
    ids = [
        row.id for row in session.execute(claimed.values(tries=JOB.c.tries + 1).returning(JOB.c.id))
    ]
    return list(session.execute(select(Job).where(JOB.c.id.in_(ids))).scalars())


def finish(session: Session, job_id: int) -> None:
    """The work is done; what it contained (an address, a letter) is not kept."""
    session.execute(update(JOB).where(JOB.c.id == job_id).values(done_at=now(), content={}))


def postpone(session: Session, job_id: int, tries: int, failure: str) -> None:
    """The work failed: again after 1, 2, 4 … minutes, ten times in all."""
    later = now() + timedelta(minutes=2 ** max(0, tries - 1))
    session.execute(
        update(JOB).where(JOB.c.id == job_id).values(run_at=later, failure=failure[:500])
    )
