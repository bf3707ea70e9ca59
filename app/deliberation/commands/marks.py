"""Saying whether an argument helps, and taking that back."""

from sqlalchemy import delete, update
from sqlmodel import Session

from app.db.clock import now
from app.db.rows import insert_once
from app.deliberation.counters import count_mark
from app.deliberation.models import COMMENT_MARK, CommentMark
from app.items.models import Item
from app.participation.admission import not_eligible
from app.participation.phases import phase_now
from app.process.actor import Actor
from app.process.rules import permit
from app.process.vocabulary import Action, Mark
from app.record import record


def mark_comment(session: Session, actor: Actor, item: Item, mark: Mark) -> bool:
    """Find a comment helpful, or not. False when one said the same before."""
    phase = phase_now(session, item.participation_id)
    subject = item.subject(not_eligible=not_eligible(session, actor, phase))
    permit(Action.MARK_COMMENT, actor, phase.kind, subject)
    row = {"comment_id": item.id, "person_id": actor.id, "mark": mark, "at": now()}
    if not insert_once(session, CommentMark, row):
        mine = (COMMENT_MARK.c.comment_id == item.id) & (COMMENT_MARK.c.person_id == actor.id)
        other = update(COMMENT_MARK).where(mine, COMMENT_MARK.c.mark != mark)
        changed = session.execute(other.values(mark=mark, at=now()).returning(COMMENT_MARK.c.mark))
        if changed.first() is None:
            return False
        count_mark(session, item.id, _other(mark), by=-1)
    count_mark(session, item.id, mark, by=1)
    record(session, actor, Action.MARK_COMMENT, item.id, mark=mark)
    return True


def unmark_comment(session: Session, actor: Actor, item: Item) -> bool:
    """Take back what one said of a comment. False when there was nothing."""
    phase = phase_now(session, item.participation_id)
    permit(Action.UNMARK_COMMENT, actor, phase.kind, item.subject())
    mine = (COMMENT_MARK.c.comment_id == item.id) & (COMMENT_MARK.c.person_id == actor.id)
    removed = delete(COMMENT_MARK).where(mine).returning(COMMENT_MARK.c.mark)
    mark = session.execute(removed).scalar_one_or_none()
    if mark is None:
        return False
    count_mark(session, item.id, mark, by=-1)
    record(session, actor, Action.UNMARK_COMMENT, item.id)
    return True


def _other(mark: Mark) -> Mark:
    return Mark.UNHELPFUL if mark is Mark.HELPFUL else Mark.HELPFUL
