"""Marking news as read. Not an act on the record: what somebody has read is their own affair."""

from sqlalchemy import update
from sqlmodel import Session

from app.db.clock import now
from app.notifications.models import NEWS
from app.notifications.telling import recount
from app.process.actor import Actor


def mark_read(session: Session, actor: Actor, news_id: int | None = None) -> None:
    """Mark one of one's own news as read, or with None all of them."""
    mine = (NEWS.c.person_id == actor.id) & NEWS.c.read_at.is_(None)
    if news_id is not None:
        mine &= NEWS.c.id == news_id
    session.execute(update(NEWS).where(mine).values(read_at=now()))
    recount(session, [actor.id])
