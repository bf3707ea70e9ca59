"""The way of an item, forward to what became of it and back to where it came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import CTE, Integer, Select, bindparam, case, func, literal, select
from sqlmodel import Session

from app.items.models import ITEM, LINK, LINK_END, Item
from app.items.visibility import visible, visible_with
from app.process.actor import Actor, Holding
from app.process.vocabulary import Kind, Link, State, Station, Verdict

# The order of the way: a later stage comes after an earlier one.
ORDER = (
    Kind.COMMENT,
    Kind.STATEMENT,
    Kind.SEGMENT,
    Kind.PROBLEM,
    Kind.TOPIC,
    Kind.ANSWER,
    Kind.MEASURE,
    Kind.REQUIREMENT,
    Kind.PLAN,
    Kind.MANDATE,
)
STATION_OF = {
    Kind.PROBLEM: Station.PROBLEM,
    Kind.TOPIC: Station.TOPIC,
    Kind.ANSWER: Station.ANSWER,
    Kind.REQUIREMENT: Station.REQUIREMENT,
    Kind.PLAN: Station.PLAN,
    Kind.MANDATE: Station.MANDATE,
}
# The route that shows an item of a kind.
PAGE_OF = {
    Kind.PARTICIPATION: "participation:show",
    Kind.PROBLEM: "problems:show",
    Kind.COMMENT: "deliberation:comment",
    Kind.THESIS: "opinions:thesis",
    Kind.PRIORITISATION: "priorities:show",
    Kind.CONSULTATION: "statements:consultation",
    Kind.STATEMENT: "statements:show",
    Kind.SEGMENT: "segments:show",
    Kind.REQUEST: "projects:request",
    Kind.TOPIC: "synthesis:topic",
    Kind.ANSWER: "synthesis:answer",
    Kind.MEASURE: "measures:show",
    Kind.REQUIREMENT: "requirements:show",
    Kind.PLAN: "plans:show",
    Kind.MANDATE: "mandates:show",
}


_FOUND = tuple(
    ITEM.c[name] for name in ("id", "reference", "kind", "title", "state", "language", "verdict")
)
_START = bindparam("start", type_=ITEM.c.id.type)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item on the way, and how and when the way led there."""

    id: int
    reference: str
    kind: Kind
    title: str
    state: State
    language: str
    verdict: Verdict | None
    how: Link
    at: datetime


@dataclass(frozen=True, slots=True)
class Stop:
    """One station as it is drawn: done, now, open (may come), or ended."""

    station: Station
    state: str
    when: datetime | None = None


def forward(session: Session, actor: Actor, item: Item) -> list[Entry]:
    """What became of the item, in the order of the way."""
    return _talked_about(session, actor, item) + _walk(session, actor, item, ahead=True)


def backward(session: Session, actor: Actor, item: Item) -> list[Entry]:
    """What led to the item, in the order of the way."""
    return _walk(session, actor, item, ahead=False)


def stops(item: Item, entries: Sequence[Entry]) -> list[Stop]:
    """The nine stations of an item, with the date on which each was reached."""
    own = STATION_OF.get(item.kind)
    reached: dict[Station, datetime] = {own: item.published_at or item.created_at} if own else {}
    for entry in entries:
        if station := STATION_OF.get(entry.kind):
            reached[station] = min(reached.get(station, entry.at), entry.at)
    return [Stop(station, _stop_state(station, item), reached.get(station)) for station in Station]


def mini_stops(way: int, ended: bool) -> tuple[Stop, ...]:
    """The nine stations for a card: without dates."""
    return _MINI[way, ended]


def _stop_state(station: int, item: Item) -> str:
    return _state(station, item.way, item.way_ended)


def _state(station: int, way: int, ended: bool) -> str:
    if station == way:
        return "ended" if ended else "now"
    return "done" if station < way else "open"


_MINI = {
    (way, ended): tuple(Stop(station, _state(station, way, ended)) for station in Station)
    for way in range(len(Station) + 1)
    for ended in (False, True)
}


def _walk(session: Session, actor: Actor, item: Item, *, ahead: bool) -> list[Entry]:
    about = item.about_id if ahead else None
    places = {"start": item.id, "about": about or item.id, "viewer": actor.id}
    return [Entry(*row) for row in session.execute(_way(actor.offices, ahead=ahead), places)]


@lru_cache(maxsize=500)
def _way(offices: frozenset[Holding], *, ahead: bool) -> Select[Any]:
    """Built once: it costs much more to build than to run."""
    steps = _steps(ahead=ahead)
    shortest = (
        select(steps.c.id, func.min(steps.c.depth).label("depth")).group_by(steps.c.id).subquery()
    )
    rank = case({kind: place for place, kind in enumerate(ORDER)}, value=ITEM.c.kind, else_=99)
    first = func.min(steps.c.at)
    return (
        select(*_FOUND, func.min(steps.c.how), first)
        .join(shortest, shortest.c.id == ITEM.c.id)
        .join(steps, (steps.c.id == ITEM.c.id) & (steps.c.depth == shortest.c.depth))
        .where(ITEM.c.id != _START, visible_with(offices))
        .group_by(ITEM.c.id)
        .order_by(rank, first, ITEM.c.id)
    )


def _talked_about(session: Session, actor: Actor, item: Item) -> list[Entry]:
    """A comment goes the way of what it is about."""
    if item.about_id is None:
        return []
    about = select(*_FOUND).where(ITEM.c.id == item.about_id, visible(actor))
    rows = session.execute(about).mappings()
    return [Entry(**row, how=Link.PART_OF, at=item.created_at) for row in rows]


def _steps(*, ahead: bool) -> CTE:
    here, there = (LINK.c.from_id, LINK.c.to_id) if ahead else (LINK.c.to_id, LINK.c.from_id)
    standing = LINK.outerjoin(LINK_END, LINK_END.c.link_id == LINK.c.id)
    unended = LINK_END.c.link_id.is_(None)
    first = (
        select(there.label("id"), LINK.c.how, LINK.c.at, literal(1, Integer).label("depth"))
        .select_from(standing)
        .where(here.in_([_START, bindparam("about", type_=ITEM.c.id.type)]), unended)
        .cte("steps", recursive=True)
    )
    return first.union(
        select(there, LINK.c.how, LINK.c.at, first.c.depth + 1)
        .select_from(standing)
        .join(first, here == first.c.id)
        .where(unended, first.c.depth < 12)
    )
