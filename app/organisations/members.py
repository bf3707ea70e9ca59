"""Who belongs to an organisation: the offices it gives, granted with its id as their scope."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlmodel import Session

from app.accounts.models import OFFICE_GRANT, PERSON, OfficeGrant
from app.db.clock import now
from app.process.actor import Actor, Subject
from app.process.vocabulary import ORGANISATION_OFFICES, Office


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with their roles in an organisation, the one that allows most last."""

    person_id: int
    name: str
    email: str
    roles: tuple["Role", ...]

    @property
    def office(self) -> Office:
        return self.roles[-1].office


@dataclass(frozen=True, slots=True)
class Role:
    """An office in an organisation; a deputy holds it until a moment."""

    office: Office
    since: datetime
    until: datetime | None


def held_now() -> ColumnElement[bool]:
    """The predicate on OFFICE_GRANT: an office in an organisation that counts at this moment."""
    moment = now()
    unended = or_(OFFICE_GRANT.c.ends_at.is_(None), OFFICE_GRANT.c.ends_at > moment)
    ours = OFFICE_GRANT.c.office.in_(ORGANISATION_OFFICES)
    return ours & (OFFICE_GRANT.c.starts_at <= moment) & unended


def members(session: Session, organisation_id: int) -> list[Member]:
    """Everybody who belongs to an organisation, those who belong longest first."""
    rows = session.execute(
        select(
            OFFICE_GRANT.c.person_id,
            PERSON.c.name,
            PERSON.c.email,
            OFFICE_GRANT.c.office,
            OFFICE_GRANT.c.starts_at,
            OFFICE_GRANT.c.ends_at,
        )
        .join(PERSON, PERSON.c.id == OFFICE_GRANT.c.person_id)
        .where(held_now(), OFFICE_GRANT.c.scope_id == organisation_id)
        .order_by(OFFICE_GRANT.c.starts_at, OFFICE_GRANT.c.id)
    )
    found: dict[int, Member] = {}
    for person_id, name, email, *role in rows:
        known = found.get(person_id, Member(person_id, name, email or "", ()))
        found[person_id] = Member(person_id, name, known.email, _ranked(*known.roles, Role(*role)))
    return list(found.values())


def _ranked(*roles: Role) -> tuple[Role, ...]:
    return tuple(sorted(roles, key=lambda role: ORGANISATION_OFFICES.index(role.office)))


def member_count(session: Session, organisation_id: int) -> int:
    """How many people belong to an organisation."""
    people = select(func.count(OFFICE_GRANT.c.person_id.distinct()))
    found: int = session.execute(
        people.where(held_now(), OFFICE_GRANT.c.scope_id == organisation_id)
    ).scalar_one()
    return found


def has_representative(session: Session, organisation_id: int, *, but: int = 0) -> bool:
    """Whether somebody represents it without an end date, `but` one person who may be leaving."""
    lasting = select(OFFICE_GRANT.c.id).where(
        held_now(),
        OFFICE_GRANT.c.scope_id == organisation_id,
        OFFICE_GRANT.c.office == Office.REPRESENTATIVE,
        OFFICE_GRANT.c.ends_at.is_(None),
        OFFICE_GRANT.c.person_id != but,
    )
    return session.execute(lasting.limit(1)).first() is not None


def with_representative() -> Select[tuple[int]]:
    """The ids of the organisations in which somebody with an address decides."""
    return (
        select(OFFICE_GRANT.c.scope_id)
        .join(PERSON, PERSON.c.id == OFFICE_GRANT.c.person_id)
        .where(
            held_now(),
            OFFICE_GRANT.c.office == Office.REPRESENTATIVE,
            PERSON.c.email.is_not(None),
        )
    )


def speaks_for(actor: Actor) -> frozenset[int]:
    """The ids of the organisations that this person belongs to."""
    return frozenset(scope for office in ORGANISATION_OFFICES for scope in actor.scopes(office))


def scope_of(organisation_id: int) -> Subject:
    """What the rules look at where an act is about an organisation."""
    return Subject(scopes=frozenset({organisation_id}))


def addresses_of(
    session: Session, organisation_ids: Collection[int], *offices: Office
) -> list[tuple[int, int]]:
    """Organisation and person, for everybody who holds one of these offices and has an address."""
    rows = session.execute(
        select(OFFICE_GRANT.c.scope_id, OFFICE_GRANT.c.person_id)
        .join(PERSON, PERSON.c.id == OFFICE_GRANT.c.person_id)
        .where(
            held_now(),
            OFFICE_GRANT.c.scope_id.in_(organisation_ids),
            OFFICE_GRANT.c.office.in_(offices),
            PERSON.c.email.is_not(None),
        )
        .distinct()
        .order_by(OFFICE_GRANT.c.scope_id, OFFICE_GRANT.c.person_id)
    )
    return [(row.scope_id, row.person_id) for row in rows]


def give_role(
    session: Session,
    actor: Actor,
    person_id: int,
    office: Office,
    *,
    organisation_id: int,
    ends_at: datetime | None = None,
) -> None:
    """Let somebody hold an office from now on: for good, in place of the former, or as a deputy."""
    if ends_at is None:
        end_roles(session, person_id, organisation_id)
    session.add(
        OfficeGrant(
            person_id=person_id,
            office=office,
            scope_id=organisation_id,
            ends_at=ends_at,
            granted_by=actor.id,
        )
    )
    session.flush()


def end_roles(session: Session, person_id: int, organisation_id: int) -> bool:
    """End what somebody holds in an organisation; the grants stay as history."""
    mine = (OFFICE_GRANT.c.person_id == person_id) & (OFFICE_GRANT.c.scope_id == organisation_id)
    ended = update(OFFICE_GRANT).where(held_now(), mine).values(ends_at=now())
    return bool(session.execute(ended).rowcount)  # type: ignore[attr-defined]
