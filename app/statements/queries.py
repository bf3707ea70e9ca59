"""Reading consultations and statements."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlmodel import Session

from app.db.clock import now
from app.items.models import ITEM, LINK, Item
from app.organisations.members import member_count, with_representative
from app.organisations.models import ORGANISATION
from app.participation.models import PARTICIPATION, PLANNED_PHASE
from app.participation.phases import current, phase_of, talk_to_come
from app.process.rules import TALKING
from app.process.vocabulary import Link, Phase, State
from app.process.words import Choice
from app.statements.content import SectionView, StatementText, answers_of, sections_of
from app.statements.models import CONSULTATION, SECTION_POSITION, STATEMENT

IN_HAND = (State.DRAFT, State.RELEASED, State.SUBMITTED, State.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Window:
    """Whether statements can be submitted now, from when and until when."""

    phase: Phase
    opens_at: datetime | None
    closes_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.phase in TALKING

    @property
    def is_over(self) -> bool:
        """Whether nobody can submit any more, now or in a later phase."""
        if self.is_open or self.phase is Phase.ANNOUNCED:
            return False
        return self.closes_at <= now() if self.closes_at else self.phase is not Phase.PAUSED


@dataclass(frozen=True, slots=True)
class ConsultationPage:
    """A consultation with its sections; `has_statements`: nothing in it changes any more."""

    id: int
    reference: str
    title: str
    language: str
    state: State
    has_statements: bool
    introduction: str
    verified_only: bool
    published_at: datetime | None
    released_at: datetime | None
    participation: str
    participation_reference: str
    participation_language: str
    authority: str
    sections: list[SectionView]


@dataclass(frozen=True, slots=True)
class Voice:
    """One's own organisation before a consultation, with its statement if there is one."""

    organisation_id: int
    organisation: str
    is_verified: bool
    reference: str | None
    state: State | None


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A statement in a list."""

    reference: str
    state: State
    title: str
    language: str
    organisation: str
    submitted_at: datetime | None
    written_on: Any
    filed_on: Any
    no_objection: bool
    is_uncut: bool = False

    @property
    def is_out_of_order(self) -> bool:
        return bool(self.written_on and self.filed_on and self.written_on > self.filed_on)


_PROCESS = ITEM.alias("process")
_OF_CONSULTATION = ("introduction", "verified_only", "published_at", "released_at")


def consultation_page(
    session: Session, item_id: int, sections: list[SectionView] | None = None
) -> ConsultationPage:
    """The consultation behind an item that was found; `sections` when they are known already."""
    begun = select(STATEMENT.c.id).where(STATEMENT.c.consultation_id == CONSULTATION.c.id).exists()
    row = session.execute(
        select(
            *(ITEM.c[name] for name in ("id", "reference", "title", "language", "state")),
            begun.label("has_statements"),
            *(CONSULTATION.c[name] for name in _OF_CONSULTATION),
            _PROCESS.c.title.label("participation"),
            _PROCESS.c.reference.label("participation_reference"),
            _PROCESS.c.language.label("participation_language"),
            PARTICIPATION.c.authority,
        )
        .select_from(CONSULTATION)
        .join(ITEM, ITEM.c.id == CONSULTATION.c.id)
        .join(_PROCESS, _PROCESS.c.id == ITEM.c.participation_id)
        .join(PARTICIPATION, PARTICIPATION.c.id == _PROCESS.c.id)
        .where(CONSULTATION.c.id == item_id)
    ).one()
    known = sections_of(session, item_id) if sections is None else sections
    return ConsultationPage(**row._mapping, sections=known)


def window(session: Session, participation_id: int) -> Window:
    """When organisations can submit, read from the phases and the clock in one query."""
    columns = ("kind", "opens_at", "closes_at", "closed_at")
    rows = session.execute(
        select(*(PLANNED_PHASE.c[name] for name in columns))
        .where(PLANNED_PHASE.c.participation_id == participation_id)
        .order_by(PLANNED_PHASE.c.opens_at)
    ).all()
    talking = [row for row in rows if row.kind in TALKING]
    endless = any(row.kind is Phase.STANDING and row.closed_at is None for row in talking)
    last = max((row.closed_at or row.closes_at for row in talking), default=None)
    return Window(
        current(now(), [tuple(row) for row in rows]),
        min((row.opens_at for row in talking), default=None),
        None if endless else last,
    )


def statement_text(session: Session, item: Item) -> StatementText:
    """Everything a statement says."""
    shown = [name for name in StatementText.__slots__ if name in STATEMENT.c]
    row = session.execute(
        select(
            *(STATEMENT.c[name] for name in shown),
            func.coalesce(ORGANISATION.c.id, 0).label("organisation_id"),
            func.coalesce(ORGANISATION.c.name, "").label("organisation"),
            ORGANISATION.c.verified_at,
        )
        .select_from(STATEMENT)
        .outerjoin(ORGANISATION, ORGANISATION.c.id == item.organisation_id)
        .where(STATEMENT.c.id == item.id)
    ).one()
    answers = answers_of(session, item.id, row.consultation_id)
    return StatementText(**row._mapping, answers=answers)


def statements_to(session: Session, consultation_id: int) -> list[StatementLine]:
    """What has been submitted to a consultation, the newest first. For those who answer it."""
    handed_in = ITEM.c.state.in_([State.SUBMITTED, State.PUBLISHED])
    found = _lines().add_columns(_has_words() & ~_is_cut())
    found = found.where(STATEMENT.c.consultation_id == consultation_id, handed_in)
    rows = session.execute(found.order_by(STATEMENT.c.submitted_at.desc()).limit(500))
    return [StatementLine(*row) for row in rows]


def _lines() -> Select[Any]:
    columns = ("submitted_at", "written_on", "filed_on", "no_objection")
    return (
        select(
            *(ITEM.c[name] for name in ("reference", "state", "title", "language")),
            ORGANISATION.c.name,
            *(STATEMENT.c[name] for name in columns),
        )
        .select_from(ITEM)
        .join(STATEMENT, STATEMENT.c.id == ITEM.c.id)
        .outerjoin(ORGANISATION, ORGANISATION.c.id == ITEM.c.organisation_id)
    )


def _has_words() -> ColumnElement[bool]:
    said = (SECTION_POSITION.c.reason != "") | (SECTION_POSITION.c.wording != "")
    mine = SECTION_POSITION.c.statement_id == STATEMENT.c.id
    return (STATEMENT.c.remarks != "") | exists().where(mine, said)


def _is_cut() -> ColumnElement[bool]:
    return exists().where(LINK.c.from_id == STATEMENT.c.id, LINK.c.how == Link.CUT_INTO)


def is_cut(session: Session, statement_id: int) -> bool:
    """Whether the administration works on its segments: then it stays as it is."""
    wanted = select(STATEMENT.c.id).where(STATEMENT.c.id == statement_id, _is_cut())
    return session.execute(wanted).first() is not None


def is_changeable(session: Session, statement: Item) -> bool:
    """Whether its organisation can still change what it has submitted, now or in a later phase.

    What is open at any time has no end that one could wait for.
    """
    process = statement.participation_id
    endless = phase_of(session, process) is Phase.STANDING
    if statement.organisation_id is None or endless or not talk_to_come(session, process):
        return False
    return not is_cut(session, statement.id)


def statements_by(
    session: Session, organisation_ids: frozenset[int], *, most: int = 20
) -> list[StatementLine]:
    """What these organisations work on or have submitted, the newest first."""
    found = _lines().where(ITEM.c.organisation_id.in_(organisation_ids), ITEM.c.state.in_(IN_HAND))
    rows = session.execute(found.order_by(ITEM.c.id.desc()).limit(most))
    return [StatementLine(*row) for row in rows]


def statement_of(session: Session, consultation_id: int, organisation_id: int) -> Item | None:
    """The statement an organisation works on or has submitted."""
    found = (
        select(Item)
        .join(STATEMENT, STATEMENT.c.id == ITEM.c.id)
        .where(
            STATEMENT.c.consultation_id == consultation_id,
            ITEM.c.organisation_id == organisation_id,
            ITEM.c.state.in_(IN_HAND),
        )
        .order_by(ITEM.c.id.desc())
        .limit(1)
    )
    return session.execute(found).scalar_one_or_none()


def has_statements(session: Session, consultation_id: int) -> bool:
    """Whether somebody has begun to answer, also if they withdrew."""
    any_ = select(STATEMENT.c.id).where(STATEMENT.c.consultation_id == consultation_id)
    return session.execute(any_.limit(1)).first() is not None


def voices(session: Session, consultation_id: int, organisation_ids: frozenset[int]) -> list[Voice]:
    """These organisations, each with the statement it works on or has submitted."""
    here = (STATEMENT.c.consultation_id == consultation_id) & ITEM.c.state.in_(IN_HAND)
    stated = (
        select(ITEM.c.organisation_id, ITEM.c.reference, ITEM.c.state)
        .join(STATEMENT, STATEMENT.c.id == ITEM.c.id)
        .where(here, ITEM.c.organisation_id.in_(organisation_ids))
        .subquery()
    )
    rows = session.execute(
        select(
            ORGANISATION.c.id,
            ORGANISATION.c.name,
            ORGANISATION.c.verified_at.is_not(None),
            stated.c.reference,
            stated.c.state,
        )
        .outerjoin(stated, stated.c.organisation_id == ORGANISATION.c.id)
        .where(ORGANISATION.c.id.in_(organisation_ids))
        .order_by(ORGANISATION.c.name)
    )
    return [Voice(*row) for row in rows]


def facts_of(session: Session, text: StatementText, *, verified_only: bool) -> dict[str, Any]:
    """What the rules look at beyond the item: the last editor where there are others, and trust."""
    alone = member_count(session, text.organisation_id) <= 1
    return {
        "edited_by": None if alone else text.edited_by,
        "unverified": verified_only and text.verified_at is None,
    }


def known_organisations(
    session: Session, *, represented: bool = False, most: int = 500
) -> list[Choice]:
    """Organisations as options of a form, the verified ones first; or those one can write to."""
    found = select(ORGANISATION.c.id, ORGANISATION.c.name)
    if represented:
        found = found.where(ORGANISATION.c.id.in_(with_representative()))
    first = (ORGANISATION.c.verified_at.is_(None), func.lower(ORGANISATION.c.name))
    rows = session.execute(found.order_by(*first).limit(most))
    return [Choice(str(row.id), row.name) for row in rows]
