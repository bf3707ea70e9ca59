"""A sentence that has gone its whole way, each step by the product's own commands."""

from dataclasses import dataclass

from sqlmodel import Session

from app.items.models import Item
from app.items.spine import link
from app.process.vocabulary import Link, Office, State
from tests.makers import make_officer
from tests.mandates.makers import make_mandate, make_measure, make_plan, make_requirement
from tests.synthesis.makers import give_answer, make_synthesis, put_into_topic


@dataclass
class Way:
    """The items of the way, in its order; `others` are in the same topic."""

    problem: Item
    others: list[Item]
    topic: Item
    answer: Item
    measure: Item
    requirement: Item
    plan: Item
    mandate: Item


def make_way(session: Session, state: State = State.GRANTED, problems: int = 2) -> Way:
    """From a problem to a mandate in `state`."""
    participation, (problem, *others) = make_synthesis(session, problems)
    problem.title = "Nobody gets home from the late shift"
    session.flush()
    topic = put_into_topic(session, participation, [problem, *others])
    answer = give_answer(session, topic)
    officer, measure = make_officer(session, Office.ADMINISTRATION), make_measure(session)
    link(session, officer, topic.id, measure.id, how=Link.ORIGIN_OF)
    requirement = make_requirement(session, officer, measure, topic)
    plan = make_plan(session, officer, measure, requirement)
    mandate = make_mandate(session, state, measure=measure)
    session.refresh(problem)
    return Way(problem, others, topic, answer, measure, requirement, plan, mandate)
