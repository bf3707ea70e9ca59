"""Who may take part in a phase: set before it begins, and the codes that open it."""

from sqlmodel import Session

from app.accounts.codes import new_codes
from app.accounts.models import ParticipationCode
from app.deliberation.forms import CodeBatch, PhaseSettings
from app.items.models import Item
from app.participation.models import PlannedPhase
from app.participation.phases import has_begun
from app.process.actor import Actor
from app.process.rules import permit
from app.process.vocabulary import Action
from app.record import record


def set_phase(
    session: Session, actor: Actor, item: Item, phase: PlannedPhase, *, settings: PhaseSettings
) -> None:
    """Set who may do what in a phase. Once it has begun nothing of this changes any more."""
    permit(Action.SET_PHASE, actor, subject=item.subject(begun=has_begun(item, phase)))
    chosen = settings.model_dump()
    for name, value in chosen.items():
        setattr(phase, name, value)
    session.add(phase)
    session.flush()
    record(session, actor, Action.SET_PHASE, item.id, phase=phase.id, **chosen)


def make_codes(
    session: Session, actor: Actor, item: Item, phase: PlannedPhase, *, batch: CodeBatch
) -> list[tuple[int, str]]:
    """Fresh codes for a phase with their numbers; they can be read this one time only."""
    permit(Action.MAKE_CODES, actor, subject=item.subject())
    made = new_codes(session, actor, phase.id, count=batch.count, supports=batch.supports)
    codes = {"phase": phase.id, "count": batch.count, "supports": batch.supports}
    record(session, actor, Action.MAKE_CODES, item.id, **codes)
    return made


def switch_code(
    session: Session, actor: Actor, item: Item, code: ParticipationCode, *, active: bool
) -> None:
    """Switch a code off, or on again. What was given with it stays."""
    permit(Action.SWITCH_CODE, actor, subject=item.subject())
    code.active = active
    session.add(code)
    session.flush()
    codes = {"phase": code.phase_id, "number": code.number, "active": active}
    record(session, actor, Action.SWITCH_CODE, item.id, **codes)
