"""Reading accounts: one's own profile and sessions, and the people of the demo."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlmodel import Session

from app.accounts.models import OFFICE_GRANT, PERSON, WEB_SESSION
from app.accounts.sessions import token_hash
from app.db.clock import now
from app.db.models import INSTALLATION
from app.process.vocabulary import GRANTED_OFFICES, Group, Office

DEMO_ROLE = "role."


@dataclass(frozen=True, slots=True)
class Profile:
    """What is kept about a person, as they see it."""

    name: str
    email: str
    group: Group
    language: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SignedInBrowser:
    """A running session; `is_this` marks the browser that asks."""

    id: int
    browser: str
    provider: str
    created_at: datetime
    expires_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody of the model city whom one can be with one press."""

    slug: str
    name: str
    offices: tuple[Office, ...]
    group: Group


def profile(session: Session, person_id: int) -> Profile:
    """One's own profile."""
    row = session.execute(select(PERSON).where(PERSON.c.id == person_id)).one()
    return Profile(row.name, row.email or "", row.group, row.language, row.created_at)


def signed_in_browsers(session: Session, person_id: int, token: str) -> list[SignedInBrowser]:
    """The running sessions of a person, the newest first."""
    rows = session.execute(
        select(WEB_SESSION)
        .where(
            WEB_SESSION.c.person_id == person_id,
            WEB_SESSION.c.revoked_at.is_(None),
            WEB_SESSION.c.expires_at > now(),
        )
        .order_by(WEB_SESSION.c.created_at.desc())
    )
    mine = token_hash(token)
    return [
        SignedInBrowser(
            row.id,
            row.browser,
            row.provider,
            row.created_at,
            row.expires_at,
            row.token_hash == mine,
        )
        for row in rows
    ]


def provider_of(session: Session, token: str) -> str:
    """The provider through which this browser was signed in; empty when by mail."""
    found = select(WEB_SESSION.c.provider).where(WEB_SESSION.c.token_hash == token_hash(token))
    return str(session.execute(found).scalar_one_or_none() or "")


def id_token_of(session: Session, token: str, provider: str) -> str:
    """What the provider said of the person when this browser was signed in, as its proof."""
    found = select(WEB_SESSION.c.id_token).where(
        WEB_SESSION.c.token_hash == token_hash(token), WEB_SESSION.c.provider == provider
    )
    return str(session.execute(found).scalar_one_or_none() or "")


def demo_people(session: Session) -> list[DemoPerson]:
    """Everybody one can be in the demo, those without an office first."""
    moment = now()
    held: defaultdict[int, set[Office]] = defaultdict(set)
    in_force = or_(OFFICE_GRANT.c.ends_at.is_(None), OFFICE_GRANT.c.ends_at > moment)
    grants = select(OFFICE_GRANT.c.person_id, OFFICE_GRANT.c.office).where(
        OFFICE_GRANT.c.starts_at <= moment, in_force, OFFICE_GRANT.c.office.in_(GRANTED_OFFICES)
    )
    for row in session.execute(grants):
        held[row.person_id].add(row.office)
    people = session.execute(select(PERSON).where(PERSON.c.slug.is_not(None)).order_by(PERSON.c.id))
    order = list(Office)
    found = [
        DemoPerson(row.slug, row.name, tuple(sorted(held[row.id], key=order.index)), row.group)
        for row in people
    ]
    return sorted(found, key=lambda each: [order.index(office) for office in each.offices])


def demo_roles(session: Session, language: str) -> dict[str, str]:
    """What the people of the demo do, in words, by slug."""
    kept = select(INSTALLATION.c.key, INSTALLATION.c.value).where(
        INSTALLATION.c.key.startswith(f"{DEMO_ROLE}{language}.")
    )
    return {row.key.rpartition(".")[2]: row.value for row in session.execute(kept)}


def demo_person(session: Session, slug: str) -> int | None:
    """The id of a person of the demo."""
    found = session.execute(select(PERSON.c.id).where(PERSON.c.slug == slug))
    person_id: int | None = found.scalar_one_or_none()
    return person_id
