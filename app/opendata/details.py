"""What is decisive about each item on a trail, read in one statement for each kind present."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session

from app.deliberation.models import COMMENT
from app.i18n.choice import in_language
from app.items.models import ITEM, LINK, LINK_END
from app.mandates.models import DECISION, MANDATE
from app.measures.models import MEASURE, PHASE_VISIT
from app.organisations.models import BODY, ORGANISATION
from app.participation.models import PARTICIPATION
from app.plans.content import shown
from app.plans.models import PLAN, PLAN_VERSION
from app.problems.models import PROBLEM
from app.process.vocabulary import Group, Kind, Link, Priority, State, Verdict
from app.requirements.models import REQUIREMENT
from app.synthesis.models import ANSWER, TOPIC

EXCERPT = 400


@dataclass(frozen=True, slots=True)
class Contribution:
    """Whose voice it was, what it said, and how many stand behind it."""

    group: Group
    organisation: str | None
    text: str
    supporters: int
    comments: int


@dataclass(frozen=True, slots=True)
class Topic:
    """Who wrote the digest, and of how many contributions."""

    authority: str
    digest: str
    contributions: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict, always with its reason."""

    verdict: Verdict
    reason: str
    authority: str


@dataclass(frozen=True, slots=True)
class Measure:
    """Who is responsible, why it was taken up, and since when it is in its phase."""

    responsible: str
    reason: str
    state: State
    since: datetime
    phase_reason: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """How much it binds, what came of its discussion, and why it was approved or dropped."""

    priority: Priority
    text: str
    result: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The newest published version in figures."""

    version: int
    published_at: datetime
    starts_on: date | None
    ends_on: date | None
    cost: int


@dataclass(frozen=True, slots=True)
class Mandate:
    """What the body decided; without a decision only `body` is filled."""

    body: str
    result: State | None
    decided_on: date | None
    reason: str
    conditions: str
    votes_for: int | None
    votes_against: int | None
    abstentions: int | None
    budget: int
    source: str
    implementers: tuple[str, ...]


def details_of(
    session: Session, language: str, items: Iterable[tuple[Kind, int]]
) -> dict[int, Any]:
    """The detail of each of these items by its id."""
    ids: defaultdict[Kind, list[int]] = defaultdict(list)
    for kind, item_id in items:
        ids[kind].append(item_id)
    found: dict[int, Any] = {}
    for kind in ids:
        if kind in _READERS:
            found |= _READERS[kind](session, ids[kind], language)
    return found


def _contributions(session: Session, ids: Sequence[int], _language: str) -> dict[int, Any]:
    text = func.substr(func.coalesce(PROBLEM.c.what, COMMENT.c.text, ""), 1, EXCERPT)
    found = (
        select(
            ITEM.c.id,
            ITEM.c.author_group,
            ORGANISATION.c.name,
            text,
            ITEM.c.supporters,
            ITEM.c.comments,
        )
        .outerjoin(PROBLEM, PROBLEM.c.id == ITEM.c.id)
        .outerjoin(COMMENT, COMMENT.c.id == ITEM.c.id)
        .outerjoin(ORGANISATION, ORGANISATION.c.id == ITEM.c.organisation_id)
    )
    return _by_id(session, found, ids, Contribution)


def _topics(session: Session, ids: Sequence[int], _language: str) -> dict[int, Any]:
    members = (
        select(func.count())
        .select_from(LINK.outerjoin(LINK_END, LINK_END.c.link_id == LINK.c.id))
        .where(LINK.c.to_id == ITEM.c.id, LINK.c.how == Link.PART_OF, LINK_END.c.link_id.is_(None))
        .correlate(ITEM)
        .scalar_subquery()
    )
    found = (
        select(ITEM.c.id, PARTICIPATION.c.authority, TOPIC.c.digest, members)
        .join(TOPIC, TOPIC.c.id == ITEM.c.id)
        .join(PARTICIPATION, PARTICIPATION.c.id == ITEM.c.participation_id)
    )
    return _by_id(session, found, ids, Topic)


def _answers(session: Session, ids: Sequence[int], _language: str) -> dict[int, Any]:
    found = (
        select(ITEM.c.id, ANSWER.c.verdict, ANSWER.c.reason, PARTICIPATION.c.authority)
        .join(ANSWER, ANSWER.c.id == ITEM.c.id)
        .join(PARTICIPATION, PARTICIPATION.c.id == ITEM.c.participation_id)
    )
    return _by_id(session, found, ids, Answer)


def _measures(session: Session, ids: Sequence[int], _language: str) -> dict[int, Any]:
    newest = select(func.max(PHASE_VISIT.c.id)).group_by(PHASE_VISIT.c.measure_id)
    found = (
        select(
            ITEM.c.id,
            MEASURE.c.responsible,
            MEASURE.c.reason,
            ITEM.c.state,
            func.coalesce(PHASE_VISIT.c.at, ITEM.c.created_at),
            func.coalesce(PHASE_VISIT.c.reason, ""),
        )
        .join(MEASURE, MEASURE.c.id == ITEM.c.id)
        .outerjoin(
            PHASE_VISIT, (PHASE_VISIT.c.measure_id == ITEM.c.id) & PHASE_VISIT.c.id.in_(newest)
        )
    )
    return _by_id(session, found, ids, Measure)


def _requirements(session: Session, ids: Sequence[int], _language: str) -> dict[int, Any]:
    words = (REQUIREMENT.c[name] for name in Requirement.__slots__)
    found = select(ITEM.c.id, *words).join(REQUIREMENT, REQUIREMENT.c.id == ITEM.c.id)
    return _by_id(session, found, ids, Requirement)


def _plans(session: Session, ids: Sequence[int], _language: str) -> dict[int, Any]:
    rows = session.execute(
        select(PLAN.c.id, PLAN.c.version, PLAN_VERSION.c.at, PLAN_VERSION.c.content)
        .join(
            PLAN_VERSION,
            (PLAN_VERSION.c.plan_id == PLAN.c.id) & (PLAN_VERSION.c.number == PLAN.c.version),
        )
        .where(PLAN.c.id.in_(ids))
    )
    contents = {row.id: (row.version, row.at, shown(row.content)) for row in rows}
    return {
        plan_id: Plan(number, at, plan.starts_on, plan.ends_on, plan.cost)
        for plan_id, (number, at, plan) in contents.items()
    }


def _mandates(session: Session, ids: Sequence[int], language: str) -> dict[int, Any]:
    columns = (DECISION.c[name] for name in Mandate.__slots__[1:8])
    rows = session.execute(
        select(
            MANDATE.c.id,
            BODY.c.name,
            *columns,
            func.coalesce(DECISION.c.budget_cents, 0),
            func.coalesce(DECISION.c.source, ""),
            DECISION.c.implementers,
        )
        .join(BODY, BODY.c.id == MANDATE.c.body_id)
        .outerjoin(DECISION, DECISION.c.mandate_id == MANDATE.c.id)
        .where(MANDATE.c.id.in_(ids))
    )
    return {
        item_id: Mandate(
            *(in_language(body, language), *facts, tuple(each["name"] for each in names or []))
        )
        for item_id, body, *facts, names in rows
    }


def _by_id(
    session: Session, found: Select[Any], ids: Sequence[int], view: Callable[..., Any]
) -> dict[int, Any]:
    rows = session.execute(found.where(ITEM.c.id.in_(ids)))
    return {item_id: view(*facts) for item_id, *facts in rows}


_READERS: dict[Kind, Callable[[Session, Sequence[int], str], dict[int, Any]]] = {
    Kind.PROBLEM: _contributions,
    Kind.COMMENT: _contributions,
    Kind.TOPIC: _topics,
    Kind.ANSWER: _answers,
    Kind.MEASURE: _measures,
    Kind.REQUIREMENT: _requirements,
    Kind.PLAN: _plans,
    Kind.MANDATE: _mandates,
}
