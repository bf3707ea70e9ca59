"""The trail of an item as it is shown and handed out: stations, forward, backward."""

from dataclasses import dataclass

from sqlmodel import Session

from app.items.models import Item
from app.items.trail import Entry, Stop, backward, forward, stops
from app.items.visibility import find_item
from app.process.actor import Actor


@dataclass(frozen=True, slots=True)
class Trail:
    """An item with everything that led to it and everything it led to."""

    item: Item
    stops: list[Stop]
    forward: list[Entry]
    backward: list[Entry]


def trail(session: Session, actor: Actor, reference: str) -> Trail | None:
    """The trail of the item with this reference, as far as this actor may see it."""
    item = find_item(session, actor, reference)
    if item is None:
        return None
    ahead, behind = forward(session, actor, item), backward(session, actor, item)
    return Trail(item, stops(item, [*behind, *ahead]), ahead, behind)
