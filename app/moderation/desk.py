"""The desk: everything that waits within one's office, whatever it waits for, in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    func,
    or_,
    select,
    union_all,
)
from sqlmodel import Session

from app.deliberation.models import COMMENT
from app.items.models import ITEM
from app.moderation.causes import branch_of
from app.moderation.rows import Details, Waiting, details_of
from app.moderation.words import HIGH_FROM, SOME_FROM, Risk, Sort, Waits
from app.problems.models import PROBLEM
from app.process.actor import Actor
from app.process.vocabulary import Kind, Office

PAGE_SIZE = 30
COUNTED_TO = 1000
LONGEST_ID, LONGEST_SCORE = 16, 6
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a moderator asks the desk for."""

    waits: Waits | None = None
    kind: Kind | None = None
    risk: Risk | None = None
    participation: str = ""
    language: str = ""
    words: str = ""
    sort: Sort = Sort.DUE
    after: str = ""

    @property
    def filtered(self) -> bool:
        return bool(self.kind or self.risk or self.participation or self.language or self.words)


@dataclass(frozen=True, slots=True)
class Hours:
    """Within how many hours what waits is decided."""

    moderation: int = 24
    appeal: int = 72

    def of(self, waits: Waits) -> timedelta:
        return timedelta(hours=self.appeal if waits is Waits.APPEAL else self.moderation)


@dataclass(frozen=True, slots=True)
class Desk:
    """One page of what waits, and where the next one begins ("" when there is none)."""

    rows: tuple[Waiting, ...]
    after: str


@dataclass(frozen=True, slots=True)
class _Key:
    """Where something stands in the order of the desk."""

    waits: Waits
    item_id: int
    since: datetime
    score: int
    reports: int
    due_at: datetime

    def rank(self, sort: Sort) -> tuple[int, int]:
        if sort is Sort.RISK:
            return -self.score, self.item_id
        moment = self.since if sort is Sort.AGE else self.due_at
        return (moment - _EPOCH) // _MICROSECOND, self.item_id

    def row(self, item: Details) -> Waiting:
        return Waiting.of(
            item, self.waits, due_at=self.due_at, score=self.score, reports=self.reports
        )


def desk(session: Session, actor: Actor, wanted: Wanted, hours: Hours) -> Desk:
    """One page of what waits for this moderator."""
    keys = _keys(session, actor, wanted, hours)
    shown = keys[:PAGE_SIZE]
    details = details_of(session, actor, [key.item_id for key in shown])
    rows = tuple(key.row(details[key.item_id]) for key in shown if key.item_id in details)
    following = len(keys) > PAGE_SIZE
    return Desk(rows, "{}.{}".format(*shown[-1].rank(wanted.sort)) if following else "")


def next_waiting(session: Session, actor: Actor, hours: Hours, but: int = 0) -> Waiting | None:
    """What is due first, except for the item one comes from."""
    keys = [key for key in _keys(session, actor, Wanted(), hours, most=2) if key.item_id != but]
    details = details_of(session, actor, [key.item_id for key in keys[:1]])
    found = (key.row(details[key.item_id]) for key in keys if key.item_id in details)
    return next(found, None)


def first_due(session: Session, actor: Actor, hours: Hours) -> tuple[datetime, datetime] | None:
    """When the first of what waits is due, and since when it waits."""
    keys = _keys(session, actor, Wanted(), hours, most=1)
    return (keys[0].due_at, keys[0].since) if keys else None


def waiting_by_cause(session: Session, actor: Actor) -> dict[Waits, int]:
    """How much waits for each cause, counted no further than COUNTED_TO."""
    if not actor.holds(Office.MODERATOR):
        return dict.fromkeys(Waits, 0)
    counts = (
        select(func.count())
        .select_from(
            branch_of(actor, waits).with_only_columns(ITEM.c.id).limit(COUNTED_TO).subquery()
        )
        .scalar_subquery()
        for waits in Waits
    )
    return dict(zip(Waits, session.execute(select(*counts)).one(), strict=True))


def _keys(
    session: Session, actor: Actor, wanted: Wanted, hours: Hours, *, most: int = PAGE_SIZE
) -> list[_Key]:
    """The next keys of every cause, put in one order: causes have different due clocks."""
    causes = [wanted.waits] if wanted.waits else list(Waits)
    parts = []
    for waits in causes:
        part = _ordered(_filtered(branch_of(actor, waits), wanted), wanted, hours.of(waits))
        parts.append(select(part.limit(most + 1).subquery()))
    found = []
    for waits, item_id, since, score, reports in session.execute(union_all(*parts)):
        cause = Waits(waits)
        due_at = since + hours.of(cause)
        found.append(_Key(cause, item_id, since, score, reports, due_at))
    return sorted(found, key=lambda key: key.rank(wanted.sort))[: most + 1]


def _filtered(rows: Select[Any], wanted: Wanted) -> Select[Any]:
    place = ITEM.alias("place")
    its_place = select(place.c.id).where(place.c.reference == wanted.participation)
    score = rows.selected_columns["score"]
    conditions: Mapping[str, ColumnElement[bool]] = {
        "kind": ITEM.c.kind == wanted.kind,
        "language": ITEM.c.language == wanted.language,
        "participation": ITEM.c.participation_id == its_place.scalar_subquery(),
    }
    for name, condition in conditions.items():
        if getattr(wanted, name):
            rows = rows.where(condition)
    if wanted.words:
        rows = rows.where(_holds(wanted.words))
    if wanted.risk:
        least, most = _RANGES[wanted.risk]
        rows = rows.where(score.element >= least, score.element < most)
    return rows


_RANGES = {
    Risk.HIGH: (HIGH_FROM, 1_000_000),
    Risk.SOME: (SOME_FROM, HIGH_FROM),
    Risk.LOW: (0, SOME_FROM),
}


def _holds(words: str) -> ColumnElement[bool]:
    columns = (ITEM.c.title, PROBLEM.c.what, PROBLEM.c.need, COMMENT.c.text)
    return or_(*(column.icontains(words, autoescape=True) for column in columns))


def _ordered(rows: Select[Any], wanted: Wanted, allowed: timedelta) -> Select[Any]:
    since, score = (rows.selected_columns[name].element for name in ("since", "score"))
    if wanted.sort is Sort.RISK:
        rows = rows.order_by(score.desc(), ITEM.c.id)
    else:
        rows = rows.order_by(since, ITEM.c.id)
    if not (mark := _mark(wanted.after, wanted.sort)):
        return rows
    rank, item_id = mark
    if wanted.sort is Sort.RISK:
        return rows.where(or_(score < -rank, and_(score == -rank, ITEM.c.id > item_id)))
    moment = _EPOCH + timedelta(microseconds=rank)
    from_there = moment if wanted.sort is Sort.AGE else moment - allowed
    return rows.where(or_(since > from_there, and_(since == from_there, ITEM.c.id > item_id)))


def _mark(after: str, sort: Sort) -> tuple[int, int] | None:
    """Where a page begins, from its address; anything else begins at the beginning."""
    rank, _, item_id = after.partition(".")
    digits = rank.removeprefix("-")
    longest = LONGEST_SCORE if sort is Sort.RISK else LONGEST_ID
    if not all(each.isdecimal() and each.isascii() for each in (digits, item_id)):
        return None
    if len(digits) > longest or len(item_id) > LONGEST_ID:
        return None
    return int(rank), int(item_id)
