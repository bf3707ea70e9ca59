"""Reading the bodies of the city."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlmodel import Session

from app.accounts.models import OFFICE_GRANT, PERSON
from app.db.clock import now
from app.i18n.choice import in_language
from app.organisations.models import BODY
from app.process.vocabulary import Group, Office


@dataclass(frozen=True, slots=True)
class Entry:
    """A body, in one language."""

    code: str
    name: str
    purpose: str
    decides_mandates: bool
    valid_until: datetime | None


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who holds a seat in a body."""

    name: str
    group: Group
    since: datetime
    until: datetime | None
    is_over: bool


def bodies(session: Session, language: str) -> list[Entry]:
    """The directory of bodies, those in force first."""
    rows = session.execute(select(BODY).order_by(BODY.c.valid_until.is_not(None), BODY.c.id))
    return [_entry(row, language) for row in rows]


def body(session: Session, code: str, language: str) -> tuple[Entry, list[Seat]] | None:
    """A body with its members, those in office first."""
    row = session.execute(select(BODY).where(BODY.c.code == code)).first()
    return (_entry(row, language), _seats(session, row.id)) if row else None


def _entry(row: object, language: str) -> Entry:
    name, purpose = row.name, row.purpose  # type: ignore[attr-defined]
    return Entry(
        row.code,  # type: ignore[attr-defined]
        in_language(name, language),
        in_language(purpose, language),
        row.decides_mandates,  # type: ignore[attr-defined]
        row.valid_until,  # type: ignore[attr-defined]
    )


def _seats(session: Session, body_id: int) -> list[Seat]:
    moment = now()
    in_force = or_(OFFICE_GRANT.c.ends_at.is_(None), OFFICE_GRANT.c.ends_at > moment)
    rows = session.execute(
        select(
            PERSON.c.name,
            PERSON.c.group,
            OFFICE_GRANT.c.starts_at,
            OFFICE_GRANT.c.ends_at,
            ~in_force,
        )
        .join(PERSON, PERSON.c.id == OFFICE_GRANT.c.person_id)
        .where(OFFICE_GRANT.c.office == Office.BODY, OFFICE_GRANT.c.scope_id == body_id)
        .order_by(~in_force, OFFICE_GRANT.c.starts_at)
    )
    return [
        Seat(name, group, since, last_moment(ends_at), is_over)
        for name, group, since, ends_at, is_over in rows
    ]


def last_moment(ends_at: datetime | None) -> datetime | None:
    """The last moment before an end, whose day is the last day."""
    return ends_at and ends_at - timedelta(microseconds=1)
