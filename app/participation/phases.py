"""What a participation is doing now: computed from its dates and the clock, in one query."""

from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from app.db.clock import now
from app.participation.models import PLANNED_PHASE, PlannedPhase
from app.process.vocabulary import Phase

_PHASES = (
    select(
        PLANNED_PHASE.c.kind,
        PLANNED_PHASE.c.opens_at,
        PLANNED_PHASE.c.closes_at,
        PLANNED_PHASE.c.closed_at,
    )
    .where(PLANNED_PHASE.c.participation_id == bindparam("participation_id"))
    .order_by(PLANNED_PHASE.c.opens_at)
)

# They end when somebody ends them, not by the clock.
WITHOUT_END = {Phase.SYNTHESIS, Phase.STANDING}


def phase_of(session: Session, participation_id: int) -> Phase:
    """The phase that a participation is in at this moment of this transaction."""
    rows = session.execute(_PHASES, {"participation_id": participation_id}).all()
    return current(now(), [tuple(row) for row in rows])


def current(
    moment: datetime, phases: list[tuple[Phase, datetime, datetime, datetime | None]]
) -> Phase:
    """Which of the phases (kind, opens_at, closes_at, closed_at; by opening) it is at a moment."""
    for at, (kind, opens_at, closes_at, closed_at) in enumerate(phases):
        if closed_at is not None and closed_at <= moment:
            continue
        if opens_at > moment:
            return Phase.PAUSED if at else Phase.ANNOUNCED
        if kind in WITHOUT_END or moment < closes_at:
            return kind
    return Phase.CLOSED


def next_opening(session: Session, phase: PlannedPhase) -> datetime | None:
    """When the phase after this one begins."""
    later = select(func.min(PLANNED_PHASE.c.opens_at)).where(
        PLANNED_PHASE.c.participation_id == phase.participation_id,
        PLANNED_PHASE.c.opens_at > phase.opens_at,
    )
    return session.execute(later).scalar_one_or_none()
