"""Making measures with their topics, and requirements through the product's own commands."""

from typing import Any

from sqlmodel import Session

from app.items.models import Item
from app.items.spine import link, new_item
from app.measures.models import Measure
from app.process.actor import Actor
from app.process.vocabulary import Kind, Link, MeasureType, Office, Phase, State, Station
from app.requirements.commands import (
    approve_requirement,
    discuss_requirement,
    drop_requirement,
    make_requirement,
)
from app.requirements.forms import RequirementText
from app.synthesis.models import Topic
from tests.makers import make_officer, make_participation, make_problem

RESULT = "Nobody objected; the wording was made clearer."
REASON = "The transport association does not allow it."


def make_measure(session: Session, participation: Item | None = None, *topics: Item) -> Item:
    """A measure whose participation discusses requirements now, made of topics."""
    place = participation or make_participation(session, Phase.REQUIREMENTS)
    officer = make_officer(session, Office.ADMINISTRATION)
    item = new_item(
        session,
        officer,
        Kind.MEASURE,
        State.PREPROCESS,
        title="Night bus on demand",
        language="en",
        participation_id=place.id,
    )
    session.add(
        Measure(
            id=item.id,
            type=MeasureType.DECENTRAL,
            responsible="Mobility department",
            reason="Seven people asked for it.",
        )
    )
    session.flush()
    for topic in topics:
        link(session, officer, topic.id, item.id, how=Link.ORIGIN_OF)
    return item


def make_topic(session: Session, participation: Item, *contributions: Item) -> Item:
    """A topic made of contributions."""
    officer = make_officer(session, Office.ADMINISTRATION)
    item = new_item(
        session,
        officer,
        Kind.TOPIC,
        State.ANSWERED,
        title="Late buses at the edge of the city",
        language="en",
        participation_id=participation.id,
        way=int(Station.ANSWER),
    )
    session.add(Topic(id=item.id, digest="Nobody gets home after nine."))
    session.flush()
    for contribution in contributions:
        link(session, officer, contribution.id, item.id, how=Link.PART_OF)
    return item


def requirement_text(*origins: Item, **changes: Any) -> RequirementText:
    fields: dict[str, Any] = {
        "title": "A departure within thirty minutes",
        "text": "A vehicle leaves within thirty minutes of the end of each shift.",
        "kind": "functional",
        "priority": "must",
        "acceptance": "Thirty ends of shifts are watched; it holds for 27 of them.",
        "origins": tuple(each.reference for each in origins),
    }
    return RequirementText(**(fields | changes))


def make_requirement_of(
    session: Session,
    measure: Item,
    *origins: Item,
    state: State = State.PROPOSED,
    officer: Actor | None = None,
    **changes: Any,
) -> Item:
    """A requirement in `state`, the way there gone by its own commands."""
    by = officer or make_officer(session, Office.ADMINISTRATION)
    item = make_requirement(
        session, by, measure, requirement_text(*origins, **changes), language="en"
    )
    if state in {State.DISCUSSED, State.APPROVED}:
        discuss_requirement(session, by, item, RESULT)
    if state is State.APPROVED:
        approve_requirement(session, by, item)
    if state is State.DROPPED:
        drop_requirement(session, by, item, REASON)
    return item


def make_measure_with_problem(session: Session) -> tuple[Item, Item]:
    """A measure and a problem of its one topic."""
    place = make_participation(session, Phase.REQUIREMENTS)
    problem = make_problem(session, place)
    return make_measure(session, place, make_topic(session, place, problem)), problem
