"""Reading one segment, with what stands beside it; and how a statement is cut."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.items.models import ITEM, Item
from app.items.visibility import visible
from app.organisations.models import ORGANISATION
from app.participation.models import PARTICIPATION
from app.participation.promises import PROMISED_DAY
from app.process.actor import Actor
from app.process.vocabulary import Kind, Position, State, Workplace
from app.segments.listing import ON_THE_TABLE, SAID
from app.segments.models import ITEM_TAG, SEGMENT, SEGMENT_CHANGE, SEGMENT_NOTE, TAG
from app.segments.people import Officer
from app.statements.models import SECTION, SECTION_POSITION, STATEMENT

BESIDE = 20
LATEST = 100
_PARENT, _ASKED = ITEM.alias("parent"), ITEM.alias("asked")


@dataclass(frozen=True, slots=True)
class SegmentPage:
    """A segment with its section, its statement and where it is worked on."""

    text: str
    place: int
    section_id: int | None
    workplace: Workplace
    assignee_id: int | None
    due_on: date | None
    assignee: str | None
    number: str | None
    section: str | None
    section_text: str | None
    position: Position | None
    wording: str | None
    evidence: str | None
    statement_id: int
    statement: str
    statement_title: str
    organisation_id: int | None
    organisation: str | None
    consultation: str
    consultation_title: str
    consultation_language: str
    participation: str
    participation_title: str
    answers_due: datetime | None


@dataclass(frozen=True, slots=True)
class Beside:
    """Another segment: of the same section, or of the same statement."""

    reference: str
    title: str
    language: str
    state: State
    organisation: str | None
    text: str
    section: str | None
    workplace: Workplace


@dataclass(frozen=True, slots=True)
class Note:
    """An internal note."""

    text: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One field that changed, as it is shown."""

    field: str
    before: str | date
    after: str | date
    author: str
    at: datetime


def segment_page(session: Session, item: Item) -> SegmentPage:
    position = (SECTION_POSITION.c.statement_id == SEGMENT.c.statement_id) & (
        SECTION_POSITION.c.section_id == SEGMENT.c.section_id
    )
    row = session.execute(
        select(
            *(SEGMENT.c[name] for name in SegmentPage.__slots__[:6]),
            PERSON.c.name,
            *(SECTION.c[name] for name in ("number", "title", "text")),
            *(SECTION_POSITION.c[name] for name in ("position", "wording", "evidence")),
            *(SAID.c[name] for name in ("id", "reference", "title", "organisation_id")),
            ORGANISATION.c.name,
            *(_ASKED.c[name] for name in ("reference", "title", "language")),
            _PARENT.c.reference,
            _PARENT.c.title,
            PROMISED_DAY,
        )
        .select_from(SEGMENT)
        .join(STATEMENT, STATEMENT.c.id == SEGMENT.c.statement_id)
        .join(SAID, SAID.c.id == STATEMENT.c.id)
        .join(_ASKED, _ASKED.c.id == STATEMENT.c.consultation_id)
        .join(_PARENT, _PARENT.c.id == SAID.c.participation_id)
        .join(PARTICIPATION, PARTICIPATION.c.id == _PARENT.c.id)
        .outerjoin(SECTION, SECTION.c.id == SEGMENT.c.section_id)
        .outerjoin(SECTION_POSITION, position)
        .outerjoin(ORGANISATION, ORGANISATION.c.id == SAID.c.organisation_id)
        .outerjoin(PERSON, PERSON.c.id == SEGMENT.c.assignee_id)
        .where(SEGMENT.c.id == item.id)
    ).one()
    return SegmentPage(*row)


def of_same_section(session: Session, actor: Actor, item: Item, page: SegmentPage) -> list[Beside]:
    """What others say about the same section, as far as this actor may read it."""
    if page.section_id is None:
        return []
    same = (SEGMENT.c.section_id == page.section_id) & (ITEM.c.id != item.id)
    found = _beside().where(same, visible(actor)).order_by(ITEM.c.id).limit(BESIDE)
    return [Beside(*row) for row in session.execute(found)]


def of_statement(session: Session, statement_id: int) -> list[Beside]:
    """The segments of a statement, in its order."""
    found = _beside().where(SEGMENT.c.statement_id == statement_id)
    rows = session.execute(found.order_by(SEGMENT.c.place, SEGMENT.c.id))
    return [Beside(*row) for row in rows]


def tags_on(session: Session, item_id: int) -> list[str]:
    """The tags of an item, by name."""
    found = select(TAG.c.name).join(ITEM_TAG, ITEM_TAG.c.tag_id == TAG.c.id)
    rows = session.execute(found.where(ITEM_TAG.c.item_id == item_id).order_by(TAG.c.name))
    return list(rows.scalars())


def tag_names(session: Session, participation_id: int) -> list[str]:
    """All tags of a participation, by name."""
    mine = TAG.c.participation_id == participation_id
    return list(session.execute(select(TAG.c.name).where(mine).order_by(TAG.c.name)).scalars())


def notes_on(session: Session, segment_id: int) -> list[Note]:
    """The internal notes, the newest first."""
    rows = session.execute(
        select(SEGMENT_NOTE.c.text, PERSON.c.name, SEGMENT_NOTE.c.at)
        .join(PERSON, PERSON.c.id == SEGMENT_NOTE.c.by_id)
        .where(SEGMENT_NOTE.c.segment_id == segment_id)
        .order_by(SEGMENT_NOTE.c.id.desc())
    )
    return [Note(*row) for row in rows]


def changes_of(session: Session, segment_id: int, people: list[Officer]) -> list[Change]:
    """Every field that was changed, the newest first."""
    names = {str(each.id): each.name for each in people}
    rows = session.execute(
        select(*(SEGMENT_CHANGE.c[name] for name in ("field", "before", "after")))
        .add_columns(PERSON.c.name, SEGMENT_CHANGE.c.at)
        .join(PERSON, PERSON.c.id == SEGMENT_CHANGE.c.by_id)
        .where(SEGMENT_CHANGE.c.segment_id == segment_id)
        .order_by(SEGMENT_CHANGE.c.id.desc())
        .limit(LATEST)
    )
    return [_change(row, names) for row in rows]


def _change(row: Any, names: dict[str, str]) -> Change:
    """People are stored by their number and shown by their name, days as they are written."""
    if row.field == "due_on":
        before, after = (each and date.fromisoformat(each) for each in (row.before, row.after))
        return Change(row.field, before, after, *row[3:])
    if row.field != "assignee_id":
        return Change(*row)
    before, after = (names.get(each, each and "–") for each in (row.before, row.after))
    return Change(row.field, before, after, *row[3:])


def _beside() -> Any:
    return (
        select(
            *(ITEM.c[name] for name in Beside.__slots__[:4]),
            ORGANISATION.c.name,
            SEGMENT.c.text,
            SECTION.c.number + " " + SECTION.c.title,
            SEGMENT.c.workplace,
        )
        .join(SEGMENT, SEGMENT.c.id == ITEM.c.id)
        .outerjoin(SECTION, SECTION.c.id == SEGMENT.c.section_id)
        .outerjoin(ORGANISATION, ORGANISATION.c.id == ITEM.c.organisation_id)
        .where(ITEM.c.state.in_(ON_THE_TABLE))
    )


@dataclass(frozen=True, slots=True)
class StatementHead:
    """Whose statement it is, on what, and where."""

    organisation: str | None
    consultation: str
    consultation_title: str
    consultation_language: str
    participation: str
    participation_title: str
    submitted_at: datetime | None
    anonymised_at: datetime | None


def statement_head(session: Session, item: Item) -> StatementHead:
    row = session.execute(
        select(
            ORGANISATION.c.name,
            *(_ASKED.c[name] for name in ("reference", "title", "language")),
            _PARENT.c.reference,
            _PARENT.c.title,
            STATEMENT.c.submitted_at,
            STATEMENT.c.anonymised_at,
        )
        .select_from(STATEMENT)
        .join(SAID, SAID.c.id == STATEMENT.c.id)
        .join(_ASKED, _ASKED.c.id == STATEMENT.c.consultation_id)
        .join(_PARENT, _PARENT.c.id == SAID.c.participation_id)
        .outerjoin(ORGANISATION, ORGANISATION.c.id == SAID.c.organisation_id)
        .where(STATEMENT.c.id == item.id)
    ).one()
    return StatementHead(*row)


def next_unanswered(session: Session, item: Item) -> str | None:
    """The reference of the next segment of the participation that waits for its answer."""
    waiting = select(ITEM.c.reference).where(
        ITEM.c.participation_id == item.participation_id,
        ITEM.c.kind == Kind.SEGMENT,
        ITEM.c.state == State.SUBMITTED,
        ITEM.c.id != item.id,
    )
    later = waiting.order_by((ITEM.c.id < item.id), ITEM.c.id).limit(1)
    reference: str | None = session.execute(later).scalar_one_or_none()
    return reference
