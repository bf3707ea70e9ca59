"""Reading topics, their contributions and their answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.deliberation.models import COMMENT
from app.items.models import ITEM, LINK, LINK_END, Item
from app.items.visibility import public, visible
from app.organisations.models import ORGANISATION
from app.participation.models import PARTICIPATION
from app.participation.promises import PROMISED_DAY
from app.problems.models import PROBLEM
from app.process.actor import VISITOR, Actor
from app.process.vocabulary import DECLARED_GROUPS, Group, Kind, Link, State, Verdict
from app.segments.models import SEGMENT
from app.synthesis.models import TOPIC

PAGE_SIZE = 30
EXCERPT = func.substr(func.coalesce(PROBLEM.c.what, COMMENT.c.text, SEGMENT.c.text, ""), 1, 280)
STANDING = LINK.outerjoin(LINK_END, LINK_END.c.link_id == LINK.c.id)
STANDS = LINK_END.c.link_id.is_(None)
_PARENT = ITEM.alias("parent")


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic in a list."""

    id: int
    reference: str
    title: str
    language: str
    state: State
    verdict: Verdict | None
    way: int
    way_ended: bool
    contributions: int


@dataclass(frozen=True, slots=True)
class TopicPage:
    """What the page of a topic shows beside its title."""

    digest: str
    author: str
    authority: str
    answers_due: datetime | None
    participation: str
    participation_reference: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """A contribution as it is quoted on the page of a topic."""

    id: int
    reference: str
    kind: Kind
    title: str
    language: str
    state: State
    group: Group
    supporters: int
    excerpt: str
    author: str
    organisation: str | None


@dataclass(frozen=True, slots=True)
class Contributions:
    """A page of them, how many there are, and the key of the next page."""

    shown: list[Contribution]
    total: int
    after: str


@dataclass(frozen=True, slots=True)
class Dissolved:
    """A topic that is none any more, and the participation it was in."""

    title: str
    language: str
    participation: str
    participation_reference: str


@dataclass(frozen=True, slots=True)
class Behind:
    """A group that stands behind a topic: who wrote, and how many supports its people gave."""

    group: Group
    authors: int
    supporters: int


def topic_page(session: Session, item: Item) -> TopicPage:
    row = session.execute(
        select(
            TOPIC.c.digest,
            PERSON.c.name,
            PARTICIPATION.c.authority,
            PROMISED_DAY,
            _PARENT.c.title,
            _PARENT.c.reference,
        )
        .select_from(TOPIC)
        .join(PERSON, PERSON.c.id == item.author_id)
        .join(_PARENT, _PARENT.c.id == item.participation_id)
        .join(PARTICIPATION, PARTICIPATION.c.id == _PARENT.c.id)
        .where(TOPIC.c.id == item.id)
    ).one()
    return TopicPage(*row)


def topics_of(session: Session, participation_id: int) -> list[TopicLine]:
    """The topics of a participation, in the order in which they were made."""
    topics = topic_lines().where(ITEM.c.participation_id == participation_id)
    return [TopicLine(*row) for row in session.execute(topics.order_by(ITEM.c.id))]


def topic_lines() -> Select[Any]:
    """The columns of `TopicLine`, for all public topics."""
    members = (
        select(func.count())
        .select_from(STANDING)
        .where(LINK.c.to_id == ITEM.c.id, LINK.c.how == Link.PART_OF, STANDS)
        .scalar_subquery()
    )
    columns = [ITEM.c[name] for name in TopicLine.__slots__ if name != "contributions"]
    return select(*columns, members).where(ITEM.c.kind == Kind.TOPIC, public())


def contributions_of(
    session: Session, topic_id: int, after: str = "", *, actor: Actor = VISITOR
) -> Contributions:
    """The public contributions in a topic, those that came first at the top.

    Whoever answers segments sees those that are not released yet, too.
    """
    read = public() | ((ITEM.c.kind == Kind.SEGMENT) & visible(actor))
    inside = (LINK.c.to_id == topic_id, LINK.c.how == Link.PART_OF, STANDS, read)
    joined = STANDING.join(ITEM, ITEM.c.id == LINK.c.from_id)
    spine = [ITEM.c[name] for name in Contribution.__slots__[:6]]
    wanted = (
        select(
            *spine,
            ITEM.c.author_group,
            ITEM.c.supporters,
            EXCERPT,
            PERSON.c.name,
            ORGANISATION.c.name,
            func.count().over(),
        )
        .select_from(joined)
        .join(PERSON, PERSON.c.id == ITEM.c.author_id)
        .outerjoin(ORGANISATION, ORGANISATION.c.id == ITEM.c.organisation_id)
        .outerjoin(PROBLEM, PROBLEM.c.id == ITEM.c.id)
        .outerjoin(COMMENT, COMMENT.c.id == ITEM.c.id)
        .outerjoin(SEGMENT, SEGMENT.c.id == ITEM.c.id)
        .where(*inside)
        .order_by(ITEM.c.id)
    )
    begin = int(after) if after.isdecimal() and len(after) < 9 else 0
    rows = session.execute(wanted.limit(PAGE_SIZE + 1).offset(begin)).all()
    following = str(begin + PAGE_SIZE) if len(rows) > PAGE_SIZE else ""
    shown = [Contribution(*row[:-1]) for row in rows[:PAGE_SIZE]]
    return Contributions(shown, rows[0][-1] if rows else 0, following)


def groups_behind(session: Session, *topic_ids: int) -> list[Behind]:
    """The groups that wrote or supported the contributions of these topics, each counted once."""
    members = (
        select(LINK.c.from_id)
        .select_from(STANDING)
        .where(LINK.c.to_id.in_(topic_ids), LINK.c.how == Link.PART_OF, STANDS)
    )
    mine = (ITEM.c.id.in_(members), public())
    supports = [func.sum(ITEM.c[f"supporters_{group}"]) for group in DECLARED_GROUPS]
    authors = [func.count().filter(ITEM.c.author_group == group) for group in DECLARED_GROUPS]
    row = session.execute(select(*authors, *supports).where(*mine)).one()
    numbers = [int(number or 0) for number in row]
    half = len(DECLARED_GROUPS)
    found = zip(DECLARED_GROUPS, numbers[:half], numbers[half:], strict=True)
    return [Behind(*each) for each in found if each[1] or each[2]]


def segment_text(session: Session, segment_id: int) -> str:
    """The words of a segment."""
    found = select(SEGMENT.c.text).where(SEGMENT.c.id == segment_id)
    return str(session.execute(found).scalar_one())


def dissolved_topic(session: Session, reference: str) -> Dissolved | None:
    """A topic in which nothing was left, as its former address shows it."""
    gone = (ITEM.c.kind == Kind.TOPIC) & (ITEM.c.state == State.DROPPED)
    row = session.execute(
        select(ITEM.c.title, ITEM.c.language, _PARENT.c.title, _PARENT.c.reference)
        .join(_PARENT, _PARENT.c.id == ITEM.c.participation_id)
        .where(ITEM.c.reference == reference, gone)
    ).one_or_none()
    return Dissolved(*row) if row else None
