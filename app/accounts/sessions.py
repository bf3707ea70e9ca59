"""Who is asking: the person behind a session's token, with the offices held at this moment."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, bindparam, or_, select
from sqlmodel import Session

from app.accounts.models import OFFICE_GRANT, PERSON, WEB_SESSION, WebSession
from app.db.clock import now
from app.process.actor import VISITOR, Actor, Holding

_NOW = bindparam("now", type_=WEB_SESSION.c.expires_at.type)
_HELD_NOW = and_(
    OFFICE_GRANT.c.person_id == PERSON.c.id,
    OFFICE_GRANT.c.starts_at <= _NOW,
    or_(OFFICE_GRANT.c.ends_at.is_(None), OFFICE_GRANT.c.ends_at > _NOW),
)
_WHO = (
    select(
        PERSON.c.id,
        PERSON.c.group,
        PERSON.c.name,
        PERSON.c.language,
        WEB_SESSION.c.provider,
        WEB_SESSION.c.assurance,
        WEB_SESSION.c.by_code,
        PERSON.c.terms,
        PERSON.c.unread,
        OFFICE_GRANT.c.office,
        OFFICE_GRANT.c.scope_id,
    )
    .select_from(
        WEB_SESSION.join(PERSON, PERSON.c.id == WEB_SESSION.c.person_id).outerjoin(
            OFFICE_GRANT, _HELD_NOW
        )
    )
    .where(
        WEB_SESSION.c.token_hash == bindparam("token_hash"),
        WEB_SESSION.c.revoked_at.is_(None),
        WEB_SESSION.c.expires_at > _NOW,
    )
)


def token_hash(token: str) -> str:
    """What is stored of a token, so that a copy of the database signs nobody in."""
    return hashlib.sha256(token.encode()).hexdigest()


def identify(session: Session, token: str) -> Actor:
    """The person of a session that is neither over nor revoked, else the visitor."""
    if not token:
        return VISITOR
    rows = session.execute(_WHO, {"token_hash": token_hash(token), "now": now()}).all()
    if not rows:
        return VISITOR
    person_id, group, *known, _, _ = rows[0]
    offices = frozenset(Holding(row.office, row.scope_id) for row in rows if row.office)
    return Actor(person_id, group, offices, *known)


def actor_of(session: Session, person_id: int) -> Actor:
    """A person as an actor, with the offices held at this moment, as if signed in by mail."""
    held = select(OFFICE_GRANT.c.office, OFFICE_GRANT.c.scope_id).join(PERSON, _HELD_NOW)
    person = session.execute(select(PERSON).where(PERSON.c.id == person_id)).one()
    rows = session.execute(held.where(PERSON.c.id == person_id), {"now": now()})
    offices = frozenset(Holding(*row) for row in rows)
    own = (person.name, person.language)
    return Actor(person.id, person.group, offices, *own, terms=person.terms)


def open_session(
    session: Session, person_id: int, *, days: int, browser: str = "", **how: Any
) -> str:
    """Sign a browser in; returns the fresh token that only this browser will know."""
    token = secrets.token_urlsafe(32)
    session.add(
        WebSession(
            token_hash=token_hash(token),
            person_id=person_id,
            browser=browser[:120],
            expires_at=now() + timedelta(days=days),
            **how,
        )
    )
    session.flush()
    return token
