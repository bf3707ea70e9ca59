"""Making what a test needs through the product's own commands."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.models import OfficeGrant, Person
from app.accounts.sessions import actor_of, open_session
from app.db.clock import clock_at, now
from app.goals.models import ActionField, District, Value
from app.items.models import Item
from app.items.spine import set_state
from app.organisations.models import Body
from app.participation.commands import open_participation
from app.participation.forms import Concept, PhaseDates
from app.participation.models import PLANNED_PHASE
from app.problems.commands import draft_problem, submit_problem
from app.problems.forms import ProblemText
from app.process.actor import EVERYWHERE, Actor
from app.process.vocabulary import Group, Level, Office, Phase, State

_numbers = count(1)
_PHASES_AROUND = {
    Phase.ANNOUNCED: [(Phase.COLLECTING, 5, 10)],
    Phase.COLLECTING: [(Phase.COLLECTING, -5, 5), (Phase.SYNTHESIS, 6, 20)],
    Phase.DELIBERATING: [(Phase.COLLECTING, -20, -5), (Phase.DELIBERATING, -5, 5)],
    Phase.SYNTHESIS: [(Phase.COLLECTING, -20, -5), (Phase.SYNTHESIS, -5, 5)],
    Phase.REQUIREMENTS: [(Phase.COLLECTING, -20, -5), (Phase.REQUIREMENTS, -5, 5)],
    Phase.STANDING: ((Phase.STANDING, -30, 3000),),
    Phase.PAUSED: [(Phase.COLLECTING, -20, -5), (Phase.REQUIREMENTS, 5, 15)],
    Phase.CLOSED: [(Phase.COLLECTING, -20, -5)],
}


def make_person(session: Session, group: Group = Group.CITIZENS, **changes: Any) -> Actor:
    number = next(_numbers)
    fields = {"name": f"Person {number}", "email": f"person{number}@example.org", "language": "en"}
    person = Person(group=group, **(fields | changes))
    session.add(person)
    session.flush()
    return actor_of(session, person.id)


def make_people(session: Session, groups: Iterable[Group]) -> list[Actor]:
    return [make_person(session, group) for group in groups]


def make_officer(session: Session, office: Office, scope_id: int = EVERYWHERE) -> Actor:
    actor = make_person(session, Group.ADMINISTRATION)
    long_ago = now() - timedelta(days=1000)
    session.add(
        OfficeGrant(
            person_id=actor.id,
            office=office,
            scope_id=scope_id,
            starts_at=long_ago,
            granted_by=actor.id,
        )
    )
    session.flush()
    return actor_of(session, actor.id)


def sign_in(session: Session, actor: Actor) -> str:
    """A session token for this person."""
    return open_session(session, actor.id, days=30)


def in_days(days: float) -> datetime:
    return now() + timedelta(days=days)


def phases(*planned: tuple[Phase, float, float]) -> tuple[PhaseDates, ...]:
    """Phases from (kind, opens, closes), in days from now."""
    return tuple(
        PhaseDates(kind=kind, opens_at=in_days(opens), closes_at=in_days(closes))
        for kind, opens, closes in planned
    )


def make_participation(session: Session, phase: Phase = Phase.COLLECTING, **changes: Any) -> Item:
    """A participation that is in `phase` now."""
    officer = make_officer(session, Office.ADMINISTRATION)
    fields: dict[str, Any] = {
        "title": "Getting around without a car",
        "subject": "How people reach work, school and care without a car.",
        "aim": "Find out where public transport fails people.",
        "can_decide": "Which lines and stops are looked at first.",
        "fixed": "The total number of buses is fixed by the transport contract.",
        "level": Level.CONSULT,
        "contact": "Mobility department, mobility@example.org",
        "authority": "Mobility department",
        "answers_due": in_days(60),
        "phases": phases(*_PHASES_AROUND[phase]),
    }
    return open_participation(session, officer, Concept(**(fields | changes)), "en")


def problem_text(**changes: Any) -> ProblemText:
    fields: dict[str, Any] = {
        "title": "No bus to the clinic after nine",
        "what": "The last bus leaves before the late shift at the clinic ends.",
        "affected": "About 300 people who work at the clinic.",
        "everyday": "I walk two kilometres along the motorway at night.",
        "need": "A departure after the end of the late shift.",
    }
    return ProblemText(**(fields | changes))


def make_problem(
    session: Session,
    participation: Item | None = None,
    author: Actor | None = None,
    *,
    state: State = State.PUBLISHED,
    **changes: Any,
) -> Item:
    """A problem handed in while its participation collected, and in `state` now."""
    place = participation or make_participation(session)
    writer = author or make_person(session)
    with clock_at(_while_collecting(session, place)):
        item = draft_problem(session, writer, place, {"title": "Draft"}, language="en")
        if state is not State.DRAFT:
            submit_problem(session, writer, item, problem_text(**changes))
        if state not in {State.DRAFT, State.SUBMITTED}:
            set_state(session, item, state)
    return item


def _while_collecting(session: Session, participation: Item) -> datetime:
    opens_at: datetime = session.execute(
        select(PLANNED_PHASE.c.opens_at).where(
            PLANNED_PHASE.c.participation_id == participation.id,
            PLANNED_PHASE.c.kind.in_([Phase.COLLECTING, Phase.STANDING]),
        )
    ).scalar_one()
    return opens_at + timedelta(hours=1)


def make_strategy(session: Session) -> tuple[Value, ActionField, District]:
    """One value, one action field, one district."""
    number = next(_numbers)
    value = Value(code=f"value-{number}", name={"en": "Sustainable"}, text={"en": "Less waste."})
    field = ActionField(
        code=f"field-{number}",
        name={"en": "Enabling administration"},
        text={"en": "Tools that work."},
        theme={"en": "Administration"},
    )
    district = District(code=f"district-{number}", name=f"District {number}")
    session.add_all([value, field, district])
    session.flush()
    return value, field, district


def make_body(session: Session, **changes: Any) -> Body:
    fields: dict[str, Any] = {
        "code": f"body-{next(_numbers)}",
        "name": {"en": "Decision round", "de": "Entscheidungsrunde"},
        "purpose": {"en": "Grants mandates."},
        "decides_mandates": True,
    }
    body = Body(**(fields | changes))
    session.add(body)
    session.flush()
    return body
