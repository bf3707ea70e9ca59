"""Who follows what: people with the following that brings them a piece of news."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session

from app.notifications.models import FOLLOWING
from app.process.vocabulary import Followed

AT_ONCE = 500
Listeners = dict[int, int | None]


def followed(
    session: Session, item_ids: Sequence[int], at: datetime
) -> Iterator[tuple[int, Listeners]]:
    """Those of these items that somebody followed at a moment, in their order, and who."""
    for start in range(0, len(item_ids), AT_ONCE):
        part = item_ids[start : start + AT_ONCE]
        found: dict[int, Listeners] = {}
        wanted = (FOLLOWING.c.what == Followed.ITEM) & FOLLOWING.c.item_id.in_(part)
        for person_id, following_id, item_id in _rows(session, wanted, at):
            found.setdefault(item_id, {})[person_id] = following_id
        yield from ((each, found[each]) for each in part if each in found)


def follow_of_items(session: Session, item_ids: Sequence[int], at: datetime) -> Listeners:
    """Who followed one of these items at a moment; the first of them counts."""
    return added(*(listeners for _, listeners in followed(session, item_ids, at)))


def follow_of_places(
    session: Session,
    at: datetime,
    *,
    district_id: int | None = None,
    organisation_id: int | None = None,
) -> Listeners:
    """Who followed a district or an organisation at a moment."""
    wanted: list[ColumnElement[bool]] = []
    if district_id:
        wanted.append(FOLLOWING.c.district_id == district_id)
    if organisation_id:
        wanted.append(FOLLOWING.c.organisation_id == organisation_id)
    if not wanted:
        return {}
    return {person: following for person, following, _ in _rows(session, or_(*wanted), at)}


def still_followed(at: datetime) -> ColumnElement[bool]:
    """That a following had begun at a moment and is not over."""
    return (FOLLOWING.c.since <= at) & FOLLOWING.c.ended_at.is_(None)


def _rows(
    session: Session, wanted: ColumnElement[bool], at: datetime
) -> Iterator[tuple[int, int, int]]:
    columns = (FOLLOWING.c.person_id, FOLLOWING.c.id, FOLLOWING.c.item_id)
    found = select(*columns).where(wanted, still_followed(at)).order_by(FOLLOWING.c.id)
    for row in session.execute(found):
        yield row[0], row[1], row[2]


def added(*several: Listeners) -> Listeners:
    """Everybody of several lists; whoever listens for several reasons keeps the first."""
    whole: Listeners = {}
    for each in several:
        for person_id, following_id in each.items():
            whole.setdefault(person_id, following_id)
    return whole
