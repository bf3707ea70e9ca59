"""A request for participation is decided: its author is told, with the reasons."""

from functools import partial

from sqlmodel import Session

from app.items.models import Item
from app.notifications.happenings import Happened, told_of
from app.notifications.letters import send_letter
from app.notifications.people import recipient
from app.notifications.telling import tell
from app.process.vocabulary import Action, News, State, Visibility
from app.projects.petitions import request_page
from app.record.consumers import Consumer, Line
from app.settings import Settings

DECIDED = {State.GRANTED, State.REFUSED}


def consumer(settings: Settings) -> Consumer:
    return Consumer(
        "mail.requests", frozenset({Action.DECIDE_REQUEST}), partial(_tell_author, settings)
    )


def _tell_author(settings: Settings, session: Session, line: Line) -> None:
    """Told of the decision, and once more when the participation is named later."""
    item = session.get(Item, line.subject_id)
    if item is None or item.state not in DECIDED or item.visibility is not Visibility.PUBLIC:
        return
    happening = told_of(line, News.OWN, Happened.REQUEST_DECIDED, item.id)
    told = tell(session, [item.author_id], happening)
    person = recipient(session, item.author_id)
    if person is None or person.id not in told:
        return
    send_letter(
        session,
        settings,
        person,
        "request_decided",
        key=f"request:{line.id}",
        news=News.OWN,
        about=[item.id],
        told=[told[person.id]],
        item=item,
        asked=request_page(session, item),
    )
