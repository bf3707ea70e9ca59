"""Reading organisations and bodies."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlmodel import Session

from app.accounts.models import OFFICE_GRANT, PERSON
from app.db.clock import now
from app.i18n.choice import in_language
from app.organisations.models import BODY, MEMBERSHIP, ORGANISATION
from app.process.vocabulary import Group, Office
from app.process.words import Choice

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Card:
    """An organisation in a list."""

    id: int
    name: str
    group: Group
    members: int


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """An organisation, and who belongs to it."""

    id: int
    name: str
    group: Group
    text: str
    members: tuple[str, ...]
    belongs: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A body, in one language."""

    code: str
    name: str
    purpose: str
    decides_mandates: bool
    valid_until: datetime | None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who holds a seat in a body."""

    name: str
    group: Group
    since: datetime
    until: datetime | None
    is_over: bool


def organisations(session: Session, words: str = "", after: str = "") -> list[Card]:
    """Organisations by name; one more than a page, which tells whether there is a next."""
    members = select(func.count()).where(MEMBERSHIP.c.organisation_id == ORGANISATION.c.id)
    found = select(
        ORGANISATION.c.id,
        ORGANISATION.c.name,
        ORGANISATION.c.group,
        members.scalar_subquery(),
    ).where(ORGANISATION.c.name > after)
    if words:
        found = found.where(ORGANISATION.c.name.icontains(words, autoescape=True))
    rows = session.execute(found.order_by(ORGANISATION.c.name).limit(AT_ONCE + 1))
    return [Card(*row) for row in rows]


def organisations_of(session: Session, person_id: int) -> list[Choice]:
    """The organisations a person belongs to, as options of a form."""
    found = (
        select(ORGANISATION.c.id, ORGANISATION.c.name)
        .join(MEMBERSHIP, MEMBERSHIP.c.organisation_id == ORGANISATION.c.id)
        .where(MEMBERSHIP.c.person_id == person_id)
        .order_by(ORGANISATION.c.name)
    )
    return [Choice(str(row.id), row.name) for row in session.execute(found)]


def organisation_page(session: Session, id: int, person_id: int) -> OrganisationPage | None:
    """An organisation as `person_id` sees it."""
    row = session.execute(select(ORGANISATION).where(ORGANISATION.c.id == id)).first()
    if row is None:
        return None
    belonging = (
        select(PERSON.c.id, PERSON.c.name)
        .join(MEMBERSHIP, MEMBERSHIP.c.person_id == PERSON.c.id)
        .where(MEMBERSHIP.c.organisation_id == id)
        .order_by(MEMBERSHIP.c.since)
    )
    people = session.execute(belonging).all()
    names = tuple(each.name for each in people)
    belongs = any(each.id == person_id for each in people)
    return OrganisationPage(row.id, row.name, row.group, row.text, names, belongs)


def is_taken(session: Session, name: str) -> bool:
    """Whether an organisation has this name, however it is capitalised."""
    same = func.lower(ORGANISATION.c.name) == func.lower(name)
    return session.execute(select(ORGANISATION.c.id).where(same)).first() is not None


def bodies(session: Session, language: str) -> list[Entry]:
    """The directory of bodies, those in force first."""
    rows = session.execute(select(BODY).order_by(BODY.c.valid_until.is_not(None), BODY.c.id))
    return [_entry(row, language) for row in rows]


def body(session: Session, code: str, language: str) -> tuple[Entry, list[Member]] | None:
    """A body with its members, those in office first."""
    row = session.execute(select(BODY).where(BODY.c.code == code)).first()
    return (_entry(row, language), _members(session, row.id)) if row else None


def _entry(row: object, language: str) -> Entry:
    name, purpose = row.name, row.purpose  # type: ignore[attr-defined]
    return Entry(
        row.code,  # type: ignore[attr-defined]
        in_language(name, language),
        in_language(purpose, language),
        row.decides_mandates,  # type: ignore[attr-defined]
        row.valid_until,  # type: ignore[attr-defined]
    )


def _members(session: Session, body_id: int) -> list[Member]:
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
        Member(name, group, since, last_moment(ends_at), is_over)
        for name, group, since, ends_at, is_over in rows
    ]


def last_moment(ends_at: datetime | None) -> datetime | None:
    """The last moment before an end, whose day is the last day."""
    return ends_at and ends_at - timedelta(microseconds=1)
