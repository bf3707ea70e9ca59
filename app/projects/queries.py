"""Reading the project list and the contact points."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select, tuple_
from sqlmodel import Session

from app.goals.models import DISTRICT
from app.items.models import ITEM
from app.items.visibility import public
from app.process.vocabulary import Kind, ProjectStage, Visibility
from app.process.words import Choice
from app.projects.models import CONTACT_POINT, PROJECT

PAGE_SIZE = 30
_PARTICIPATION, _MEASURE = ITEM.alias("opened"), ITEM.alias("led_to")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for on the project list."""

    words: str = ""
    district: int | None = None
    authority: str = ""
    participates: bool | None = None
    stage: ProjectStage | None = None
    after: str = ""


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """An entry of the project list, with what it leads to where that is public."""

    id: int
    title: str
    language: str
    authority: str
    what: str
    effects: str
    timing: str
    stage: ProjectStage
    participates: bool
    why_not: str
    changed_at: datetime
    district: str | None
    district_id: int | None
    participation: str | None
    participation_title: str | None
    measure: str | None
    measure_title: str | None


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact point as it is shown."""

    id: int
    name: str
    language: str
    address: str
    opening: str
    phone: str
    email: str
    languages: str
    access: str
    district: str | None


_LINE = (
    *(PROJECT.c[name] for name in ProjectLine.__slots__[:11]),
    DISTRICT.c.name.label("district"),
    PROJECT.c.district_id,
    _PARTICIPATION.c.reference.label("participation"),
    _PARTICIPATION.c.title.label("participation_title"),
    _MEASURE.c.reference.label("measure"),
    _MEASURE.c.title.label("measure_title"),
)
_FROM = (
    PROJECT.outerjoin(DISTRICT, DISTRICT.c.id == PROJECT.c.district_id)
    .outerjoin(
        _PARTICIPATION,
        and_(
            _PARTICIPATION.c.id == PROJECT.c.participation_id,
            _PARTICIPATION.c.visibility == Visibility.PUBLIC,
        ),
    )
    .outerjoin(
        _MEASURE,
        and_(_MEASURE.c.id == PROJECT.c.measure_id, _MEASURE.c.visibility == Visibility.PUBLIC),
    )
)


def projects(session: Session, wanted: Wanted) -> tuple[list[ProjectLine], str]:
    """A page of the list, by title, and the key of the next page if there is one."""
    listed = _listed(wanted).order_by(PROJECT.c.title, PROJECT.c.id).limit(PAGE_SIZE + 1)
    if last := _last_seen(wanted.after):
        listed = listed.where(tuple_(PROJECT.c.title, PROJECT.c.id) > tuple_(*last))
    lines = [ProjectLine(*row) for row in session.execute(listed)]
    shown = lines[:PAGE_SIZE]
    return shown, f"{shown[-1].id}.{shown[-1].title}" if len(lines) > PAGE_SIZE else ""


def all_projects(session: Session, wanted: Wanted) -> list[ProjectLine]:
    """Everything that fits, for a table."""
    listed = _listed(wanted).order_by(PROJECT.c.title, PROJECT.c.id)
    return [ProjectLine(*row) for row in session.execute(listed)]


def project(session: Session, project_id: int) -> ProjectLine | None:
    row = session.execute(
        select(*_LINE).select_from(_FROM).where(PROJECT.c.id == project_id)
    ).one_or_none()
    return ProjectLine(*row) if row else None


def authorities(session: Session) -> list[Choice]:
    """Everybody who has a project on the list."""
    names = select(PROJECT.c.authority).distinct().order_by(PROJECT.c.authority)
    return [Choice(name, name) for name in session.execute(names).scalars()]


def project_choices(session: Session) -> list[Choice]:
    """The projects without participation, for which somebody may ask for it."""
    rows = session.execute(
        select(PROJECT.c.id, PROJECT.c.title)
        .where(PROJECT.c.participates.is_(False))
        .order_by(PROJECT.c.title)
    )
    return [Choice(str(row.id), row.title) for row in rows]


def named(session: Session, kind: Kind) -> list[Choice]:
    """The public items of a kind by reference, the newest first."""
    rows = session.execute(
        select(ITEM.c.reference, ITEM.c.title)
        .where(ITEM.c.kind == kind, public())
        .order_by(ITEM.c.id.desc())
        .limit(200)
    )
    return [Choice(row.reference, f"{row.title} ({row.reference})") for row in rows]


def public_id(session: Session, reference: str, kind: Kind) -> int | None:
    """The id of the public item of this kind with this reference."""
    wanted = select(ITEM.c.id).where(ITEM.c.reference == reference, ITEM.c.kind == kind, public())
    found: int | None = session.execute(wanted).scalar_one_or_none()
    return found


def contacts(session: Session) -> list[Contact]:
    """The central contact points first, then those of the districts."""
    rows = session.execute(
        select(*(CONTACT_POINT.c[name] for name in Contact.__slots__[:9]), DISTRICT.c.name)
        .select_from(
            CONTACT_POINT.outerjoin(DISTRICT, DISTRICT.c.id == CONTACT_POINT.c.district_id)
        )
        .where(CONTACT_POINT.c.ended_at.is_(None))
        .order_by(DISTRICT.c.name.is_not(None), DISTRICT.c.name, CONTACT_POINT.c.name)
    )
    return [Contact(*row) for row in rows]


def _listed(wanted: Wanted) -> Select[Any]:
    return select(*_LINE).select_from(_FROM).where(*_conditions(wanted))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    where = [
        PROJECT.c.words.contains(each, autoescape=True) for each in wanted.words.casefold().split()
    ]
    if wanted.district is not None:
        where.append(PROJECT.c.district_id == wanted.district)
    if wanted.authority:
        where.append(PROJECT.c.authority == wanted.authority)
    if wanted.participates is not None:
        where.append(PROJECT.c.participates.is_(wanted.participates))
    if wanted.stage:
        where.append(PROJECT.c.stage == wanted.stage)
    return where


def _last_seen(after: str) -> tuple[str, int] | None:
    number, _, title = after.partition(".")
    return (title, int(number)) if number.isdecimal() and len(number) < 17 and title else None
