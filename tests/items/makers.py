"""Putting items on the spine, without the commands of their stages."""

from typing import Any

from sqlmodel import Session

from app.items.models import Item
from app.items.spine import link, new_item
from app.process.actor import Actor
from app.process.vocabulary import Kind, Link, State
from tests.makers import make_person


def make_item(
    session: Session,
    kind: Kind = Kind.PROBLEM,
    state: State = State.PUBLISHED,
    *,
    by: Actor | None = None,
    **more: Any,
) -> Item:
    fields = {"title": f"A {kind}", "language": "en"} | more
    return new_item(session, by or make_person(session), kind, state, **fields)


def make_link(session: Session, before: Item, after: Item, how: Link = Link.PART_OF) -> None:
    link(session, make_person(session), before.id, after.id, how=how)
