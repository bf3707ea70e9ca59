"""The workbench of the synthesis: contributions that wait beside the topics, and the progress."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.deliberation.models import COMMENT
from app.items.models import ITEM, LINK
from app.items.search import matching
from app.items.visibility import public
from app.organisations.models import ORGANISATION
from app.participation.models import PARTICIPATION
from app.participation.promises import PROMISED_DAY
from app.problems.models import PROBLEM
from app.process.vocabulary import Group, Kind, Link, State, Verdict
from app.process.words import Choice
from app.segments.listing import TAGS
from app.segments.models import ITEM_TAG, SEGMENT, TAG
from app.synthesis.members import to_be_sorted
from app.synthesis.queries import EXCERPT, STANDING, STANDS

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for at the workbench. `after` is the id of the last row seen.

    Without a kind: what citizens have handed in, beside the segments of organisations.
    """

    words: str = ""
    kind: Kind | None = None
    tag: int = 0
    all: bool = False
    after: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A contribution to be sorted."""

    id: int
    reference: str
    kind: Kind
    title: str
    language: str
    verdict: Verdict | None
    group: Group
    supporters: int
    comments: int
    excerpt: str
    author: str
    organisation: str | None
    topics: int
    tags: str | None


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of rows, and the key of the next page."""

    rows: list[Row]
    after: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the synthesis of a participation has come; public, as is the day it is due.

    `tags`: those that there are, for the filter.
    """

    problems: int
    sorted: int
    answered: int
    topics: int
    topics_answered: int
    segments: int
    segments_answered: int
    due: datetime | None
    tags: list[Choice]

    @property
    def complete(self) -> bool:
        """Whether everything has its answer."""
        return (self.answered, self.topics_answered, self.segments_answered) == (
            self.problems,
            self.topics,
            self.segments,
        )


def contributions_to_sort(session: Session, participation_id: int, sought: Sought) -> Rows:
    """The contributions and segments that fit, the oldest first, one page of them."""
    kinds = (sought.kind,) if sought.kind else (Kind.PROBLEM, Kind.SEGMENT)
    found = _rows(*kinds).where(
        ITEM.c.participation_id == participation_id, *_conditions(session, sought)
    )
    rows = [Row(*row) for row in session.execute(found.limit(PAGE_SIZE + 1))]
    after = str(rows[PAGE_SIZE - 1].id) if len(rows) > PAGE_SIZE else ""
    return Rows(rows[:PAGE_SIZE], after)


def chosen_contributions(session: Session, participation_id: int, *chosen: str) -> list[Row]:
    """The contributions and segments with these references."""
    found = _rows(Kind.PROBLEM, Kind.COMMENT, Kind.SEGMENT).where(
        ITEM.c.participation_id == participation_id,
        ITEM.c.reference.in_([reference.upper() for reference in chosen]),
    )
    return [Row(*row) for row in session.execute(found)]


def progress_of(session: Session, participation_id: int) -> Progress | None:
    """How many contributions are sorted and answered, or None for another kind of item."""
    problem, topic = ITEM.c.kind == Kind.PROBLEM, ITEM.c.kind == Kind.TOPIC
    answered = ITEM.c.verdict.is_not(None)
    public_problem = problem & (ITEM.c.state == State.PUBLISHED)
    segment = to_be_sorted(Kind.SEGMENT)
    counted = ITEM.c.kind.in_([Kind.PROBLEM, Kind.TOPIC, Kind.SEGMENT]) & (public() | segment)
    row = session.execute(
        select(
            func.count().filter(public_problem),
            func.count().filter(public_problem, answered | _in_a_topic()),
            func.count().filter(public_problem, answered),
            func.count().filter(topic),
            func.count().filter(topic, answered),
            func.count().filter(segment),
            func.count().filter(segment, ITEM.c.state != State.SUBMITTED),
            PROMISED_DAY,
            _tags(participation_id),
        )
        .select_from(PARTICIPATION)
        .outerjoin(ITEM, (ITEM.c.participation_id == PARTICIPATION.c.id) & counted)
        .where(PARTICIPATION.c.id == participation_id)
        .group_by(PARTICIPATION.c.id, PARTICIPATION.c.answers_due)
    ).one_or_none()
    if row is None:
        return None
    facts: list[Any] = [*row[:-1], _choices(row[-1] or "")]
    return Progress(*facts)


def _tags(participation_id: int) -> ColumnElement[str]:
    """Every tag of a participation with its id, a line each."""
    lines = cast(TAG.c.id, String) + " " + TAG.c.name
    mine = TAG.c.participation_id == participation_id
    return select(func.aggregate_strings(lines, "\n")).where(mine).scalar_subquery()


def _choices(lines: str) -> list[Choice]:
    pairs = (line.partition(" ") for line in lines.splitlines())
    return sorted((Choice(number, name) for number, _, name in pairs), key=_by_label)


def _by_label(choice: Choice) -> str:
    return choice.label.casefold()


def _rows(*kinds: Kind) -> Select[Any]:
    topics = select(func.count()).select_from(STANDING).where(*_part_of_topic()).scalar_subquery()
    return (
        select(
            *(ITEM.c[name] for name in Row.__slots__[:6]),
            ITEM.c.author_group,
            ITEM.c.supporters,
            ITEM.c.comments,
            EXCERPT,
            PERSON.c.name,
            ORGANISATION.c.name,
            topics,
            TAGS,
        )
        .join(PERSON, PERSON.c.id == ITEM.c.author_id)
        .outerjoin(PROBLEM, PROBLEM.c.id == ITEM.c.id)
        .outerjoin(COMMENT, COMMENT.c.id == ITEM.c.id)
        .outerjoin(SEGMENT, SEGMENT.c.id == ITEM.c.id)
        .outerjoin(ORGANISATION, ORGANISATION.c.id == ITEM.c.organisation_id)
        .where(to_be_sorted(*kinds))
        .order_by(ITEM.c.id)
    )


def _conditions(session: Session, sought: Sought) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [ITEM.c.id > sought.after]
    if sought.words:
        where.append(matching(session, sought.words))
    if sought.tag:
        tagged = select(ITEM_TAG.c.item_id).where(ITEM_TAG.c.tag_id == sought.tag)
        where.append(ITEM.c.id.in_(tagged))
    if not sought.all:
        where += [ITEM.c.verdict.is_(None), ~_in_a_topic()]
    return where


def _in_a_topic() -> ColumnElement[bool]:
    return select(LINK.c.id).select_from(STANDING).where(*_part_of_topic()).exists()


def _part_of_topic() -> tuple[ColumnElement[bool], ...]:
    return (LINK.c.from_id == ITEM.c.id, LINK.c.how == Link.PART_OF, STANDS)
