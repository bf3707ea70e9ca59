"""Every read about settings of priorities: the rules, one's own ballot, what came of it."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlmodel import Session

from app.deliberation.groups import FEWEST, shown_groups
from app.items.models import ITEM, Item
from app.items.visibility import public
from app.participation.phases import results_hidden, talk_to_come
from app.priorities.models import (
    PRIORITISATION,
    PRIORITY_BALLOT,
    PRIORITY_CHOICE,
    PRIORITY_VOTE,
)
from app.process.actor import Actor
from app.process.vocabulary import Group, Kind, Method, State

OFFERED = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """An item in question, with what one has given to it oneself (0: nothing)."""

    id: int
    reference: str
    kind: Kind
    title: str
    language: str
    mine: int


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of priorities with its rules. `ballots`: how many people have voted."""

    explanation: str
    method: Method
    most: int
    most_each: int
    hidden: bool
    voted: bool
    ballots: int
    choices: tuple[Choice, ...]

    @property
    def i_voted(self) -> bool:
        return any(choice.mine for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Standing:
    """An item in the result: its points in all, from how many people, and by group.

    A group of fewer than five people has None.
    """

    reference: str
    kind: Kind
    title: str
    language: str
    points: int
    people: int
    share: int
    groups: tuple[tuple[Group, int | None], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A setting of priorities as the participation lists it."""

    reference: str
    title: str
    language: str
    mine: bool


def setting_of(session: Session, actor: Actor, item: Item) -> Setting:
    """The rules, what is in question, in the order of their references, and one's own ballot."""
    rules = session.execute(select(PRIORITISATION).where(PRIORITISATION.c.id == item.id)).one()
    ballots = select(func.count()).where(PRIORITY_BALLOT.c.prioritisation_id == item.id)
    mine = (
        (PRIORITY_VOTE.c.prioritisation_id == item.id)
        & (PRIORITY_VOTE.c.item_id == ITEM.c.id)
        & (PRIORITY_VOTE.c.person_id == actor.id)
    )
    head = (ITEM.c.id, ITEM.c.reference, ITEM.c.kind, ITEM.c.title, ITEM.c.language)
    rows = session.execute(
        select(*head, func.coalesce(PRIORITY_VOTE.c.value, 0))
        .select_from(
            PRIORITY_CHOICE.join(ITEM, ITEM.c.id == PRIORITY_CHOICE.c.item_id).outerjoin(
                PRIORITY_VOTE, mine
            )
        )
        .where(PRIORITY_CHOICE.c.prioritisation_id == item.id, public())
        .order_by(ITEM.c.reference)
    )
    return Setting(
        rules.explanation,
        rules.method,
        rules.most,
        rules.most_each,
        rules.hidden,
        rules.first_voted_at is not None,
        session.execute(ballots).scalar_one(),
        tuple(Choice(*row) for row in rows),
    )


def result_of(session: Session, item: Item, setting: Setting) -> list[Standing]:
    """The items by points, the most first; of two alike, the one with the earlier reference.

    An order is counted by Borda: with K places, the first gets K points, the last one.
    """
    given = (
        case((PRIORITY_VOTE.c.value > 0, setting.most + 1 - PRIORITY_VOTE.c.value))
        if setting.method is Method.RANKING
        else PRIORITY_VOTE.c.value
    )
    ballot = (PRIORITY_BALLOT.c.prioritisation_id == PRIORITY_VOTE.c.prioritisation_id) & (
        PRIORITY_BALLOT.c.person_id == PRIORITY_VOTE.c.person_id
    )
    rows = session.execute(
        select(
            PRIORITY_VOTE.c.item_id,
            PRIORITY_BALLOT.c.group,
            func.sum(given),
            func.count(),
        )
        .select_from(PRIORITY_VOTE.join(PRIORITY_BALLOT, ballot))
        .where(PRIORITY_VOTE.c.prioritisation_id == item.id)
        .group_by(PRIORITY_VOTE.c.item_id, PRIORITY_BALLOT.c.group)
    )
    points: defaultdict[int, dict[Group, tuple[int, int]]] = defaultdict(dict)
    for item_id, group, sum_of_points, people in rows:
        points[item_id][group] = (int(sum_of_points), people)
    most = max((sum(p for p, _ in each.values()) for each in points.values()), default=0) or 1
    standings = [_standing(choice, points[choice.id], most) for choice in setting.choices]
    return sorted(standings, key=lambda each: (-each.points, each.reference))


def result_shown(session: Session, item: Item, setting: Setting) -> bool:
    """A hidden result is shown when nobody can vote any more, nor will again."""
    place = item.participation_id
    if setting.hidden and talk_to_come(session, place):
        return False
    return not results_hidden(session, place)


def lines_in(session: Session, actor: Actor, participation_id: int) -> list[Line]:
    """The settings of priorities of a participation, and whether one has voted."""
    mine = (PRIORITY_BALLOT.c.prioritisation_id == ITEM.c.id) & (
        PRIORITY_BALLOT.c.person_id == actor.id
    )
    wanted = (
        select(ITEM.c.reference, ITEM.c.title, ITEM.c.language, PRIORITY_BALLOT.c.person_id)
        .select_from(ITEM.outerjoin(PRIORITY_BALLOT, mine))
        .where(
            ITEM.c.kind == Kind.PRIORITISATION,
            ITEM.c.participation_id == participation_id,
            public(),
        )
        .order_by(ITEM.c.id)
    )
    return [
        Line(row.reference, row.title, row.language, row.person_id is not None)
        for row in session.execute(wanted)
    ]


def choosable(session: Session, participation_id: int) -> list[Choice]:
    """What can be put in question: the topics, then the contributions with most support."""
    standing = [State.PUBLISHED, State.ANSWERED]
    head = (ITEM.c.id, ITEM.c.reference, ITEM.c.kind, ITEM.c.title, ITEM.c.language)
    wanted = (
        select(*head)
        .where(
            ITEM.c.participation_id == participation_id,
            ITEM.c.kind.in_([Kind.TOPIC, Kind.PROBLEM]),
            ITEM.c.state.in_(standing),
            public(),
        )
        .order_by(ITEM.c.kind == Kind.PROBLEM, ITEM.c.supporters.desc(), ITEM.c.id)
        .limit(OFFERED)
    )
    return [
        Choice(row.id, row.reference, row.kind, row.title, row.language, mine=0)
        for row in session.execute(wanted)
    ]


def _standing(choice: Choice, groups: dict[Group, tuple[int, int]], most: int) -> Standing:
    points = sum(each for each, _ in groups.values())
    people = sum(each for _, each in groups.values())
    shown = shown_groups({group: groups.get(group, (0, 0))[1] for group in Group})
    by_group: list[tuple[Group, Any]] = [
        (group, groups[group][0] if shown[group] else None) for group in Group if group in groups
    ]
    return Standing(
        choice.reference,
        choice.kind,
        choice.title,
        choice.language,
        points,
        people,
        round(100 * points / most),
        tuple(by_group) if people >= FEWEST else (),
    )
