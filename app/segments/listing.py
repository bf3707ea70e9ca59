"""The segments of a participation as they are worked on: filtered, page by page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select, union_all
from sqlmodel import Session

from app.accounts.models import PERSON
from app.db.clock import now
from app.items.models import ITEM
from app.items.search import matching
from app.organisations.models import ORGANISATION
from app.process.vocabulary import Kind, State, Verdict, Workplace
from app.segments.models import ITEM_TAG, SEGMENT, TAG
from app.statements.models import SECTION, STATEMENT

PAGE_SIZE = 50
NOBODY = "nobody"
ON_THE_TABLE = (State.SUBMITTED, State.ANSWERED, State.PUBLISHED)
SAID = ITEM.alias("said")
TAGS = (
    select(func.aggregate_strings(TAG.c.name, ", "))
    .join(ITEM_TAG, ITEM_TAG.c.tag_id == TAG.c.id)
    .where(ITEM_TAG.c.item_id == ITEM.c.id)
    .correlate(ITEM)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class Sought:
    """Which segments are looked for. `after` is the id of the last row seen."""

    words: str = ""
    consultation: str = ""
    statement: str = ""
    tag: int = 0
    workplace: Workplace | None = None
    assignee: str = ""
    section: int = 0
    organisation: int = 0
    unanswered: bool = False
    overdue: bool = False
    after: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A segment in a list."""

    id: int
    reference: str
    title: str
    language: str
    state: State
    verdict: Verdict | None
    section: str | None
    statement: str
    organisation: str | None
    workplace: Workplace
    assignee: str | None
    due_on: date | None
    tags: str | None

    @property
    def answered(self) -> bool:
        return self.state is not State.SUBMITTED

    @property
    def late(self) -> bool:
        """Whether it should be answered by now and is not."""
        return self.due_on is not None and self.due_on < now().date() and not self.answered


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of rows, and the key of the next page."""

    rows: list[Row]
    after: str


@dataclass(frozen=True, slots=True)
class Option:
    """Something to filter by, or to set."""

    value: str
    label: str


def segments_of(session: Session, participation_id: int, sought: Sought, me: int) -> Rows:
    """The segments that fit, in the order in which they were cut."""
    found = (
        _rows()
        .where(
            ITEM.c.participation_id == participation_id,
            ITEM.c.kind == Kind.SEGMENT,
            ITEM.c.state.in_(ON_THE_TABLE),
            ITEM.c.id > sought.after,
            *_conditions(session, sought, me),
        )
        .order_by(ITEM.c.id)
        .limit(PAGE_SIZE + 1)
    )
    rows = [Row(*row) for row in session.execute(found)]
    after = str(rows[PAGE_SIZE - 1].id) if len(rows) > PAGE_SIZE else ""
    return Rows(rows[:PAGE_SIZE], after)


def options_of(session: Session, participation_id: int) -> dict[str, list[Option]]:
    """What segments can be filtered by, all of it in one query."""
    consultation = (ITEM.c.participation_id == participation_id) & (
        ITEM.c.kind == Kind.CONSULTATION
    )
    sections = SECTION.join(ITEM, (ITEM.c.id == SECTION.c.consultation_id) & consultation)
    speakers = ORGANISATION.join(ITEM, ITEM.c.organisation_id == ORGANISATION.c.id)
    spoken = (ITEM.c.participation_id == participation_id) & (ITEM.c.kind == Kind.STATEMENT)
    wanted = union_all(
        _options("tag", TAG.c.id, TAG.c.name).where(TAG.c.participation_id == participation_id),
        _options("consultation", ITEM.c.reference, ITEM.c.title).where(consultation),
        _options("section", SECTION.c.id, _section_name(), SECTION.c.place).select_from(sections),
        _options("organisation", ORGANISATION.c.id, ORGANISATION.c.name)
        .select_from(speakers)
        .where(spoken, ITEM.c.state.in_(ON_THE_TABLE))
        .distinct(),
    ).subquery()
    found: dict[str, list[Option]] = {
        name: [] for name in ("tag", "consultation", "section", "organisation")
    }
    rows = session.execute(select(wanted).order_by(wanted.c.place, wanted.c.label))
    for what, value, label, _ in rows:
        found[what].append(Option(value, label))
    return found


def _rows() -> Select[Any]:
    return (
        select(
            *(ITEM.c[name] for name in Row.__slots__[:6]),
            _section_name(),
            SAID.c.reference,
            ORGANISATION.c.name,
            SEGMENT.c.workplace,
            PERSON.c.name,
            SEGMENT.c.due_on,
            TAGS,
        )
        .join(SEGMENT, SEGMENT.c.id == ITEM.c.id)
        .join(SAID, SAID.c.id == SEGMENT.c.statement_id)
        .join(STATEMENT, STATEMENT.c.id == SAID.c.id)
        .outerjoin(SECTION, SECTION.c.id == SEGMENT.c.section_id)
        .outerjoin(ORGANISATION, ORGANISATION.c.id == ITEM.c.organisation_id)
        .outerjoin(PERSON, PERSON.c.id == SEGMENT.c.assignee_id)
        .where(SAID.c.state.in_([State.SUBMITTED, State.PUBLISHED]))
    )


def _conditions(session: Session, sought: Sought, me: int) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if sought.words:
        where.append(matching(session, sought.words))
    if sought.consultation:
        of_it = select(ITEM.c.id).where(ITEM.c.reference == sought.consultation)
        where.append(STATEMENT.c.consultation_id == of_it.correlate(None).scalar_subquery())
    if sought.statement:
        where.append(SAID.c.reference == sought.statement)
    if sought.tag:
        tagged = select(ITEM_TAG.c.item_id).where(ITEM_TAG.c.tag_id == sought.tag)
        where.append(ITEM.c.id.in_(tagged))
    if sought.section:
        where.append(SEGMENT.c.section_id == sought.section)
    if sought.organisation:
        where.append(ITEM.c.organisation_id == sought.organisation)
    return [*where, *_work_conditions(sought, me)]


def _work_conditions(sought: Sought, me: int) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if sought.workplace:
        where.append(SEGMENT.c.workplace == sought.workplace)
    if sought.assignee == NOBODY:
        where.append(SEGMENT.c.assignee_id.is_(None))
    elif sought.assignee:
        number = int(sought.assignee) if sought.assignee.isdecimal() else me
        where.append(SEGMENT.c.assignee_id == number)
    if sought.unanswered or sought.overdue:
        where.append(ITEM.c.state == State.SUBMITTED)
    if sought.overdue:
        where.append(SEGMENT.c.due_on < now().date())
    return where


def _section_name() -> ColumnElement[str]:
    return SECTION.c.number + " " + SECTION.c.title


def _options(
    what: str, value: ColumnElement[Any], label: ColumnElement[Any], place: Any = 0
) -> Select[Any]:
    order = literal(place) if place == 0 and isinstance(place, int) else place
    return select(
        literal(what).label("what"),
        cast(value, String).label("value"),
        label.label("label"),
        order.label("place"),
    )
