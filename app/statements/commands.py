"""Every write of organisations about their statements."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import now
from app.items.models import Item
from app.items.spine import set_state
from app.organisations.models import ORGANISATION, Organisation
from app.participation.phases import phase_of
from app.process.actor import Actor, Subject
from app.process.paths import advance
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind, State
from app.record import record
from app.statements.content import why_not_ready
from app.statements.forms import Answer, General
from app.statements.models import (
    Consultation,
    Statement,
)
from app.statements.queries import (
    facts_of,
    is_cut,
    statement_of,
    statement_text,
)
from app.statements.wording import NOT_OPEN, begin_statement, hand_in, sign, write_words

ALREADY_THERE = N_("Your organisation has a statement already. Please go on with that one.")
OWN_STATEMENT = N_("This is the statement of your own organisation.")
BEING_ANSWERED = N_("The administration works on its answer already, so it stays as it is.")
NOT_TO_SIGN = N_("This statement was withdrawn or is answered already.")


def draft_statement(
    session: Session,
    actor: Actor,
    at: Item,
    *,
    organisation_id: int = 0,
    language: str = "",
    answers: Mapping[int, Answer] | None = None,
    general: General | None = None,
) -> Item:
    """Begin a statement to the consultation `at`, or change the statement `at`.

    An organisation has one: whoever begins where somebody else has begun goes on with that one. A
    blank answer leaves its section out.
    """
    begins = at.kind is Kind.CONSULTATION
    subject = _voice(organisation_id) if begins else at.subject()
    permit(Action.DRAFT_STATEMENT, actor, phase_of(session, at.participation_id), subject)
    if begins:
        organisation = _locked(session, organisation_id)
        if known := statement_of(session, at.id, organisation_id):
            return known
        state = advance(Kind.STATEMENT, Action.DRAFT_STATEMENT, None)
        item = begin_statement(session, actor, at, organisation, state=state, language=language)
    else:
        advance(at.kind, Action.DRAFT_STATEMENT, at.state)
        item = at
    changed = write_words(session, actor, item, answers or {}, general=general)
    if begins or changed:
        record(session, actor, Action.DRAFT_STATEMENT, item.id)
    return item


def release_statement(session: Session, actor: Actor, item: Item) -> None:
    """Release it inside: a second member has read it. It stays as it is until it is reopened."""
    phase = phase_of(session, item.participation_id)
    permit(Action.RELEASE_STATEMENT, actor, phase, _known(session, item))
    if reasons := why_not_ready(statement_text(session, item)):
        raise Refused(*reasons)
    set_state(session, item, advance(item.kind, Action.RELEASE_STATEMENT, item.state))
    statement = session.get_one(Statement, item.id)
    statement.released_at, statement.released_by = now(), actor.id
    session.add(statement)
    record(session, actor, Action.RELEASE_STATEMENT, item.id, revision=statement.revision)


def reopen_statement(session: Session, actor: Actor, item: Item) -> None:
    """Work on it again. What was submitted counts until it is submitted anew."""
    permit(Action.REOPEN_STATEMENT, actor, phase_of(session, item.participation_id), item.subject())
    _demand_uncut(session, item)
    set_state(session, item, advance(item.kind, Action.REOPEN_STATEMENT, item.state))
    record(session, actor, Action.REOPEN_STATEMENT, item.id)


def submit_statement(session: Session, actor: Actor, item: Item) -> None:
    """Hand it in. Its words are kept as they stand now, as its next version."""
    phase = phase_of(session, item.participation_id)
    permit(Action.SUBMIT_STATEMENT, actor, phase, _known(session, item))
    state = advance(item.kind, Action.SUBMIT_STATEMENT, item.state)
    hand_in(session, actor, item, state)
    record(session, actor, Action.SUBMIT_STATEMENT, item.id)


def waive_statement(
    session: Session, actor: Actor, consultation: Item, *, organisation_id: int, language: str
) -> Item:
    """Say in one step that the organisation has no objection to anything."""
    organisation = _locked(session, organisation_id)
    unverified = organisation.verified_at is None and _wants_verified(session, consultation)
    subject = _voice(organisation_id, unverified=unverified)
    phase = phase_of(session, consultation.participation_id)
    permit(Action.WAIVE_STATEMENT, actor, phase, subject)
    if statement_of(session, consultation.id, organisation_id):
        raise Refused(ALREADY_THERE)
    state = advance(Kind.STATEMENT, Action.WAIVE_STATEMENT, None)
    item = begin_statement(
        session, actor, consultation, organisation, state=state, language=language
    )
    session.get_one(Statement, item.id).no_objection = True
    hand_in(session, actor, item, state)
    record(session, actor, Action.WAIVE_STATEMENT, item.id)
    return item


def withdraw_statement(session: Session, actor: Actor, item: Item) -> None:
    """Withdraw it; nobody but its organisation reads it any more."""
    permit(
        Action.WITHDRAW_STATEMENT, actor, phase_of(session, item.participation_id), item.subject()
    )
    _demand_uncut(session, item)
    set_state(session, item, advance(item.kind, Action.WITHDRAW_STATEMENT, item.state))
    record(session, actor, Action.WITHDRAW_STATEMENT, item.id)


def cosign_statement(
    session: Session, actor: Actor, item: Item, organisation_id: int, *, signs: bool = True
) -> None:
    """Stand behind the statement of another organisation as it is worded now, or no longer."""
    phase = phase_of(session, item.participation_id)
    permit(Action.COSIGN_STATEMENT, actor, phase, _voice(organisation_id))
    if organisation_id == item.organisation_id:
        raise Refused(OWN_STATEMENT)
    if item.state not in {State.DRAFT, State.RELEASED, State.SUBMITTED}:
        raise Refused(NOT_TO_SIGN)
    revision = session.get_one(Statement, item.id).revision
    sign(session, actor, item.id, organisation_id, revision=revision if signs else None)
    codes = {"organisation": organisation_id, "revision": revision, "signs": signs}
    record(session, actor, Action.COSIGN_STATEMENT, item.id, **codes)


def _known(session: Session, item: Item) -> Subject:
    """The statement with the facts that the rules look at."""
    text = statement_text(session, item)
    verified_only = session.get_one(Consultation, text.consultation_id).verified_only
    return item.subject(**facts_of(session, text, verified_only=verified_only))


def _voice(organisation_id: int, **facts: Any) -> Subject:
    return Subject(scopes=frozenset({organisation_id}), facts=facts)


def _wants_verified(session: Session, consultation: Item) -> bool:
    return session.get_one(Consultation, consultation.id).verified_only


def _locked(session: Session, organisation_id: int) -> Organisation:
    """The organisation, held so that two members do not begin two statements at once."""
    wanted = select(Organisation).where(ORGANISATION.c.id == organisation_id).with_for_update()
    organisation: Organisation | None = session.execute(wanted).scalar_one_or_none()
    if organisation is None:
        raise Refused(NOT_OPEN)
    return organisation


def _demand_uncut(session: Session, item: Item) -> None:
    """What was cut into segments is being answered in these very words."""
    if is_cut(session, item.id):
        raise Refused(BEING_ANSWERED)
