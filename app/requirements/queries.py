"""Every read about requirements, except their origins (origins.py) and versions (history.py)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, case, exists, func, select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.db.clock import now
from app.items.models import ITEM, LINK, Item
from app.items.visibility import visible
from app.participation.models import PLANNED_PHASE
from app.process.actor import Actor
from app.process.gates import APPROVAL_GATE, DISCUSSION_GATE, Condition, Facts, checklist
from app.process.rules import objections
from app.process.vocabulary import (
    Action,
    Kind,
    Link,
    Office,
    Phase,
    Priority,
    RequirementKind,
    State,
)
from app.requirements.models import REQUIREMENT
from app.requirements.origins import STANDING, UNENDED, origin_count, origin_ids

UNDECIDED = frozenset({State.PROPOSED, State.DISCUSSED})


@dataclass(frozen=True, slots=True)
class RequirementCard:
    """One line of a list of requirements."""

    id: int
    reference: str
    title: str
    language: str
    state: State
    kind: RequirementKind
    priority: Priority
    comments: int
    origins: int
    covered: bool


@dataclass(frozen=True, slots=True)
class RequirementPage:
    """Everything the page of a requirement shows of its own."""

    text: str
    kind: RequirementKind
    priority: Priority
    acceptance: str
    result: str
    reason: str
    author: str | None
    measure: str
    measure_reference: str


@dataclass(frozen=True, slots=True)
class Acts:
    """What one may do with a requirement: None is behind or not offered, else the reasons why not.

    An empty tuple means: it may be done.
    """

    edit: tuple[str, ...] | None = None
    discuss: tuple[str, ...] | None = None
    approve: tuple[str, ...] | None = None
    drop: tuple[str, ...] | None = None


def covered() -> ColumnElement[bool]:
    """The predicate on ITEM: a published plan covers this requirement."""
    return (
        exists()
        .select_from(STANDING)
        .where(LINK.c.from_id == ITEM.c.id, LINK.c.how == Link.COVERED_BY, UNENDED)
        .correlate(ITEM)
    )


_CARD = (
    ITEM.c.id,
    ITEM.c.reference,
    ITEM.c.title,
    ITEM.c.language,
    ITEM.c.state,
    REQUIREMENT.c.kind,
    REQUIREMENT.c.priority,
    ITEM.c.comments,
    origin_count(),
    covered(),
)
_IMPORTANCE = case(
    {priority: place for place, priority in enumerate(Priority)}, value=REQUIREMENT.c.priority
)
_MEASURE = ITEM.alias("measure_item")


def requirements_of(session: Session, measure_id: int) -> list[RequirementCard]:
    """The requirements of a measure, those that bind most first, the dropped ones last."""
    rows = session.execute(_OF_MEASURE, {"measure_id": measure_id})
    return [RequirementCard(*row) for row in rows]


def requirements_from(session: Session, item: Item) -> list[RequirementCard]:
    """The requirements that come from an item, itself or through a topic it is part of."""
    rows = session.execute(_FROM_ITEM, {"item_id": item.id})
    return [RequirementCard(*row) for row in rows]


_CARDS = (
    select(*_CARD)
    .select_from(ITEM.join(REQUIREMENT, REQUIREMENT.c.id == ITEM.c.id))
    .where(ITEM.c.kind == Kind.REQUIREMENT)
    .order_by(ITEM.c.state == State.DROPPED, _IMPORTANCE, ITEM.c.id)
)
_OF_MEASURE = _CARDS.where(ITEM.c.measure_id == bindparam("measure_id"))
_STARTS_AT = LINK.c.from_id == bindparam("item_id")
_TOPICS = select(LINK.c.to_id).select_from(STANDING).where(_STARTS_AT, UNENDED)
_SOURCES = _STARTS_AT | LINK.c.from_id.in_(_TOPICS.where(LINK.c.how == Link.PART_OF))
_LED_TO = select(LINK.c.to_id).select_from(STANDING).where(_SOURCES, UNENDED)
_FROM_ITEM = _CARDS.where(ITEM.c.id.in_(_LED_TO.where(LINK.c.how == Link.ORIGIN_OF)))


def requirement_page(session: Session, item: Item) -> RequirementPage:
    """The words of a requirement, its author and its measure."""
    texts = tuple(
        REQUIREMENT.c[name]
        for name in ("text", "kind", "priority", "acceptance", "result", "reason")
    )
    row = session.execute(
        select(*texts, PERSON.c.name, _MEASURE.c.title, _MEASURE.c.reference)
        .select_from(
            ITEM.join(REQUIREMENT, REQUIREMENT.c.id == ITEM.c.id)
            .join(_MEASURE, _MEASURE.c.id == ITEM.c.measure_id)
            .outerjoin(PERSON, PERSON.c.id == ITEM.c.author_id)
        )
        .where(ITEM.c.id == item.id)
    ).one()
    return RequirementPage(*row)


def open_until(session: Session, participation_id: int) -> datetime | None:
    """When the public discussion of requirements that is open now will close."""
    until: datetime | None = session.execute(
        select(PLANNED_PHASE.c.closes_at).where(
            PLANNED_PHASE.c.participation_id == participation_id,
            PLANNED_PHASE.c.kind == Phase.REQUIREMENTS,
            PLANNED_PHASE.c.opens_at <= now(),
            PLANNED_PHASE.c.closes_at > now(),
            PLANNED_PHASE.c.closed_at.is_(None),
        )
    ).scalar()
    return until


def requirement_facts(session: Session, measure_id: int) -> dict[str, int]:
    """What gate 1 asks about the requirements of a measure; the dropped ones do not count."""
    rows = session.execute(
        select(ITEM.c.state, origin_count().label("origins")).where(
            ITEM.c.kind == Kind.REQUIREMENT,
            ITEM.c.measure_id == measure_id,
            ITEM.c.state != State.DROPPED,
        )
    ).all()
    return {
        "approved": sum(row.state is State.APPROVED for row in rows),
        "without_origin": sum(row.origins == 0 for row in rows),
        "undecided": sum(row.state in UNDECIDED for row in rows),
    }


def discussion_facts(session: Session, item: Item) -> Facts:
    """Whether a phase for discussing requirements is or was open while the requirement stood."""
    ended = func.coalesce(PLANNED_PHASE.c.closed_at, PLANNED_PHASE.c.closes_at)
    held = select(PLANNED_PHASE.c.id).where(
        PLANNED_PHASE.c.participation_id == item.participation_id,
        PLANNED_PHASE.c.kind == Phase.REQUIREMENTS,
        PLANNED_PHASE.c.opens_at <= now(),
        ended > item.created_at,
    )
    return {"public_discussion": session.execute(held).first() is not None}


def approval_facts(session: Session, item: Item) -> Facts:
    """What must be true before a requirement is approved."""
    return {
        "discussed": item.state is not State.PROPOSED,
        "origins": len(origin_ids(session, item.id)),
    }


def acts_on(session: Session, actor: Actor, item: Item) -> Acts:
    """The next acts on a requirement with the reasons against, for people with such an office."""
    if not (actor.holds(Office.ADMINISTRATION) or actor.holds(Office.TEAM)):
        return Acts()
    if item.state is State.DROPPED:
        return Acts()
    drop = _reasons(Action.DROP_REQUIREMENT, actor, item)
    if item.state is State.APPROVED:
        return Acts(drop=drop)
    edit = _reasons(Action.EDIT_REQUIREMENT, actor, item)
    approval = _unmet(APPROVAL_GATE, approval_facts(session, item))
    approve = _reasons(Action.APPROVE_REQUIREMENT, actor, item) + approval
    if item.state is State.DISCUSSED:
        return Acts(edit, None, approve, drop)
    discussion = _unmet(DISCUSSION_GATE, discussion_facts(session, item))
    return Acts(edit, _reasons(Action.DISCUSS_REQUIREMENT, actor, item) + discussion, approve, drop)


def _reasons(action: Action, actor: Actor, item: Item) -> tuple[str, ...]:
    return objections(action, actor, subject=item.subject())


def _unmet(gate: tuple[Condition, ...], facts: Facts) -> tuple[str, ...]:
    return tuple(line.reason for line in checklist(gate, facts) if not line.met)


def measure_of(session: Session, actor: Actor, item: Item) -> Item:
    """The measure a requirement belongs to."""
    wanted = select(Item).where(ITEM.c.id == item.measure_id, visible(actor))
    measure: Item = session.execute(wanted).scalar_one()
    return measure
