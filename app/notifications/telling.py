"""Telling people: a row in each inbox, once for each occasion, and a letter as they have set."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from app.accounts.models import PERSON
from app.db.clock import now
from app.db.ids import new_id
from app.notifications.frequencies import wishes
from app.notifications.happenings import Happening
from app.notifications.models import NEWS
from app.process.vocabulary import Frequency

AT_ONCE = 500
# What is older than this is told to nobody: a consumer may begin long after the record.
OLDEST = timedelta(days=60)


def tell(
    session: Session,
    people: Iterable[int] | Mapping[int, int | None],
    happening: Happening,
    *,
    always: bool = False,
) -> dict[int, int]:
    """Put a happening into the inboxes of people, given with the following that brings it.

    Returns, for everybody who was told now and wants a letter at once, the id of their news. The
    letter is the caller's: `tell_by_letter` writes the usual one. Nobody is told twice. What the
    law wants people to get by mail is told `always` at once, whatever they have set.
    """
    if happening.at < now() - OLDEST:
        return {}
    listeners = dict(people) if isinstance(people, Mapping) else dict.fromkeys(people)
    listeners.pop(happening.actor_id, None)
    at_once: dict[int, int] = {}
    for part in _parts(sorted(listeners)):
        reachable = _reachable(session, part)
        frequencies = (
            dict.fromkeys(part, Frequency.AT_ONCE)
            if always
            else wishes(session, part, happening.news)
        )
        rows = [
            _row(happening, each, listeners[each], reachable[each] and frequencies[each])
            for each in part
            if each in reachable
        ]
        told = _insert(session, rows)
        recount(session, list(told))
        at_once |= {
            each: news_id
            for each, news_id in told.items()
            if reachable[each] and frequencies[each] is Frequency.AT_ONCE
        }
    return at_once


def recount(session: Session, person_ids: list[int]) -> None:
    """Keep the number of unread news true.

    Holds the people first: who counts after somebody else must see what they have put in.
    """
    unread = (
        select(func.count())
        .where(NEWS.c.person_id == PERSON.c.id, NEWS.c.read_at.is_(None))
        .scalar_subquery()
    )
    for part in _parts(sorted(person_ids)):
        mine = select(PERSON.c.id).where(PERSON.c.id.in_(part)).order_by(PERSON.c.id)
        session.execute(mine.with_for_update(key_share=True))
        session.execute(update(PERSON).where(PERSON.c.id.in_(part)).values(unread=unread))


def _reachable(session: Session, person_ids: list[int]) -> dict[int, bool]:
    """Those who exist, and whether a letter can reach them."""
    found = select(PERSON.c.id, PERSON.c.email.is_not(None)).where(PERSON.c.id.in_(person_ids))
    return {row[0]: bool(row[1]) for row in session.execute(found)}


def _row(
    happening: Happening, person_id: int, following_id: int | None, frequency: Frequency | bool
) -> dict[str, Any]:
    return {
        "id": new_id(),
        "person_id": person_id,
        "news": happening.news,
        "happened": happening.happened,
        "occasion": happening.occasion,
        "item_id": happening.item_id,
        "about_id": happening.about_id,
        "following_id": following_id,
        "facts": dict(happening.facts),
        "at": happening.at,
        "waiting": frequency is Frequency.DAILY,
        "mailed_at": now() if frequency is Frequency.AT_ONCE else None,
    }


def _insert(session: Session, rows: list[dict[str, Any]]) -> dict[int, int]:
    """The ids of the news that are new, by person."""
    if not rows:
        return {}
    dialect = session.get_bind().dialect.name
    made = postgresql.insert(NEWS) if dialect == "postgresql" else sqlite.insert(NEWS)
    told = made.on_conflict_do_nothing().returning(NEWS.c.person_id, NEWS.c.id)
    return {row.person_id: row.id for row in session.execute(told, rows)}


def _parts(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
