"""A measure that is ready for gate 1, and its mandate in every state."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.models import OfficeGrant
from app.accounts.sessions import actor_of
from app.db.clock import now
from app.items.models import Item
from app.items.spine import link, new_item, reach
from app.mandates.commands import amend_mandate, decide_mandate, prepare_mandate, submit_mandate
from app.mandates.forms import AmendmentForm, DecisionForm, PackageForm
from app.mandates.models import Mandate
from app.measures.models import Measure, TeamMember
from app.organisations.models import Body
from app.plans.commands import draft_plan, publish_plan
from app.plans.forms import MilestoneRow, PackageRow, PlanDraft
from app.plans.models import PLAN, Plan, PlanVersion
from app.plans.queries import frozen_version
from app.process.actor import Actor
from app.process.vocabulary import (
    Kind,
    Link,
    MeasureType,
    Office,
    Phase,
    Priority,
    RequirementKind,
    State,
    Station,
)
from app.requirements.models import Requirement
from tests.makers import make_body, make_officer, make_participation, make_person, make_problem

ADMINISTRATION = Office.ADMINISTRATION
IMPLEMENTERS = [{"name": "City transport", "role": "Operation", "contact": "bus@example.org"}]
YEARS = [{"year": 2027, "cents": 20_000_000}, {"year": 2028, "cents": 28_000_000}]


def make_measure(session: Session, **changes: Any) -> Item:
    """A measure with a team and an intended effect, and nothing else."""
    officer = make_officer(session, ADMINISTRATION)
    place = make_participation(session, Phase.REQUIREMENTS)
    measure = new_item(
        session,
        officer,
        Kind.MEASURE,
        State.PREPROCESS,
        title="Night bus",
        language="en",
        participation_id=place.id,
    )
    fields = {"responsible": "Mobility department", "reason": "Many asked.", "effect": "Way home"}
    session.add(Measure(id=measure.id, type=MeasureType.CENTRAL, **(fields | changes)))
    session.flush()
    team = make_person(session)
    session.add(TeamMember(measure_id=measure.id, person_id=team.id, role="Lead", contact=True))
    session.flush()
    return measure


def make_ready_measure(session: Session, *problems: Item) -> Item:
    """A measure with an approved requirement too, and a published plan."""
    measure, officer = make_measure(session), make_officer(session, ADMINISTRATION)
    requirement = make_requirement(session, officer, measure, *problems or (make_problem(session),))
    make_plan(session, officer, measure, requirement)
    return measure


def make_requirement(
    session: Session,
    officer: Actor,
    measure: Item,
    *origins: Item,
    state: State = State.APPROVED,
) -> Item:
    item = new_item(
        session,
        officer,
        Kind.REQUIREMENT,
        state,
        title="Bus at ten",
        language="en",
        measure_id=measure.id,
    )
    requirement = Requirement(
        id=item.id,
        text="The last bus leaves at ten.",
        kind=RequirementKind.FUNCTIONAL,
        priority=Priority.MUST,
        acceptance="There is a bus at ten.",
    )
    session.add(requirement)
    session.flush()
    for origin in origins:
        link(session, officer, origin.id, item.id, how=Link.ORIGIN_OF)
    reach(session, item.id, Station.REQUIREMENT)
    return item


def make_plan(session: Session, officer: Actor, measure: Item, *requirements: Item) -> Item:
    """A published plan of one work package that covers the requirements."""
    work = PackageRow(
        title="Drive",
        result="Four lines",
        owner="City transport",
        starts_on=date(2027, 1, 1),
        ends_on=date(2027, 6, 30),
        cost=48_000_000,
        requirements=tuple(each.reference for each in requirements),
    )
    milestone = MilestoneRow(title="First ride", due_on=date(2027, 2, 1))
    draft = PlanDraft(packages=(work,), milestones=(milestone,))
    plan = draft_plan(session, officer, measure, draft)
    publish_plan(session, officer, plan)
    return plan


def publish_without(session: Session, measure_id: int, *names: str) -> None:
    """One more version of the plan, in which these lists are empty."""
    plan = session.execute(select(Plan).where(PLAN.c.measure_id == measure_id)).scalar_one()
    content = frozen_version(session, plan.id, plan.version) or {}
    plan.version += 1
    version = PlanVersion(
        plan_id=plan.id,
        number=plan.version,
        content=content | {name: [] for name in names},
        by_id=1,
    )
    session.add_all([plan, version])
    session.flush()


def package_form(body: Body, **changes: Any) -> PackageForm:
    fields: dict[str, Any] = {"body_id": body.id, "source": "City budget, chapter 7310"}
    fields |= {"implementers": IMPLEMENTERS, "years": YEARS}
    return PackageForm.of(**(fields | changes))


def decision_form(result: State = State.GRANTED, **changes: Any) -> DecisionForm:
    fields: dict[str, Any] = {
        "result": result,
        "decided_on": now().date(),
        "reason": "The need is proven by numbers.",
        "conditions": "A public report after six months." if result is State.CONDITIONAL else "",
        "source": "City budget, chapter 7310",
        "implementers": IMPLEMENTERS,
        "years": YEARS,
    }
    return DecisionForm.of(**(fields | changes))


def make_mandate(
    session: Session,
    state: State = State.PREPARED,
    *,
    measure: Item | None = None,
    body: Body | None = None,
    **changes: Any,
) -> Item:
    """A mandate in `state`, the way there gone by its own commands."""
    about = measure or make_ready_measure(session)
    decides = body or make_body(session)
    officer = make_officer(session, ADMINISTRATION)
    form = package_form(decides, **changes)
    item = prepare_mandate(session, officer, about, form, language="en")
    if state is not State.PREPARED:
        submit_mandate(session, officer, item)
    if state not in {State.PREPARED, State.SUBMITTED}:
        member = make_member(session, decides)
        decide_mandate(session, member, item, decision_form(state))
    return item


def also_in_office(session: Session, actor: Actor, office: Office) -> Actor:
    """The same person with one more office."""
    long_ago = now() - timedelta(days=1000)
    session.add(
        OfficeGrant(person_id=actor.id, office=office, starts_at=long_ago, granted_by=actor.id)
    )
    session.flush()
    return actor_of(session, actor.id)


def make_amendment(session: Session, mandate: Item) -> Item:
    """The change of a mandate, in preparation."""
    body = session.get_one(Body, session.get_one(Mandate, mandate.id).body_id)
    form = AmendmentForm.model_validate(
        package_form(body).model_dump() | {"reason": "Too few vehicles on Fridays."}
    )
    officer = make_officer(session, ADMINISTRATION)
    return amend_mandate(session, officer, mandate, form, language="en")


def make_member(session: Session, body: Body) -> Actor:
    return make_officer(session, Office.BODY, body.id)
