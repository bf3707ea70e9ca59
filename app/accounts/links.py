"""Links sent by mail: single use, short-lived, for one purpose; only their hash is stored."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlmodel import Session

from app.accounts.models import SIGN_IN_LINK, SignInLink
from app.accounts.sessions import token_hash
from app.db.clock import now

SIGN_IN, SUPPORT, UNSUPPORT = "sign-in", "support", "unsupport"
MOST_AN_HOUR = 5
MORE_AN_HOUR = {SUPPORT: 10, UNSUPPORT: 50}


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a link leads: whose it is, and the page to come back to."""

    email: str
    next: str


def new_link(
    session: Session, email: str, next: str, *, minutes: int, purpose: str = SIGN_IN
) -> str:
    """The token of a fresh link; empty when this address has enough unused ones."""
    valid = timedelta(minutes=minutes)
    recent = select(func.count()).where(
        SIGN_IN_LINK.c.email == email,
        SIGN_IN_LINK.c.purpose == purpose,
        SIGN_IN_LINK.c.used_at.is_(None),
        SIGN_IN_LINK.c.expires_at > now() + valid - timedelta(hours=1),
    )
    if session.execute(recent).scalar_one() >= MORE_AN_HOUR.get(purpose, MOST_AN_HOUR):
        return ""
    token = secrets.token_urlsafe(32)
    session.add(
        SignInLink(
            token_hash=token_hash(token),
            email=email,
            purpose=purpose,
            next=next,
            expires_at=now() + valid,
        )
    )
    session.flush()
    return token


def look_at_link(session: Session, token: str, purpose: str = SIGN_IN) -> Lead | None:
    """Where a link leads, without using it up."""
    found = select(SIGN_IN_LINK.c.email, SIGN_IN_LINK.c.next).where(_valid(token, purpose))
    row = session.execute(found).first()
    return Lead(*row) if row else None


def use_link(session: Session, token: str, purpose: str = SIGN_IN) -> Lead | None:
    """Use a link up, and with it the others of this address that lead to the same; None when it is
    not valid.
    """
    used = update(SIGN_IN_LINK).values(used_at=now())
    row = session.execute(
        used.where(_valid(token, purpose)).returning(SIGN_IN_LINK.c.email, SIGN_IN_LINK.c.next)
    ).first()
    if row is None:
        return None
    others = (SIGN_IN_LINK.c.email == row.email) & (SIGN_IN_LINK.c.purpose == purpose)
    if purpose != SIGN_IN:
        others &= SIGN_IN_LINK.c.next == row.next
    session.execute(used.where(others, SIGN_IN_LINK.c.used_at.is_(None)))
    return Lead(*row)


def _valid(token: str, purpose: str) -> ColumnElement[bool]:
    return (
        (SIGN_IN_LINK.c.token_hash == token_hash(token))
        & (SIGN_IN_LINK.c.purpose == purpose)
        & SIGN_IN_LINK.c.used_at.is_(None)
        & (SIGN_IN_LINK.c.expires_at > now())
    )
