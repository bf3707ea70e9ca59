"""Making supports and comments through the product's own commands."""

from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from app.accounts.codes import new_codes
from app.deliberation.commands import support_item, write_comment
from app.deliberation.forms import CommentText
from app.deliberation.targets import Target, find_target
from app.items.models import Item
from app.items.spine import new_item
from app.participation.models import PLANNED_PHASE, PlannedPhase
from app.process.actor import Actor
from app.process.vocabulary import Group, Kind, Office, Stance, State
from tests.makers import make_officer, make_people, make_person


def target_of(session: Session, item: Item) -> Target:
    session.flush()
    target = find_target(session, item.reference)
    assert target is not None
    return target


def make_supports(session: Session, item: Item, **by_group: int) -> list[Actor]:
    """So many supporters of each group."""
    groups = [Group(group) for group, number in by_group.items() for _ in range(number)]
    people = make_people(session, groups)
    for person in people:
        support_item(session, person, target_of(session, item))
    session.refresh(item)
    return people


def make_comment(
    session: Session, about: Item, author: Actor | None = None, **changes: Any
) -> Item:
    """A comment that is published, or in reply to `parent`."""
    parent, language = changes.pop("parent", None), changes.pop("language", "en")
    fields = {"stance": Stance.PRO, "text": "A later bus would bring me home."} | changes
    writer = author or make_person(session)
    words = CommentText(**fields)
    return write_comment(session, writer, about, words, language=language, parent=parent)


def make_requirement_item(session: Session, participation: Item) -> Item:
    """A requirement as far as the spine goes."""
    return new_item(
        session,
        make_person(session),
        Kind.REQUIREMENT,
        State.PROPOSED,
        title="Departures fit the end of the late shift",
        language="en",
        participation_id=participation.id,
    )


def let_phases(session: Session, participation: Item, **settings: Any) -> None:
    """Give all phases of a participation these settings, as if they had been set in time."""
    mine = PLANNED_PHASE.c.participation_id == participation.participation_id
    session.execute(update(PLANNED_PHASE).where(mine).values(settings))


def phase_row(session: Session, participation: Item) -> PlannedPhase:
    """The first phase of a participation."""
    mine = PLANNED_PHASE.c.participation_id == participation.participation_id
    first = select(PlannedPhase).where(mine).order_by(PLANNED_PHASE.c.opens_at)
    phase: PlannedPhase | None = session.execute(first).scalars().first()
    assert phase is not None
    return phase


def make_code(session: Session, participation: Item, *, supports: int = 5) -> str:
    """A participation code for the first phase of a participation."""
    phase = phase_row(session, participation)
    officer = make_officer(session, Office.ADMINISTRATION)
    [(_, code)] = new_codes(session, officer, phase.id, count=1, supports=supports)
    return code
