"""What moderation has done with a contribution: its author is told, with the reason."""

from functools import partial

from sqlalchemy import select
from sqlmodel import Session

from app.items.models import Item
from app.moderation.models import MODERATION_NOTE
from app.notifications.happenings import Happened, told_of
from app.notifications.letters import send_letter
from app.notifications.people import recipient
from app.notifications.telling import tell
from app.problems.queries import kinds_of
from app.process.actor import SYSTEM
from app.process.vocabulary import Action, News, State
from app.record.consumers import Consumer, Line
from app.settings import Settings

MODERATED = {
    Action.PUBLISH_ITEM: (State.PUBLISHED, Happened.PUBLISHED),
    Action.RETURN_ITEM: (State.RETURNED, Happened.RETURNED),
    Action.HIDE_ITEM: (State.HIDDEN, Happened.HIDDEN),
    Action.RESTORE_ITEM: (State.PUBLISHED, Happened.RESTORED),
}
# Who is restricted is owed the reasons, whatever letters they want.
OWED = {Happened.RETURNED, Happened.HIDDEN}


def consumer(settings: Settings) -> Consumer:
    return Consumer("mail.moderation", frozenset(MODERATED), partial(_tell_author, settings))


def _tell_author(settings: Settings, session: Session, line: Line) -> None:
    """Moderation has acted; the author is told as long as it still stands so."""
    state, happened = MODERATED[line.action]
    item = session.get(Item, line.subject_id)
    if item is None or item.state is not state:
        return
    owed = happened in OWED
    happening = told_of(line, News.OWN, happened, item.id)
    told = tell(session, [item.author_id], happening, always=owed)
    person = recipient(session, item.author_id)
    if person is None or person.id not in told:
        return
    note = session.execute(
        select(MODERATION_NOTE.c.reason, MODERATION_NOTE.c.words).where(
            MODERATION_NOTE.c.id == line.details.get("note")
        )
    ).one_or_none()
    send_letter(
        session,
        settings,
        person,
        "hidden_for_review" if _is_a_rule(line) else happened,
        key=f"moderation:{line.id}",
        news=None if owed else News.OWN,
        about=[item.id],
        told=[told[person.id]],
        item=item,
        contribution=kinds_of(session, [item.id]).get(item.id),
        note=note,
    )


def _is_a_rule(line: Line) -> bool:
    """Whether nobody has hidden it, but the reports of readers."""
    return line.action is Action.HIDE_ITEM and line.actor_id == SYSTEM.id
