"""Where else the words of a contribution stand: in what it was merged into, or is made of."""

from dataclasses import dataclass

from sqlmodel import Session

from app.items.models import Item
from app.merging.queries import credits_of, merged_into
from app.process.vocabulary import Kind, State


@dataclass(frozen=True, slots=True)
class Copy:
    """A contribution that says the same, and that everybody reads."""

    reference: str
    title: str
    language: str


def copies_of(session: Session, item: Item) -> list[Copy]:
    """What was merged with an item; nothing for most of them."""
    if item.kind is not Kind.PROBLEM:
        return []
    if item.state is State.MERGED:
        into = merged_into(session, item.id)
        return [Copy(*into)] if into else []
    found = credits_of(session, item.id)
    return [Copy(each.reference, each.title, each.language) for each in found]
