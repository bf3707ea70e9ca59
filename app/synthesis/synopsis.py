"""The synopsis of a consultation: statement, segment and answer, section by section."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    case,
    cast,
    func,
    literal,
    null,
    select,
    tuple_,
    union_all,
)
from sqlmodel import Session

from app.items.models import ITEM, LINK, LINK_END
from app.organisations.models import ORGANISATION
from app.process.vocabulary import Link, Position, State, Verdict
from app.segments.models import SEGMENT
from app.statements.models import SECTION, SECTION_POSITION, STATEMENT
from app.synthesis.models import ANSWER
from app.synthesis.release import Completeness, counted

PAGE_SIZE = 30
INSIDE = (State.SUBMITTED, State.ANSWERED, State.PUBLISHED)
_SAID, _ANSWERED = ITEM.alias("said"), ITEM.alias("answered")


@dataclass(frozen=True, slots=True)
class Line:
    """A segment with the section it is about, whose it is, and its answer if it has one."""

    id: int
    place: int
    reference: str
    language: str
    text: str
    number: str | None
    section: str | None
    statement: str
    organisation: str | None
    position: Position | None
    answer: str | None
    verdict: Verdict | None
    reason: str | None
    answer_language: str | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of lines, and the key of the next page."""

    lines: list[Line]
    after: str


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section and how many statements take which position to it."""

    place: int
    number: str
    title: str
    positions: dict[Position, int]


@dataclass(frozen=True, slots=True)
class Speaker:
    """An organisation whose statement is in the synopsis; `waived`: it objects to nothing."""

    id: int
    name: str
    waived: bool


@dataclass(frozen=True, slots=True)
class Stand:
    """How one statement stands to one section."""

    number: str
    section: str
    statement: str
    organisation: str | None
    position: Position | None


@dataclass(slots=True)
class Contents:
    """What a synopsis is made of: its sections, who speaks; inside, what is still missing."""

    sections: list[SectionLine] = field(default_factory=list)
    speakers: list[Speaker] = field(default_factory=list)
    complete: Completeness | None = None


def synopsis(
    session: Session,
    consultation_id: int,
    *,
    inside: bool,
    organisation: int = 0,
    after: str = "",
    most: int = PAGE_SIZE,
) -> Lines:
    """The lines by section, then in the order of the statements. Without `inside`: public ones."""
    where: list[ColumnElement[bool]] = []
    if organisation:
        where.append(_SAID.c.organisation_id == organisation)
    if key := _key(after):
        where.append(tuple_(SEGMENT.c.place, SEGMENT.c.id) > key)
    found = _lines(inside=inside).where(STATEMENT.c.consultation_id == consultation_id, *where)
    ordered = found.order_by(SEGMENT.c.place, SEGMENT.c.id).limit(most + 1)
    lines = [Line(*row) for row in session.execute(ordered)]
    last = lines[most - 1] if len(lines) > most else None
    return Lines(lines[:most], f"{last.place}.{last.id}" if last else "")


def lines_of_statement(session: Session, statement_id: int, *, inside: bool) -> list[Line]:
    """Every segment of one statement with its answer."""
    found = _lines(inside=inside).where(SEGMENT.c.statement_id == statement_id)
    ordered = found.order_by(SEGMENT.c.place, SEGMENT.c.id)
    return [Line(*row) for row in session.execute(ordered)]


def positions_of(session: Session, consultation_id: int, *, inside: bool) -> list[Stand]:
    """How each statement stands to each section, also where it says nothing more."""
    rows = session.execute(
        select(
            SECTION.c.number,
            SECTION.c.title,
            _SAID.c.reference,
            ORGANISATION.c.name,
            SECTION_POSITION.c.position,
        )
        .select_from(SECTION_POSITION)
        .join(SECTION, SECTION.c.id == SECTION_POSITION.c.section_id)
        .join(_SAID, _SAID.c.id == SECTION_POSITION.c.statement_id)
        .outerjoin(ORGANISATION, ORGANISATION.c.id == _SAID.c.organisation_id)
        .where(
            SECTION.c.consultation_id == consultation_id,
            _SAID.c.state.in_(_states(inside=inside)),
        )
        .order_by(SECTION.c.place, _SAID.c.id)
    )
    return [Stand(*row) for row in rows]


def contents_of(session: Session, consultation_id: int, *, inside: bool) -> Contents:
    """The sections with the positions to them, the speakers, what is missing, in one query."""
    parts = [_positions(consultation_id, inside=inside), _speakers(consultation_id, inside=inside)]
    wanted = union_all(*parts, *([_missing(consultation_id)] if inside else []))
    contents = Contents()
    counts: defaultdict[tuple[int, str, str], dict[Position, int]] = defaultdict(dict)
    for what, place, number, title, position, count in session.execute(wanted):
        if what == "complete":
            contents.complete = Completeness(place, int(number), int(title), int(position))
        elif what == "speaker":
            contents.speakers.append(Speaker(place, title, bool(number)))
        else:
            here = counts[place, number, title]
            if position:
                here[Position(position)] = count
    contents.sections = [
        SectionLine(*section, _in_order(found)) for section, found in sorted(counts.items())
    ]
    contents.speakers.sort(key=lambda each: each.name.casefold())
    return contents


def _in_order(found: dict[Position, int]) -> dict[Position, int]:
    return {position: found[position] for position in Position if position in found}


def _lines(*, inside: bool) -> Select[Any]:
    ended = select(LINK_END.c.link_id).where(LINK_END.c.link_id == LINK.c.id).exists()
    standing = (LINK.c.from_id == ITEM.c.id) & (LINK.c.how == Link.ANSWERED_BY) & ~ended
    position = (SECTION_POSITION.c.statement_id == SEGMENT.c.statement_id) & (
        SECTION_POSITION.c.section_id == SEGMENT.c.section_id
    )
    return (
        select(
            SEGMENT.c.id,
            SEGMENT.c.place,
            ITEM.c.reference,
            ITEM.c.language,
            SEGMENT.c.text,
            SECTION.c.number,
            SECTION.c.title,
            _SAID.c.reference,
            ORGANISATION.c.name,
            SECTION_POSITION.c.position,
            _ANSWERED.c.reference,
            ANSWER.c.verdict,
            ANSWER.c.reason,
            _ANSWERED.c.language,
            _ANSWERED.c.created_at,
        )
        .select_from(SEGMENT)
        .join(ITEM, ITEM.c.id == SEGMENT.c.id)
        .join(STATEMENT, STATEMENT.c.id == SEGMENT.c.statement_id)
        .join(_SAID, _SAID.c.id == STATEMENT.c.id)
        .outerjoin(SECTION, SECTION.c.id == SEGMENT.c.section_id)
        .outerjoin(SECTION_POSITION, position)
        .outerjoin(ORGANISATION, ORGANISATION.c.id == _SAID.c.organisation_id)
        .outerjoin(LINK, standing)
        .outerjoin(_ANSWERED, _ANSWERED.c.id == LINK.c.to_id)
        .outerjoin(ANSWER, ANSWER.c.id == _ANSWERED.c.id)
        .where(_SAID.c.state.in_(_states(inside=inside)), ITEM.c.state.in_(_states(inside=inside)))
    )


def _positions(consultation_id: int, *, inside: bool) -> Select[Any]:
    taken = SECTION_POSITION.join(
        _SAID,
        (_SAID.c.id == SECTION_POSITION.c.statement_id) & _SAID.c.state.in_(_states(inside=inside)),
    )
    return (
        select(
            literal("section"),
            SECTION.c.place,
            SECTION.c.number,
            SECTION.c.title,
            cast(SECTION_POSITION.c.position, String),
            func.count(SECTION_POSITION.c.statement_id),
        )
        .select_from(SECTION.outerjoin(taken, SECTION_POSITION.c.section_id == SECTION.c.id))
        .where(SECTION.c.consultation_id == consultation_id)
        .group_by(SECTION.c.id, SECTION_POSITION.c.position)
    )


def _speakers(consultation_id: int, *, inside: bool) -> Select[Any]:
    return (
        select(
            literal("speaker"),
            ORGANISATION.c.id,
            case((STATEMENT.c.no_objection, "waived"), else_=""),
            ORGANISATION.c.name,
            cast(null(), String),
            literal(0),
        )
        .select_from(STATEMENT)
        .join(_SAID, _SAID.c.id == STATEMENT.c.id)
        .join(ORGANISATION, ORGANISATION.c.id == _SAID.c.organisation_id)
        .where(
            STATEMENT.c.consultation_id == consultation_id,
            _SAID.c.state.in_(_states(inside=inside)),
        )
        .distinct()
    )


def _missing(consultation_id: int) -> Select[Any]:
    row = counted(consultation_id).subquery()
    words = (cast(row.c[name], String) for name in ("uncut", "segments", "unanswered"))
    return select(literal("complete"), row.c.statements, *words, literal(0))


def _states(*, inside: bool) -> Sequence[State]:
    return INSIDE if inside else (State.PUBLISHED,)


def _key(after: str) -> tuple[int, int] | None:
    place, _, number = after.partition(".")
    fits = place.isdecimal() and number.isdecimal() and len(place) < 9 and len(number) < 17
    return (int(place), int(number)) if fits and after.isascii() else None
