"""Every write about organisations and who belongs to them."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlmodel import Session

from app.accounts.sessions import token_hash
from app.db.clock import now
from app.db.ids import new_id
from app.db.rows import insert_once
from app.organisations.forms import Registration
from app.organisations.members import (
    end_roles,
    give_role,
    has_representative,
    member_count,
    members,
    scope_of,
    speaks_for,
)
from app.organisations.models import (
    JOIN_REQUEST,
    MEMBER_INVITATION,
    ORGANISATION,
    JoinRequest,
    MemberInvitation,
    Organisation,
)
from app.organisations.queries import authority_of
from app.process.actor import Actor
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action, Office
from app.record import record

VALID_FOR = timedelta(days=14)
NAME_TAKEN = N_("There is an organisation with this name already.")
LAST_REPRESENTATIVE = N_(
    "Nobody else represents this organisation. Let somebody else represent it first."
)
NOT_ASKED = N_("This person does not belong to it and has not asked to. Please invite them.")
OVER = N_("The end date must lie in the future.")
LINK_USED = N_("This link was used already, or is too old. Please ask for a new one.")
HAS_REPRESENTATIVE = N_("The representatives of the organisation decide who belongs to it.")
OWN_ORGANISATION = N_("You belong to this organisation, so somebody else verifies it.")


def register_organisation(session: Session, actor: Actor, form: Registration) -> int:
    """Register an organisation; whoever registers it represents it. Returns its id."""
    permit(Action.REGISTER_ORGANISATION, actor)
    organisation_id = new_id()
    row = Organisation(id=organisation_id, **form.model_dump()).model_dump()
    if not insert_once(session, Organisation, row):
        raise Refused(NAME_TAKEN)
    give_role(session, actor, actor.id, Office.REPRESENTATIVE, organisation_id=organisation_id)
    record(session, actor, Action.REGISTER_ORGANISATION, organisation_id, group=form.group)
    return organisation_id


def edit_organisation(
    session: Session, actor: Actor, organisation_id: int, form: Registration
) -> None:
    """Change how an organisation presents itself. Another name or number is not verified yet."""
    permit(Action.EDIT_ORGANISATION, actor, subject=scope_of(organisation_id))
    organisation = _locked(session, organisation_id)
    taken = select(ORGANISATION.c.id).where(
        ORGANISATION.c.name == form.name, ORGANISATION.c.id != organisation_id
    )
    if session.execute(taken).first():
        raise Refused(NAME_TAKEN)
    verified = ("name", "group", "register_number")
    if any(getattr(organisation, name) != getattr(form, name) for name in verified):
        _unverify(organisation)
    for name, value in form.model_dump().items():
        setattr(organisation, name, value)
    session.add(organisation)
    session.flush()
    record(session, actor, Action.EDIT_ORGANISATION, organisation_id)


def verify_organisation(session: Session, actor: Actor, organisation_id: int, basis: str) -> None:
    """Say that an organisation is who it says it is; without a basis, take that back."""
    permit(Action.VERIFY_ORGANISATION, actor)
    if organisation_id in speaks_for(actor):
        raise Refused(OWN_ORGANISATION)
    organisation = _locked(session, organisation_id)
    _unverify(organisation)
    if basis:
        organisation.verified_at, organisation.verified_by = now(), actor.id
        organisation.verified_for = authority_of(session, actor)
        organisation.verified_with = basis
    session.add(organisation)
    session.flush()
    record(session, actor, Action.VERIFY_ORGANISATION, organisation_id, verified=bool(basis))


def join_organisation(
    session: Session, actor: Actor, organisation_id: int, words: str = "", *, token: str = ""
) -> None:
    """Ask to belong to an organisation, or belong to it at once by the `token` of an invitation."""
    permit(Action.JOIN_ORGANISATION, actor)
    if token:
        invitation = _used(session, actor, organisation_id, token)
        _enter(session, actor, organisation_id, invitation)
    elif not _ask(session, actor, organisation_id, words):
        return
    record(session, actor, Action.JOIN_ORGANISATION, organisation_id, invited=bool(token))


def leave_organisation(session: Session, actor: Actor, organisation_id: int) -> None:
    """Belong to an organisation no longer; what was said in its name stays."""
    permit(Action.LEAVE_ORGANISATION, actor)
    organisation = _locked(session, organisation_id)
    alone = member_count(session, organisation_id) == 1
    if not alone:
        _keep_a_representative(session, organisation_id, actor.id)
    if not end_roles(session, actor.id, organisation_id):
        return
    if alone:
        _unverify(organisation)
    record(session, actor, Action.LEAVE_ORGANISATION, organisation_id)


def invite_member(
    session: Session, actor: Actor, organisation_id: int, email: str, *, office: Office
) -> str:
    """Invite somebody by mail; returns the token of the link, which is known only this once."""
    permit(Action.INVITE_MEMBER, actor, subject=scope_of(organisation_id))
    token = secrets.token_urlsafe(32)
    session.add(
        MemberInvitation(
            organisation_id=organisation_id,
            email=email,
            office=office,
            token_hash=token_hash(token),
            by_id=actor.id,
            expires_at=now() + VALID_FOR,
        )
    )
    session.flush()
    record(session, actor, Action.INVITE_MEMBER, organisation_id, office=office)
    return token


def appoint_member(
    session: Session,
    actor: Actor,
    organisation_id: int,
    person_id: int,
    *,
    office: Office | None,
    ends_at: datetime | None = None,
) -> None:
    """Accept who asked, give a member a role (as a deputy until `ends_at`), or take them out.

    Where nobody represents an organisation any more, the administration decides.
    """
    permit(Action.APPOINT_MEMBER, actor, subject=scope_of(organisation_id))
    _locked(session, organisation_id)
    if organisation_id not in speaks_for(actor) and has_representative(session, organisation_id):
        raise Refused(HAS_REPRESENTATIVE)
    asked = _decide(session, actor, organisation_id, person_id, accepted=office is not None)
    belongs = any(each.person_id == person_id for each in members(session, organisation_id))
    if not (asked or belongs):
        raise Refused(NOT_ASKED)
    if ends_at is not None and ends_at <= now():
        raise Refused(OVER)
    if ends_at is None and office is not Office.REPRESENTATIVE:
        _keep_a_representative(session, organisation_id, person_id)
    if office is None:
        end_roles(session, person_id, organisation_id)
    else:
        given = {"organisation_id": organisation_id, "ends_at": ends_at}
        give_role(session, actor, person_id, office, **given)  # type: ignore[arg-type]
    codes = {"person": person_id, "office": office, "until": ends_at and ends_at.isoformat()}
    record(session, actor, Action.APPOINT_MEMBER, organisation_id, **codes)


def _locked(session: Session, organisation_id: int) -> Organisation:
    wanted = select(Organisation).where(ORGANISATION.c.id == organisation_id).with_for_update()
    organisation: Organisation = session.execute(wanted).scalar_one()
    return organisation


def _unverify(organisation: Organisation) -> None:
    organisation.verified_at = organisation.verified_by = None
    organisation.verified_for = organisation.verified_with = ""


def _ask(session: Session, actor: Actor, organisation_id: int, words: str) -> bool:
    if organisation_id in speaks_for(actor):
        return False
    asked = JoinRequest(organisation_id=organisation_id, person_id=actor.id, words=words)
    return insert_once(session, JoinRequest, asked.model_dump())


def _used(session: Session, actor: Actor, organisation_id: int, token: str) -> Office:
    """The office that comes with an invitation, which is used up by this."""
    valid = (
        (MEMBER_INVITATION.c.token_hash == token_hash(token))
        & (MEMBER_INVITATION.c.organisation_id == organisation_id)
        & MEMBER_INVITATION.c.used_at.is_(None)
        & (MEMBER_INVITATION.c.expires_at > now())
    )
    used = update(MEMBER_INVITATION).where(valid).values(used_at=now(), used_by=actor.id)
    office: Office | None = session.execute(
        used.returning(MEMBER_INVITATION.c.office)
    ).scalar_one_or_none()
    if office is None:
        raise Refused(LINK_USED)
    return office


def _enter(session: Session, actor: Actor, organisation_id: int, office: Office) -> None:
    """Whoever belongs already keeps the role they have."""
    _decide(session, actor, organisation_id, actor.id, accepted=True)
    if organisation_id not in speaks_for(actor):
        give_role(session, actor, actor.id, office, organisation_id=organisation_id)


def _decide(
    session: Session, actor: Actor, organisation_id: int, person_id: int, *, accepted: bool
) -> bool:
    """Close the open request of somebody. False when there is none."""
    waiting: ColumnElement[bool] = (
        (JOIN_REQUEST.c.organisation_id == organisation_id)
        & (JOIN_REQUEST.c.person_id == person_id)
        & JOIN_REQUEST.c.decided_at.is_(None)
    )
    decided = update(JOIN_REQUEST).where(waiting)
    done = decided.values(decided_at=now(), decided_by=actor.id, accepted=accepted)
    return bool(session.execute(done).rowcount)  # type: ignore[attr-defined]


def _keep_a_representative(session: Session, organisation_id: int, leaving: int) -> None:
    """An organisation that somebody represents goes on being represented."""
    if has_representative(session, organisation_id) and not has_representative(
        session, organisation_id, but=leaving
    ):
        raise Refused(LAST_REPRESENTATIVE)
