"""What is in a topic, and what may come into one: called by the commands, in their transaction."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import Session

from app.items.models import ITEM, LINK, LINK_END, Item
from app.items.spine import link
from app.items.visibility import public
from app.process.actor import Actor
from app.process.refusal import Refused
from app.process.sentences import N_
from app.process.vocabulary import Kind, Link, State
from app.synthesis.verdicts import settle_contributions

NOT_OF_THIS = N_("Only published contributions of the same participation can be in a topic.")
LEFT_ALONE = N_("It would be left without an answer. Give it one, or another topic, first.")
OPEN_SEGMENT = (State.SUBMITTED, State.ANSWERED, State.PUBLISHED)


def to_be_sorted(*kinds: Kind) -> ColumnElement[bool]:
    """The predicate on ITEM: published contributions, and segments, which are read inside."""
    said = [kind for kind in kinds if kind is not Kind.SEGMENT]
    contribution = and_(ITEM.c.kind.in_(said), ITEM.c.state == State.PUBLISHED, public())
    if Kind.SEGMENT not in kinds:
        return contribution
    return or_(contribution, (ITEM.c.kind == Kind.SEGMENT) & ITEM.c.state.in_(OPEN_SEGMENT))


def put_in(session: Session, actor: Actor, topic: Item, ids: Sequence[int]) -> None:
    for each in ids:
        link(session, actor, each, topic.id, how=Link.PART_OF)
    settle_contributions(session, ids)


def contributions(session: Session, topic: Item, references: Iterable[str]) -> list[int]:
    """The ids of contributions and segments; anything else among the references is refused."""
    wanted = {reference.upper() for reference in references}
    found = session.execute(
        select(ITEM.c.id)
        .where(
            ITEM.c.reference.in_(wanted),
            ITEM.c.participation_id == topic.participation_id,
            to_be_sorted(Kind.PROBLEM, Kind.COMMENT, Kind.SEGMENT),
        )
        .order_by(ITEM.c.id)
    ).scalars()
    ids = list(found)
    if len(ids) < len(wanted):
        raise Refused(NOT_OF_THIS)
    return ids


def members(session: Session, topic: Item, references: Iterable[str] | None = None) -> list[int]:
    """The ids of what is in a topic: all of it, or what has one of the references."""
    inside = (
        select(LINK.c.from_id)
        .join(ITEM, ITEM.c.id == LINK.c.from_id)
        .outerjoin(LINK_END, LINK_END.c.link_id == LINK.c.id)
        .where(LINK.c.to_id == topic.id, LINK.c.how == Link.PART_OF, LINK_END.c.link_id.is_(None))
    )
    if references is not None:
        inside = inside.where(ITEM.c.reference.in_([each.upper() for each in references]))
    return list(session.execute(inside).scalars())


def waiting_segments(session: Session, topic: Item) -> list[Item]:
    """The segments in a topic that have no answer of their own yet, held until it is given."""
    found = select(Item).where(_waiting(topic)).order_by(ITEM.c.id).with_for_update()
    return list(session.execute(found).scalars())


def waiting_count(session: Session, topic: Item) -> int:
    """How many segments in a topic have no answer of their own yet."""
    count: int = session.execute(
        select(func.count()).select_from(ITEM).where(_waiting(topic))
    ).scalar_one()
    return count


def _waiting(topic: Item) -> ColumnElement[bool]:
    ended = select(LINK_END.c.link_id).where(LINK_END.c.link_id == LINK.c.id).exists()
    inside = (LINK.c.to_id == topic.id) & (LINK.c.how == Link.PART_OF) & ~ended
    waits = (ITEM.c.kind == Kind.SEGMENT) & (ITEM.c.state == State.SUBMITTED)
    return waits & ITEM.c.id.in_(select(LINK.c.from_id).where(inside))


def demand_answers(session: Session, ids: Sequence[int]) -> None:
    """After the synthesis nothing that had an answer may lose it."""
    published = (ITEM.c.kind == Kind.PROBLEM) & (ITEM.c.state == State.PUBLISHED)
    alone = select(ITEM.c.id).where(ITEM.c.id.in_(ids), published, ITEM.c.verdict.is_(None))
    if session.execute(alone.limit(1)).first():
        raise Refused(LEFT_ALONE)


def links_on(session: Session, item_id: int, how: Link) -> list[int]:
    """What an item leads to in this way."""
    standing = (
        select(LINK.c.to_id)
        .outerjoin(LINK_END, LINK_END.c.link_id == LINK.c.id)
        .where(LINK.c.from_id == item_id, LINK.c.how == how, LINK_END.c.link_id.is_(None))
    )
    return list(session.execute(standing).scalars())
