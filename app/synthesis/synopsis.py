"""The synopsis of a consultation: statement, segment and answer, section by section."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, null, select, tuple_
from sqlmodel import Session

from app.items.models import ITEM, LINK, LINK_END
from app.items.versions import ChangedLine, difference
from app.organisations.models import ORGANISATION
from app.process.vocabulary import Link, Position, State, Verdict
from app.segments.models import SEGMENT
from app.statements.models import SECTION, SECTION_POSITION, STATEMENT
from app.synthesis.models import ANSWER

PAGE_SIZE = 30
INSIDE = (State.SUBMITTED, State.ANSWERED, State.PUBLISHED)
_APART = ("", "\n\n")
# A question asks for no position.
POSITION = case((SECTION.c.text != "", SECTION_POSITION.c.position))
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
    wording: str | None
    section_text: str | None

    @property
    def proposed(self) -> str:
        """The wording that the statement proposes, where the segment holds all of it."""
        return (self.wording or "").strip() if self._around else ""

    @property
    def words(self) -> str:
        """What the segment says beside the proposed wording."""
        return "\n\n".join(each for each in self._around or (self.text,) if each)

    @property
    def changes(self) -> list[ChangedLine]:
        """The proposed wording beside the text of the section."""
        return difference(self.section_text or "", self.proposed) if self.proposed else []

    @property
    def _around(self) -> tuple[str, str] | None:
        wording = (self.wording or "").strip()
        before, found, after = self.text.rpartition(wording) if wording else ("", "", "")
        apart = before[-2:] in _APART and after[:2] in _APART
        return (before.strip(), after.strip()) if found and apart else None


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of lines, and the key of the next page."""

    lines: list[Line]
    after: str


def synopsis(
    session: Session,
    consultation_id: int,
    *,
    inside: bool,
    organisation: int = 0,
    after: str = "",
    most: int = PAGE_SIZE,
    texts: bool = False,
) -> Lines:
    """The lines by section, then in the order of the statements. Without `inside`: public ones.

    `texts`: each line comes with the text of its section, to compare with.
    """
    where: list[ColumnElement[bool]] = []
    if organisation:
        where.append(_SAID.c.organisation_id == organisation)
    if key := _key(after):
        where.append(tuple_(SEGMENT.c.place, SEGMENT.c.id) > key)
    found = _lines(inside=inside, texts=texts).where(
        STATEMENT.c.consultation_id == consultation_id, *where
    )
    ordered = found.order_by(SEGMENT.c.place, SEGMENT.c.id).limit(most + 1)
    lines = [Line(*row) for row in session.execute(ordered)]
    last = lines[most - 1] if len(lines) > most else None
    return Lines(lines[:most], f"{last.place}.{last.id}" if last else "")


def lines_of_statement(session: Session, statement_id: int, *, inside: bool) -> list[Line]:
    """Every segment of one statement with its answer."""
    found = _lines(inside=inside).where(SEGMENT.c.statement_id == statement_id)
    ordered = found.order_by(SEGMENT.c.place, SEGMENT.c.id)
    return [Line(*row) for row in session.execute(ordered)]


def _lines(*, inside: bool, texts: bool = False) -> Select[Any]:
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
            POSITION,
            _ANSWERED.c.reference,
            ANSWER.c.verdict,
            ANSWER.c.reason,
            _ANSWERED.c.language,
            _ANSWERED.c.created_at,
            SECTION_POSITION.c.wording,
            SECTION.c.text if texts else null(),
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
        .where(_SAID.c.state.in_(states(inside=inside)), ITEM.c.state.in_(states(inside=inside)))
    )


def states(*, inside: bool) -> Sequence[State]:
    """In which states statements and segments stand in the synopsis."""
    return INSIDE if inside else (State.PUBLISHED,)


def _key(after: str) -> tuple[int, int] | None:
    place, _, number = after.partition(".")
    fits = place.isdecimal() and number.isdecimal() and len(place) < 9 and len(number) < 17
    return (int(place), int(number)) if fits and after.isascii() else None
