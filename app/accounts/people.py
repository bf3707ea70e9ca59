"""Finding the person behind an address or a provider's name for them, or making one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.forms import address_of, plain_name
from app.accounts.models import IDENTITY, PERSON, Identity, Person
from app.db.clock import now
from app.db.ids import new_id
from app.db.rows import insert_once
from app.process.vocabulary import Group


@dataclass(frozen=True, slots=True)
class Found:
    """The id of a person, and whether they were made just now."""

    id: int
    is_new: bool


def person_at(session: Session, email: str) -> int | None:
    """The id of the person with this address."""
    found = session.execute(select(PERSON.c.id).where(PERSON.c.email == email))
    person_id: int | None = found.scalar_one_or_none()
    return person_id


def language_at(session: Session, email: str) -> str:
    """The language of the person with this address; empty when there is none."""
    found = session.execute(select(PERSON.c.language).where(PERSON.c.email == email))
    return str(found.scalar_one_or_none() or "")


def person_with_email(session: Session, email: str, language: str, name: str = "") -> Found:
    """The person with this address, which they have proved to be theirs, made when new."""
    made = _make(session, email, language, name)
    return Found(made or person_at(session, email) or 0, is_new=bool(made))


def person_of_identity(
    session: Session, provider: str, claims: Mapping[str, Any], language: str
) -> Found:
    """The person a provider vouches for: known to it, else known by a verified address, else new.

    An address counts only when the provider says that it is verified.
    """
    sub = str(claims["sub"])
    if known := _known(session, provider, sub):
        return Found(known, is_new=False)
    name = plain_name(str(claims.get("name") or ""))[:80]
    if email := _verified_address(claims):
        found = person_with_email(session, email, language, name)
    else:
        found = Found(_make(session, None, language, name), is_new=True)
    insert_once(session, Identity, {"provider": provider, "sub": sub, "person_id": found.id})
    return Found(_known(session, provider, sub), found.is_new)


def _known(session: Session, provider: str, sub: str) -> int:
    mine = (IDENTITY.c.provider == provider) & (IDENTITY.c.sub == sub)
    return int(session.execute(select(IDENTITY.c.person_id).where(mine)).scalar_one_or_none() or 0)


def _verified_address(claims: Mapping[str, Any]) -> str | None:
    if claims.get("email_verified") is not True:
        return None
    try:
        return address_of(str(claims.get("email") or ""))
    except ValueError:
        return None


def _make(session: Session, email: str | None, language: str, name: str) -> int:
    """The id of a new person; 0 when the address is taken."""
    person_id = new_id()
    row = {"id": person_id, "email": email, "language": language, "name": name}
    made = insert_once(session, Person, row | {"group": Group.UNSTATED, "created_at": now()})
    return person_id if made else 0
