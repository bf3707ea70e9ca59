"""Reading participation processes: the public concept, the phases, what is open now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import now
from app.items.models import ITEM
from app.items.visibility import visible
from app.participation.models import PARTICIPATION, PHASE_EXTENSION, PLANNED_PHASE
from app.participation.phases import current
from app.process.actor import Actor
from app.process.vocabulary import Kind, Level, Phase


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


@dataclass(frozen=True, slots=True)
class Extension:
    """A phase was made longer."""

    kind: Phase
    closed_before: datetime
    closes_at: datetime
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ParticipationPage:
    """Everything the page of a participation shows of its concept."""

    card: ParticipationCard
    subject: str
    can_decide: str
    fixed: str
    level: Level
    contact: str
    phases: list[PhaseLine]
    extensions: list[Extension]


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
    """All participations, the open ones first, then by the next date."""
    rows = session.execute(
        select(*_CARD)
        .join(PARTICIPATION, PARTICIPATION.c.id == ITEM.c.id)
        .where(ITEM.c.kind == Kind.PARTICIPATION, visible(actor))
        .order_by(ITEM.c.id.desc())
    ).all()
    phases = _phases(session, [row.id for row in rows])
    cards = [_card(tuple(row), phases.get(row.id, [])) for row in rows]
    return sorted(cards, key=_soonest_first)


def participation_page(session: Session, actor: Actor, reference: str) -> ParticipationPage | None:
    """The concept and the dates of one participation."""
    concept = tuple(
        PARTICIPATION.c[name] for name in ("subject", "can_decide", "fixed", "level", "contact")
    )
    row = session.execute(
        select(*_CARD, *concept)
        .join(PARTICIPATION, PARTICIPATION.c.id == ITEM.c.id)
        .where(ITEM.c.reference == reference, visible(actor))
    ).one_or_none()
    if row is None:
        return None
    lines = _phases(session, [row.id]).get(row.id, [])
    extensions = _extensions(session, row.id)
    card = _card(tuple(row[: len(_CARD)]), lines)
    return ParticipationPage(card, *(*row[len(_CARD) :], lines, extensions))


def title_of(session: Session, reference: str) -> str:
    """The title of the participation with this reference, or nothing."""
    if not reference:
        return ""
    titles = select(ITEM.c.title).where(
        ITEM.c.reference == reference, ITEM.c.kind == Kind.PARTICIPATION
    )
    return session.execute(titles).scalar_one_or_none() or ""


def open_for(session: Session, actor: Actor, phase: Phase) -> list[ParticipationCard]:
    """The participations that are in this phase now."""
    return [card for card in participations(session, actor) if card.phase is phase]


def _card(row: tuple[Any, ...], lines: list[PhaseLine]) -> ParticipationCard:
    moment = now()
    phase = current(moment, [(p.kind, p.opens_at, p.closes_at, p.closed_at) for p in lines])
    closes_at = next((line.closes_at for line in lines if line.open), None)
    later = next((line for line in lines if line.opens_at > moment), None)
    following: tuple[Any, Any] = (later.kind, later.opens_at) if later else (None, None)
    return ParticipationCard(*(*row, phase, closes_at, *following))


def _phases(session: Session, ids: list[int]) -> dict[int, list[PhaseLine]]:
    rows = session.execute(
        select(PLANNED_PHASE)
        .where(PLANNED_PHASE.c.participation_id.in_(ids))
        .order_by(PLANNED_PHASE.c.opens_at)
    ).all()
    found: dict[int, list[PhaseLine]] = {}
    for row in rows:
        mine = [each for each in rows if each.participation_id == row.participation_id]
        phase = current(now(), [(p.kind, p.opens_at, p.closes_at, p.closed_at) for p in mine])
        is_open = row.kind is phase and row.opens_at <= now() and row.closed_at is None
        line = PhaseLine(row.id, row.kind, row.opens_at, row.closes_at, row.closed_at, is_open)
        found.setdefault(row.participation_id, []).append(line)
    return found


def _extensions(session: Session, participation_id: int) -> list[Extension]:
    rows = session.execute(
        select(
            PLANNED_PHASE.c.kind,
            PHASE_EXTENSION.c.closed_before,
            PHASE_EXTENSION.c.closes_at,
            PHASE_EXTENSION.c.reason,
            PHASE_EXTENSION.c.at,
        )
        .join(PLANNED_PHASE, PLANNED_PHASE.c.id == PHASE_EXTENSION.c.phase_id)
        .where(PLANNED_PHASE.c.participation_id == participation_id)
        .order_by(PHASE_EXTENSION.c.at)
    )
    return [Extension(*row) for row in rows]


def _soonest_first(card: ParticipationCard) -> tuple[bool, float]:
    resting = card.phase in {Phase.ANNOUNCED, Phase.PAUSED, Phase.CLOSED}
    moment = card.closes_at or card.next_at or card.answers_due
    return resting, moment.timestamp() if card.phase is not Phase.CLOSED else -moment.timestamp()
