"""The list of contributions: search, filters, four orders, paged by key."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    bindparam,
    func,
    literal_column,
    select,
    tuple_,
)
from sqlmodel import Session

from app.db.clock import now
from app.db.remembered import Remembered
from app.goals.models import ITEM_ACTION_FIELD
from app.items.models import ITEM
from app.items.search import matching
from app.items.visibility import public
from app.problems.models import PROBLEM
from app.problems.queries import CARD, FROM, ProblemCard
from app.process.vocabulary import (
    Contribution,
    Group,
    Kind,
    Order,
    Standing,
    State,
    Station,
    Verdict,
)

PAGE_SIZE = 20
# Written out: a generic plan of PostgreSQL takes a bound limit for a tenth of the table.
_ONE_MORE = literal_column(str(PAGE_SIZE + 1), BigInteger)
_RANDOM_RANGE = 1 << 31
_HIGHEST = 1 << 62
_AFTER_KEY, _AFTER_ID, _UNTIL = (
    bindparam(name, type_=BigInteger) for name in ("after_key", "after_id", "until")
)
_PARTICIPATION = ITEM.alias("participation_item")
_totals = Remembered()
Choice = TypeVar("Choice", Order, Standing, Group, Contribution)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for. `after` is the key of the last card they have seen."""

    words: str = ""
    contribution: Contribution | None = None
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


def wanted_of(asked: Mapping[str, str]) -> Wanted:
    """What an address asks for; what it does not understand it leaves out."""
    return Wanted(
        words=asked.get("q", "").strip()[:200],
        contribution=_chosen(Contribution, asked.get("kind", "")),
        group=_chosen(Group, asked.get("group", "")),
        action_field=_number(asked.get("field", "")),
        district=_number(asked.get("district", "")),
        participation=asked.get("participation", "").strip()[:20].upper(),
        standing=_chosen(Standing, asked.get("state", "")),
        order=_chosen(Order, asked.get("order", "")) or Order.RANDOM,
        after=asked.get("after", ""),
    )


def fits(session: Session, wanted: Wanted, item_id: int) -> bool:
    """Whether one problem is among those that are looked for, apart from the words."""
    found = select(ITEM.c.id).select_from(ITEM.join(PROBLEM, PROBLEM.c.id == ITEM.c.id))
    alone = found.where(ITEM.c.id == item_id, *_conditions(wanted))
    return session.execute(alone).first() is not None


def find_problems(session: Session, wanted: Wanted) -> Found:
    """The published contributions that fit, one page of them."""
    looked_for = replace(wanted, after="") if wanted.after else wanted
    cards = _cards_for(session, looked_for)
    rows = (_at_random if wanted.order is Order.RANDOM else _falling)(session, cards, wanted.after)
    after = ""
    if len(rows) > PAGE_SIZE:
        rows = rows[:PAGE_SIZE]
        after = f"{rows[-1].key}.{rows[-1].id}"
    only_page = not after and not wanted.after
    total = len(rows) if only_page else _total(session, looked_for)
    return Found([ProblemCard(*row[: len(CARD)]) for row in rows], total, after)


def _cards_for(session: Session, wanted: Wanted) -> Select[Any]:
    """The statement of a list: built once for the same filters, its place in the list is open."""
    if wanted.words:
        return _cards(wanted, matching(session, wanted.words))
    return _cards_without_words(wanted)


def _cards(wanted: Wanted, *more: ColumnElement[bool]) -> Select[Any]:
    key = _KEYS[wanted.order]
    place, here = tuple_(key, ITEM.c.id), tuple_(_AFTER_KEY, _AFTER_ID)
    cards = select(*CARD, key.label("key")).select_from(FROM).where(*_conditions(wanted), *more)
    if wanted.order is Order.RANDOM:
        cards = cards.where(place > here, key < _UNTIL).order_by(key, ITEM.c.id)
    elif wanted.order is Order.NEWEST:
        # PostgreSQL uses no index of the kind for a pair of twice the same column.
        cards = cards.where(ITEM.c.id < _AFTER_ID).order_by(ITEM.c.id.desc())
    else:
        cards = cards.where(place < here).order_by(key.desc(), ITEM.c.id.desc())
    return cards.limit(_ONE_MORE)


_cards_without_words = lru_cache(maxsize=500)(_cards)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    where = [ITEM.c.kind == Kind.PROBLEM, public()]
    if wanted.standing is None:
        where.append(ITEM.c.state == State.PUBLISHED)
    else:
        where.append(_STANDINGS[wanted.standing])
    if wanted.contribution:
        where.append(PROBLEM.c.contribution == wanted.contribution)
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


def _falling(session: Session, cards: Select[Any], after: str) -> list[Any]:
    key, id = _last_seen(after) or (_HIGHEST, _HIGHEST)  # noqa: A001
    return list(session.execute(cards, {"after_key": key, "after_id": id}).all())


def _at_random(session: Session, cards: Select[Any], after: str) -> list[Any]:
    """The items lie on a ring in random order; each day the list begins at another place of it."""
    start = _start_of_day(now().date())
    last = _last_seen(after)
    rows: list[Any] = []
    if last is None or last[0] >= start:
        rows = _between(session, cards, last or (start, -1), _RANDOM_RANGE)
        last = None
    if len(rows) <= PAGE_SIZE:
        rows += _between(session, cards, last or (-1, -1), start)
    return rows[: PAGE_SIZE + 1]


def _between(session: Session, cards: Select[Any], after: tuple[int, int], until: int) -> list[Any]:
    place = {"after_key": after[0], "after_id": after[1], "until": until}
    return list(session.execute(cards, place).all())


def _start_of_day(day: date) -> int:
    return (day.toordinal() * 2_654_435_761) % _RANDOM_RANGE


def _last_seen(after: str) -> tuple[int, int] | None:
    key, _, id = after.partition(".")  # noqa: A001
    readable = all(each.isdecimal() and len(each) < 19 for each in (key, id))
    return (int(key), int(id)) if readable else None


def _total(session: Session, wanted: Wanted) -> int:
    same = replace(wanted, order=Order.RANDOM)
    return _totals.get((session.get_bind().engine, same), lambda: _count(session, same))


def _count(session: Session, wanted: Wanted) -> int:
    words = [matching(session, wanted.words)] if wanted.words else []
    count: int = session.execute(
        select(func.count())
        .select_from(ITEM.join(PROBLEM, PROBLEM.c.id == ITEM.c.id))
        .where(*_conditions(wanted), *words)
    ).scalar_one()
    return count


def _chosen(vocabulary: type[Choice], text: str) -> Choice | None:
    return vocabulary(text) if text and text in set(vocabulary) else None


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 17 else None
