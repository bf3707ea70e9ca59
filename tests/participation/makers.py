"""Making what is to be answered, and answering it."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import now
from app.items.models import Item
from app.items.spine import new_item
from app.participation.models import PLANNED_PHASE, PlannedPhase
from app.process.actor import Actor
from app.process.vocabulary import Kind, Phase, State, Verdict


def make_topic(session: Session, participation: Item, actor: Actor) -> Item:
    return new_item(
        session,
        actor,
        Kind.TOPIC,
        State.PUBLISHED,
        title="Late lines",
        language="en",
        participation_id=participation.id,
    )


def give_verdict(session: Session, *items: Item) -> None:
    for item in items:
        item.verdict = Verdict.TAKEN_UP
    session.flush()


def the_phase(session: Session, participation: Item, kind: Phase) -> PlannedPhase:
    """A planned phase of a participation."""
    found = session.execute(
        select(PLANNED_PHASE.c.id).where(
            PLANNED_PHASE.c.participation_id == participation.id, PLANNED_PHASE.c.kind == kind
        )
    ).scalar_one()
    return session.get_one(PlannedPhase, found)


def day(days: int) -> str:
    """A date as it is typed, so many days from now."""
    today: date = now().astimezone(ZoneInfo("Europe/Berlin")).date()
    return (today + timedelta(days=days)).isoformat()


def typed_concept(**changes: str) -> dict[str, str]:
    """The form of a new participation as it is typed."""
    return {
        "title": "Shade in summer",
        "subject": "Where the city is too hot in summer.",
        "aim": "Find the places that need shade first.",
        "can_decide": "Which places are looked at first.",
        "fixed": "Trees are planted in autumn only.",
        "level": "consult",
        "authority": "Parks department",
        "contact": "Parks department, parks@example.org",
        "collecting_opens": day(1),
        "collecting_closes": day(20),
        "synthesis_opens": day(21),
        "synthesis_closes": day(40),
        "answers_due": day(50),
    } | changes
