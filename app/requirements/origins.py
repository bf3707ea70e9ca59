"""Where requirements come from: what may be chosen as an origin, and the words of the origins."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.deliberation.models import COMMENT
from app.items.models import ITEM, LINK, LINK_END
from app.items.search import matching
from app.items.visibility import public, visible
from app.organisations.models import ORGANISATION
from app.problems.models import PROBLEM
from app.process.actor import Actor
from app.process.vocabulary import Group, Kind, Link, State
from app.synthesis.models import TOPIC

ORIGIN_KINDS = (Kind.TOPIC, Kind.PROBLEM, Kind.COMMENT)
OFFERED_AT_MOST = 200
FOUND_AT_MOST = 30

STANDING = LINK.outerjoin(LINK_END, LINK_END.c.link_id == LINK.c.id)
UNENDED: ColumnElement[bool] = LINK_END.c.link_id.is_(None)
_MAY_BE_ORIGIN = (
    ITEM.c.kind.in_(ORIGIN_KINDS),
    ITEM.c.state.not_in([State.DELETED, State.WITHDRAWN]),
    public(),
)
_RANK = case({kind: place for place, kind in enumerate(ORIGIN_KINDS)}, value=ITEM.c.kind, else_=9)


@dataclass(frozen=True, slots=True)
class Quote:
    """An origin in its own words, with who said them."""

    sentences: tuple[str, ...]
    reference: str
    kind: Kind
    title: str
    language: str
    group: Group
    author: str | None
    organisation: str | None


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may be chosen as an origin."""

    reference: str
    kind: Kind
    title: str
    language: str
    group: Group


@dataclass(frozen=True, slots=True)
class OfferGroup:
    """Offers under one heading: those chosen already, those found, or those of a topic."""

    how: str
    offers: list[Offer]
    topic: Offer | None = None


_OFFER = (ITEM.c.reference, ITEM.c.kind, ITEM.c.title, ITEM.c.language, ITEM.c.author_group)
_QUOTED = (*_OFFER, PERSON.c.name, ORGANISATION.c.name)


def linked_from(requirement_id: int) -> ColumnElement[bool]:
    """The predicate on ITEM: it is an origin of the requirement now."""
    return ITEM.c.id.in_(
        select(LINK.c.from_id)
        .select_from(STANDING)
        .where(LINK.c.to_id == requirement_id, LINK.c.how == Link.ORIGIN_OF, UNENDED)
    ) & ITEM.c.kind.in_(ORIGIN_KINDS)


def origin_ids(session: Session, requirement_id: int) -> list[int]:
    """The ids of everything the requirement comes from now, public or not."""
    return list(session.execute(select(ITEM.c.id).where(linked_from(requirement_id))).scalars())


def public_origins(session: Session, requirement_id: int) -> dict[str, int]:
    """Reference and id of the origins that everybody can see, by reference."""
    rows = session.execute(
        select(ITEM.c.reference, ITEM.c.id)
        .where(linked_from(requirement_id), public())
        .order_by(ITEM.c.reference)
    )
    return {row.reference: row.id for row in rows}


def possible_origins(session: Session, references: Collection[str]) -> dict[str, int]:
    """Those of the references that may be chosen as an origin, with their ids."""
    rows = session.execute(
        select(ITEM.c.reference, ITEM.c.id).where(
            ITEM.c.reference.in_(list(references)), *_MAY_BE_ORIGIN
        )
    )
    return {row.reference: row.id for row in rows}


def quotes(session: Session, actor: Actor, requirement_id: int) -> list[Quote]:
    """The origins this actor may read, in their own words: topics, problems, comments."""
    people = ITEM.outerjoin(PERSON, PERSON.c.id == ITEM.c.author_id).outerjoin(
        ORGANISATION, ORGANISATION.c.id == ITEM.c.organisation_id
    )
    words = (
        people.outerjoin(TOPIC, TOPIC.c.id == ITEM.c.id)
        .outerjoin(PROBLEM, PROBLEM.c.id == ITEM.c.id)
        .outerjoin(COMMENT, COMMENT.c.id == ITEM.c.id)
    )
    texts = (TOPIC.c.digest, PROBLEM.c.what, PROBLEM.c.need, COMMENT.c.text)
    rows = session.execute(
        select(*_QUOTED, *texts)
        .select_from(words)
        .where(linked_from(requirement_id), visible(actor))
        .order_by(_RANK, ITEM.c.id)
    )
    return [
        Quote(tuple(text for text in row[len(_QUOTED) :] if text), *row[: len(_QUOTED)])
        for row in rows
    ]


def offers(
    session: Session, measure_id: int, words: str, chosen: Collection[str]
) -> list[OfferGroup]:
    """What one may tick: what is chosen, what was found by words, else the measure's topics."""
    mine = _chosen(session, chosen)
    others = _found(session, words) if words else _of_topics(session, measure_id)
    seen = {offer.reference for offer in mine}
    groups = [OfferGroup("chosen", mine)] if mine else []
    for group in others:
        fresh = [offer for offer in group.offers if offer.reference not in seen]
        seen |= {offer.reference for offer in fresh}
        if fresh:
            groups.append(OfferGroup(group.how, fresh, group.topic))
    return groups


def _chosen(session: Session, references: Collection[str]) -> list[Offer]:
    if not references:
        return []
    wanted = select(*_OFFER).where(
        ITEM.c.reference.in_(list(references)), ITEM.c.kind.in_(ORIGIN_KINDS), public()
    )
    return _offers(session, wanted.order_by(_RANK, ITEM.c.id))


def _found(session: Session, words: str) -> list[OfferGroup]:
    wanted = select(*_OFFER).where(*_MAY_BE_ORIGIN, matching(session, words))
    found = _offers(session, wanted.order_by(_RANK, ITEM.c.id.desc()).limit(FOUND_AT_MOST))
    return [OfferGroup("found", found)]


def _of_topics(session: Session, measure_id: int) -> list[OfferGroup]:
    topic = ITEM.alias("topic")
    in_measure = (
        select(LINK.c.from_id).select_from(STANDING).where(LINK.c.to_id == measure_id, UNENDED)
    )
    topics = _offers(
        session,
        select(*_OFFER)
        .where(ITEM.c.id.in_(in_measure), ITEM.c.kind == Kind.TOPIC, public())
        .order_by(ITEM.c.id),
    )
    rows = session.execute(
        select(topic.c.reference, *_OFFER)
        .select_from(
            STANDING.join(ITEM, ITEM.c.id == LINK.c.from_id).join(topic, topic.c.id == LINK.c.to_id)
        )
        .where(LINK.c.how == Link.PART_OF, UNENDED, topic.c.id.in_(in_measure), *_MAY_BE_ORIGIN)
        .order_by(ITEM.c.supporters.desc(), ITEM.c.id)
        .limit(OFFERED_AT_MOST)
    ).all()
    return [
        OfferGroup(
            "topic", [each, *(Offer(*row[1:]) for row in rows if row[0] == each.reference)], each
        )
        for each in topics
    ]


def _offers(session: Session, wanted: Any) -> list[Offer]:
    return [Offer(*row) for row in session.execute(wanted)]


def origin_count() -> ColumnElement[int]:
    """How many origins an ITEM of the outer query has."""
    origin = ITEM.alias("origin")
    return (
        select(func.count())
        .select_from(STANDING.join(origin, origin.c.id == LINK.c.from_id))
        .where(
            LINK.c.to_id == ITEM.c.id,
            LINK.c.how == Link.ORIGIN_OF,
            UNENDED,
            origin.c.kind.in_(ORIGIN_KINDS),
        )
        .correlate(ITEM)
        .scalar_subquery()
    )
