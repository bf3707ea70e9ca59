"""What has come in, who has been heard, and the public clock of the answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlmodel import Session

from app.db.remembered import Remembered
from app.items.models import ITEM
from app.organisations.models import ORGANISATION
from app.participation.queries import ANSWERABLE, OWED, Owed, ParticipationCard
from app.process.vocabulary import DECLARED_GROUPS, Group, Kind, State, Visibility

ENOUGH_NOT_TO_BE_KNOWN = 5
_HANDED_IN = [State.SUBMITTED, State.PUBLISHED, State.ANSWERED]
_IS_STATEMENT = ITEM.c.kind == Kind.STATEMENT
_VOICES = ITEM.c.kind.in_([Kind.PROBLEM, Kind.COMMENT]) & (
    ITEM.c.visibility == Visibility.PUBLIC
) | (_IS_STATEMENT & ITEM.c.state.in_(_HANDED_IN))
# What was merged is counted once, as the list does: by what was made of it.
_STANDING = _VOICES & ((ITEM.c.kind != Kind.PROBLEM) | (ITEM.c.state == State.PUBLISHED))
_figures = Remembered()


@dataclass(frozen=True, slots=True)
class Figures:
    """What has come in so far, and which declared groups have been heard.

    `people` are how many of a group wrote something, where they are enough not to be known by it.
    """

    problems: int
    comments: int
    statements: int
    supports: int
    owed: int
    total: int
    heard: list[Group]
    unheard: list[Group]
    people: dict[Group, int]


def figures(session: Session, participation_id: int) -> Figures:
    """What has come in and from which groups, in one query. Statements count by their group."""
    group = case((_IS_STATEMENT, ORGANISATION.c.group), else_=ITEM.c.author_group).label("group")
    kinds = (Kind.PROBLEM, Kind.COMMENT, Kind.STATEMENT)
    supporters = [ITEM.c[f"supporters_{each}"] for each in DECLARED_GROUPS]
    rows = session.execute(
        select(
            group,
            func.count(ITEM.c.author_id.distinct()).filter(_VOICES),
            *(func.count().filter(ITEM.c.kind == kind, _STANDING) for kind in kinds),
            func.coalesce(func.sum(ITEM.c.supporters).filter(_STANDING), 0),
            func.count().filter(OWED),
            func.count().filter(ANSWERABLE),
            *(func.coalesce(func.sum(column).filter(_STANDING), 0) for column in supporters),
        )
        .select_from(ITEM.outerjoin(ORGANISATION, ORGANISATION.c.id == ITEM.c.organisation_id))
        .where(ITEM.c.participation_id == participation_id, _VOICES | ANSWERABLE)
        .group_by(group)
    ).all()
    heard = {row[0] for row in rows if row[1]}
    for at, each in enumerate(DECLARED_GROUPS, start=8):
        heard |= {each} if any(row[at] for row in rows) else set()
    problems, comments, statements, supports, owed, total = _sums(rows, 2, 8)
    return Figures(
        problems,
        comments,
        statements,
        supports,
        owed,
        total,
        heard=[each for each in DECLARED_GROUPS if each in heard],
        unheard=[each for each in DECLARED_GROUPS if each not in heard],
        people={row[0]: row[1] for row in rows if row[1] >= ENOUGH_NOT_TO_BE_KNOWN},
    )


def clock_of(card: ParticipationCard, counted: Figures) -> Owed:
    """The clock of one participation, by what was counted in it."""
    about = (card.reference, card.title, card.language, card.authority, card.answers_due)
    return Owed(*about, counted.owed, counted.total)


def remembered_figures(session: Session, participation_id: int) -> Figures:
    """The same for a page, some seconds old at most."""
    key = (session.get_bind().engine, participation_id)
    return _figures.get(key, lambda: figures(session, participation_id))


def _sums(rows: Sequence[Any], first: int, end: int) -> list[int]:
    return [sum(int(row[at]) for row in rows) for at in range(first, end)]
