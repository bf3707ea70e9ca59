"""Every write about project plans."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import delete, select
from sqlmodel import Session

from app.items.models import ITEM, LINK, LINK_END, Item
from app.items.search import index_words
from app.items.spine import link, new_item, reach, set_state, unlink
from app.plans.content import Frozen, gate_facts
from app.plans.forms import PlanDraft, PlanRow
from app.plans.models import (
    PACKAGE_REQUIREMENT,
    WORK_PACKAGE,
    Milestone,
    PackageRequirement,
    Plan,
    PlanVersion,
    Risk,
    WorkPackage,
)
from app.plans.queries import frozen_version, working_content
from app.process.actor import Actor
from app.process.gates import PLAN_GATE, pass_gate
from app.process.paths import advance
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind, Link, State, Station
from app.record import record

Entity = TypeVar("Entity", WorkPackage, Milestone, Risk)

UNKNOWN_REQUIREMENT = N_("A work package can only cover requirements of this measure.")
NOTHING_NEW = N_("Nothing has changed since the last published version.")


def draft_plan(session: Session, actor: Actor, measure: Item, draft: PlanDraft) -> Item:
    """Begin the plan of a measure, or let its working copy be exactly `draft`.

    A row is known by its id, or else by its title; rows that `draft` does not have are removed.
    What is published stays as it is.
    """
    permit(Action.DRAFT_PLAN, actor, subject=measure.subject())
    session.refresh(measure, with_for_update=True)
    item = session.execute(
        select(Item).where(ITEM.c.kind == Kind.PLAN, ITEM.c.measure_id == measure.id)
    ).scalar_one_or_none()
    state = advance(Kind.PLAN, Action.DRAFT_PLAN, item.state if item else None)
    if item is None:
        item = _begin(session, actor, measure, state)
    _write(session, item, draft)
    record(session, actor, Action.DRAFT_PLAN, item.id)
    return item


def publish_plan(session: Session, actor: Actor, item: Item) -> PlanVersion:
    """Freeze the working copy as the next version; versions are never changed."""
    permit(Action.PUBLISH_PLAN, actor, subject=item.subject())
    state = advance(item.kind, Action.PUBLISH_PLAN, item.state)
    plan = session.get_one(Plan, item.id, with_for_update=True)
    content = working_content(session, item.id)
    pass_gate(PLAN_GATE, gate_facts(content))
    if content == frozen_version(session, item.id, plan.version):
        raise Refused(NOTHING_NEW)
    plan.version += 1
    version = PlanVersion(plan_id=item.id, number=plan.version, content=content, by_id=actor.id)
    session.add_all([plan, version])
    set_state(session, item, state)
    _link_covered(session, actor, item, content)
    reach(session, item.id, Station.PLAN)
    index_words(session, item.id, " ".join([item.title, *_titles(content)]))
    record(session, actor, Action.PUBLISH_PLAN, item.id, version=plan.version)
    return version


def _begin(session: Session, actor: Actor, measure: Item, state: State) -> Item:
    item = new_item(
        session,
        actor,
        Kind.PLAN,
        state,
        title=measure.title,
        language=measure.language,
        participation_id=measure.participation_id,
        measure_id=measure.id,
    )
    session.add(Plan(id=item.id, measure_id=measure.id))
    session.flush()
    return item


def _write(session: Session, item: Item, draft: PlanDraft) -> None:
    mine = select(WORK_PACKAGE.c.id).where(WORK_PACKAGE.c.plan_id == item.id)
    session.execute(delete(PACKAGE_REQUIREMENT).where(PACKAGE_REQUIREMENT.c.package_id.in_(mine)))
    packages = _keep(session, item.id, WorkPackage, draft.packages)
    _keep(session, item.id, Milestone, draft.milestones)
    _keep(session, item.id, Risk, draft.risks)
    known = _requirement_ids(session, item)
    for package, row in zip(packages, draft.packages, strict=True):
        for reference in dict.fromkeys(row.requirements):
            if reference not in known:
                raise Refused(UNKNOWN_REQUIREMENT)
            session.add(PackageRequirement(package_id=package.id, requirement_id=known[reference]))
    item.version += 1
    session.add(item)
    session.flush()


def _keep(
    session: Session, plan_id: int, model: type[Entity], rows: Sequence[PlanRow]
) -> list[Entity]:
    """Let the plan have exactly these rows, changing those that are there already."""
    there = list(session.execute(select(model).filter_by(plan_id=plan_id)).scalars())
    kept = []
    for row in rows:
        columns = _columns(row)
        entity = _take(there, row) or model(plan_id=plan_id, **columns)
        for name, value in columns.items():
            setattr(entity, name, value)
        session.add(entity)
        kept.append(entity)
    for left in there:
        session.delete(left)
    session.flush()
    return kept


def _take(there: list[Entity], row: PlanRow) -> Entity | None:
    same = [each for each in there if each.id == row.id]
    if row.id is None:
        same = [each for each in there if each.title == row.title]
    if same:
        there.remove(same[0])
    return same[0] if same else None


def _columns(row: PlanRow) -> dict[str, Any]:
    columns = row.model_dump(exclude={"id", "requirements"})
    if "cost" in columns:
        columns["cost_cents"] = columns.pop("cost")
    return columns


def _requirement_ids(session: Session, item: Item) -> dict[str, int]:
    rows = session.execute(
        select(ITEM.c.reference, ITEM.c.id).where(
            ITEM.c.kind == Kind.REQUIREMENT,
            ITEM.c.measure_id == item.measure_id,
            ITEM.c.state != State.DROPPED,
        )
    )
    return {row.reference: row.id for row in rows}


def _link_covered(session: Session, actor: Actor, item: Item, content: Frozen) -> None:
    """Let exactly the measure and the requirements of this version be covered by the plan."""
    known = _requirement_ids(session, item)
    wanted = {known[each["reference"]] for each in content["requirements"]}
    wanted.add(session.get_one(Plan, item.id).measure_id)
    standing = set(
        session.execute(
            select(LINK.c.from_id)
            .outerjoin(LINK_END, LINK_END.c.link_id == LINK.c.id)
            .where(
                LINK.c.to_id == item.id,
                LINK.c.how == Link.COVERED_BY,
                LINK_END.c.link_id.is_(None),
            )
        ).scalars()
    )
    for from_id in sorted(wanted - standing):
        link(session, actor, from_id, item.id, how=Link.COVERED_BY)
    for from_id in sorted(standing - wanted):
        unlink(session, actor, from_id, item.id, how=Link.COVERED_BY)


def _titles(content: Frozen) -> list[str]:
    return [row["title"] for row in (*content["packages"], *content["milestones"])]
