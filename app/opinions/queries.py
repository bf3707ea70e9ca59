"""Every read about theses: which is asked next, what one said, what came of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select
from sqlmodel import Session

from app.deliberation.groups import FEWEST, shown_groups
from app.items.models import ITEM, Item
from app.items.visibility import public
from app.opinions.models import GIVEN_OPINION, THESIS, THESIS_GROUP
from app.opinions.weighing import Counts, balanced_agreement, drawn
from app.participation.phases import talk_to_come
from app.process.actor import Actor
from app.process.vocabulary import DECLARED_GROUPS, Group, Kind, Opinion

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class Progress:
    """How many theses there are, and how many of them one has answered."""

    answered: int
    total: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A thesis that is put to somebody."""

    reference: str
    text: str
    language: str
    mine: Opinion | None


@dataclass(frozen=True, slots=True)
class GroupAgreement:
    """A declared group on a thesis; `counts` is None where fewer than five people would show."""

    group: Group
    counts: Counts | None


@dataclass(frozen=True, slots=True)
class Result:
    """What all say to a thesis. `balanced`: percent, each group alike; None for too few voices."""

    counts: Counts
    groups: tuple[GroupAgreement, ...]
    balanced: int | None


@dataclass(frozen=True, slots=True)
class ThesisRow:
    """A thesis in the list; `result` is None while results are hidden."""

    asked: Asked
    result: Result | None


@dataclass(frozen=True, slots=True)
class ThesisList:
    """A page of theses in their lasting random order, and where the next page begins."""

    rows: list[ThesisRow]
    progress: Progress
    after: str


_MINE = GIVEN_OPINION.alias("mine")
_COUNTS = (THESIS.c.agree, THESIS.c.disagree, THESIS.c.passed)
_HEAD = (ITEM.c.id, ITEM.c.reference, ITEM.c.title, ITEM.c.language, _MINE.c.opinion, *_COUNTS)
_OF_ALL = (
    (ITEM.c.kind == Kind.THESIS)
    & public()
    & (ITEM.c.participation_id == bindparam("participation"))
)


def _theses() -> Select[Any]:
    mine = (_MINE.c.thesis_id == THESIS.c.id) & (_MINE.c.person_id == bindparam("viewer"))
    return select(*_HEAD).select_from(
        ITEM.join(THESIS, THESIS.c.id == ITEM.c.id).outerjoin(_MINE, mine)
    )


def progress_in(session: Session, actor: Actor, participation_id: int) -> Progress:
    """How far somebody has come with the theses of a participation."""
    counted = _theses().where(_OF_ALL).subquery()
    row = session.execute(
        select(func.count(counted.c.opinion), func.count()).select_from(counted),
        {"participation": participation_id, "viewer": actor.id},
    ).one()
    return Progress(*row)


def next_thesis(
    session: Session, actor: Actor, participation_id: int, by: Random, *, wanted: str = ""
) -> tuple[Asked | None, Progress]:
    """A thesis this person has not answered, drawn by its chance; None when all are answered.

    `wanted`: the reference of the one that is asked in any case, if it is still open.
    """
    key = {"participation": participation_id, "viewer": actor.id}
    rows = session.execute(_theses().where(_OF_ALL), key).all()
    left = [row for row in rows if row.opinion is None]
    progress = Progress(len(rows) - len(left), len(rows))
    if not left:
        return None, progress
    known = next((row for row in left if row.reference == wanted), None)
    return _asked(known or left[drawn([_counts(row) for row in left], by)]), progress


def thesis_row(session: Session, actor: Actor, item: Item, *, hidden: bool) -> ThesisRow:
    """One thesis, with its result unless results are hidden."""
    wanted = _theses().where(ITEM.c.id == bindparam("thesis"))
    row = session.execute(wanted, {"thesis": item.id, "viewer": actor.id}).one()
    if hidden:
        return ThesisRow(_asked(row), None)
    return ThesisRow(_asked(row), _result(row, _groups(session, [item.id])[item.id]))


def theses(
    session: Session, actor: Actor, participation_id: int, after: str = "", *, hidden: bool
) -> ThesisList:
    """The theses of a participation in their random order, which is the same for everybody."""
    wanted = _theses().where(_OF_ALL)
    start = _place(after)
    if start:
        wanted = wanted.where(_beyond(*start))
    key = {"participation": participation_id, "viewer": actor.id}
    columns = wanted.add_columns(ITEM.c.shuffle).order_by(ITEM.c.shuffle, ITEM.c.id)
    rows = session.execute(columns.limit(PAGE_SIZE + 1), key).all()
    shown = rows[:PAGE_SIZE]
    groups = {} if hidden else _groups(session, [row.id for row in shown])
    return ThesisList(
        [ThesisRow(_asked(row), None if hidden else _result(row, groups[row.id])) for row in shown],
        progress_in(session, actor, participation_id),
        f"{shown[-1].shuffle}-{shown[-1].id}" if len(rows) > PAGE_SIZE else "",
    )


def votes(session: Session, participation_id: int, by: Random) -> list[list[str]] | None:
    """The opinions as a matrix, a row for each person, once nobody can give one any more.

    People have numbers drawn anew for each file; theses that fewer than five answered are left
    out. None as long as opinions can be given.
    """
    if talk_to_come(session, participation_id):
        return None
    wanted = (
        select(GIVEN_OPINION.c.person_id, ITEM.c.reference, GIVEN_OPINION.c.opinion)
        .join(ITEM, ITEM.c.id == GIVEN_OPINION.c.thesis_id)
        .join(THESIS, THESIS.c.id == ITEM.c.id)
        .where(_OF_ALL, THESIS.c.agree + THESIS.c.disagree + THESIS.c.passed >= FEWEST)
        .order_by(ITEM.c.id)
    )
    said: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for person, reference, opinion in session.execute(wanted, {"participation": participation_id}):
        said[person][reference] = opinion.value
    columns = sorted({reference for mine in said.values() for reference in mine})
    people = by.sample(list(said), len(said))
    rows = [
        [str(number), *(said[person].get(reference, "") for reference in columns)]
        for number, person in enumerate(people, start=1)
    ]
    return [["participant", *columns], *rows]


def _asked(row: Row[Any]) -> Asked:
    return Asked(row.reference, row.title, row.language, row.opinion)


def _counts(row: Row[Any]) -> Counts:
    return Counts(row.agree, row.disagree, row.passed)


def _groups(session: Session, ids: Sequence[int]) -> Mapping[int, dict[Group, Counts]]:
    found: defaultdict[int, dict[Group, Counts]] = defaultdict(dict)
    wanted = select(THESIS_GROUP).where(THESIS_GROUP.c.thesis_id.in_(ids))
    for row in session.execute(wanted):
        found[row.thesis_id][row.group] = _counts(row)
    return found


def _result(row: Row[Any], groups: dict[Group, Counts]) -> Result:
    shown = shown_groups({group: groups.get(group, Counts()).seen for group in Group})
    listed = tuple(
        GroupAgreement(group, groups[group] if shown[group] else None)
        for group in Group
        if group in groups and groups[group].seen
    )
    counts = _counts(row)
    balanced = balanced_agreement(groups[each] for each in DECLARED_GROUPS if each in groups)
    return Result(
        counts,
        listed if counts.seen >= FEWEST else (),
        None if balanced is None else round(100 * balanced),
    )


def _place(after: str) -> tuple[int, int] | None:
    shuffle, _, item_id = after.partition("-")
    if shuffle.isdecimal() and item_id.isdecimal() and len(after) < 34:
        return int(shuffle), int(item_id)
    return None


def _beyond(shuffle: int, item_id: int) -> Any:
    same = (ITEM.c.shuffle == shuffle) & (ITEM.c.id > item_id)
    return (ITEM.c.shuffle > shuffle) | same
