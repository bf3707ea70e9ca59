"""Every write about mandates: preparing, submitting, deciding, amending."""

from datetime import UTC, tzinfo

from sqlalchemy import select
from sqlmodel import Session

from app.items.models import ITEM, Item
from app.items.spine import end_way, link, new_item, reach, set_state
from app.mandates.deciding import day_objection, deciding_subject
from app.mandates.forms import AmendmentForm, DecisionForm, PackageForm
from app.mandates.gate import gate_facts
from app.mandates.models import Decision, Mandate, Package
from app.mandates.packages import hash_of, package_content, published_plan
from app.organisations.models import BODY
from app.process.actor import Actor
from app.process.gates import GATE_1, pass_gate
from app.process.paths import IN_FORCE, advance, settle
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind, Link, State, Station
from app.record import record

NOT_A_DECIDING_BODY = N_("This body does not decide on mandates.")
STILL_OPEN = N_("Another decision package of this measure is not decided yet.")
AMEND_INSTEAD = N_("A mandate is in force. It can only be changed by an amendment.")
NOT_IN_FORCE = N_("Only a mandate that is in force can be amended.")
MEASURE_ENDED = N_("This measure has ended.")
OPEN = frozenset({State.PREPARED, State.SUBMITTED})


def prepare_mandate(
    session: Session,
    actor: Actor,
    measure: Item,
    form: PackageForm,
    *,
    language: str,
    item: Item | None = None,
) -> Item:
    """Begin a measure's decision package, or change `item` as long as it is in preparation."""
    permit(Action.PREPARE_MANDATE, actor, subject=measure.subject())
    state = advance(Kind.MANDATE, Action.PREPARE_MANDATE, item.state if item else None)
    if item is None:
        if _demand_room(session, measure) & IN_FORCE:
            raise Refused(AMEND_INSTEAD)
        item = _new_mandate(session, actor, measure, state, language=language)
        mandate = Mandate(id=item.id, body_id=form.body_id)
    else:
        mandate = session.get_one(Mandate, item.id)
        item.version += 1
        session.add(item)
    _write(session, mandate, form)
    record(session, actor, Action.PREPARE_MANDATE, item.id, measure=measure.id)
    return item


def submit_mandate(session: Session, actor: Actor, item: Item) -> None:
    """Put a package to decision: gate 1 must be met, and from now on nothing in it changes."""
    permit(Action.SUBMIT_MANDATE, actor, subject=item.subject())
    state = advance(item.kind, Action.SUBMIT_MANDATE, item.state)
    mandate = session.get_one(Mandate, item.id)
    pass_gate(GATE_1, gate_facts(session, item.measure_id or 0, mandate))
    plan = published_plan(session, item.measure_id or 0)
    assert plan is not None, "gate 1 demands a published plan"
    content = package_content(session, item, mandate, plan)
    package = Package(
        mandate_id=item.id,
        content=content,
        hash=hash_of(content),
        plan_version=plan.version,
        by_id=actor.id,
    )
    session.add(package)
    set_state(session, item, state)
    link(session, actor, plan.id, item.id, how=Link.MANDATED_BY)
    reach(session, item.id, Station.MANDATE)
    record(session, actor, Action.SUBMIT_MANDATE, item.id, hash=package.hash)


def decide_mandate(
    session: Session, actor: Actor, item: Item, form: DecisionForm, *, zone: tzinfo = UTC
) -> None:
    """Enter what the body has decided. `zone` says which day it is in the city."""
    permit(Action.DECIDE_MANDATE, actor, subject=deciding_subject(session, item))
    state = settle(Action.DECIDE_MANDATE, item.state, form.result)
    package = session.get_one(Package, item.id)
    if sentence := day_objection(form.decided_on, package.at, zone):
        raise Refused(sentence)
    mandate = session.get_one(Mandate, item.id)
    session.add(_decision(actor, mandate, form))
    set_state(session, item, state)
    if state in IN_FORCE:
        _replace(session, mandate)
    else:
        end_way(session, item.id, Station.MANDATE, _going_on(session))
    record(session, actor, Action.DECIDE_MANDATE, item.id, result=state)


def amend_mandate(
    session: Session, actor: Actor, item: Item, form: AmendmentForm, *, language: str
) -> Item:
    """Prepare a change of a mandate in force; it holds on until the change is granted."""
    permit(Action.AMEND_MANDATE, actor, subject=item.subject())
    state = advance(Kind.MANDATE, Action.AMEND_MANDATE, None)
    if item.state not in IN_FORCE:
        raise Refused(NOT_IN_FORCE)
    measure = session.get_one(Item, item.measure_id)
    _demand_room(session, measure)
    amendment = _new_mandate(session, actor, measure, state, language=language)
    mandate = Mandate(id=amendment.id, amends_id=item.id, body_id=form.body_id)
    mandate.amendment_reason = form.reason
    _write(session, mandate, form)
    link(session, actor, item.id, amendment.id, how=Link.CHANGED_BY)
    record(session, actor, Action.AMEND_MANDATE, amendment.id, amends=item.id)
    return amendment


def _demand_room(session: Session, measure: Item) -> set[State]:
    """The states of the measure's mandates, when there is room for one more; holds the measure."""
    session.execute(select(ITEM.c.id).where(ITEM.c.id == measure.id).with_for_update())
    mandates = (ITEM.c.kind == Kind.MANDATE) & (ITEM.c.measure_id == measure.id)
    states = set(session.execute(select(ITEM.c.state).where(mandates)).scalars())
    if measure.state is State.ENDED:
        raise Refused(MEASURE_ENDED)
    if states & OPEN:
        raise Refused(STILL_OPEN)
    return states


def _new_mandate(
    session: Session, actor: Actor, measure: Item, state: State, *, language: str
) -> Item:
    return new_item(
        session,
        actor,
        Kind.MANDATE,
        state,
        title=measure.title,
        language=language,
        measure_id=measure.id,
        participation_id=measure.participation_id,
    )


def _write(session: Session, mandate: Mandate, form: PackageForm) -> None:
    decides = (BODY.c.id == form.body_id) & BODY.c.decides_mandates
    if session.execute(select(BODY.c.id).where(decides)).first() is None:
        raise Refused(NOT_A_DECIDING_BODY)
    mandate.body_id = form.body_id
    mandate.implementers, mandate.years = form.implementers, form.years
    mandate.source, mandate.budget_title = form.source, form.budget_title
    session.add(mandate)
    session.flush()


def _decision(actor: Actor, mandate: Mandate, form: DecisionForm) -> Decision:
    """What is refused or deferred fixes no implementer and no budget."""
    fixed = form.result in IN_FORCE
    return Decision(
        mandate_id=mandate.id,
        body_id=mandate.body_id,
        result=form.result,
        decided_on=form.decided_on,
        reason=form.reason,
        conditions=form.conditions if form.result is State.CONDITIONAL else "",
        votes_for=form.votes_for,
        votes_against=form.votes_against,
        abstentions=form.abstentions,
        implementers=form.implementers if fixed else [],
        years=form.years if fixed else [],
        budget_cents=form.total if fixed else 0,
        source=form.source if fixed else "",
        budget_title=form.budget_title if fixed else "",
        recorded_by=actor.id,
    )


def _replace(session: Session, mandate: Mandate) -> None:
    """The mandate that a granted amendment changes is no longer in force."""
    if mandate.amends_id is not None:
        before = session.get_one(Item, mandate.amends_id)
        set_state(session, before, settle(Action.AMEND_MANDATE, before.state, State.AMENDED))
        # Whatever the measure has reached meanwhile holds for the mandate that now carries it.
        reach(session, mandate.id, Station(before.way))


def _going_on(session: Session) -> list[int]:
    """The mandates that are in force or still to be decided."""
    alive = ITEM.c.state.in_([State.SUBMITTED, *IN_FORCE])
    return list(
        session.execute(select(ITEM.c.id).where(ITEM.c.kind == Kind.MANDATE, alive)).scalars()
    )
