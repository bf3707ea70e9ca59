"""Every read about project plans, except their comparison (compare.py)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.items.models import ITEM, Item
from app.items.visibility import visible
from app.plans.content import Covered, Frozen, PlanContent, frozen, shown
from app.plans.forms import MilestoneRow, PackageRow, PlanDraft, RiskRow
from app.plans.models import (
    MILESTONE,
    PACKAGE_REQUIREMENT,
    PLAN,
    PLAN_VERSION,
    RISK,
    WORK_PACKAGE,
)
from app.process.actor import Actor
from app.process.vocabulary import Kind, State


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A published version in a list."""

    number: int
    at: datetime
    by: str | None


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A plan in a few facts: the last published version, or none yet."""

    reference: str
    version: int
    cost: int
    milestones: int
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class CoveringPackage:
    """A work package of the published plan that covers a requirement."""

    plan: str
    title: str
    language: str
    owner: str
    starts_on: date
    ends_on: date


def plan_of(session: Session, actor: Actor, measure_id: int) -> Item | None:
    """The plan of a measure, if this actor may see it."""
    wanted = select(Item).where(
        ITEM.c.kind == Kind.PLAN, ITEM.c.measure_id == measure_id, visible(actor)
    )
    plan: Item | None = session.execute(wanted).scalar_one_or_none()
    return plan


def measure_of(session: Session, plan: Item) -> Item:
    """The measure a plan belongs to."""
    return session.get_one(Item, plan.measure_id)


def working_copy(session: Session, plan_id: int) -> PlanDraft:
    """The plan as it is being worked on."""
    covers: dict[int, list[str]] = {}
    for row in session.execute(
        select(PACKAGE_REQUIREMENT.c.package_id, ITEM.c.reference)
        .join(WORK_PACKAGE, WORK_PACKAGE.c.id == PACKAGE_REQUIREMENT.c.package_id)
        .join(ITEM, ITEM.c.id == PACKAGE_REQUIREMENT.c.requirement_id)
        .where(WORK_PACKAGE.c.plan_id == plan_id, ITEM.c.state != State.DROPPED)
        .order_by(ITEM.c.id)
    ):
        covers.setdefault(row.package_id, []).append(row.reference)
    packages = _rows(session, WORK_PACKAGE, plan_id)
    return PlanDraft(
        packages=tuple(
            PackageRow(**row, cost=row["cost_cents"], requirements=tuple(covers.get(row["id"], ())))
            for row in packages
        ),
        milestones=tuple(MilestoneRow(**row) for row in _rows(session, MILESTONE, plan_id)),
        risks=tuple(RiskRow(**row) for row in _rows(session, RISK, plan_id)),
    )


def working_content(session: Session, plan_id: int) -> Frozen:
    """The working copy as it would be frozen if it were published now."""
    draft = working_copy(session, plan_id)
    references = {each for row in draft.packages for each in row.requirements}
    rows = session.execute(
        select(ITEM.c.reference, ITEM.c.title, ITEM.c.language)
        .where(ITEM.c.reference.in_(references))
        .order_by(ITEM.c.reference)
    )
    return frozen(draft, [Covered(*row) for row in rows])


def frozen_version(session: Session, plan_id: int, number: int) -> Frozen | None:
    """A published version as it was frozen."""
    content: Frozen | None = session.execute(
        select(PLAN_VERSION.c.content).where(
            PLAN_VERSION.c.plan_id == plan_id, PLAN_VERSION.c.number == number
        )
    ).scalar_one_or_none()
    return content


def published_plan(session: Session, plan_id: int, number: int) -> PlanContent | None:
    """A published version as pages show it."""
    content = frozen_version(session, plan_id, number)
    return shown(content) if content else None


def versions_of(session: Session, plan_id: int) -> list[VersionLine]:
    """The published versions, the newest first."""
    rows = session.execute(
        select(PLAN_VERSION.c.number, PLAN_VERSION.c.at, PERSON.c.name)
        .select_from(PLAN_VERSION.outerjoin(PERSON, PERSON.c.id == PLAN_VERSION.c.by_id))
        .where(PLAN_VERSION.c.plan_id == plan_id)
        .order_by(PLAN_VERSION.c.number.desc())
    )
    return [VersionLine(*row) for row in rows]


def plan_summary(session: Session, actor: Actor, measure_id: int) -> PlanSummary | None:
    """The plan of a measure in a few facts."""
    plan = plan_of(session, actor, measure_id)
    if plan is None:
        return None
    number, content = _last(session, measure_id)
    if content is None:
        return PlanSummary(plan.reference, 0, 0, 0, None, None)
    view = shown(content)
    return PlanSummary(
        plan.reference, number, view.cost, len(view.milestones), view.starts_on, view.ends_on
    )


def packages_covering(session: Session, requirement: Item) -> list[CoveringPackage]:
    """The work packages of the published plan that cover a requirement."""
    assert requirement.measure_id is not None
    content = _last(session, requirement.measure_id)[1]
    if content is None:
        return []
    plan = session.execute(
        select(ITEM.c.reference, ITEM.c.language)
        .join(PLAN, PLAN.c.id == ITEM.c.id)
        .where(PLAN.c.measure_id == requirement.measure_id)
    ).one()
    return [
        CoveringPackage(
            plan.reference, row.title, plan.language, row.owner, row.starts_on, row.ends_on
        )
        for row in shown(content).packages
        if requirement.reference in {each.reference for each in row.requirements}
    ]


def plan_facts(session: Session, measure_id: int) -> dict[str, int]:
    """What gate 1 asks about the plan of a measure: always its last published version."""
    number, content = _last(session, measure_id)
    covered = {each["reference"] for each in content["requirements"]} if content else set()
    approved = session.execute(
        select(ITEM.c.reference).where(
            ITEM.c.kind == Kind.REQUIREMENT,
            ITEM.c.measure_id == measure_id,
            ITEM.c.state == State.APPROVED,
        )
    ).scalars()
    return {
        "plan_version": number,
        "milestones": len(content["milestones"]) if content else 0,
        "cost": content["totals"]["cost_cents"] if content else 0,
        "uncovered": len(set(approved) - covered),
    }


def requirements_to_cover(session: Session, measure_id: int) -> list[Covered]:
    """The requirements of a measure that a work package may cover."""
    rows = session.execute(
        select(ITEM.c.reference, ITEM.c.title, ITEM.c.language)
        .where(
            ITEM.c.kind == Kind.REQUIREMENT,
            ITEM.c.measure_id == measure_id,
            ITEM.c.state != State.DROPPED,
        )
        .order_by(ITEM.c.id)
    )
    return [Covered(*row) for row in rows]


def _last(session: Session, measure_id: int) -> tuple[int, Mapping[str, Any] | None]:
    row = session.execute(
        select(PLAN_VERSION.c.number, PLAN_VERSION.c.content)
        .join(
            PLAN, (PLAN.c.id == PLAN_VERSION.c.plan_id) & (PLAN.c.version == PLAN_VERSION.c.number)
        )
        .where(PLAN.c.measure_id == measure_id)
    ).one_or_none()
    return (row.number, row.content) if row else (0, None)


def _rows(session: Session, table: Any, plan_id: int) -> list[dict[str, Any]]:
    rows = session.execute(select(table).where(table.c.plan_id == plan_id).order_by(table.c.id))
    return [dict(row) for row in rows.mappings()]
