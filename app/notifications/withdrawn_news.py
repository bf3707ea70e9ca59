"""What is taken away from the public is taken out of everybody's inbox but its author's."""

from functools import partial

from sqlalchemy import delete, or_, select
from sqlmodel import Session

from app.items.models import Item
from app.notifications.models import NEWS
from app.notifications.telling import recount
from app.process.vocabulary import Action, Visibility
from app.record.consumers import Consumer, Line
from app.settings import Settings

TAKEN_AWAY = frozenset({Action.HIDE_ITEM, Action.RETURN_ITEM, Action.DELETE_COMMENT})


def consumer(settings: Settings) -> Consumer:
    return Consumer("news.withdrawn", TAKEN_AWAY, partial(_take_back, settings))


def _take_back(_settings: Settings, session: Session, line: Line) -> None:
    item = session.get(Item, line.subject_id)
    if item is None or (item.visibility is Visibility.PUBLIC and item.title):
        return
    theirs = or_(NEWS.c.item_id == item.id, NEWS.c.about_id == item.id) & (
        NEWS.c.person_id != item.author_id
    )
    unread = select(NEWS.c.person_id).where(theirs, NEWS.c.read_at.is_(None)).distinct()
    people = list(session.execute(unread).scalars())
    session.execute(delete(NEWS).where(theirs))
    recount(session, people)
