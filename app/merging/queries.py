"""Every read about merging: pairs to decide, candidates, what became one with what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.deliberation.models import SUPPORT
from app.items.likeness import SIMILAR
from app.items.models import ITEM, LINK, LINK_END, Item
from app.items.visibility import public, visible
from app.merging.models import CO_AUTHOR, LIKE_PAIR
from app.merging.pairs import alike_to
from app.problems.models import PROBLEM
from app.process.actor import EVERYWHERE, Actor
from app.process.vocabulary import Group, Kind, Link, Office, State

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Side:
    """A contribution as it is compared with others."""

    id: int
    reference: str
    title: str
    language: str
    what: str
    affected: str
    everyday: str
    need: str
    group: Group
    supporters: int
    comments: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Pair:
    """Two contributions that look alike. `percent`: how much; `contrary`: a hint of opposites."""

    one: Side
    other: Side
    percent: int
    contrary: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """What might be merged with a contribution; 0 percent when it was asked for by reference."""

    side: Side
    percent: int
    contrary: bool


@dataclass(frozen=True, slots=True)
class Credit:
    """A contribution that was merged into another one, and who wrote it.

    `merged`: it still is.
    """

    reference: str
    title: str
    language: str
    author: str
    group: Group
    comments: int
    merged: bool


_SIDE = (
    ITEM.c.id,
    ITEM.c.reference,
    ITEM.c.title,
    ITEM.c.language,
    PROBLEM.c.what,
    PROBLEM.c.affected,
    PROBLEM.c.everyday,
    PROBLEM.c.need,
    ITEM.c.author_group,
    ITEM.c.supporters,
    ITEM.c.comments,
    ITEM.c.created_at,
)


def pairs(session: Session, actor: Actor, after: str = "") -> tuple[list[Pair], str]:
    """What this moderator may decide, the most alike first, and the key of the next page."""
    scopes = actor.scopes(Office.MODERATOR)
    open_pairs = select(LIKE_PAIR).where(LIKE_PAIR.c.decided_at.is_(None))
    if EVERYWHERE not in scopes:
        open_pairs = open_pairs.where(LIKE_PAIR.c.participation_id.in_(scopes))
    skipped = int(after) if after.isdecimal() and len(after) < 6 else 0
    order = (LIKE_PAIR.c.likeness.desc(), LIKE_PAIR.c.one_id, LIKE_PAIR.c.other_id)
    wanted = open_pairs.order_by(*order).offset(skipped).limit(PAGE_SIZE + 1)
    rows = session.execute(wanted).all()
    known = sides(session, actor, [each for row in rows for each in (row.one_id, row.other_id)])
    shown = [
        Pair(known[row.one_id], known[row.other_id], round(100 * row.likeness), row.contrary)
        for row in rows[:PAGE_SIZE]
        if row.one_id in known and row.other_id in known
    ]
    return shown, str(skipped + PAGE_SIZE) if len(rows) > PAGE_SIZE else ""


def sides(session: Session, actor: Actor, ids: Sequence[int]) -> dict[int, Side]:
    """Published contributions by their ids; the others are left out."""
    wanted = (
        select(*_SIDE)
        .join(PROBLEM, PROBLEM.c.id == ITEM.c.id)
        .where(ITEM.c.id.in_(set(ids)), ITEM.c.state == State.PUBLISHED, visible(actor))
    )
    return {row.id: Side(*row) for row in session.execute(wanted)}


def candidates(
    session: Session, actor: Actor, item: Item, references: Sequence[str] = ()
) -> list[Candidate]:
    """What looks like a contribution, the most alike first, then what was asked for."""
    alike = {each.item_id: each for each in alike_to(session, item, at_least=SIMILAR)}
    asked = _ids_of(session, item, references)
    known = sides(session, actor, [*alike, *asked])
    found = [
        Candidate(known[each.item_id], round(100 * each.likeness), each.contrary)
        for each in alike.values()
        if each.item_id in known
    ]
    more = [
        Candidate(known[each], 0, False) for each in asked if each in known and each not in alike
    ]
    return found + more


def merged_into(session: Session, item_id: int) -> tuple[str, str, str] | None:
    """Reference, title and language of what a contribution has become part of."""
    wanted = (
        select(ITEM.c.reference, ITEM.c.title, ITEM.c.language)
        .join(LINK, LINK.c.to_id == ITEM.c.id)
        .outerjoin(LINK_END, LINK_END.c.link_id == LINK.c.id)
        .where(
            LINK.c.from_id == item_id,
            LINK.c.how == Link.MERGED_INTO,
            LINK_END.c.link_id.is_(None),
            public(),
        )
    )
    row: Row[Any] | None = session.execute(wanted).first()
    return (row.reference, row.title, row.language) if row else None


def credits_of(session: Session, item_id: int) -> list[Credit]:
    """What was once merged into a contribution, with its authors; without those hidden since."""
    rows = session.execute(_CREDITS, {"item_id": item_id})
    return [
        Credit(reference, title, language, name or "", group, comments, state is State.MERGED)
        for reference, title, language, name, group, comments, state in rows
    ]


_CREDITS = (
    select(
        ITEM.c.reference,
        ITEM.c.title,
        ITEM.c.language,
        PERSON.c.name,
        ITEM.c.author_group,
        ITEM.c.comments,
        ITEM.c.state,
    )
    .join(CO_AUTHOR, CO_AUTHOR.c.source_id == ITEM.c.id)
    .outerjoin(PERSON, PERSON.c.id == CO_AUTHOR.c.person_id)
    .where(CO_AUTHOR.c.item_id == bindparam("item_id"), public())
    .order_by(ITEM.c.id)
)


def co_authors(session: Session, item_id: int) -> list[tuple[int, int]]:
    """Who wrote what was merged into a contribution: the person and the source."""
    wanted = select(CO_AUTHOR.c.person_id, CO_AUTHOR.c.source_id).where(
        CO_AUTHOR.c.item_id == item_id
    )
    return [(row.person_id, row.source_id) for row in session.execute(wanted)]


def sources_of(session: Session, item_id: int) -> list[Item]:
    """What was merged into an item, by age; held until the transaction ends."""
    wanted = (
        select(Item)
        .join(LINK, LINK.c.from_id == ITEM.c.id)
        .outerjoin(LINK_END, LINK_END.c.link_id == LINK.c.id)
        .where(
            LINK.c.to_id == item_id, LINK.c.how == Link.MERGED_INTO, LINK_END.c.link_id.is_(None)
        )
        .order_by(ITEM.c.id)
        .with_for_update(of=ITEM)
    )
    return list(session.execute(wanted).scalars())


def supporters_of(session: Session, item_id: int) -> list[int]:
    """Who stands behind an item."""
    wanted = select(SUPPORT.c.person_id).where(SUPPORT.c.item_id == item_id)
    return list(session.execute(wanted).scalars())


def _ids_of(session: Session, item: Item, references: Sequence[str]) -> list[int]:
    wanted = select(ITEM.c.id).where(
        ITEM.c.reference.in_([each.strip().upper() for each in references]),
        ITEM.c.kind == Kind.PROBLEM,
        ITEM.c.participation_id == item.participation_id,
        ITEM.c.id != item.id,
    )
    return list(session.execute(wanted).scalars())
