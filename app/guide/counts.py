"""How much came in and what is still to be answered, by participation, in one statement."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session

from app.items.models import ITEM
from app.items.visibility import public
from app.participation.queries import ANSWERABLE, OWED
from app.process.vocabulary import DECLARED_GROUPS, Group, Kind, State

_COUNTED = (Kind.PROBLEM, Kind.COMMENT, Kind.TOPIC, Kind.ANSWER, Kind.REQUIREMENT)
_INSIDE = ITEM.c.kind == Kind.SEGMENT  # nobody reads it before its synopsis; its answer is owed
_HEARD_BY = frozenset({Kind.PROBLEM, Kind.COMMENT})


@dataclass(slots=True)
class Counts:
    """What the public items of one participation and the segments of its statements add up to."""

    problems: int = 0
    requirements: int = 0
    owed: int = 0
    answerable: int = 0
    answered: int = 0
    heard: set[Group] = field(default_factory=set)


def counts_of(session: Session, since: datetime) -> defaultdict[int, Counts]:
    """The counts by id of participation; answers are counted from `since` on."""
    authors = (func.count().filter(ITEM.c.author_group == group) for group in DECLARED_GROUPS)
    supporters = (func.sum(ITEM.c[f"supporters_{group}"]) for group in DECLARED_GROUPS)
    undecided = ITEM.c.state.in_([State.PROPOSED, State.DISCUSSED])
    rows = session.execute(
        select(
            ITEM.c.participation_id,
            ITEM.c.kind,
            func.count().filter(ITEM.c.state == State.PUBLISHED),
            func.count().filter(undecided),
            func.count().filter(OWED),
            func.count().filter(ANSWERABLE),
            func.count().filter(ITEM.c.created_at >= since),
            *authors,
            *supporters,
        )
        .where(ITEM.c.kind.in_(_COUNTED) & public() | _INSIDE)
        .group_by(ITEM.c.participation_id, ITEM.c.kind)
    )
    found: defaultdict[int, Counts] = defaultdict(Counts)
    for participation_id, *facts in rows:
        _add(found[participation_id], *facts)
    return found


def _add(counts: Counts, kind: Kind, published: int, undecided: int, /, *more: int) -> None:
    owed, answerable, recent, *people = more
    counts.owed, counts.answerable = counts.owed + owed, counts.answerable + answerable
    match kind:
        case Kind.PROBLEM:
            counts.problems = published
        case Kind.ANSWER:
            counts.answered = recent
        case Kind.REQUIREMENT:
            counts.requirements = undecided
    if kind in _HEARD_BY:
        twice = (*DECLARED_GROUPS, *DECLARED_GROUPS)
        counts.heard |= {group for group, number in zip(twice, people, strict=True) if number}
