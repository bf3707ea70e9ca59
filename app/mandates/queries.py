"""Every read about mandates: the list, the page, what waits for a body."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, literal, or_, select, true, tuple_
from sqlmodel import Session

from app.accounts.models import PERSON
from app.db.columns import MOMENT
from app.goals.queries import in_language
from app.items.models import ITEM, Item
from app.items.visibility import public
from app.mandates.deciding import CDO_BODY
from app.mandates.models import DECISION, MANDATE, PACKAGE
from app.organisations.models import BODY
from app.process.actor import EVERYWHERE, Actor
from app.process.vocabulary import Kind, Office, State
from app.process.words import Choice

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class MandateCard:
    """One line of a list of mandates; without a decision `decided_on` and `budget` are None."""

    id: int
    reference: str
    title: str
    language: str
    state: State
    amends_id: int | None
    decided_on: date | None
    budget: int | None
    at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class Implementer:
    name: str
    role: str
    contact: str


@dataclass(frozen=True, slots=True)
class Money:
    """A budget: its total, each year, and where the money comes from."""

    total: int
    years: tuple[tuple[int, int], ...]
    source: str
    title: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What a body decided."""

    result: State
    decided_on: date
    reason: str
    conditions: str
    votes_for: int | None
    votes_against: int | None
    abstentions: int | None
    implementers: tuple[Implementer, ...]
    budget: Money
    recorded_by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MandatePage:
    """Everything the page of a mandate shows, except the frozen package and gate 1."""

    body: str
    body_id: int
    purpose: str
    measure: str
    measure_reference: str
    measure_language: str
    implementers: tuple[Implementer, ...]
    budget: Money
    amendment_reason: str
    amends_id: int | None
    submitted_at: datetime | None
    submitted_by: str
    decision: DecisionView | None


@dataclass(frozen=True, slots=True)
class MandateList:
    """A page of cards, and the key of the next page."""

    cards: list[MandateCard]
    after: str


_OF_MEASURE = ("title", "reference", "language")
_MEASURE = ITEM.alias("measure_item")
_SUBMITTER, _RECORDER = PERSON.alias("submitter"), PERSON.alias("recorder")
_FROM = (
    MANDATE.join(ITEM, ITEM.c.id == MANDATE.c.id)
    .join(BODY, BODY.c.id == MANDATE.c.body_id)
    .outerjoin(PACKAGE, PACKAGE.c.mandate_id == MANDATE.c.id)
    .outerjoin(DECISION, DECISION.c.mandate_id == MANDATE.c.id)
)
# Decided, submitted or begun: whatever happened last.
_WHEN = func.coalesce(DECISION.c.at, PACKAGE.c.at, ITEM.c.created_at)
_CARD = (
    ITEM.c.id,
    ITEM.c.reference,
    ITEM.c.title,
    ITEM.c.language,
    ITEM.c.state,
    MANDATE.c.amends_id,
    DECISION.c.decided_on,
    DECISION.c.budget_cents,
    _WHEN.label("at"),
    BODY.c.name,
)


def mandates(session: Session, language: str, after: str = "") -> MandateList:
    """All mandates, what happened last first, a page of them."""
    wanted = (ITEM.c.kind == Kind.MANDATE) & public()
    if last := _last_seen(after):
        moment, last_id = last
        wanted &= tuple_(_WHEN, ITEM.c.id) < tuple_(literal(moment, MOMENT), literal(last_id))
    cards = _cards(session, language, wanted, PAGE_SIZE + 1)
    key = ""
    if len(cards) > PAGE_SIZE:
        cards = cards[:PAGE_SIZE]
        key = f"{cards[-1].at.timestamp()!r}~{cards[-1].id}"
    return MandateList(cards, key)


def mandates_of(session: Session, measure_id: int, language: str) -> list[MandateCard]:
    """The mandates of a measure with their amendments, what happened last first."""
    wanted = (ITEM.c.kind == Kind.MANDATE) & (ITEM.c.measure_id == measure_id) & public()
    return _cards(session, language, wanted)


def waiting_decisions(session: Session, actor: Actor, language: str = "") -> list[MandateCard]:
    """What is submitted to the bodies this person speaks for, the oldest first."""
    bodies = _bodies_of(actor)
    if not bodies:
        return []
    wanted = (ITEM.c.kind == Kind.MANDATE) & (ITEM.c.state == State.SUBMITTED) & or_(*bodies)
    return _cards(session, language or actor.language, wanted)[::-1]


def mandate_page(session: Session, item: Item, language: str) -> MandatePage:
    """What is proposed in a package, by whom, and what was decided."""
    row = session.execute(
        select(
            *MANDATE.c,
            BODY.c.name.label("body"),
            BODY.c.purpose,
            *(_MEASURE.c[name].label(f"measure_{name}") for name in _OF_MEASURE),
            PACKAGE.c.at.label("submitted_at"),
            _SUBMITTER.c.name.label("submitted_by"),
        )
        .select_from(
            _FROM.join(_MEASURE, _MEASURE.c.id == ITEM.c.measure_id).outerjoin(
                _SUBMITTER, _SUBMITTER.c.id == PACKAGE.c.by_id
            )
        )
        .where(ITEM.c.id == item.id)
    ).one()
    return MandatePage(
        in_language(row.body, language),
        row.body_id,
        in_language(row.purpose, language),
        row.measure_title,
        row.measure_reference,
        row.measure_language,
        _implementers(row),
        _money(row),
        row.amendment_reason,
        row.amends_id,
        row.submitted_at,
        row.submitted_by or "",
        _decision(session, item),
    )


def deciding_bodies(session: Session, language: str) -> list[Choice]:
    """The bodies that can be asked to decide."""
    rows = session.execute(
        select(BODY.c.id, BODY.c.name).where(BODY.c.decides_mandates).order_by(BODY.c.id)
    )
    return [Choice(str(row.id), in_language(row.name, language)) for row in rows]


def _cards(
    session: Session, language: str, wanted: ColumnElement[bool], most: int | None = None
) -> list[MandateCard]:
    rows = session.execute(
        select(*_CARD)
        .select_from(_FROM)
        .where(wanted)
        .order_by(_WHEN.desc(), ITEM.c.id.desc())
        .limit(most)
    )
    return [MandateCard(*(*row[:-1], in_language(row[-1], language))) for row in rows]


def _bodies_of(actor: Actor) -> list[ColumnElement[bool]]:
    bodies: list[ColumnElement[bool]] = []
    if scopes := actor.scopes(Office.BODY):
        bodies.append(true() if EVERYWHERE in scopes else BODY.c.id.in_(scopes))
    if actor.holds(Office.CDO):
        bodies.append(BODY.c.code == CDO_BODY)
    return bodies


def _decision(session: Session, item: Item) -> DecisionView | None:
    row = session.execute(
        select(*DECISION.c, _RECORDER.c.name.label("recorder"))
        .outerjoin(_RECORDER, _RECORDER.c.id == DECISION.c.recorded_by)
        .where(DECISION.c.mandate_id == item.id)
    ).one_or_none()
    if row is None:
        return None
    return DecisionView(
        row.result,
        row.decided_on,
        row.reason,
        row.conditions,
        row.votes_for,
        row.votes_against,
        row.abstentions,
        _implementers(row),
        _money(row),
        row.recorder or "",
        row.at,
    )


def _implementers(row: Any) -> tuple[Implementer, ...]:
    return tuple(Implementer(**each) for each in row.implementers)


def _money(row: Any) -> Money:
    years = tuple((each["year"], each["cents"]) for each in row.years)
    return Money(sum(cents for _, cents in years), years, row.source, row.budget_title)


def _last_seen(after: str) -> tuple[datetime, int] | None:
    moment, _, id = after.partition("~")  # noqa: A001
    try:
        return datetime.fromtimestamp(float(moment), UTC), int(id)
    except (ValueError, OverflowError, OSError):
        return None
