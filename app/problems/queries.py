"""Every read about problem statements."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.goals.models import DISTRICT
from app.items.models import ITEM, Item
from app.items.search import similar_ids
from app.items.visibility import public
from app.organisations.models import ORGANISATION
from app.problems.models import PROBLEM
from app.process.actor import Actor
from app.process.vocabulary import Group, Kind, State, Verdict


@dataclass(frozen=True, slots=True)
class ProblemCard:
    """One line of a list of problems."""

    id: int
    version: int
    reference: str
    title: str
    language: str
    state: State
    verdict: Verdict | None
    group: Group
    author: str
    organisation: str | None
    district: str | None
    supporters: int
    comments: int
    way: int
    way_ended: bool


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """Everything the page of a problem shows of its own."""

    what: str
    affected: str
    everyday: str
    need: str
    place: str
    since: str
    consequence: str
    tried: str
    edited_at: datetime | None
    withdrawn_reason: str
    author: str
    organisation: str | None
    district: str | None
    participation: str
    participation_reference: str


@dataclass(frozen=True, slots=True)
class Similar:
    """A published problem that says something alike."""

    reference: str
    title: str
    language: str
    supporters: int


CARD = (
    ITEM.c.id,
    ITEM.c.version,
    ITEM.c.reference,
    ITEM.c.title,
    ITEM.c.language,
    ITEM.c.state,
    ITEM.c.verdict,
    ITEM.c.author_group,
    PERSON.c.name,
    ORGANISATION.c.name,
    DISTRICT.c.name,
    ITEM.c.supporters,
    ITEM.c.comments,
    ITEM.c.way,
    ITEM.c.way_ended,
)
FROM = (
    ITEM.join(PROBLEM, PROBLEM.c.id == ITEM.c.id)
    .join(PERSON, PERSON.c.id == ITEM.c.author_id)
    .outerjoin(ORGANISATION, ORGANISATION.c.id == ITEM.c.organisation_id)
    .outerjoin(DISTRICT, DISTRICT.c.id == PROBLEM.c.district_id)
)
_TEXTS = ("what", "affected", "everyday", "need", "place", "since", "consequence", "tried")
_PARENT = ITEM.alias("parent")


def problem_page(session: Session, item: Item) -> ProblemPage:
    """The words of a problem, its author and its participation."""
    texts = tuple(PROBLEM.c[name] for name in (*_TEXTS, "edited_at", "withdrawn_reason"))
    row = session.execute(
        select(
            *texts,
            PERSON.c.name,
            ORGANISATION.c.name,
            DISTRICT.c.name,
            _PARENT.c.title,
            _PARENT.c.reference,
        )
        .select_from(FROM.join(_PARENT, _PARENT.c.id == ITEM.c.participation_id))
        .where(ITEM.c.id == item.id)
    ).one()
    return ProblemPage(*row)


def my_drafts(session: Session, actor: Actor) -> list[ProblemCard]:
    """What this person has begun and not handed in, or got back; the newest first."""
    return _cards(session, ITEM.c.state.in_([State.DRAFT, State.RETURNED]), actor)


def my_problems(session: Session, actor: Actor) -> list[ProblemCard]:
    """What this person has handed in, the newest first."""
    return _cards(session, ITEM.c.state.not_in([State.DRAFT, State.RETURNED, State.DELETED]), actor)


def similar_problems(session: Session, words: str, most: int = 5) -> list[Similar]:
    """Published problems that share words with these, the most alike first."""
    ids = similar_ids(session, words, most * 3)
    rows = session.execute(
        select(ITEM.c.id, ITEM.c.reference, ITEM.c.title, ITEM.c.language, ITEM.c.supporters).where(
            ITEM.c.id.in_(ids),
            public(),
            ITEM.c.kind == Kind.PROBLEM,
            ITEM.c.state == State.PUBLISHED,
        )
    ).all()
    by_likeness = sorted(rows, key=lambda row: ids.index(row.id))
    return [Similar(*row[1:]) for row in by_likeness[:most]]


def _cards(session: Session, condition: Any, actor: Actor) -> list[ProblemCard]:
    mine = ITEM.c.author_id == actor.id
    rows = session.execute(
        select(*CARD)
        .select_from(FROM)
        .where(ITEM.c.kind == Kind.PROBLEM, mine, condition)
        .order_by(ITEM.c.id.desc())
        .limit(200)
    )
    return [ProblemCard(*row) for row in rows]
