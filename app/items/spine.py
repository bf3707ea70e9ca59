"""Making and changing items. Called by the stages' commands, inside their transaction."""

from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import make_transient_to_detached
from sqlmodel import Session

from app.db.clock import now
from app.db.ids import new_id
from app.items.models import (
    ITEM,
    ITEM_VERSION,
    LINK,
    LINK_END,
    REFERENCE_COUNT,
    Item,
    ItemLink,
    ItemLinkEnd,
    ItemVersion,
)
from app.items.references import LETTERS, reference, shuffled
from app.process.actor import Actor
from app.process.vocabulary import Kind, Link, State, Station, Visibility

# Contributions wait for moderation; everything that an office writes is public from the start.
_MODERATED = {
    State.DRAFT: Visibility.PRIVATE,
    State.SUBMITTED: Visibility.WAITING,
    State.RETURNED: Visibility.WAITING,
    State.HIDDEN: Visibility.HIDDEN,
}


def visibility_of(kind: Kind, state: State) -> Visibility:
    """Who can find an item of this kind in this state."""
    if kind is Kind.PROBLEM and state is State.DELETED:
        return Visibility.PRIVATE
    if kind in {Kind.PROBLEM, Kind.COMMENT, Kind.THESIS, Kind.REQUEST}:
        return _MODERATED.get(state, Visibility.PUBLIC)
    if kind in {Kind.STATEMENT, Kind.SEGMENT}:
        return Visibility.PUBLIC if state is State.PUBLISHED else Visibility.PRIVATE
    dissolved = kind is Kind.TOPIC and state is State.DROPPED
    return Visibility.PRIVATE if dissolved or state is State.DRAFT else Visibility.PUBLIC


def new_item(
    session: Session,
    actor: Actor,
    kind: Kind,
    state: State,
    *,
    title: str,
    language: str,
    **more: Any,
) -> Item:
    """Put a new item on the spine, with its reference; `more` are further columns."""
    visibility, moment = visibility_of(kind, state), now()
    row = {
        "id": new_id(),
        "reference": next_references(session, kind, 1)[0],
        "kind": kind,
        "state": state,
        "visibility": visibility,
        "author_id": actor.id,
        "author_group": actor.group,
        "title": title,
        "language": language,
        "shuffle": shuffled(),
        "created_at": moment,
        "published_at": moment if visibility is Visibility.PUBLIC else None,
    }
    session.execute(_NEW_ITEM, _BLANK | row | more)
    item = Item(**_BLANK | row | more)
    make_transient_to_detached(item)  # it was just stored so, and need not be read
    session.add(item)
    return item


_NEW_ITEM = insert(ITEM)
# What an item is unless somebody says otherwise.
_BLANK = {
    name: field.default for name, field in Item.model_fields.items() if not field.is_required()
}


def set_state(session: Session, item: Item, state: State) -> None:
    """Give an item its next state and the visibility that goes with it."""
    item.state = state
    item.visibility = visibility_of(item.kind, state)
    item.version += 1
    if item.visibility is Visibility.PUBLIC and item.published_at is None:
        item.published_at = now()
    session.add(item)
    session.flush()


def keep_version(session: Session, actor: Actor, item: Item, fields: dict[str, Any]) -> None:
    """Keep the words that are about to change, as the item's next numbered version."""
    numbers = select(func.coalesce(func.max(ITEM_VERSION.c.number), 0))
    last: int = session.execute(numbers.where(ITEM_VERSION.c.item_id == item.id)).scalar_one()
    session.add(ItemVersion(item_id=item.id, number=last + 1, fields=fields, by_id=actor.id))
    item.version += 1
    session.flush()


def link(session: Session, actor: Actor, from_id: int, to_id: int, *, how: Link) -> bool:
    """Let one item lead to another, unless it does so already. True when the link is new."""
    if _standing_link(session, from_id, to_id, how):
        return False
    session.add(ItemLink(from_id=from_id, to_id=to_id, how=how, by_id=actor.id))
    session.flush()
    return True


def unlink(session: Session, actor: Actor, from_id: int, to_id: int, *, how: Link) -> bool:
    """End a link; the entry stays, with who ended it and when. True when there was one."""
    standing = _standing_link(session, from_id, to_id, how)
    if standing is None:
        return False
    session.add(ItemLinkEnd(link_id=standing, by_id=actor.id))
    session.flush()
    return True


def reach(session: Session, item_id: int, station: Station, *, ended: bool = False) -> None:
    """Let an item and everything that led to it reach a station; `ended`: the way stops there."""
    behind = (ITEM.c.way < station) | ((ITEM.c.way == station) & ITEM.c.way_ended)
    _stand_at(session, station, _led_to([item_id]), behind, ended=ended)


def end_way(session: Session, item_id: int, station: Station, going_on: Collection[int]) -> None:
    """Let the way of an item, and of what led to it, end at the station it has reached.

    What also led to one of the items that are `going_on` is still on its way.
    """
    over = (ITEM.c.way == station) & ITEM.c.id.not_in(_led_to(going_on))
    _stand_at(session, station, _led_to([item_id]), over, ended=True)


def _stand_at(
    session: Session,
    station: Station,
    ids: Select[tuple[int]],
    which: ColumnElement[bool],
    *,
    ended: bool,
) -> None:
    session.flush()
    session.execute(
        update(ITEM)
        .where(ITEM.c.id.in_(ids), which)
        .values(way=int(station), way_ended=ended, version=ITEM.c.version + 1)
    )
    session.expire_all()


def _led_to(item_ids: Collection[int]) -> Select[tuple[int]]:
    """The ids of these items and of everything that led to them."""
    ancestors = select(ITEM.c.id).where(ITEM.c.id.in_(item_ids)).cte(recursive=True)
    standing = LINK.outerjoin(LINK_END, LINK_END.c.link_id == LINK.c.id)
    ancestors = ancestors.union(
        select(LINK.c.from_id)
        .select_from(standing)
        .join(ancestors, LINK.c.to_id == ancestors.c.id)
        .where(LINK_END.c.link_id.is_(None))
    )
    return select(ancestors.c.id)


def _standing_link(session: Session, from_id: int, to_id: int, how: Link) -> int | None:
    return session.execute(
        select(LINK.c.id)
        .outerjoin(LINK_END, LINK_END.c.link_id == LINK.c.id)
        .where(
            LINK.c.from_id == from_id,
            LINK.c.to_id == to_id,
            LINK.c.how == how,
            LINK_END.c.link_id.is_(None),
        )
    ).scalar_one_or_none()


def next_references(session: Session, kind: Kind, count: int) -> list[str]:
    """The next so many references of a kind, in one step."""
    letter, year = LETTERS[kind], now().year
    counted = _counted(session.get_bind().dialect.name)
    row = {"letter": letter, "year": year, "last": count, "more": count}
    last: int = session.execute(counted, row).scalar_one()
    return [reference(letter, year, number) for number in range(last - count + 1, last + 1)]


@cache
def _counted(dialect: str) -> Any:
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(REFERENCE_COUNT)
    more = REFERENCE_COUNT.c.last + bindparam("more", type_=REFERENCE_COUNT.c.last.type)
    return insert.on_conflict_do_update(
        index_elements=["letter", "year"], set_={"last": more}
    ).returning(REFERENCE_COUNT.c.last)
