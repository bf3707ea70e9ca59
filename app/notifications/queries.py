"""Reading the outbox of the demonstration, where no letter leaves the house."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.notifications.letters import TASK
from app.record.jobs import JOB

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a letter; where it is an address of this site, `path` leads there."""

    text: str
    path: str


@dataclass(frozen=True, slots=True)
class OutboxLetter:
    """A letter as everybody may read it in the demonstration."""

    id: int
    to: str
    language: str
    subject: str
    lines: tuple[Line, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Outbox:
    """A page of letters, and the key of the next page."""

    letters: list[OutboxLetter]
    after: str


def outbox(session: Session, origin: str, after: str = "") -> Outbox:
    """The letters that wait, the newest first."""
    wanted = select(JOB.c.id, JOB.c.content, JOB.c.run_at).where(
        JOB.c.task == TASK, JOB.c.done_at.is_(None)
    )
    if after.isdecimal() and len(after) < 17:
        wanted = wanted.where(JOB.c.id < int(after))
    rows = session.execute(wanted.order_by(JOB.c.id.desc()).limit(PAGE_SIZE + 1)).all()
    more = str(rows[PAGE_SIZE - 1].id) if len(rows) > PAGE_SIZE else ""
    rows = rows[:PAGE_SIZE]
    people = _people(session, [row.content["to"] for row in rows])
    return Outbox([_letter(row, people, origin) for row in rows], more)


def _people(session: Session, emails: list[str]) -> dict[str, Any]:
    wanted = select(PERSON.c.email, PERSON.c.name, PERSON.c.language)
    return {row.email: row for row in session.execute(wanted.where(PERSON.c.email.in_(emails)))}


def _letter(row: Any, people: dict[str, Any], origin: str) -> OutboxLetter:
    person = people.get(row.content["to"])
    lines = tuple(_line(text, origin) for text in row.content["text"].splitlines())
    return OutboxLetter(
        row.id,
        person.name if person else "",
        person.language if person else "",
        row.content["subject"],
        lines,
        row.run_at,
    )


def _line(text: str, origin: str) -> Line:
    return Line(text, text.removeprefix(origin) if text.startswith(f"{origin}/") else "")
