"""The desk: everything that waits for a person's offices, in one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Integer, func, literal, select, union_all
from sqlmodel import Session

from app.desk.duties import DUTIES
from app.moderation.desk import Hours, first_due
from app.moderation.queries import waiting_for
from app.process.actor import Actor
from app.process.sentences import N_
from app.process.vocabulary import GRANTED_OFFICES, Office

AT_MOST = 200
READ_THE_QUEUE = N_("Read what waits for moderation")


@dataclass(frozen=True, slots=True)
class Line:
    """One clear act: in words, where it is done, about what, and by when."""

    act: str
    route: str
    count: int
    reference: str
    title: str
    language: str
    due: datetime | None
    since: datetime


@dataclass(frozen=True, slots=True)
class OfficeDesk:
    """What waits for one office, what is due first at the top."""

    office: Office
    lines: tuple[Line, ...]


def desk(
    session: Session, actor: Actor, *, moderation_hours: int, appeal_hours: int = 72
) -> list[OfficeDesk]:
    """What waits for each office that this person holds."""
    lines: dict[Office, list[Line]] = {
        office: [] for office in GRANTED_OFFICES if actor.holds(office)
    }
    if actor.holds(Office.MODERATOR):
        lines[Office.MODERATOR] += _queue(session, actor, Hours(moderation_hours, appeal_hours))
    for duty, line in _duty_lines(session, actor):
        lines[duty].append(line)
    return [OfficeDesk(office, tuple(found)) for office, found in lines.items()]


def waiting_on_desk(session: Session, actor: Actor) -> int:
    """How many things wait for this person, for the mark beside the desk; cheap on every page."""
    if not actor.in_office:
        return 0
    waiting = waiting_for(session, actor)
    if (mine := _union(actor, counted_only=True)) is not None:
        total = select(func.coalesce(func.sum(mine.subquery().c.count), 0))
        waiting += int(session.execute(total).scalar_one())
    return waiting


def _queue(session: Session, actor: Actor, hours: Hours) -> list[Line]:
    """Everything that waits for moderation as one line, due when the first of it is."""
    first = first_due(session, actor, hours)
    if first is None:
        return []
    count = waiting_for(session, actor)
    return [Line(READ_THE_QUEUE, "moderation:queue", count, "", "", "", *first)]


def _duty_lines(session: Session, actor: Actor) -> list[tuple[Office, Line]]:
    mine = _union(actor)
    if mine is None:
        return []
    found = mine.subquery()
    rows = session.execute(
        select(found)
        .order_by(found.c.due.is_(None), found.c.due, found.c.since, found.c.reference)
        .limit(AT_MOST)
    )
    return [
        (DUTIES[duty].office, Line(DUTIES[duty].act, DUTIES[duty].route, *facts))
        for *facts, duty in rows
    ]


def _union(actor: Actor, *, counted_only: bool = False) -> CompoundSelect[Any] | None:
    selects = [
        duty.rows(actor).add_columns(literal(number, Integer).label("duty"))
        for number, duty in enumerate(DUTIES)
        if actor.holds(duty.office) and (duty.counted or not counted_only)
    ]
    return union_all(*selects) if selects else None
