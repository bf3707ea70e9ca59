"""The log of what staff have entered for others, and where the arena can be emptied to."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select, true
from sqlmodel import Session

from app.accounts.models import PERSON
from app.items.models import ITEM, Item
from app.participation.queries import participations
from app.problems.commands import OPEN_FOR_MORE
from app.problems.models import ASSISTED_ENTRY, PROBLEM, AssistedEntry
from app.problems.queries import words_of
from app.process.actor import EVERYWHERE, Actor
from app.process.vocabulary import Channel, Contribution, Office, State
from app.process.words import Choice

PAGE_SIZE = 30
_PLACE = ITEM.alias("place")


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line of the log. Names stay inside."""

    item_id: int
    reference: str
    contribution: Contribution
    title: str
    language: str
    state: State
    channel: Channel
    person_name: str
    organisation: str
    written_on: date | None
    filed_on: date
    at: datetime
    by: str
    participation: str
    participation_reference: str


@dataclass(frozen=True, slots=True)
class EntryLog:
    """A page of the log, and the key of the next one."""

    entries: list[LogEntry]
    after: int


def entry_log(session: Session, actor: Actor, before: int = 0) -> EntryLog:
    """What was entered within this office, the newest first."""
    own = [ASSISTED_ENTRY.c[name] for name in ("channel", "person_name", "organisation")]
    days = [ASSISTED_ENTRY.c[name] for name in ("written_on", "filed_on", "at")]
    wanted = (
        select(
            ITEM.c.id,
            ITEM.c.reference,
            PROBLEM.c.contribution,
            *(ITEM.c[name] for name in ("title", "language", "state")),
            *own,
            *days,
            PERSON.c.name,
            _PLACE.c.title,
            _PLACE.c.reference,
        )
        .select_from(ASSISTED_ENTRY.join(ITEM, ITEM.c.id == ASSISTED_ENTRY.c.item_id))
        .join(PROBLEM, PROBLEM.c.id == ITEM.c.id)
        .join(PERSON, PERSON.c.id == ASSISTED_ENTRY.c.by_id)
        .join(_PLACE, _PLACE.c.id == ITEM.c.participation_id)
        .where(_within(actor))
        .order_by(ITEM.c.id.desc())
        .limit(PAGE_SIZE + 1)
    )
    if before:
        wanted = wanted.where(ITEM.c.id < before)
    rows = [LogEntry(*row) for row in session.execute(wanted)]
    more = rows[PAGE_SIZE - 1].item_id if len(rows) > PAGE_SIZE else 0
    return EntryLog(rows[:PAGE_SIZE], more)


def returned_entry(
    session: Session, actor: Actor, reference: str, *, lock: bool = False
) -> Item | None:
    """What staff have entered and moderation has returned, if it lies within this office."""
    wanted = select(Item).where(
        ITEM.c.reference == reference,
        ITEM.c.entered_by_id.is_not(None),
        ITEM.c.state == State.RETURNED,
        _within(actor),
    )
    held = wanted.with_for_update() if lock else wanted
    item: Item | None = session.execute(held).scalar_one_or_none()
    return item


def entry_words(session: Session, item: Item) -> dict[str, Any]:
    """Everything that was entered, by the names of the form."""
    kept = session.get_one(AssistedEntry, item.id)
    names = ("channel", "person_name", "organisation", "written_on", "filed_on")
    place = session.get_one(Item, item.participation_id)
    words = words_of(session, item) | {name: getattr(kept, name) for name in names}
    return words | {"participation": place.reference, "group": item.author_group, "consent": "true"}


def _within(actor: Actor) -> ColumnElement[bool]:
    scopes = actor.scopes(Office.ASSISTANT)
    return true() if EVERYWHERE in scopes else ITEM.c.participation_id.in_(scopes)


def assignable_to(session: Session, actor: Actor) -> list[Choice]:
    """The participations that collect or discuss now."""
    cards = participations(session, actor)
    return [Choice(card.reference, card.title) for card in cards if card.phase in OPEN_FOR_MORE]
