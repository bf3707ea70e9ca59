"""What the desk shows of each thing that waits: its words, its author, its history, who looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.db.clock import now
from app.deliberation.models import COMMENT
from app.files.models import STORED_FILE
from app.items.models import ITEM
from app.moderation.models import ASSESSMENT, HIDING, LOOKING, MODERATION_NOTE
from app.moderation.moves import WITH_WORDS
from app.moderation.words import Risk, Signal, Waits, risk_of
from app.organisations.models import ORGANISATION
from app.problems.asking import said
from app.problems.models import PROBLEM
from app.process.actor import Actor
from app.process.sentences import N_
from app.process.vocabulary import Channel, Contribution, Group, Kind, Reason, Stance, State
from app.projects.models import PARTICIPATION_REQUEST

TEXTS = ("what", "affected", "everyday", "need", "place", "since", "consequence", "tried")


@dataclass(frozen=True, slots=True)
class Details:
    """One item as a moderator sees it. `before` is why it was returned or hidden the last time.

    `said`: each question that was answered, with the answer; no question where none was asked.
    """

    id: int
    reference: str
    kind: Kind
    state: State
    title: str
    language: str
    group: Group
    author: str
    author_id: int
    organisation: str | None
    participation: str | None
    participation_language: str | None
    about: str | None
    contribution: Contribution | None
    channel: Channel | None
    stance: Stance | None
    published_at: datetime | None
    before: Reason | None
    automatic: int | None
    files: int
    looking: str | None
    looking_since: datetime | None
    signals: tuple[Signal, ...] | None
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something on the desk. `signals` is None as long as the rules have not looked at it."""

    item: Details
    waits: Waits
    due_at: datetime
    risk: Risk
    signals: tuple[Signal, ...] | None
    reports: int

    @classmethod
    def of(
        cls, item: Details, waits: Waits, *, due_at: datetime, score: int, reports: int
    ) -> "Waiting":
        """Reports are counted as they stand; the rest was noticed when it was written."""
        noticed = (item.signals or ()) + ((Signal.REPORTS,) if reports > 1 else ())
        signals = None if item.signals is None and not noticed else noticed
        return cls(item, waits, due_at, risk_of(score), signals, reports)


_ABOUT, _PARENT = ITEM.alias("about"), ITEM.alias("parent")
_FROM = (
    WITH_WORDS.join(PERSON, PERSON.c.id == ITEM.c.author_id)
    .outerjoin(_PARENT, _PARENT.c.id == ITEM.c.participation_id)
    .outerjoin(_ABOUT, _ABOUT.c.id == ITEM.c.about_id)
    .outerjoin(ORGANISATION, ORGANISATION.c.id == ITEM.c.organisation_id)
    .outerjoin(ASSESSMENT, ASSESSMENT.c.item_id == ITEM.c.id)
    .outerjoin(HIDING, HIDING.c.item_id == ITEM.c.id)
    .outerjoin(PARTICIPATION_REQUEST, PARTICIPATION_REQUEST.c.id == ITEM.c.id)
)
_BEFORE = (
    select(MODERATION_NOTE.c.reason)
    .where(MODERATION_NOTE.c.item_id == ITEM.c.id, MODERATION_NOTE.c.reason.is_not(None))
    .order_by(MODERATION_NOTE.c.id.desc())
    .limit(1)
    .correlate(ITEM)
    .scalar_subquery()
)
_FILES = (
    select(func.count())
    .where(STORED_FILE.c.item_id == ITEM.c.id, STORED_FILE.c.removed_at.is_(None))
    .correlate(ITEM)
    .scalar_subquery()
)
_COLUMNS = (
    ITEM.c.id,
    ITEM.c.reference,
    ITEM.c.kind,
    ITEM.c.state,
    ITEM.c.title,
    ITEM.c.language,
    ITEM.c.author_group,
    PERSON.c.name,
    ITEM.c.author_id,
    ORGANISATION.c.name,
    _PARENT.c.title,
    _PARENT.c.language,
    _ABOUT.c.title,
    PROBLEM.c.contribution,
    PROBLEM.c.channel,
    COMMENT.c.stance,
    ITEM.c.published_at,
    _BEFORE,
    HIDING.c.by_id,
    _FILES,
)
_CONTRIBUTION = _COLUMNS.index(PROBLEM.c.contribution)
_OF_REQUEST = (PARTICIPATION_REQUEST.c.about, PARTICIPATION_REQUEST.c.reason)
_WORDS = (*(PROBLEM.c[name] for name in TEXTS), COMMENT.c.text, *_OF_REQUEST)
# Where there is no table of questions: under which heading the page of it shows them.
_HEADINGS = {
    "text": "",
    "about": N_("What people want to take part in"),
    "reason": N_("Why"),
}


def details_of(session: Session, actor: Actor, ids: Sequence[int]) -> dict[int, Details]:
    """These items, by their id. Who may find them is decided by who has asked for the ids."""
    if not ids:
        return {}
    rows = session.execute(
        select(*_COLUMNS, _looks(actor, _NAME), _looks(actor, LOOKING.c.at))
        .add_columns(ASSESSMENT.c.signals, *_WORDS)
        .select_from(_FROM)
        .where(ITEM.c.id.in_(ids))
    )
    return {row[0]: _details(tuple(row)) for row in rows}


def _details(row: tuple[Any, ...]) -> Details:
    at = len(row) - len(_WORDS)
    facts, signals = row[: at - 1], row[at - 1]
    noticed = None if signals is None else tuple(Signal(each) for each in signals)
    words = dict(zip((column.key for column in _WORDS), row[at:], strict=True))
    return Details(*(*facts, noticed, _said(row[_CONTRIBUTION], words)))


def _said(kind: Contribution | None, words: dict[str, str | None]) -> tuple[tuple[str, str], ...]:
    if kind is not None:
        return tuple(said(kind, words))
    return tuple((asked, text) for name, asked in _HEADINGS.items() if (text := words[name]))


_NAME = PERSON.alias("colleague").c.name


def _looks(actor: Actor, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Of the colleague who has been looking at an item for the longest time."""
    colleague = _NAME.table
    return (
        select(column)
        .select_from(LOOKING.join(colleague, colleague.c.id == LOOKING.c.person_id))
        .where(
            LOOKING.c.item_id == ITEM.c.id,
            LOOKING.c.until > now(),
            LOOKING.c.person_id != actor.id,
        )
        .order_by(LOOKING.c.at)
        .limit(1)
        .correlate(ITEM)
        .scalar_subquery()
    )
