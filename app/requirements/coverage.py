"""Traceability both ways: contributions without a requirement, requirements without work."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, select
from sqlmodel import Session

from app.items.models import ITEM, LINK, LINK_END
from app.items.visibility import public
from app.process.vocabulary import Group, Kind, Link, State
from app.requirements.origins import STANDING, UNENDED
from app.requirements.queries import RequirementCard, requirements_of

LISTED_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class Contribution:
    """A contribution of one of the measure's topics that no requirement names."""

    reference: str
    kind: Kind
    title: str
    language: str
    group: Group
    topic: str
    topic_language: str
    through_topic: bool


@dataclass(frozen=True, slots=True)
class Coverage:
    """`unheard` are not named by any requirement, `through_topic` only by way of their topic."""

    unheard: list[Contribution]
    through_topic: list[Contribution]
    without_origin: list[RequirementCard]
    without_work: list[RequirementCard]


_TOPIC = ITEM.alias("topic")
_REQUIREMENT = ITEM.alias("requirement_item")


def coverage(session: Session, measure_id: int) -> Coverage:
    """What of a measure's topics has not become a requirement, and what nobody plans to do."""
    contributions = _unnamed(session, measure_id)
    standing = [
        card for card in requirements_of(session, measure_id) if card.state is not State.DROPPED
    ]
    return Coverage(
        [each for each in contributions if not each.through_topic],
        [each for each in contributions if each.through_topic],
        [card for card in standing if card.origins == 0],
        [card for card in standing if not card.covered],
    )


def _unnamed(session: Session, measure_id: int) -> list[Contribution]:
    part, end = LINK.alias("part"), LINK_END.alias("part_end")
    in_measure = (
        select(LINK.c.from_id).select_from(STANDING).where(LINK.c.to_id == measure_id, UNENDED)
    )
    rows = session.execute(
        select(
            ITEM.c.reference,
            ITEM.c.kind,
            ITEM.c.title,
            ITEM.c.language,
            ITEM.c.author_group,
            _TOPIC.c.title,
            _TOPIC.c.language,
            _led_to_requirement(_TOPIC.c.id, measure_id),
        )
        .select_from(
            part.outerjoin(end, end.c.link_id == part.c.id)
            .join(ITEM, ITEM.c.id == part.c.from_id)
            .join(_TOPIC, _TOPIC.c.id == part.c.to_id)
        )
        .where(
            part.c.how == Link.PART_OF,
            end.c.link_id.is_(None),
            _TOPIC.c.id.in_(in_measure),
            ITEM.c.state != State.DELETED,
            public(),
            ~_led_to_requirement(ITEM.c.id, measure_id),
        )
        .order_by(_TOPIC.c.id, ITEM.c.id)
        .limit(LISTED_AT_MOST)
    )
    return [Contribution(*row) for row in rows]


def _led_to_requirement(item_id: ColumnElement[int], measure_id: int) -> ColumnElement[bool]:
    return (
        exists()
        .select_from(STANDING.join(_REQUIREMENT, _REQUIREMENT.c.id == LINK.c.to_id))
        .where(
            LINK.c.from_id == item_id,
            LINK.c.how == Link.ORIGIN_OF,
            UNENDED,
            _REQUIREMENT.c.kind == Kind.REQUIREMENT,
            _REQUIREMENT.c.measure_id == measure_id,
            _REQUIREMENT.c.state != State.DROPPED,
        )
        .correlate(ITEM, _TOPIC)
    )
