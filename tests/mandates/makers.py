"""A measure that is ready for gate 1, and its mandate in every state."""

from datetime import date, timedelta
from typing import Any

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
from app.plans.models import Milestone, PackageRequirement, Plan, PlanVersion, WorkPackage
from app.process.actor import Actor
from app.process.vocabulary import (
    Kind,
    Link,
    MeasureType,
    Office,
    Priority,
    RequirementKind,
    State,
    Station,
)
from app.requirements.models import Requirement
from tests.makers import make_body, make_officer, make_person, make_problem

ADMINISTRATION = Office.ADMINISTRATION
IMPLEMENTERS = [{"name": "City transport", "role": "Operation", "contact": "bus@example.org"}]
NO_WORK = {
    "packages": [],
    "milestones": [],
    "risks": [],
    "requirements": [],
    "totals": {"cost_cents": 0, "starts_on": None, "ends_on": None},
}
YEARS = [{"year": 2027, "cents": 20_000_000}, {"year": 2028, "cents": 28_000_000}]


def make_ready_measure(session: Session, *problems: Item, **changes: Any) -> Item:
    """A measure with team, effect, approved requirement and published plan."""
    officer = make_officer(session, ADMINISTRATION)
    measure = new_item(
        session, officer, Kind.MEASURE, State.PREPROCESS, title="Night bus", language="en"
    )
    fields = {"responsible": "Mobility department", "reason": "Many asked.", "effect": "Way home"}
    session.add(Measure(id=measure.id, type=MeasureType.CENTRAL, **(fields | changes)))
    session.flush()
    team = make_person(session)
    session.add(TeamMember(measure_id=measure.id, person_id=team.id, role="Lead", contact=True))
    origins = problems or (make_problem(session),)
    requirement = make_requirement(session, officer, measure, *origins)
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
        link(session, officer, origin.id, item.id, Link.ORIGIN_OF)
    reach(session, item.id, Station.REQUIREMENT)
    return item


def make_plan(session: Session, officer: Actor, measure: Item, *requirements: Item) -> Item:
    item = new_item(
        session,
        officer,
        Kind.PLAN,
        State.PUBLISHED,
        title="Plan",
        language="en",
        measure_id=measure.id,
    )
    session.add(Plan(id=item.id, measure_id=measure.id, version=1))
    session.flush()
    today = date(2027, 1, 1)
    work = WorkPackage(
        plan_id=item.id,
        title="Drive",
        owner="City transport",
        starts_on=today,
        ends_on=today + timedelta(days=90),
        cost_cents=48_000_000,
    )
    session.add_all([work, Milestone(plan_id=item.id, title="First ride", due_on=today)])
    session.add(PlanVersion(plan_id=item.id, number=1, content=NO_WORK, by_id=officer.id))
    session.flush()
    for each in requirements:
        session.add(PackageRequirement(package_id=work.id, requirement_id=each.id))
        link(session, officer, each.id, item.id, Link.COVERED_BY)
    session.flush()
    return item


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
