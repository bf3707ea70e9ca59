"""What became of what a person wrote and supports, in three statements."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, Integer, func, literal, select
from sqlmodel import Session

from app.deliberation.models import SUPPORT
from app.items.models import ITEM, LINK, LINK_END
from app.items.visibility import public
from app.mandates.models import DECISION
from app.process.actor import Actor
from app.process.vocabulary import Kind, State, Verdict, Visibility

AT_MOST = 200
NEWS_AT_MOST = 30
TOLD = (Kind.ANSWER, Kind.REQUIREMENT, Kind.MANDATE)
DRAFTS = frozenset({State.DRAFT, State.RETURNED})
_ABOUT = ITEM.alias("about")
_ROOT = ITEM.alias("root")
_CARD = (
    "id",
    "reference",
    "kind",
    "title",
    "language",
    "state",
    "verdict",
    "way",
    "way_ended",
    "supporters",
    "comments",
    "created_at",
)


@dataclass(frozen=True, slots=True)
class MyCard:
    """Something I wrote or support; `about` is what a comment is about."""

    id: int
    reference: str
    kind: Kind
    title: str
    language: str
    state: State
    verdict: Verdict | None
    way: int
    way_ended: bool
    supporters: int
    comments: int
    created_at: datetime
    about: str | None = None
    about_language: str | None = None


@dataclass(frozen=True, slots=True)
class News:
    """An answer, a requirement or a decision that one of my sentences led to."""

    reference: str
    kind: Kind
    title: str
    language: str
    state: State
    verdict: Verdict | None
    at: datetime
    mine: str
    mine_reference: str
    mine_language: str
    more: int


@dataclass(frozen=True, slots=True)
class Mine:
    """Everything about a person's own contributions, on one page."""

    drafts: list[MyCard]
    problems: list[MyCard]
    comments: list[MyCard]
    supported: list[MyCard]
    news: list[News]
    requests: list[MyCard]


def mine(session: Session, actor: Actor) -> Mine:
    """What this person wrote, supports, and what came of it."""
    written = _written(session, actor)
    problems = [card for card in written if card.kind is Kind.PROBLEM]
    return Mine(
        [card for card in problems if card.state in DRAFTS],
        [card for card in problems if card.state not in DRAFTS],
        [card for card in written if card.kind is Kind.COMMENT],
        _supported(session, actor),
        _news(session, actor),
        [card for card in written if card.kind is Kind.REQUEST],
    )


def _written(session: Session, actor: Actor) -> list[MyCard]:
    rows = session.execute(
        select(*(ITEM.c[name] for name in _CARD), _ABOUT.c.title, _ABOUT.c.language)
        .select_from(ITEM)
        .outerjoin(
            _ABOUT, (_ABOUT.c.id == ITEM.c.about_id) & (_ABOUT.c.visibility == Visibility.PUBLIC)
        )
        .where(
            ITEM.c.author_id == actor.id,
            ITEM.c.kind.in_([Kind.PROBLEM, Kind.COMMENT, Kind.REQUEST]),
            ITEM.c.state != State.DELETED,
        )
        .order_by(ITEM.c.id.desc())
        .limit(AT_MOST)
    )
    return [MyCard(*row) for row in rows]


def _supported(session: Session, actor: Actor) -> list[MyCard]:
    rows = session.execute(
        select(*(ITEM.c[name] for name in _CARD))
        .join(SUPPORT, SUPPORT.c.item_id == ITEM.c.id)
        .where(SUPPORT.c.person_id == actor.id, public())
        .order_by(SUPPORT.c.at.desc(), ITEM.c.id)
        .limit(AT_MOST)
    )
    return [MyCard(*row) for row in rows]


def _news(session: Session, actor: Actor) -> list[News]:
    """The newest things my sentences led to; `more` of my sentences led there as well."""
    walk = _walk(actor)
    led_to = (
        select(
            walk.c.id,
            func.min(walk.c.root_id).label("root_id"),
            func.min(walk.c.at).label("at"),
            (func.count(walk.c.root_id.distinct()) - 1).label("more"),
        )
        .group_by(walk.c.id)
        .subquery()
    )
    at = func.coalesce(DECISION.c.at, led_to.c.at)
    columns = [ITEM.c[name] for name in News.__slots__[:6]]
    rows = session.execute(
        select(*columns, at, _ROOT.c.title, _ROOT.c.reference, _ROOT.c.language, led_to.c.more)
        .join(led_to, led_to.c.id == ITEM.c.id)
        .join(_ROOT, _ROOT.c.id == led_to.c.root_id)
        .outerjoin(DECISION, DECISION.c.mandate_id == ITEM.c.id)
        .where(ITEM.c.kind.in_(TOLD), public())
        .order_by(at.desc(), ITEM.c.id.desc())
        .limit(NEWS_AT_MOST)
    )
    return [News(*row) for row in rows]


def _walk(actor: Actor) -> CTE:
    """Every step forward from what I wrote, what I wrote about, and what I support."""
    written = select(ITEM.c.id.label("root_id"), ITEM.c.id.label("id")).where(
        ITEM.c.author_id == actor.id, public()
    )
    spoken_about = select(ITEM.c.id, ITEM.c.about_id).where(
        ITEM.c.author_id == actor.id, ITEM.c.about_id.is_not(None), public()
    )
    supported = select(SUPPORT.c.item_id, SUPPORT.c.item_id).where(SUPPORT.c.person_id == actor.id)
    starts = written.union(spoken_about, supported).subquery()
    standing = LINK.outerjoin(LINK_END, LINK_END.c.link_id == LINK.c.id)
    stands = LINK_END.c.link_id.is_(None)
    steps = (
        select(
            starts.c.root_id, LINK.c.to_id.label("id"), LINK.c.at, literal(1, Integer).label("n")
        )
        .select_from(standing.join(starts, starts.c.id == LINK.c.from_id))
        .where(stands)
        .cte("forward", recursive=True)
    )
    further: Any = (
        select(steps.c.root_id, LINK.c.to_id, LINK.c.at, steps.c.n + 1)
        .select_from(standing.join(steps, steps.c.id == LINK.c.from_id))
        .where(stands, steps.c.n < 12)
    )
    return steps.union(further)
