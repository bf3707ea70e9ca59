"""How organisations stand to the sections of a consultation, also those that say nothing more."""

from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Select, String, case, cast, func, literal, null, select, union_all
from sqlmodel import Session

from app.items.models import ITEM
from app.organisations.models import ORGANISATION
from app.process.vocabulary import Position
from app.statements.models import SECTION, SECTION_POSITION, STATEMENT
from app.synthesis.release import Completeness, counted
from app.synthesis.synopsis import POSITION, states

_SAID = ITEM.alias("said")
_SILENT = (SECTION_POSITION.c.reason == "") & (SECTION_POSITION.c.wording == "")
_APART = "\n"


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section and how many statements take which position to it; or answer it as a question.

    `silent`: the organisations that take a position and say nothing more, blank where anonymised.
    """

    place: int
    number: str
    title: str
    positions: dict[Position, int]
    silent: dict[Position, list[str]]
    answers: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """An organisation whose statement is in the synopsis; `waived`: it objects to nothing."""

    id: int
    name: str
    waived: bool


@dataclass(frozen=True, slots=True)
class Stand:
    """How one statement stands to one section; `silent`: without saying anything more."""

    place: int
    number: str
    section: str
    statement: str
    organisation: str | None
    position: Position | None
    silent: bool


@dataclass(frozen=True, slots=True)
class Waiver:
    """A statement that objects to nothing, said in one step."""

    statement: str
    organisation: str | None


@dataclass(slots=True)
class Contents:
    """What a synopsis is made of: its sections, who speaks; inside, what is still missing."""

    sections: list[SectionLine] = field(default_factory=list)
    speakers: list[Speaker] = field(default_factory=list)
    complete: Completeness | None = None


def positions_of(session: Session, consultation_id: int, *, inside: bool) -> list[Stand]:
    """How each statement stands to each section, also where it says nothing more."""
    rows = session.execute(
        select(
            *(SECTION.c[name] for name in ("place", "number", "title")),
            _SAID.c.reference,
            ORGANISATION.c.name,
            POSITION,
            _SILENT,
        )
        .select_from(SECTION_POSITION)
        .join(SECTION, SECTION.c.id == SECTION_POSITION.c.section_id)
        .join(_SAID, _SAID.c.id == SECTION_POSITION.c.statement_id)
        .outerjoin(ORGANISATION, ORGANISATION.c.id == _SAID.c.organisation_id)
        .where(
            SECTION.c.consultation_id == consultation_id,
            _SAID.c.state.in_(states(inside=inside)),
        )
        .order_by(SECTION.c.place, _SAID.c.id)
    )
    return [Stand(*row) for row in rows]


def waivers_of(session: Session, consultation_id: int, *, inside: bool) -> list[Waiver]:
    """The statements that object to nothing and so take no position to a section."""
    rows = session.execute(
        select(_SAID.c.reference, ORGANISATION.c.name)
        .select_from(STATEMENT)
        .join(_SAID, _SAID.c.id == STATEMENT.c.id)
        .outerjoin(ORGANISATION, ORGANISATION.c.id == _SAID.c.organisation_id)
        .where(
            STATEMENT.c.consultation_id == consultation_id,
            STATEMENT.c.no_objection,
            _SAID.c.state.in_(states(inside=inside)),
        )
        .order_by(_SAID.c.id)
    )
    return [Waiver(*row) for row in rows]


def contents_of(session: Session, consultation_id: int, *, inside: bool) -> Contents:
    """The sections with the positions to them, the speakers, what is missing, in one query."""
    parts = [_positions(consultation_id, inside=inside), _speakers(consultation_id, inside=inside)]
    wanted = union_all(*parts, *([_missing(consultation_id)] if inside else []))
    contents = Contents()
    found: dict[int, SectionLine] = {}
    for what, place, number, title, position, count, silent in session.execute(wanted):
        if what == "complete":
            contents.complete = Completeness(place, int(number), int(title), int(position))
        elif what == "speaker":
            contents.speakers.append(Speaker(place, title, bool(number)))
        else:
            here = found.setdefault(place, SectionLine(place, number, title, {}, {}, 0))
            found[place] = _with(here, position, count, silent=silent)
    contents.sections = [found[place] for place in sorted(found)]
    contents.speakers.sort(key=lambda each: each.name.casefold())
    return contents


def _with(
    section: SectionLine, position: str | None, count: int, *, silent: str | None
) -> SectionLine:
    """The section with those who take one position to it."""
    if position is None:
        return replace(section, answers=count)
    taken = Position(position)
    names = [] if silent is None else sorted(silent.split(_APART), key=str.casefold)
    return replace(
        section,
        positions=_in_order(section.positions | {taken: count}),
        silent=_in_order(section.silent | ({taken: names} if names else {})),
    )


def _in_order(found: dict[Position, Any]) -> dict[Position, Any]:
    return {position: found[position] for position in Position if position in found}


def _positions(consultation_id: int, *, inside: bool) -> Select[Any]:
    taken = SECTION_POSITION.join(
        _SAID,
        (_SAID.c.id == SECTION_POSITION.c.statement_id) & _SAID.c.state.in_(states(inside=inside)),
    ).outerjoin(ORGANISATION, ORGANISATION.c.id == _SAID.c.organisation_id)
    silent = case((_SILENT, func.coalesce(ORGANISATION.c.name, "")))
    return (
        select(
            literal("section"),
            SECTION.c.place,
            SECTION.c.number,
            SECTION.c.title,
            cast(POSITION, String),
            func.count(SECTION_POSITION.c.statement_id),
            func.aggregate_strings(silent, _APART),
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
            cast(null(), String),
        )
        .select_from(STATEMENT)
        .join(_SAID, _SAID.c.id == STATEMENT.c.id)
        .join(ORGANISATION, ORGANISATION.c.id == _SAID.c.organisation_id)
        .where(
            STATEMENT.c.consultation_id == consultation_id,
            _SAID.c.state.in_(states(inside=inside)),
        )
        .distinct()
    )


def _missing(consultation_id: int) -> Select[Any]:
    row = counted(consultation_id).subquery()
    words = (cast(row.c[name], String) for name in ("uncut", "segments", "unanswered"))
    return select(literal("complete"), row.c.statements, *words, literal(0), cast(null(), String))
