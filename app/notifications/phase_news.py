"""Phases: extended and closed as the record says, beginning and ending as the clock says."""

from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from app.db.clock import now
from app.items.models import Item
from app.notifications.followers import follow_of_items
from app.notifications.happenings import Happened, Happening, told_of
from app.notifications.news_letters import tell_by_letter
from app.participation.models import PLANNED_PHASE, PlannedPhase
from app.participation.phases import WITHOUT_END
from app.process.vocabulary import Action, News
from app.record.consumers import Consumer, Line
from app.settings import Settings

ENDS_SOON = timedelta(days=3)
# What happened while nothing worked is told for so long.
LATE = timedelta(days=2)
HAPPENED = {
    Action.EXTEND_PHASE: Happened.PHASE_EXTENDED,
    Action.CLOSE_PHASE: Happened.PHASE_CLOSED,
    Action.PUBLISH_CONSULTATION: Happened.CONSULTATION,
    Action.PUBLISH_SYNOPSIS: Happened.SYNOPSIS,
}


def consumer(settings: Settings) -> Consumer:
    return Consumer("news.phases", frozenset(HAPPENED), partial(_tell, settings))


def _tell(settings: Settings, session: Session, line: Line) -> None:
    item = session.get(Item, line.subject_id)
    if item is None:
        return
    phase = session.get(PlannedPhase, line.details.get("phase") or 0)
    facts = {"phase": str(phase.kind)} if phase else {}
    if phase and line.action is Action.EXTEND_PHASE:
        facts["until"] = phase.closes_at.isoformat()
    people = follow_of_items(session, [item.id, item.participation_id], line.at)
    happening = told_of(line, News.PHASE, HAPPENED[line.action], item.id, facts=facts)
    tell_by_letter(session, settings, people, happening)


def tell_of_phases(session: Session, settings: Settings) -> None:
    """Tell who follows a participation that a phase has begun, ends soon, or is over.

    Asked often; each is told once, and a phase that was extended meanwhile is told anew.
    """
    moment = now()
    begun = PLANNED_PHASE.c.opens_at.between(moment - LATE, moment)
    closing = PLANNED_PHASE.c.closes_at.between(moment - LATE, moment + ENDS_SOON)
    wanted = select(PLANNED_PHASE).where(begun | closing).order_by(PLANNED_PHASE.c.id)
    for row in session.execute(wanted).all():
        happened = _happened(row)
        if happened is None:
            continue
        people = follow_of_items(session, [row.participation_id], moment)
        if not people:
            continue
        until = row.opens_at if happened is Happened.PHASE_BEGAN else row.closes_at
        happening = Happening(
            News.PHASE,
            happened,
            row.participation_id,
            f"phase:{row.id}:{happened}:{until:%Y%m%d%H%M}",
            moment,
            facts=_facts(row, happened),
        )
        tell_by_letter(session, settings, people, happening)


def _happened(row: Row[Any]) -> Happened | None:
    """What there is to say of a phase now; what ends by hand is told by the record."""
    moment = now()
    if row.closed_at is not None or row.opens_at > moment:
        return None
    if row.kind in WITHOUT_END or row.closes_at > moment + ENDS_SOON:
        return Happened.PHASE_BEGAN
    if row.closes_at <= moment:
        return Happened.PHASE_CLOSED
    brief = row.closes_at - row.opens_at <= ENDS_SOON
    return Happened.PHASE_BEGAN if brief else Happened.PHASE_ENDS


def _facts(row: Row[Any], happened: Happened) -> dict[str, str]:
    facts = {"phase": str(row.kind)}
    if happened is not Happened.PHASE_CLOSED and row.kind not in WITHOUT_END:
        facts["until"] = row.closes_at.isoformat()
    return facts
