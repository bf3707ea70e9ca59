"""Every read about moderation: the queue, the notes, the public log."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.deliberation.models import COMMENT
from app.items.models import ITEM, Item
from app.items.visibility import visible
from app.moderation.models import MODERATION_NOTE
from app.organisations.models import ORGANISATION
from app.problems.models import PROBLEM
from app.process.actor import Actor
from app.process.vocabulary import Action, Group, Kind, Office, Reason, Stance, State, Visibility

PAGE_SIZE = 50
LOG_SIZE = 50


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a contribution; a problem has some, a comment has `text`."""

    what: str = ""
    affected: str = ""
    everyday: str = ""
    need: str = ""
    place: str = ""
    since: str = ""
    consequence: str = ""
    tried: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A contribution in the queue. `before` is why it was returned or hidden the last time."""

    reference: str
    kind: Kind
    title: str
    language: str
    group: Group
    author: str
    organisation: str | None
    participation: str
    about: str | None
    stance: Stance | None
    published_before: bool
    before: Reason | None
    due_at: datetime
    words: Words


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of what waits, the oldest first, and how many there are in all."""

    rows: list[Waiting]
    total: int
    skipped: int

    @property
    def next_skip(self) -> int:
        """How many the next page leaves out; 0 when there is none."""
        seen = self.skipped + len(self.rows)
        return seen if seen < self.total else 0


@dataclass(frozen=True, slots=True)
class Note:
    """Why a contribution stands where it stands, as it is told to the author."""

    action: Action
    reason: Reason | None
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LogLine:
    """One act of moderation as the public reads it: no names, no words."""

    at: datetime
    action: Action
    reason: Reason | None
    kind: Kind
    reference: str


@dataclass(frozen=True, slots=True)
class Log:
    """The public log: the newest acts, how many of each kind there were, what waits."""

    lines: list[LogLine]
    acts: dict[Action, int]
    reasons: list[tuple[Reason, int]]
    waiting: int
    after: int


_ABOUT, _PARENT = ITEM.alias("about"), ITEM.alias("parent")
_EDITED = case((PROBLEM.c.edited_at > PROBLEM.c.submitted_at, PROBLEM.c.edited_at))
_SINCE = func.coalesce(_EDITED, PROBLEM.c.submitted_at, COMMENT.c.edited_at, ITEM.c.created_at)
_BEFORE = (
    select(MODERATION_NOTE.c.reason)
    .where(MODERATION_NOTE.c.item_id == ITEM.c.id, MODERATION_NOTE.c.reason.is_not(None))
    .order_by(MODERATION_NOTE.c.id.desc())
    .limit(1)
    .correlate(ITEM)
    .scalar_subquery()
)
_ROW = (
    ITEM.c.reference,
    ITEM.c.kind,
    ITEM.c.title,
    ITEM.c.language,
    ITEM.c.author_group,
    PERSON.c.name,
    ORGANISATION.c.name,
    _PARENT.c.title,
    _ABOUT.c.title,
    COMMENT.c.stance,
    ITEM.c.published_at.is_not(None),
    _BEFORE,
    _SINCE,
)
_WORDS = (*(PROBLEM.c[name] for name in Words.__slots__[:-1]), COMMENT.c.text)
_FROM = (
    ITEM.join(PERSON, PERSON.c.id == ITEM.c.author_id)
    .outerjoin(_PARENT, _PARENT.c.id == ITEM.c.participation_id)
    .outerjoin(_ABOUT, _ABOUT.c.id == ITEM.c.about_id)
    .outerjoin(PROBLEM, PROBLEM.c.id == ITEM.c.id)
    .outerjoin(COMMENT, COMMENT.c.id == ITEM.c.id)
    .outerjoin(ORGANISATION, ORGANISATION.c.id == ITEM.c.organisation_id)
)


def queue(session: Session, actor: Actor, *, hours: int, skip: int = 0) -> Queue:
    """What waits within this moderator's office; `hours` are allowed from handing in."""
    rows = session.execute(
        select(*_ROW, *_WORDS)
        .select_from(_FROM)
        .where(*_waiting(actor))
        .order_by(_SINCE, ITEM.c.id)
        .offset(skip)
        .limit(PAGE_SIZE)
    )
    waiting = [_waiting_row(tuple(row), timedelta(hours=hours)) for row in rows]
    return Queue(waiting, waiting_for(session, actor), skip)


def waiting_for(session: Session, actor: Actor) -> int:
    """How many contributions wait for this moderator; one's own are never among them."""
    if not actor.holds(Office.MODERATOR):
        return 0
    return _count(session, *_waiting(actor))


def last_note(session: Session, item: Item) -> Note | None:
    """The newest note with a reason."""
    row = session.execute(
        select(*(MODERATION_NOTE.c[name] for name in Note.__slots__))
        .where(MODERATION_NOTE.c.item_id == item.id, MODERATION_NOTE.c.reason.is_not(None))
        .order_by(MODERATION_NOTE.c.id.desc())
        .limit(1)
    ).first()
    return Note(*row) if row else None


def log(session: Session, before: int = 0) -> Log:
    """The acts of moderation, the newest first, from the key `before` on."""
    newest = (
        select(
            MODERATION_NOTE.c.at,
            MODERATION_NOTE.c.action,
            MODERATION_NOTE.c.reason,
            ITEM.c.kind,
            ITEM.c.reference,
            MODERATION_NOTE.c.id,
        )
        .join(ITEM, ITEM.c.id == MODERATION_NOTE.c.item_id)
        .order_by(MODERATION_NOTE.c.id.desc())
        .limit(LOG_SIZE + 1)
    )
    if before:
        newest = newest.where(MODERATION_NOTE.c.id < before)
    rows = session.execute(newest).all()
    lines = [LogLine(*row[:-1]) for row in rows[:LOG_SIZE]]
    after = rows[LOG_SIZE - 1].id if len(rows) > LOG_SIZE else 0
    return Log(lines, *_figures(session), _count(session, *_ALL_WAITING), after)


_ALL_WAITING: tuple[ColumnElement[bool], ...] = (
    ITEM.c.visibility == Visibility.WAITING,
    ITEM.c.state == State.SUBMITTED,
    ITEM.c.kind.in_([Kind.PROBLEM, Kind.COMMENT]),
)


def _waiting(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (*_ALL_WAITING, visible(actor), ITEM.c.author_id != actor.id)


def _waiting_row(row: tuple[Any, ...], allowed: timedelta) -> Waiting:
    facts, since, words = row[: len(_ROW) - 1], row[len(_ROW) - 1], row[len(_ROW) :]
    return Waiting(*(*facts, since + allowed, Words(*(text or "" for text in words))))


def _figures(session: Session) -> tuple[dict[Action, int], list[tuple[Reason, int]]]:
    counts = session.execute(
        select(MODERATION_NOTE.c.action, MODERATION_NOTE.c.reason, func.count())
        .group_by(MODERATION_NOTE.c.action, MODERATION_NOTE.c.reason)
        .order_by(func.count().desc())
    ).all()
    acts: dict[Action, int] = {}
    reasons: dict[Reason, int] = {}
    for action, reason, count in counts:
        acts[action] = acts.get(action, 0) + count
        if reason is not None:
            reasons[reason] = reasons.get(reason, 0) + count
    return acts, sorted(reasons.items(), key=lambda pair: -pair[1])


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(ITEM).where(*conditions)
    count: int = session.execute(counted).scalar_one()
    return count
