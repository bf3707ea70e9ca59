"""Reads about one item under moderation, and how much waits for somebody."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.items.models import Item
from app.moderation.appealing import appeal_on, behind
from app.moderation.desk import waiting_by_cause
from app.moderation.models import HIDING, MODERATION_NOTE, PRIVATE_NOTE, REPORT, Appeal, Report
from app.moderation.moves import standing_note
from app.process.actor import SYSTEM, Actor
from app.process.vocabulary import Action, Reason, State


@dataclass(frozen=True, slots=True)
class Note:
    """Why a contribution is returned or hidden, as its author is told."""

    id: int
    action: Action
    reason: Reason | None
    words: str
    at: datetime
    automatic: bool
    behind: int

    @property
    def for_review(self) -> bool:
        """Whether a rule has hidden it and nobody has looked at it yet."""
        return self.automatic and self.behind == SYSTEM.id


@dataclass(frozen=True, slots=True)
class PrivateLine:
    """What a colleague has noted about an item."""

    name: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reported:
    """One reason that readers gave: how many of them, and their words, without names."""

    reason: Reason
    count: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier act of moderation on an item."""

    action: Action
    reason: Reason | None
    words: str
    at: datetime
    automatic: bool
    name: str | None


def waiting_for(session: Session, actor: Actor) -> int:
    """How much waits for this moderator; one's own is never among it."""
    counts = waiting_by_cause(session, actor)
    session.info["waiting"] = actor.id, counts
    return sum(counts.values())


def last_note(session: Session, item: Item) -> Note | None:
    """The act by which an item is returned or hidden now."""
    note = standing_note(session, item)
    if note is None:
        return None
    by_id = behind(session, note)
    facts = (note.id, note.action, note.reason, note.words, note.at, note.automatic)
    return Note(*facts, by_id)


def appeal_against(session: Session, note: Note) -> Appeal | None:
    """The objection of the author to this act."""
    return appeal_on(session, note.id)


def private_notes(session: Session, item: Item) -> list[PrivateLine]:
    """What moderators have told each other about an item, the oldest first."""
    rows = session.execute(
        select(PERSON.c.name, PRIVATE_NOTE.c.text, PRIVATE_NOTE.c.at)
        .join(PERSON, PERSON.c.id == PRIVATE_NOTE.c.by_id)
        .where(PRIVATE_NOTE.c.item_id == item.id)
        .order_by(PRIVATE_NOTE.c.id)
    )
    return [PrivateLine(*row) for row in rows]


def open_reports(session: Session, item: Item) -> list[Reported]:
    """What readers say is wrong and nobody has decided on yet, what most of them say first."""
    rows = session.execute(
        select(REPORT.c.reason, REPORT.c.words)
        .where(REPORT.c.item_id == item.id, REPORT.c.settled_at.is_(None))
        .order_by(REPORT.c.at)
    ).all()
    words: dict[Reason, list[str]] = {}
    for reason, said in rows:
        words.setdefault(reason, []).append(said)
    found = [Reported(why, len(all_), tuple(filter(None, all_))) for why, all_ in words.items()]
    return sorted(found, key=lambda each: -each.count)


def my_report(session: Session, actor: Actor, item: Item) -> Report | None:
    """What this person has reported about an item."""
    if not actor.signed_in:
        return None
    key = {"item_id": item.id, "viewer": actor.id}
    return session.execute(_MY_REPORT, key).scalar_one_or_none()


_MY_REPORT = select(Report).where(
    REPORT.c.item_id == bindparam("item_id"), REPORT.c.person_id == bindparam("viewer")
)


def hidden_by(session: Session, item: Item) -> int | None:
    """Who has hidden something that a second moderator has not looked at yet."""
    if item.state is not State.HIDDEN:
        return None
    pending = select(HIDING.c.by_id).where(HIDING.c.item_id == item.id)
    by_id: int | None = session.execute(pending).scalar_one_or_none()
    return by_id


def past_acts(session: Session, item: Item) -> list[Past]:
    """What moderation has done with an item, the newest first, for moderators."""
    rows = session.execute(
        select(*(MODERATION_NOTE.c[name] for name in Past.__slots__[:-1]), PERSON.c.name)
        .select_from(MODERATION_NOTE.outerjoin(PERSON, PERSON.c.id == MODERATION_NOTE.c.by_id))
        .where(MODERATION_NOTE.c.item_id == item.id)
        .order_by(MODERATION_NOTE.c.id.desc())
        .limit(50)
    )
    return [Past(*row) for row in rows]
