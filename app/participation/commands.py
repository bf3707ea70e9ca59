"""Opening a participation, extending a phase, closing a synthesis."""

from datetime import datetime

from sqlmodel import Session

from app.accounts.models import OfficeGrant
from app.db.clock import now
from app.items.models import Item
from app.items.spine import new_item
from app.participation.forms import OVERLAP, Concept
from app.participation.models import Participation, PhaseExtension, PlannedPhase
from app.participation.phases import next_opening, phase_of
from app.participation.queries import open_answers
from app.process.actor import Actor
from app.process.paths import advance
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind, Office, Phase
from app.record import record

NOT_LATER = N_("The new end must be later than the present one, and not in the past.")
STILL_OWED = N_("Every topic and every published contribution must have an answer first.")
NOT_OPEN = N_("This phase is not open, or is not closed by hand.")
OVER = N_("This phase is over, so it cannot be extended any more.")


def open_participation(session: Session, actor: Actor, concept: Concept, language: str) -> Item:
    """Publish a participation with its concept and the dates of its phases."""
    permit(Action.OPEN_PARTICIPATION, actor)
    state = advance(Kind.PARTICIPATION, Action.OPEN_PARTICIPATION, None)
    item = new_item(
        session, actor, Kind.PARTICIPATION, state, title=concept.title, language=language
    )
    item.participation_id = item.id
    fields = concept.model_dump(exclude={"title", "phases"})
    session.add(Participation(id=item.id, **fields))
    session.flush()
    for phase in concept.phases:
        session.add(PlannedPhase(participation_id=item.id, **phase.model_dump()))
    record(session, actor, Action.OPEN_PARTICIPATION, item.id)
    _stay_responsible(session, actor, item)
    return item


def _stay_responsible(session: Session, actor: Actor, item: Item) -> None:
    """Whoever holds the office for something else only, holds it for what they open, too."""
    office = Office.ADMINISTRATION
    if actor.holds(office, frozenset({item.id})):
        return
    grant = OfficeGrant(person_id=actor.id, office=office, scope_id=item.id, granted_by=actor.id)
    session.add(grant)
    session.flush()
    codes = {"grant": grant.id, "office": office, "scope": item.id, "until": None}
    record(session, actor, Action.GRANT_OFFICE, actor.id, **codes)


def close_phase(session: Session, actor: Actor, item: Item, phase: PlannedPhase) -> None:
    """End a synthesis, once every topic and every published contribution has its answer."""
    permit(Action.CLOSE_PHASE, actor, phase_of(session, item.id), item.subject())
    if phase.kind is not Phase.SYNTHESIS or phase.closed_at is not None or phase.opens_at > now():
        raise Refused(NOT_OPEN)
    if open_answers(session, item.id):
        raise Refused(STILL_OWED)
    phase.closed_at = now()
    session.add(phase)
    record(session, actor, Action.CLOSE_PHASE, item.id, phase=phase.id)


def extend_phase(
    session: Session, actor: Actor, item: Item, phase: PlannedPhase, *, to: datetime, reason: str
) -> None:
    """Let a phase that is not over last longer; the reason is public."""
    permit(Action.EXTEND_PHASE, actor, phase_of(session, item.id), item.subject())
    moment = now()
    if phase.closed_at is not None or (
        phase.kind is not Phase.SYNTHESIS and phase.closes_at <= moment
    ):
        raise Refused(OVER)
    if to <= phase.closes_at or to <= moment:
        raise Refused(NOT_LATER)
    if to > (next_opening(session, phase) or to):
        raise Refused(OVERLAP)
    extension = PhaseExtension(
        phase_id=phase.id,
        closed_before=phase.closes_at,
        closes_at=to,
        reason=reason,
        by_id=actor.id,
        at=moment,
    )
    phase.closes_at = to
    session.add_all([extension, phase])
    record(session, actor, Action.EXTEND_PHASE, item.id, phase=phase.id)
