"""Contributions that say the same, and their merge."""

from typing import Any

from sqlmodel import Session

from app.deliberation.commands import support_item
from app.items.models import Item
from app.merging.commands import merge_item
from app.merging.forms import MergedText
from app.process.actor import Actor
from app.process.vocabulary import Office, Phase
from tests.deliberation.makers import target_of
from tests.makers import make_officer, make_participation, make_problem


def same_things(session: Session, count: int = 2, **changes: Any) -> list[Item]:
    """Published contributions of one participation that discusses."""
    place = make_participation(session, Phase.DELIBERATING)
    return [make_problem(session, place, **changes) for _ in range(count)]


def merged_text(**changes: Any) -> MergedText:
    fields: dict[str, Any] = {
        "title": "No bus after the late shift",
        "what": "Several lines end before the late shifts do.",
        "need": "Later departures.",
    }
    return MergedText(**(fields | changes))


def make_merge(session: Session, *sources: Item, moderator: Actor | None = None) -> Item:
    by = moderator or make_officer(session, Office.MODERATOR)
    return merge_item(session, by, sources, merged_text(), lead=sources[0])


def support(session: Session, item: Item, *people: Actor) -> None:
    for person in people:
        support_item(session, person, target_of(session, item))
