"""Every write about organisations and who belongs to them."""

from sqlmodel import Session

from app.db.clock import now
from app.db.ids import new_id
from app.db.rows import insert_once, remove
from app.organisations.forms import Registration
from app.organisations.models import Membership, Organisation
from app.process.actor import Actor
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action
from app.record import record

NAME_TAKEN = N_("There is an organisation with this name already.")


def register_organisation(session: Session, actor: Actor, form: Registration) -> int:
    """Register an organisation; whoever registers it belongs to it. Returns its id."""
    permit(Action.REGISTER_ORGANISATION, actor)
    organisation_id = new_id()
    row = form.model_dump() | {"id": organisation_id, "created_at": now()}
    if not insert_once(session, Organisation, row):
        raise Refused(NAME_TAKEN)
    _enter(session, actor, organisation_id)
    record(session, actor, Action.REGISTER_ORGANISATION, organisation_id, group=form.group)
    return organisation_id


def join_organisation(session: Session, actor: Actor, organisation_id: int) -> None:
    """Belong to an organisation; joining twice is joining once."""
    permit(Action.JOIN_ORGANISATION, actor)
    if _enter(session, actor, organisation_id):
        record(session, actor, Action.JOIN_ORGANISATION, organisation_id)


def leave_organisation(session: Session, actor: Actor, organisation_id: int) -> None:
    """Belong to an organisation no longer; what was said in its name stays."""
    permit(Action.LEAVE_ORGANISATION, actor)
    if remove(session, Membership, organisation_id=organisation_id, person_id=actor.id):
        record(session, actor, Action.LEAVE_ORGANISATION, organisation_id)


def _enter(session: Session, actor: Actor, organisation_id: int) -> bool:
    row = {"organisation_id": organisation_id, "person_id": actor.id, "since": now()}
    return insert_once(session, Membership, row)
