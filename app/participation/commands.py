"""Preparing, opening and changing a participation, extending a phase, closing a synthesis."""

from datetime import datetime, timedelta

from pydantic import ValidationError
from sqlalchemy import select
from sqlmodel import Session

from app.accounts.models import OfficeGrant
from app.db.clock import now
from app.items.models import Item
from app.items.spine import keep_version, new_item, set_state
from app.participation.concept import words_of
from app.participation.forms import NO_END, OVERLAP, TEXTS, Concept, ConceptText, Draft
from app.participation.models import (
    PLANNED_PHASE,
    Participation,
    ParticipationShare,
    PhaseExtension,
    PlannedPhase,
)
from app.participation.phases import next_opening, phase_of
from app.participation.queries import open_answers, phases_of
from app.process.actor import Actor
from app.process.paths import advance
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind, Office, Phase, State
from app.record import record

NOT_LATER = N_("The new end must be later than the present one, and not in the past.")
STILL_OWED = N_(
    "Every topic, every published contribution and every segment of a statement must have an "
    "answer first."
)
NOT_OPEN = N_("This phase is not open, or is not closed by hand.")
PAST = N_("A phase lies in the past already. Please change the dates before you publish it.")
UNFINISHED = N_("The concept is not complete yet, so this stays a draft.")
PUBLIC_ALREADY = N_("This is public already, so everybody can read it at its own address.")
ON_SPINE = {"title"}
OVER = N_("This phase is over, so it cannot be extended any more.")


def open_participation(
    session: Session, actor: Actor, concept: Concept, language: str, *, draft: bool = False
) -> Item:
    """Begin a participation with its concept and the dates of its phases: public, or as a draft."""
    permit(Action.OPEN_PARTICIPATION, actor)
    if isinstance(concept, Draft) and not draft:
        raise Refused(UNFINISHED)
    wanted = State.DRAFT if draft else State.PUBLISHED
    state = advance(Kind.PARTICIPATION, Action.OPEN_PARTICIPATION, None, wanted)
    item = new_item(
        session, actor, Kind.PARTICIPATION, state, title=concept.title, language=language
    )
    item.participation_id = item.id
    texts = concept.model_dump(include=TEXTS - ON_SPINE)
    session.add(Participation(id=item.id, answers_due=concept.answers_due, **texts))
    session.flush()
    _plan(session, item, concept)
    record(session, actor, Action.OPEN_PARTICIPATION, item.id)
    _stay_responsible(session, actor, item)
    return item


def edit_participation(
    session: Session, actor: Actor, item: Item, concept: ConceptText | Concept
) -> None:
    """Change the words of the concept; a draft may get other phases, too.

    Once it is public the former words stay readable, and phases are only extended, with a reason.
    """
    permit(Action.EDIT_PARTICIPATION, actor, subject=item.subject())
    advance(Kind.PARTICIPATION, Action.EDIT_PARTICIPATION, item.state)
    participation = session.get_one(Participation, item.id)
    if item.state is State.PUBLISHED:
        if isinstance(concept, Draft):
            raise Refused(UNFINISHED)
        keep_version(session, actor, item, words_of(item, participation))
    item.title = concept.title
    for name, text in concept.model_dump(include=TEXTS - ON_SPINE).items():
        setattr(participation, name, text)
    session.add_all([item, participation])
    if item.state is State.DRAFT and isinstance(concept, Concept):
        participation.answers_due = concept.answers_due
        _plan(session, item, concept)
    session.flush()
    record(session, actor, Action.EDIT_PARTICIPATION, item.id)


def publish_participation(session: Session, actor: Actor, item: Item) -> None:
    """Let everybody see what was prepared, once it is complete and while its days lie ahead."""
    permit(Action.PUBLISH_PARTICIPATION, actor, subject=item.subject())
    state = advance(Kind.PARTICIPATION, Action.PUBLISH_PARTICIPATION, item.state)
    if not _is_complete(session, item):
        raise Refused(UNFINISHED)
    if any(line.closes_at <= now() for line in phases_of(session, item.id)):
        raise Refused(PAST)
    set_state(session, item, state)
    record(session, actor, Action.PUBLISH_PARTICIPATION, item.id)


def share_participation(
    session: Session,
    actor: Actor,
    item: Item,
    *,
    days: int,
    signed_in_only: bool,
    at: ParticipationShare | None = None,
) -> ParticipationShare:
    """Let whoever has a link read what is not public yet for some days; 0 ends the link `at`."""
    permit(Action.SHARE_PARTICIPATION, actor, subject=item.subject())
    if item.state is not State.DRAFT:
        raise Refused(PUBLIC_ALREADY)
    expires_at = now() + timedelta(days=days)
    share = at or ParticipationShare(
        participation_id=item.id,
        expires_at=expires_at,
        signed_in_only=signed_in_only,
        by_id=actor.id,
        at=now(),
    )
    share.expires_at = expires_at
    session.add(share)
    session.flush()
    record(session, actor, Action.SHARE_PARTICIPATION, item.id, share=share.id)
    return share


def set_result(session: Session, actor: Actor, item: Item, result: str) -> None:
    """Write what came of a participation; former words stay readable."""
    permit(Action.SET_RESULT, actor, subject=item.subject())
    advance(Kind.PARTICIPATION, Action.SET_RESULT, item.state)
    participation = session.get_one(Participation, item.id)
    if participation.result:
        keep_version(session, actor, item, words_of(item, participation))
    participation.result, participation.result_at = result, now()
    session.add(participation)
    session.flush()
    record(session, actor, Action.SET_RESULT, item.id)


def _is_complete(session: Session, item: Item) -> bool:
    """Whether the whole concept is written, with its phases and the day of the answers."""
    participation = session.get_one(Participation, item.id)
    kinds = {line.kind for line in phases_of(session, item.id)}
    dated = Phase.STANDING in kinds or (kinds and participation.answers_due < NO_END)
    try:
        ConceptText.model_validate(words_of(item, participation))
    except ValidationError:
        return False
    return bool(dated)


def _plan(session: Session, item: Item, concept: Concept) -> None:
    """Give it these phases. A phase that stays keeps what was set for it."""
    mine = select(PlannedPhase).where(PLANNED_PHASE.c.participation_id == item.id)
    present = {phase.kind: phase for phase in session.execute(mine).scalars()}
    for wanted in concept.phases:
        phase = present.pop(wanted.kind, None)
        if phase is None:
            phase = PlannedPhase(participation_id=item.id, **wanted.model_dump())
        phase.opens_at, phase.closes_at = wanted.opens_at, wanted.closes_at
        session.add(phase)
    for dropped in present.values():
        session.delete(dropped)
    session.flush()


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
