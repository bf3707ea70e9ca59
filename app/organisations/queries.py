"""Reading organisations: the list, the page, who waits, what was said in their name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlmodel import Session

from app.accounts.models import OFFICE_GRANT, PERSON
from app.accounts.sessions import token_hash
from app.db.clock import now
from app.items.models import ITEM
from app.items.visibility import public, visible
from app.organisations.members import held_now, member_count
from app.organisations.models import JOIN_REQUEST, MEMBER_INVITATION, ORGANISATION
from app.process.actor import Actor
from app.process.vocabulary import Group, Kind, Office, State
from app.process.words import Choice

AT_ONCE = 50
SAID_AT_ONCE = 30


@dataclass(frozen=True, slots=True)
class Card:
    """An organisation in a list."""

    id: int
    name: str
    group: Group
    represents: str
    verified_at: datetime | None
    created_at: datetime
    register_number: str
    members: int


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """An organisation as it presents itself, and who has verified it."""

    id: int
    name: str
    group: Group
    text: str
    register_number: str
    represents: str
    represented: int | None
    website: str
    verified_at: datetime | None
    verified_for: str
    verified_with: str
    members: int


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was said in the name of an organisation."""

    id: int
    reference: str
    kind: Kind
    state: State
    title: str
    language: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody who asks to belong."""

    person_id: int
    name: str
    email: str
    words: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """An invitation to belong that nobody has used yet."""

    email: str
    office: Office
    sent_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Invited:
    """Where the link of an invitation leads."""

    organisation_id: int
    name: str
    office: Office


def organisations(session: Session, words: str = "", after: str = "") -> list[Card]:
    """Organisations by name; one more than a page, which tells whether there is a next."""
    found = select(*_card()).where(ORGANISATION.c.name > after)
    if words:
        found = found.where(ORGANISATION.c.name.icontains(words, autoescape=True))
    rows = session.execute(found.order_by(ORGANISATION.c.name).limit(AT_ONCE + 1))
    return [Card(*row) for row in rows]


def unverified(session: Session) -> list[Card]:
    """Organisations that nobody has verified, those that wait longest first."""
    waiting = select(*_card()).where(ORGANISATION.c.verified_at.is_(None))
    rows = session.execute(waiting.order_by(ORGANISATION.c.id).limit(AT_ONCE))
    return [Card(*row) for row in rows]


def _card() -> tuple[Any, ...]:
    people = select(func.count(OFFICE_GRANT.c.person_id.distinct())).where(
        OFFICE_GRANT.c.scope_id == ORGANISATION.c.id, held_now()
    )
    names = ("id", "name", "group", "represents", "verified_at", "created_at", "register_number")
    return (*(ORGANISATION.c[name] for name in names), people.scalar_subquery())


def organisations_of(session: Session, person_id: int) -> list[Choice]:
    """The organisations a person belongs to, as options of a form."""
    return [Choice(str(row.id), row.name) for row in _of(session, person_id)]


def authority_of(session: Session, actor: Actor) -> str:
    """The authority for which an officer acts; empty when they belong to none."""
    mine = (row.name for row in _of(session, actor.id) if row.group is Group.ADMINISTRATION)
    return next(mine, "")


def _of(session: Session, person_id: int) -> list[Row[tuple[int, str, Group]]]:
    found = (
        select(ORGANISATION.c.id, ORGANISATION.c.name, ORGANISATION.c.group)
        .join(OFFICE_GRANT, OFFICE_GRANT.c.scope_id == ORGANISATION.c.id)
        .where(OFFICE_GRANT.c.person_id == person_id, held_now())
        .distinct()
        .order_by(ORGANISATION.c.name)
    )
    return list(session.execute(found))


def organisation_page(session: Session, id: int) -> OrganisationPage | None:
    """An organisation as everybody sees it."""
    shown = tuple(ORGANISATION.c[name] for name in OrganisationPage.__slots__ if name != "members")
    row = session.execute(select(*shown).where(ORGANISATION.c.id == id)).first()
    return OrganisationPage(**row._mapping, members=member_count(session, id)) if row else None


def said_by(session: Session, actor: Actor, organisation_id: int, after: str = "") -> list[Said]:
    """What it has said in public, the newest first; its members also see statements in work."""
    statement = ITEM.c.kind == Kind.STATEMENT
    found = select(*(ITEM.c[name] for name in Said.__slots__[:-1]), ITEM.c.created_at).where(
        ITEM.c.organisation_id == organisation_id,
        ITEM.c.kind.in_([Kind.PROBLEM, Kind.STATEMENT]),
        public() | (statement & visible(actor)),
    )
    if after.isdecimal() and len(after) < 17:
        found = found.where(ITEM.c.id < int(after))
    rows = session.execute(found.order_by(ITEM.c.id.desc()).limit(SAID_AT_ONCE + 1))
    return [Said(*row) for row in rows]


def asking(session: Session, organisation_id: int) -> list[Asking]:
    """Who asks to belong, those who wait longest first."""
    rows = session.execute(
        select(
            JOIN_REQUEST.c.person_id,
            PERSON.c.name,
            PERSON.c.email,
            JOIN_REQUEST.c.words,
            JOIN_REQUEST.c.asked_at,
        )
        .join(PERSON, PERSON.c.id == JOIN_REQUEST.c.person_id)
        .where(
            JOIN_REQUEST.c.organisation_id == organisation_id, JOIN_REQUEST.c.decided_at.is_(None)
        )
        .order_by(JOIN_REQUEST.c.id)
    )
    return [Asking(row[0], row[1], row[2] or "", *row[3:]) for row in rows]


def has_asked(session: Session, organisation_id: int, person_id: int) -> bool:
    """Whether somebody has asked to belong and waits for the decision."""
    mine = (JOIN_REQUEST.c.organisation_id == organisation_id) & (
        JOIN_REQUEST.c.person_id == person_id
    )
    waiting = select(JOIN_REQUEST.c.id).where(mine, JOIN_REQUEST.c.decided_at.is_(None))
    return session.execute(waiting).first() is not None


def calls(session: Session, organisation_id: int) -> list[Call]:
    """Invitations that can still be used, the newest first."""
    rows = session.execute(
        select(*(MEMBER_INVITATION.c[name] for name in Call.__slots__))
        .where(
            MEMBER_INVITATION.c.organisation_id == organisation_id,
            MEMBER_INVITATION.c.used_at.is_(None),
            MEMBER_INVITATION.c.expires_at > now(),
        )
        .order_by(MEMBER_INVITATION.c.id.desc())
    )
    return [Call(*row) for row in rows]


def invited_by(session: Session, token: str) -> Invited | None:
    """Where the link of an invitation leads, as long as it can be used."""
    row = session.execute(
        select(ORGANISATION.c.id, ORGANISATION.c.name, MEMBER_INVITATION.c.office)
        .join(MEMBER_INVITATION, MEMBER_INVITATION.c.organisation_id == ORGANISATION.c.id)
        .where(
            MEMBER_INVITATION.c.token_hash == token_hash(token),
            MEMBER_INVITATION.c.used_at.is_(None),
            MEMBER_INVITATION.c.expires_at > now(),
        )
    ).first()
    return Invited(*row) if row else None


def is_taken(session: Session, name: str, *, but: int = 0) -> bool:
    """Whether another organisation has this name, however it is capitalised."""
    same = (func.lower(ORGANISATION.c.name) == func.lower(name)) & (ORGANISATION.c.id != but)
    return session.execute(select(ORGANISATION.c.id).where(same)).first() is not None
