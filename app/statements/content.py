"""What stands in a consultation and in a statement: values that pages, sheets and letters show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.items.versions import ChangedLine, difference
from app.organisations.models import ORGANISATION
from app.process.sentences import N_
from app.process.vocabulary import Channel, Position
from app.statements.models import CO_SIGNATURE, SECTION, SECTION_POSITION

NOTHING_SAID = N_("It says nothing yet. Please answer at least one section, or write a remark.")
REASONS_MISSING = N_("Some sections are rejected or changed without a reason.")
REASON_NEEDED = (Position.REJECT, Position.CHANGE)


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of a consultation. Without a text it is a question."""

    id: int
    number: str
    title: str
    text: str

    @property
    def anchor(self) -> str:
        return "section-" + self.number.replace(".", "-")

    @property
    def is_question(self) -> bool:
        return not self.text


@dataclass(frozen=True, slots=True)
class Answered:
    """A section and what a statement says to it; `position` None says nothing yet."""

    section: SectionView
    position: Position | None = None
    reason: str = ""
    wording: str = ""
    evidence: str = ""
    version: int = 0

    @property
    def is_answered(self) -> bool:
        return self.position is not None

    @property
    def lacks_reason(self) -> bool:
        """Whether somebody who reads it would have to ask why."""
        unsaid = not (self.reason or self.wording)
        rejects = self.position is Position.REJECT and not self.reason
        return rejects or (self.position in REASON_NEEDED and unsaid)

    @property
    def changes(self) -> list[ChangedLine]:
        """The proposed wording beside the text of the section."""
        return difference(self.section.text, self.wording) if self.wording else []


@dataclass(frozen=True, slots=True)
class CoSigner:
    """An organisation that stands behind a statement; `holds` as it is worded now."""

    organisation_id: int
    name: str
    at: datetime
    holds: bool


@dataclass(frozen=True, slots=True)
class StatementText:
    """Everything a statement says, and for whom: for nobody by name when it is anonymised."""

    id: int
    consultation_id: int
    organisation_id: int
    organisation: str
    verified_at: datetime | None
    no_objection: bool
    represents: str
    interest: str
    remarks: str
    general_version: int
    revision: int
    edited_by: int | None
    saved_at: datetime | None
    released_at: datetime | None
    submitted_at: datetime | None
    channel: Channel | None
    written_on: date | None
    filed_on: date | None
    anonymised_at: datetime | None
    answers: tuple[Answered, ...]

    @property
    def answered(self) -> int:
        """How many sections it says something to."""
        return sum(1 for each in self.answers if each.is_answered)

    @property
    def is_out_of_order(self) -> bool:
        """Whether it says that it was written after it was filed."""
        return bool(self.written_on and self.filed_on and self.written_on > self.filed_on)


def sections_of(session: Session, consultation_id: int) -> list[SectionView]:
    """The sections in their order."""
    rows = session.execute(
        select(SECTION.c.id, SECTION.c.number, SECTION.c.title, SECTION.c.text)
        .where(SECTION.c.consultation_id == consultation_id)
        .order_by(SECTION.c.place)
    )
    return [SectionView(*row) for row in rows]


def answers_of(session: Session, statement_id: int, consultation_id: int) -> tuple[Answered, ...]:
    """Every section of the consultation, with what the statement says to it."""
    mine = (SECTION_POSITION.c.section_id == SECTION.c.id) & (
        SECTION_POSITION.c.statement_id == statement_id
    )
    rows = session.execute(
        select(
            SECTION.c.id,
            SECTION.c.number,
            SECTION.c.title,
            SECTION.c.text,
            SECTION_POSITION.c.position,
            SECTION_POSITION.c.reason,
            SECTION_POSITION.c.wording,
            SECTION_POSITION.c.evidence,
            SECTION_POSITION.c.version,
        )
        .select_from(SECTION.outerjoin(SECTION_POSITION, mine))
        .where(SECTION.c.consultation_id == consultation_id)
        .order_by(SECTION.c.place)
    )
    return tuple(_answered(SectionView(*row[:4]), *row[4:]) for row in rows)


def _answered(section: SectionView, position: Position | None, *said: Any) -> Answered:
    return Answered(section, position, *said) if position else Answered(section)


def cosigners_of(session: Session, statement_id: int, revision: int) -> list[CoSigner]:
    """The organisations that have co-signed, in the order in which they did."""
    rows = session.execute(
        select(
            CO_SIGNATURE.c.organisation_id,
            ORGANISATION.c.name,
            CO_SIGNATURE.c.at,
            CO_SIGNATURE.c.revision,
        )
        .join(ORGANISATION, ORGANISATION.c.id == CO_SIGNATURE.c.organisation_id)
        .where(CO_SIGNATURE.c.statement_id == statement_id)
        .order_by(CO_SIGNATURE.c.at)
    )
    return [CoSigner(row[0], row[1], row[2], holds=row[3] == revision) for row in rows]


def snapshot(text: StatementText) -> dict[str, Any]:
    """The words of a statement as they are kept when it is submitted."""
    return {
        "remarks": text.remarks,
        "interest": text.interest,
        "represents": text.represents,
        "no_objection": text.no_objection,
        "revision": text.revision,
        "submitted_at": text.submitted_at and text.submitted_at.isoformat(),
        "sections": {
            str(each.section.id): {
                "position": each.position,
                "reason": each.reason,
                "wording": each.wording,
                "evidence": each.evidence,
            }
            for each in text.answers
            if each.is_answered
        },
    }


def said_in(kept: Mapping[str, Any], section: SectionView) -> Answered:
    """What a kept version says to a section."""
    said = kept.get("sections", {}).get(str(section.id))
    if not said:
        return Answered(section)
    return Answered(
        section, Position(said["position"]), said["reason"], said["wording"], said["evidence"]
    )


def gaps(text: StatementText) -> list[SectionView]:
    """The sections that are rejected or changed without a reason."""
    return [each.section for each in text.answers if each.lacks_reason]


def says_something(text: StatementText) -> bool:
    """Whether there is anything to release."""
    return bool(text.answered or text.remarks or text.no_objection)


def counted(text: StatementText) -> dict[Position, int]:
    """How many sections get which position."""
    found = dict.fromkeys(Position, 0)
    for each in text.answers:
        if each.position and not each.section.is_question:
            found[each.position] += 1
    return {position: count for position, count in found.items() if count}


def why_not_ready(text: StatementText) -> tuple[str, ...]:
    """What keeps a statement from being released, whoever wants to release it."""
    nothing = () if says_something(text) else (NOTHING_SAID,)
    return (*nothing, *((REASONS_MISSING,) if gaps(text) else ()))
