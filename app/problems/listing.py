"""The list of problems: search, filters, four orders, paged by key."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlmodel import Session

from app.db.clock import now
from app.db.remembered import Remembered
from app.goals.models import ITEM_ACTION_FIELD
from app.items.models import ITEM
from app.items.search import matching
from app.items.visibility import public
from app.problems.models import PROBLEM
from app.problems.queries import CARD, FROM, ProblemCard
from app.process.vocabulary import Group, Kind, Order, Standing, State, Station, Verdict

PAGE_SIZE = 20
_RANDOM_RANGE = 1 << 31
_PARTICIPATION = ITEM.alias("participation_item")
_totals = Remembered()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for. `after` is the key of the last card they have seen."""

    words: str = ""
    group: Group | None = None
    action_field: int | None = None
    district: int | None = None
    standing: Standing | None = None
    participation: str = ""
    order: Order = Order.RANDOM
    after: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of cards, how many there are in all, and the key of the next page."""

    cards: list[ProblemCard]
    total: int
    after: str


_STANDINGS: dict[Standing, ColumnElement[bool]] = {
    Standing.OPEN: (ITEM.c.state == State.PUBLISHED) & (ITEM.c.way == Station.PROBLEM),
    Standing.TOPIC: ITEM.c.way == Station.TOPIC,
    Standing.ANSWERED: ITEM.c.verdict.is_not(None),
    Standing.NOT_TAKEN_UP: ITEM.c.verdict == Verdict.NOT_TAKEN_UP,
    Standing.REQUIREMENT: ITEM.c.way >= Station.REQUIREMENT,
    Standing.MANDATE: ITEM.c.way >= Station.MANDATE,
    Standing.WITHDRAWN: ITEM.c.state == State.WITHDRAWN,
}
_KEYS = {
    Order.RANDOM: ITEM.c.shuffle,
    Order.NEWEST: ITEM.c.id,
    Order.SUPPORTED: ITEM.c.supporters,
    Order.DISCUSSED: ITEM.c.comments,
}


def find_problems(session: Session, wanted: Wanted) -> Found:
    """The published problems that fit, one page of them."""
    where = _conditions(session, wanted)
    rows = (_at_random if wanted.order is Order.RANDOM else _falling)(session, wanted, where)
    after = ""
    if len(rows) > PAGE_SIZE:
        rows = rows[:PAGE_SIZE]
        after = f"{rows[-1].key}.{rows[-1].id}"
    only_page = not after and not wanted.after
    total = len(rows) if only_page else _total(session, wanted, where)
    return Found([ProblemCard(*row[: len(CARD)]) for row in rows], total, after)


def _conditions(session: Session, wanted: Wanted) -> list[ColumnElement[bool]]:
    where = [ITEM.c.kind == Kind.PROBLEM, public()]
    if wanted.standing is None:
        where.append(ITEM.c.state == State.PUBLISHED)
    else:
        where.append(_STANDINGS[wanted.standing])
    if wanted.words:
        where.append(matching(session, wanted.words))
    if wanted.group:
        where.append(ITEM.c.author_group == wanted.group)
    if wanted.district:
        where.append(PROBLEM.c.district_id == wanted.district)
    if wanted.participation:
        named = select(_PARTICIPATION.c.id).where(
            _PARTICIPATION.c.reference == wanted.participation,
            _PARTICIPATION.c.kind == Kind.PARTICIPATION,
        )
        where.append(ITEM.c.participation_id == named.scalar_subquery())
    if wanted.action_field:
        linked = select(ITEM_ACTION_FIELD.c.item_id).where(
            ITEM_ACTION_FIELD.c.action_field_id == wanted.action_field
        )
        where.append(ITEM.c.id.in_(linked))
    return where


def _cards(wanted: Wanted, where: list[ColumnElement[bool]]) -> Select[Any]:
    key = _KEYS[wanted.order].label("key")
    return select(*CARD, key).select_from(FROM).where(*where).limit(PAGE_SIZE + 1)


def _falling(session: Session, wanted: Wanted, where: list[ColumnElement[bool]]) -> list[Any]:
    key = _KEYS[wanted.order]
    cards = _cards(wanted, where).order_by(key.desc(), ITEM.c.id.desc())
    if last := _last_seen(wanted.after):
        cards = cards.where(tuple_(key, ITEM.c.id) < tuple_(*last))
    return list(session.execute(cards))


def _at_random(session: Session, wanted: Wanted, where: list[ColumnElement[bool]]) -> list[Any]:
    """The items lie on a ring in random order; each day the list begins at another place of it."""
    start = _start_of_day(now().date())
    key, last = ITEM.c.shuffle, _last_seen(wanted.after)
    cards = _cards(wanted, where).order_by(key, ITEM.c.id)
    wrapped = last is not None and last[0] < start
    after = [tuple_(key, ITEM.c.id) > tuple_(*last)] if last else []
    rows: list[Any] = []
    if not wrapped:
        rows = list(session.execute(cards.where(key >= start, *after)))
        after = []
    if len(rows) <= PAGE_SIZE:
        rest = cards.where(key < start, *after).limit(PAGE_SIZE + 1 - len(rows))
        rows += session.execute(rest)
    return rows


def _start_of_day(day: date) -> int:
    return (day.toordinal() * 2_654_435_761) % _RANDOM_RANGE


def _last_seen(after: str) -> tuple[int, int] | None:
    key, _, id = after.partition(".")  # noqa: A001
    return (int(key), int(id)) if key.isdecimal() and id.isdecimal() else None


def _total(session: Session, wanted: Wanted, where: list[ColumnElement[bool]]) -> int:
    same = replace(wanted, after="", order=Order.RANDOM)
    return _totals.get((session.get_bind().engine, same), lambda: _count(session, where))


def _count(session: Session, where: list[ColumnElement[bool]]) -> int:
    count: int = session.execute(
        select(func.count())
        .select_from(ITEM.join(PROBLEM, PROBLEM.c.id == ITEM.c.id))
        .where(*where)
    ).scalar_one()
    return count
