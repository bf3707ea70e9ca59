"""Every write about accounts and offices."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, update
from sqlmodel import Session

from app.accounts.forms import Profile
from app.accounts.models import WEB_SESSION, OfficeGrant, Person
from app.accounts.sessions import actor_of, open_session, token_hash
from app.db.clock import now
from app.process.actor import Actor
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import GRANTED_OFFICES, Action, Office
from app.record import record

NOT_GRANTED = N_("This office needs no grant: everybody has it.")
ALREADY_OVER = N_("The end date must lie in the future.")


def sign_in_account(
    session: Session, actor: Actor, person_id: int, *, days: int, former: str = "", **how: Any
) -> str:
    """Sign a browser in as a person who has proved who they are; returns the fresh token.

    The `former` session of this browser ends; `how` is what is kept about browser and provider.
    """
    permit(Action.SIGN_IN_ACCOUNT, actor)
    if former:
        _end_sessions(session, WEB_SESSION.c.token_hash == token_hash(former))
    token = open_session(session, person_id, days=days, **how)
    record(session, actor_of(session, person_id), Action.SIGN_IN_ACCOUNT, person_id)
    return token


def edit_account(session: Session, actor: Actor, profile: Profile) -> None:
    """Change how one is shown, one's group and one's language."""
    permit(Action.EDIT_ACCOUNT, actor)
    person = session.get_one(Person, actor.id)
    person.name, person.group, person.language = profile.name, profile.group, profile.language
    session.add(person)
    record(session, actor, Action.EDIT_ACCOUNT, actor.id, group=profile.group)


def revoke_session(session: Session, actor: Actor, ids: Collection[int]) -> None:
    """End sessions of one's own; those browsers are signed out at once."""
    permit(Action.REVOKE_SESSION, actor)
    mine = (WEB_SESSION.c.person_id == actor.id) & WEB_SESSION.c.id.in_(ids)
    _end_sessions(session, mine)
    record(session, actor, Action.REVOKE_SESSION, actor.id, sessions=len(ids))


def grant_office(
    session: Session,
    actor: Actor,
    person_id: int,
    office: Office,
    *,
    scope_id: int,
    ends_at: datetime | None,
) -> OfficeGrant:
    """Entrust a person with an office, for a scope (0: everywhere) and until a moment."""
    permit(Action.GRANT_OFFICE, actor)
    if office not in GRANTED_OFFICES:
        raise Refused(NOT_GRANTED)
    if ends_at is not None and ends_at <= now():
        raise Refused(ALREADY_OVER)
    grant = OfficeGrant(
        person_id=person_id, office=office, scope_id=scope_id, ends_at=ends_at, granted_by=actor.id
    )
    session.add(grant)
    session.flush()
    until = ends_at.isoformat() if ends_at else None
    codes = {"grant": grant.id, "office": office, "scope": scope_id, "until": until}
    record(session, actor, Action.GRANT_OFFICE, person_id, **codes)
    return grant


def end_office(session: Session, actor: Actor, grant: OfficeGrant) -> None:
    """End an office now; what was done in it stays."""
    permit(Action.END_OFFICE, actor)
    if grant.ends_at is None or grant.ends_at > now():
        grant.ends_at = now()
        session.add(grant)
        record(session, actor, Action.END_OFFICE, grant.person_id, grant=grant.id)


def _end_sessions(session: Session, which: ColumnElement[bool]) -> None:
    running = WEB_SESSION.c.revoked_at.is_(None)
    session.execute(update(WEB_SESSION).where(which, running).values(revoked_at=now()))
