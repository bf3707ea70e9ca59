"""Waves of spam: everything that waits and is like one item, by its author, its text, its links."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session

from app.items.models import ITEM, Item
from app.moderation.causes import branch_of
from app.moderation.forms import AT_ONCE
from app.moderation.models import TRAIT
from app.moderation.rows import Details, details_of
from app.moderation.words import Waits
from app.process.actor import Actor
from app.process.sentences import N_


class Alike(StrEnum):
    """What the items of a wave have in common."""

    AUTHOR = "author"
    TEXT = "text"
    SITE = "site"


ALIKE_WORDS = {
    Alike.AUTHOR: N_("By the same person"),
    Alike.TEXT: N_("With the same text, apart from numbers and links"),
    Alike.SITE: N_("With a link to the same site"),
}


@dataclass(frozen=True, slots=True)
class Wave:
    """What waits and is like one item; `more`: there are still others."""

    rows: tuple[Details, ...]
    more: bool


def wave_of(session: Session, actor: Actor, item: Item, alike: Alike) -> Wave:
    """What would be hit, the item itself included where it waits, the oldest first."""
    wanted = branch_of(actor, Waits.NEW).where(_like(item, alike))
    ids = [row.id for row in session.execute(wanted.order_by(ITEM.c.id).limit(AT_ONCE + 1))]
    shown = ids[:AT_ONCE]
    details = details_of(session, actor, shown)
    return Wave(tuple(details[each] for each in shown if each in details), len(ids) > AT_ONCE)


def _like(item: Item, alike: Alike) -> ColumnElement[bool]:
    if alike is Alike.AUTHOR:
        return ITEM.c.author_id == item.author_id
    mine = TRAIT.alias("mine")
    marks = select(mine.c.mark).where(
        mine.c.item_id == item.id, mine.c.mark.startswith(f"{alike}:", autoescape=True)
    )
    alike_ids = select(TRAIT.c.item_id).where(TRAIT.c.mark.in_(marks))
    return or_(ITEM.c.id == item.id, ITEM.c.id.in_(alike_ids))
