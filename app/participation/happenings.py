"""What is planned and what has happened in participations: for calendars and feeds."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session

from app.db.clock import now
from app.items.models import ITEM
from app.items.visibility import public
from app.participation.models import PARTICIPATION, PHASE_EXTENSION, PLANNED_PHASE
from app.participation.phases import WITHOUT_END
from app.process.vocabulary import Action, Kind, Phase, State
from app.record.models import EVENT

IN_A_FEED = 50
KEPT_IN_CALENDAR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Planned:
    """A phase with its dates, how often it was extended, when it was last changed and why."""

    id: int
    kind: Phase
    opens_at: datetime
    closes_at: datetime
    participation_id: int
    reference: str
    title: str
    answers_due: datetime
    changed_at: datetime
    extensions: int
    reason: str


@dataclass(frozen=True, slots=True)
class Happening:
    """An entry of a feed; `what` says which sentence it is told with."""

    what: str
    id: int
    at: datetime
    kind: Kind
    reference: str
    title: str
    language: str
    phase: Phase | None = None
    until: datetime | None = None
    text: str = ""


def planned_phases(session: Session, participation_id: int | None = None) -> list[Planned]:
    """The phases of one or of all public participations that have an end, by their beginning."""
    rows = session.execute(
        _of_one(
            select(
                PLANNED_PHASE.c.id,
                PLANNED_PHASE.c.kind,
                PLANNED_PHASE.c.opens_at,
                PLANNED_PHASE.c.closes_at,
                ITEM.c.id.label("participation_id"),
                ITEM.c.reference,
                ITEM.c.title,
                PARTICIPATION.c.answers_due,
                ITEM.c.published_at,
            )
            .select_from(_PHASES)
            .where(
                public(),
                PLANNED_PHASE.c.kind != Phase.STANDING,
                PLANNED_PHASE.c.closes_at > now() - KEPT_IN_CALENDAR,
            )
            .order_by(PLANNED_PHASE.c.opens_at),
            participation_id,
        )
    ).all()
    longer = _extensions_of(session, [row.id for row in rows])
    return [_planned(row, longer[row.id]) for row in rows]


def happenings(session: Session, participation_id: int | None = None) -> list[Happening]:
    """What has happened in one or in all public participations, the newest first."""
    found = [
        *_beginnings(session, participation_id),
        *_phase_turns(session, participation_id),
        *_extensions(session, participation_id),
        *_answers(session, participation_id),
        *_synopses(session, participation_id),
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)[:IN_A_FEED]


_PHASES = PLANNED_PHASE.join(ITEM, ITEM.c.id == PLANNED_PHASE.c.participation_id).join(
    PARTICIPATION, PARTICIPATION.c.id == ITEM.c.id
)
_ABOUT = tuple(ITEM.c[name] for name in ("kind", "reference", "title", "language"))


def _of_one(wanted: Select[Any], participation_id: int | None) -> Select[Any]:
    if participation_id is None:
        return wanted
    return wanted.where(ITEM.c.participation_id == participation_id)


def _planned(row: Any, longer: list[tuple[datetime, str]]) -> Planned:
    changed_at, reason = longer[-1] if longer else (row.published_at, "")
    facts = {name: getattr(row, name) for name in Planned.__slots__[:8]}
    return Planned(**facts, changed_at=changed_at, extensions=len(longer), reason=reason)


def _extensions_of(session: Session, ids: list[int]) -> dict[int, list[tuple[datetime, str]]]:
    wanted = select(PHASE_EXTENSION.c.phase_id, PHASE_EXTENSION.c.at, PHASE_EXTENSION.c.reason)
    found: defaultdict[int, list[tuple[datetime, str]]] = defaultdict(list)
    for phase_id, at, reason in session.execute(
        wanted.where(PHASE_EXTENSION.c.phase_id.in_(ids)).order_by(PHASE_EXTENSION.c.at)
    ):
        found[phase_id].append((at, reason))
    return found


def _beginnings(session: Session, participation_id: int | None) -> list[Happening]:
    """Participations that were published, and what was written of what came of them."""
    facts = (ITEM.c.published_at, PARTICIPATION.c.result_at, *_ABOUT, PARTICIPATION.c.aim)
    rows = session.execute(
        _of_one(
            select(ITEM.c.id, *facts)
            .join(PARTICIPATION, PARTICIPATION.c.id == ITEM.c.id)
            .where(ITEM.c.kind == Kind.PARTICIPATION, public())
            .order_by(ITEM.c.id.desc())
            .limit(IN_A_FEED),
            participation_id,
        )
    ).all()
    begun, ended = [], []
    for row in rows:
        about = (row.kind, row.reference, row.title, row.language)
        begun.append(Happening("published", row.id, row.published_at, *about, text=row.aim))
        if row.result_at:
            ended.append(Happening("result", row.id, row.result_at, *about))
    return begun + ended


def _phase_turns(session: Session, participation_id: int | None) -> list[Happening]:
    """Phases that have opened, and those that have closed."""
    dates = (PLANNED_PHASE.c[name] for name in ("opens_at", "closes_at", "closed_at"))
    rows = session.execute(
        _of_one(
            select(PLANNED_PHASE.c.id, *_ABOUT, PLANNED_PHASE.c.kind.label("phase"), *dates)
            .select_from(_PHASES)
            .where(public(), PLANNED_PHASE.c.opens_at <= now())
            .order_by(PLANNED_PHASE.c.opens_at.desc())
            .limit(IN_A_FEED),
            participation_id,
        )
    ).all()
    turns = []
    for row in rows:
        about = (row.kind, row.reference, row.title, row.language, row.phase)
        until = None if row.phase in WITHOUT_END else row.closes_at
        turns.append(Happening("opened", row.id, row.opens_at, *about, until))
        over = row.closed_at or until
        if over and over <= now():
            turns.append(Happening("closed", row.id, over, *about))
    return turns


def _extensions(session: Session, participation_id: int | None) -> list[Happening]:
    rows = session.execute(
        _of_one(
            select(
                PHASE_EXTENSION.c.id,
                PHASE_EXTENSION.c.at,
                *_ABOUT,
                PLANNED_PHASE.c.kind.label("phase"),
                PHASE_EXTENSION.c.closes_at,
                PHASE_EXTENSION.c.reason,
            )
            .select_from(_PHASES)
            .join(PHASE_EXTENSION, PHASE_EXTENSION.c.phase_id == PLANNED_PHASE.c.id)
            .where(public())
            .order_by(PHASE_EXTENSION.c.at.desc())
            .limit(IN_A_FEED),
            participation_id,
        )
    )
    return [Happening("extended", *row) for row in rows]


def _answers(session: Session, participation_id: int | None) -> list[Happening]:
    rows = session.execute(
        _of_one(
            select(ITEM.c.id, ITEM.c.published_at, *_ABOUT)
            .where(ITEM.c.kind == Kind.ANSWER, public(), ITEM.c.published_at.is_not(None))
            .order_by(ITEM.c.id.desc())
            .limit(IN_A_FEED),
            participation_id,
        )
    )
    return [Happening("answered", *row) for row in rows]


def _synopses(session: Session, participation_id: int | None) -> list[Happening]:
    """Consultations whose statements and answers were released, by the record."""
    released = (ITEM.c.kind == Kind.CONSULTATION) & (ITEM.c.state == State.ANSWERED)
    rows = session.execute(
        _of_one(
            select(ITEM.c.id, EVENT.c.at, *_ABOUT)
            .join(EVENT, EVENT.c.subject_id == ITEM.c.id)
            .where(EVENT.c.action == Action.PUBLISH_SYNOPSIS, released, public())
            .order_by(EVENT.c.at.desc())
            .limit(IN_A_FEED),
            participation_id,
        )
    )
    newest = {row.id: Happening("synopsis", *row) for row in reversed(rows.all())}
    return list(newest.values())
