"""What concerns an author beyond the first decision: objections decided, passages blacked out."""

from functools import partial

from sqlalchemy import select
from sqlmodel import Session

from app.items.models import Item
from app.moderation.models import APPEAL
from app.notifications.happenings import Happened, told_of
from app.notifications.letters import send_letter
from app.notifications.people import recipient
from app.notifications.telling import tell
from app.process.vocabulary import Action, News
from app.record.consumers import Consumer, Line
from app.settings import Settings

TOLD = {
    Action.DECIDE_APPEAL: Happened.APPEAL_DECIDED,
    Action.REDACT_ITEM: Happened.REDACTED,
}


def consumer(settings: Settings) -> Consumer:
    return Consumer("mail.objections", frozenset(TOLD), partial(_tell_author, settings))


def _tell_author(settings: Settings, session: Session, line: Line) -> None:
    """The author is told once, in the inbox and always by letter."""
    item = session.get(Item, line.subject_id)
    if item is None:
        return
    happening = told_of(line, News.OWN, TOLD[line.action], item.id)
    told = tell(session, [item.author_id], happening, always=True)
    person = recipient(session, item.author_id)
    if person is None or person.id not in told:
        return
    appeal = session.execute(
        select(APPEAL.c.reversed, APPEAL.c.reason).where(
            APPEAL.c.note_id == line.details.get("appeal", 0)
        )
    ).one_or_none()
    send_letter(
        session,
        settings,
        person,
        TOLD[line.action],
        key=f"moderation:{line.id}",
        about=[item.id],
        told=[told[person.id]],
        item=item,
        appeal=appeal,
        days=settings.redaction_days,
    )
