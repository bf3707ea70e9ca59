"""Measures opened through gate 0, and mandates for them."""

from typing import Any

from sqlmodel import Session

from app.items.models import Item
from app.items.spine import new_item
from app.measures.commands import open_measure
from app.measures.forms import Opening
from app.process.actor import Actor
from app.process.vocabulary import Group, Kind, MeasureType, Office, State, Verdict
from tests.makers import make_officer, make_person, make_problem, make_strategy
from tests.synthesis.makers import give_answer, make_synthesis, put_into_topic

REASON = "Seven contributions of four groups describe the same gap."


def make_answered_topic(
    session: Session,
    verdict: Verdict | None = Verdict.TAKEN_UP,
    groups: tuple[Group, ...] = (Group.CITIZENS, Group.BUSINESS),
) -> Item:
    """A topic made of one problem of each group, with its answer."""
    participation, _ = make_synthesis(session, 0)
    problems = [make_problem(session, participation, make_person(session, g)) for g in groups]
    topic = put_into_topic(session, participation, problems)
    if verdict:
        give_answer(session, topic, verdict)
    return topic


def opening(session: Session, **changes: Any) -> Opening:
    """A measure that has everything that gate 0 asks for."""
    value, field, _ = make_strategy(session)
    fields: dict[str, Any] = {
        "title": "Night bus on call",
        "type": MeasureType.DECENTRAL,
        "responsible": "Mobility department",
        "reason": REASON,
        "values": (value.id,),
        "action_fields": (field.id,),
    }
    return Opening(**(fields | changes))


def make_measure(session: Session, *topics: Item, by: Actor | None = None, **changes: Any) -> Item:
    """A measure opened from these topics, or from one that is made for it."""
    officer = by or make_officer(session, Office.ADMINISTRATION)
    chosen = topics or (make_answered_topic(session),)
    return open_measure(session, officer, chosen, opening(session, **changes), language="en")


def give_mandate(session: Session, measure: Item, state: State = State.GRANTED) -> Item:
    """A mandate for the measure, in this state."""
    officer = make_officer(session, Office.BODY)
    return new_item(
        session,
        officer,
        Kind.MANDATE,
        state,
        title="Mandate",
        language="en",
        participation_id=measure.participation_id,
        measure_id=measure.id,
    )
