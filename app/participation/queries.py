"""Reading participation processes: the public concept, the phases, what is open now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, func, select
from sqlmodel import Session

from app.db.clock import now
from app.db.remembered import Remembered
from app.db.sessions import read_once
from app.items.models import ITEM
from app.items.visibility import public, visible
from app.participation.forms import NO_END
from app.participation.models import PARTICIPATION, PLANNED_PHASE
from app.participation.phases import WITHOUT_END, current, phase_rows
from app.process.actor import Actor
from app.process.vocabulary import (
    Kind,
    Phase,
    State,
    Visibility,
)


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """A phase with its dates; `open` is the answer of the clock at this moment."""

    id: int
    kind: Phase
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    open: bool


@dataclass(frozen=True, slots=True)
class ParticipationCard:
    """A participation in a list: what it does now and until when."""

    id: int
    reference: str
    title: str
    language: str
    aim: str
    authority: str
    answers_due: datetime
    phase: Phase
    closes_at: datetime | None
    next_kind: Phase | None
    next_at: datetime | None

    @property
    def promises(self) -> bool:
        """Whether there is a day by which everything is answered; a draft may have none yet."""
        return self.answers_due < NO_END and not self.standing

    @property
    def standing(self) -> bool:
        """Open on any day: there is no last day, and no day by which everything is answered."""
        return self.phase is Phase.STANDING


@dataclass(frozen=True, slots=True)
class Extension:
    """A phase was made longer."""

    phase_id: int
    closed_before: datetime
    closes_at: datetime
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Owed:
    """The public clock of a participation: how much is answered, and by when all must be."""

    reference: str
    title: str
    language: str
    authority: str
    due: datetime
    owed: int
    total: int

    @property
    def answered(self) -> int:
        return self.total - self.owed

    @property
    def late(self) -> bool:
        return bool(self.owed) and self.due < now()


_ANSWERED_ONCE = ((ITEM.c.kind == Kind.PROBLEM) & (ITEM.c.state == State.PUBLISHED)) | (
    (ITEM.c.kind == Kind.TOPIC) & ITEM.c.state.in_([State.PUBLISHED, State.ANSWERED])
)
_SEGMENT = ITEM.c.kind == Kind.SEGMENT
ANSWERABLE = _ANSWERED_ONCE | (
    _SEGMENT & ITEM.c.state.in_([State.SUBMITTED, State.ANSWERED, State.PUBLISHED])
)
# A segment gets an answer of its own, whatever its topic was answered.
OWED = (ITEM.c.verdict.is_(None) & _ANSWERED_ONCE) | (_SEGMENT & (ITEM.c.state == State.SUBMITTED))
_PROCESS = ITEM.alias("process")
_clocks = Remembered()
_CARD = (
    ITEM.c.id,
    ITEM.c.reference,
    ITEM.c.title,
    ITEM.c.language,
    PARTICIPATION.c.aim,
    PARTICIPATION.c.authority,
    PARTICIPATION.c.answers_due,
)


def participations(session: Session, actor: Actor) -> list[ParticipationCard]:
    """All participations that are public, the open ones first, then by the next date."""
    cards = _cards(session, visible(actor), ITEM.c.state != State.DRAFT)
    return sorted(cards, key=_soonest_first)


def prepared_participations(session: Session, actor: Actor) -> list[ParticipationCard]:
    """What this person or their office prepares, the newest first."""
    return _cards(session, visible(actor), ITEM.c.state == State.DRAFT)


def _cards(session: Session, *which: ColumnElement[bool]) -> list[ParticipationCard]:
    rows = session.execute(
        select(*_CARD)
        .join(PARTICIPATION, PARTICIPATION.c.id == ITEM.c.id)
        .where(ITEM.c.kind == Kind.PARTICIPATION, *which)
        .order_by(ITEM.c.id.desc())
    ).all()
    phases = _phases(session, [row.id for row in rows])
    return [card_of(tuple(row), phases.get(row.id, [])) for row in rows]


def phases_of(session: Session, participation_id: int) -> list[PhaseLine]:
    """The phases of a participation in their order."""
    return _lines(phase_rows(session, participation_id))


def extensible_phases(session: Session, participation_id: int) -> list[PhaseLine]:
    """The phases that are not over. A synthesis is over when it is closed, not by the clock."""
    return [
        line
        for line in phases_of(session, participation_id)
        if line.kind is not Phase.STANDING
        and line.closed_at is None
        and (line.kind is Phase.SYNTHESIS or line.closes_at > now())
    ]


def title_of(session: Session, reference: str) -> str:
    """The title of the public participation with this reference, or nothing."""
    if not reference:
        return ""
    titles = select(ITEM.c.title).where(
        ITEM.c.reference == reference, ITEM.c.kind == Kind.PARTICIPATION, public()
    )
    return session.execute(titles).scalar_one_or_none() or ""


def open_answers(session: Session, participation_id: int) -> int:
    """How many published contributions and topics have no answer yet."""
    count = select(func.count()).select_from(ITEM)
    owed: int = session.execute(
        count.where(ITEM.c.participation_id == participation_id, OWED)
    ).scalar_one()
    return owed


def answers_owed(session: Session) -> list[Owed]:
    """Every participation that owes answers, the one that is due first at the beginning."""
    return [each for each in _count_answers(session) if each.owed]


def clocks(session: Session) -> dict[str, Owed]:
    """The clock of every participation in which there is something to answer, by reference.

    Some seconds old at most.
    """
    key = session.get_bind().engine
    return _clocks.get(key, lambda: {each.reference: each for each in _count_answers(session)})


def _count_answers(session: Session) -> list[Owed]:
    columns = [_PROCESS.c[name] for name in ("reference", "title", "language")]
    about = (*columns, PARTICIPATION.c.authority, PARTICIPATION.c.answers_due)
    rows = session.execute(
        select(*about, func.count().filter(OWED), func.count())
        .select_from(
            ITEM.join(_PROCESS, _PROCESS.c.id == ITEM.c.participation_id).join(
                PARTICIPATION, PARTICIPATION.c.id == _PROCESS.c.id
            )
        )
        .where(ANSWERABLE, _PROCESS.c.visibility == Visibility.PUBLIC)
        .group_by(*about)
        .order_by(PARTICIPATION.c.answers_due)
    )
    return [Owed(*row) for row in rows]


def card_of(row: tuple[Any, ...], lines: list[PhaseLine]) -> ParticipationCard:
    """What a participation does now and next; what is always open has no last day."""
    moment = now()
    dates = [(line.kind, line.opens_at, line.closes_at, line.closed_at) for line in lines]
    phase = current(moment, dates) if lines else Phase.ANNOUNCED
    limited = (line for line in lines if line.open and line.kind is not Phase.STANDING)
    closes_at = next((line.closes_at for line in limited), None)
    later = next((line for line in lines if line.opens_at > moment), None)
    following: tuple[Any, Any] = (later.kind, later.opens_at) if later else (None, None)
    return ParticipationCard(*(*row, phase, closes_at, *following))


def _phases(session: Session, ids: list[int]) -> dict[int, list[PhaseLine]]:
    rows = session.execute(
        select(PLANNED_PHASE)
        .where(PLANNED_PHASE.c.participation_id.in_(ids))
        .order_by(PLANNED_PHASE.c.opens_at)
    ).all()
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.participation_id, []).append(row)
    return {each: _lines(mine) for each, mine in found.items()}


def _lines(rows: Sequence[Any]) -> list[PhaseLine]:
    """The phases of one participation, by opening."""
    moment = now()
    phase = current(moment, [(p.kind, p.opens_at, p.closes_at, p.closed_at) for p in rows])
    found = []
    for row in rows:
        running = row.kind in WITHOUT_END or moment < row.closes_at
        is_open = row.kind is phase and row.opens_at <= moment and running and not row.closed_at
        dates = (row.opens_at, row.closes_at, row.closed_at)
        found.append(PhaseLine(row.id, row.kind, *dates, is_open))
    return found


# What stages bring to a participation. Most have little of it, and need not be asked for more.
_BROUGHT = (Kind.THESIS, Kind.PRIORITISATION, Kind.CONSULTATION, Kind.TOPIC)
_THERE = select(
    *(
        exists().where(
            ITEM.c.kind == kind,
            public(),
            ITEM.c.participation_id == bindparam("participation_id"),
        )
        for kind in _BROUGHT
    )
)


def brought_kinds(session: Session, participation_id: int) -> frozenset[Kind]:
    """Which of these everybody can find in a participation: theses, priorities, and so on."""

    def read() -> frozenset[Kind]:
        row = session.execute(_THERE, {"participation_id": participation_id}).one()
        return frozenset(kind for kind, there in zip(_BROUGHT, row, strict=True) if there)

    return read_once(session, ("brought", participation_id), read)


def _soonest_first(card: ParticipationCard) -> tuple[bool, float]:
    resting = card.phase in {Phase.ANNOUNCED, Phase.PAUSED, Phase.CLOSED}
    moment = card.closes_at or card.next_at or card.answers_due
    return resting, moment.timestamp() if card.phase is not Phase.CLOSED else -moment.timestamp()
