"""Moderators are asked for a second look: by a letter, where nobody would see it in time."""

from collections.abc import Iterable
from functools import partial

from sqlmodel import Session

from app.items.models import Item
from app.moderation.colleagues import colleagues_for
from app.moderation.models import Hiding
from app.moderation.moves import standing_note
from app.moderation.queries import open_reports
from app.notifications.frequencies import wishes
from app.notifications.letters import send_letter
from app.notifications.people import recipients
from app.process.actor import SYSTEM
from app.process.vocabulary import Action, Frequency, News
from app.record.consumers import Consumer, Line
from app.settings import Settings


def consumer(settings: Settings) -> Consumer:
    asked = frozenset({Action.HIDE_ITEM, Action.APPEAL_ITEM})
    return Consumer("mail.second_look", asked, partial(_ask, settings))


def _ask(settings: Settings, session: Session, line: Line) -> None:
    """What a rule has hidden concerns all; else those of the city are asked if need be."""
    item = session.get(Item, line.subject_id)
    note = standing_note(session, item) if item else None
    if item is None or note is None or note.id != line.details.get("note"):
        return
    colleagues = colleagues_for(session, item).but(note.by_id, item.author_id)
    pending = session.get(Hiding, item.id) is not None
    unseen = pending and (note.by_id == SYSTEM.id or not colleagues.here)
    if line.action is Action.APPEAL_ITEM or unseen:
        _write(settings, session, line, item, people=colleagues.asked)


def _write(
    settings: Settings, session: Session, line: Line, item: Item, *, people: Iterable[int]
) -> None:
    name = "objection" if line.action is Action.APPEAL_ITEM else "second_look"
    wished = wishes(session, set(people), News.REMINDER)
    keen = sorted(each for each, often in wished.items() if often is not Frequency.NEVER)
    for person in recipients(session, keen):
        send_letter(
            session,
            settings,
            person,
            name,
            key=f"second_look:{line.id}",
            news=News.REMINDER,
            about=[item.id],
            item=item,
            automatic=line.actor_id == SYSTEM.id,
            reports=open_reports(session, item),
        )
