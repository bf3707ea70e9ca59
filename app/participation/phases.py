"""What a participation is doing now: computed from its dates and the clock, in one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from app.db.clock import now
from app.db.sessions import read_once
from app.items.models import Item
from app.participation.models import PLANNED_PHASE, PlannedPhase
from app.process.rules import TALKING
from app.process.vocabulary import Assurance, Eligibility, Phase, State

DATES = tuple(PLANNED_PHASE.c[name] for name in ("kind", "opens_at", "closes_at", "closed_at"))
SETTINGS = tuple(
    PLANNED_PHASE.c[name]
    for name in (
        "id",
        "eligibility",
        "assurance",
        "supporting",
        "commenting",
        "supports_each",
        "results_hidden",
    )
)
_PHASES = (
    select(*DATES, *SETTINGS)
    .where(PLANNED_PHASE.c.participation_id == bindparam("participation_id"))
    .order_by(PLANNED_PHASE.c.opens_at)
)

# They end when somebody ends them, not by the clock.
WITHOUT_END = {Phase.SYNTHESIS, Phase.STANDING}


@dataclass(frozen=True, slots=True)
class OpenPhase:
    """The phase it is now, with what was set for it. `id` is 0 where none that is planned is open.

    `supports_each`: how many supports one person may give in it; None means any number.
    """

    kind: Phase
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    id: int = 0
    eligibility: Eligibility = Eligibility.MAIL
    assurance: Assurance | None = None
    supporting: bool = True
    commenting: bool = True
    supports_each: int | None = None
    results_hidden: bool = False


def phase_now(session: Session, participation_id: int) -> OpenPhase:
    """The phase that a participation is in at this moment, with its settings, in one query.

    What belongs to none, such as a request for one, can be talked about on any day.
    """
    if not participation_id:
        return OpenPhase(Phase.STANDING)
    return open_phase(now(), phase_rows(session, participation_id))


def planned_phases(session: Session, participation_id: int) -> list[OpenPhase]:
    """All the phases of a participation with their settings, open or not, by opening."""
    rows = phase_rows(session, participation_id)
    return [OpenPhase(*row[:3], *row[4:]) for row in rows]


def phase_rows(session: Session, participation_id: int) -> Sequence[Any]:
    """The rows of DATES and SETTINGS of a participation, by opening."""
    key = {"participation_id": participation_id}
    return read_once(
        session, ("phases", participation_id), lambda: session.execute(_PHASES, key).all()
    )


def has_begun(participation: Item, phase: OpenPhase | PlannedPhase) -> bool:
    """Whether people can already take part in a phase: what is not published begins for nobody."""
    public = participation.state is not State.DRAFT
    return public and phase.opens_at is not None and phase.opens_at <= now()


def phase_of(session: Session, participation_id: int) -> Phase:
    """The phase that a participation is in at this moment of this transaction."""
    return phase_now(session, participation_id).kind


def open_phase(moment: datetime, rows: Sequence[Sequence[Any]]) -> OpenPhase:
    """The same from rows of DATES and SETTINGS, by opening."""
    found = _running(moment, rows)
    if isinstance(found, Phase):
        return OpenPhase(found)
    kind, opens_at, closes_at, _, *settings = found
    return OpenPhase(kind, opens_at, closes_at, *settings)


def current(
    moment: datetime, phases: Sequence[tuple[Phase, datetime, datetime, datetime | None]]
) -> Phase:
    """Which of the phases (kind, opens_at, closes_at, closed_at; by opening) it is at a moment."""
    found = _running(moment, phases)
    return found if isinstance(found, Phase) else found[0]


def _running(moment: datetime, phases: Sequence[Sequence[Any]]) -> Any:
    """The row of the phase that is open, else the word for what is between or around phases."""
    for at, row in enumerate(phases):
        kind, opens_at, closes_at, closed_at = row[:4]
        if closed_at is not None and closed_at <= moment:
            continue
        if opens_at > moment:
            return Phase.PAUSED if at else Phase.ANNOUNCED
        if kind in WITHOUT_END or moment < closes_at:
            return row
    return Phase.CLOSED


def next_opening(session: Session, phase: PlannedPhase) -> datetime | None:
    """When the phase after this one begins."""
    later = select(func.min(PLANNED_PHASE.c.opens_at)).where(
        PLANNED_PHASE.c.participation_id == phase.participation_id,
        PLANNED_PHASE.c.opens_at > phase.opens_at,
    )
    return session.execute(later).scalar_one_or_none()


def talk_to_come(session: Session, participation_id: int) -> bool:
    """Whether people can talk and vote now, or will again in a phase that is planned."""
    if phase_of(session, participation_id) in TALKING:
        return True
    return bool(_talks_ahead(session, participation_id))


def results_hidden(session: Session, participation_id: int) -> bool:
    """Whether nobody sees what people say: in a phase that hides it, and in a pause before one."""
    phase = phase_now(session, participation_id)
    if phase.kind is not Phase.PAUSED:
        return phase.results_hidden
    return any(each.results_hidden for each in _talks_ahead(session, participation_id)[:1])


def _talks_ahead(session: Session, participation_id: int) -> list[OpenPhase]:
    moment = now()
    return [
        each
        for each in planned_phases(session, participation_id)
        if each.kind in TALKING and each.opens_at is not None and each.opens_at > moment
    ]
