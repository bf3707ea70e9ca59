"""Offices as they are shown and granted: a scope is named by a reference or a body's code."""

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.commands import grant_office
from app.accounts.forms import address_of
from app.accounts.models import OFFICE_GRANT, PERSON
from app.accounts.people import person_with_email
from app.db.clock import now
from app.i18n.choice import in_language
from app.items.models import ITEM
from app.organisations.bodies import last_moment
from app.organisations.models import BODY
from app.process.actor import EVERYWHERE, SYSTEM, Holding
from app.process.refusal import Refused
from app.process.sentences import N_
from app.process.vocabulary import GRANTED_OFFICES, Kind, Office
from app.process.words import Choice, word

NO_SUCH_OFFICE = N_("There is no such office. Please take one of these: %(offices)s")
NO_SUCH_SCOPE = N_("There is no participation, measure or body of this name.")
BODY_MISSING = N_("Please say which body: its code is the scope of this office.")
_OFFERED = 200
_SCOPES = (Kind.PARTICIPATION, Kind.MEASURE)
# Whoever may run commands on the server is its operator.
OPERATOR = dataclasses.replace(SYSTEM, offices=frozenset({Holding(Office.OPERATOR)}))


@dataclass(frozen=True, slots=True)
class HeldOffice:
    """An office somebody holds or held, with the name of what it is limited to."""

    id: int
    person: str
    email: str
    office: Office
    scope: str
    since: datetime
    until: datetime | None
    is_over: bool


def offices_of(session: Session, person_id: int, language: str) -> list[HeldOffice]:
    """The offices a person holds now."""
    held = _offices(session, language, person_id)
    return [each for each in held if not each.is_over]


def all_offices(session: Session, language: str) -> list[HeldOffice]:
    """Every office that was ever granted, those in force first."""
    return sorted(_offices(session, language), key=lambda each: each.is_over)


def scopes(session: Session, language: str) -> list[Choice]:
    """What an office may be limited to: bodies, then the newest participations and measures."""
    items = (
        select(ITEM.c.reference, ITEM.c.title)
        .where(ITEM.c.kind.in_(_SCOPES))
        .order_by(ITEM.c.id.desc())
        .limit(_OFFERED)
    )
    bodies = session.execute(select(BODY.c.code, BODY.c.name).order_by(BODY.c.code))
    named = [Choice(code, in_language(name, language)) for code, name in bodies]
    return named + [Choice(*row) for row in session.execute(items)]


def find_scope(session: Session, name: str, office: Office) -> int:
    """The id behind a reference or a body's code; Refused when there is none."""
    if not name:
        if office is Office.BODY:
            raise Refused(BODY_MISSING)
        return EVERYWHERE
    item = select(ITEM.c.id).where(ITEM.c.reference == name.upper(), ITEM.c.kind.in_(_SCOPES))
    body = select(BODY.c.id).where(BODY.c.code == name.lower())
    wanted = body if office is Office.BODY else item
    found: int | None = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise Refused(NO_SUCH_SCOPE)
    return found


def end_of_day(day: date | None, time_zone: str) -> datetime | None:
    """The first moment after a day, where the city is."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(time_zone))


def grant_from_command_line(
    session: Session,
    email: str,
    office: str,
    scope: str = "",
    *,
    until: date | None = None,
    time_zone: str = "UTC",
) -> str:
    """Give an office to an address, making the person when unknown; says what was done."""
    if office not in set(GRANTED_OFFICES):
        raise Refused(NO_SUCH_OFFICE % {"offices": ", ".join(GRANTED_OFFICES)})
    try:
        address = address_of(email)
    except ValueError as problem:
        raise Refused(str(problem)) from problem
    granted = Office(office)
    scope_id = find_scope(session, scope, granted)
    ends_at = end_of_day(until, time_zone)
    person = person_with_email(session, address, "")
    grant_office(session, OPERATOR, person.id, granted, scope_id=scope_id, ends_at=ends_at)
    limits = [f"for {scope}" if scope else "everywhere", f"until {until}" if until else ""]
    return f"{address} now holds the office “{word(granted)}” {' '.join(limits).strip()}."


def _offices(session: Session, language: str, person_id: int | None = None) -> list[HeldOffice]:
    held = (
        select(OFFICE_GRANT, PERSON.c.name, PERSON.c.email, ITEM.c.reference, ITEM.c.title)
        .add_columns(BODY.c.name.label("body"))
        .join(PERSON, PERSON.c.id == OFFICE_GRANT.c.person_id)
        .outerjoin(ITEM, ITEM.c.id == OFFICE_GRANT.c.scope_id)
        .outerjoin(BODY, BODY.c.id == OFFICE_GRANT.c.scope_id)
        .where(OFFICE_GRANT.c.starts_at <= now(), OFFICE_GRANT.c.office.in_(GRANTED_OFFICES))
        .order_by(PERSON.c.name, OFFICE_GRANT.c.starts_at)
    )
    if person_id is not None:
        held = held.where(OFFICE_GRANT.c.person_id == person_id)
    return [
        HeldOffice(
            row.id,
            row.name,
            row.email or "",
            row.office,
            in_language(row.body, language) if row.body else row.title or "",
            row.starts_at,
            last_moment(row.ends_at),
            row.ends_at is not None and row.ends_at <= now(),
        )
        for row in session.execute(held)
    ]
