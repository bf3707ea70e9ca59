"""Somebody has written a comment: who is mentioned, replied to, or follows, is told."""

from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlmodel import Session

from app.deliberation.models import MENTION, Comment
from app.items.models import Item
from app.merging.queries import co_authors
from app.notifications.followers import Listeners, follow_of_items
from app.notifications.happenings import Happened, Happening
from app.notifications.news_letters import tell_by_letter
from app.process.vocabulary import Action, Kind, News, State
from app.record.consumers import Consumer, Line
from app.settings import Settings


def consumer(settings: Settings) -> Consumer:
    acts = frozenset({Action.WRITE_COMMENT, Action.PUBLISH_ITEM, Action.EDIT_COMMENT})
    return Consumer("news.comments", acts, partial(_tell, settings))


def _tell(settings: Settings, session: Session, line: Line) -> None:
    """Told when it can be read, once for each comment, for the most personal reason."""
    item = session.get(Item, line.subject_id)
    if item is None or item.kind is not Kind.COMMENT or item.state is not State.PUBLISHED:
        return
    about = session.get(Item, item.about_id)
    if about is None:
        return
    audience: list[tuple[Happened, Listeners]] = [(Happened.MENTION, _mentioned(session, item))]
    if line.action is not Action.EDIT_COMMENT:
        audience.append((Happened.REPLY, _answered(session, item)))
        audience.append((Happened.COMMENT, _listeners(session, about, line.at)))
    for happened, people in audience:
        happening = Happening(
            News.COMMENT,
            happened,
            item.id,
            f"comment:{item.id}",
            line.at,
            item.author_id,
            about.id,
        )
        tell_by_letter(session, settings, people, happening)


def _listeners(session: Session, about: Item, at: datetime) -> Listeners:
    """Who wrote it or follows it, or what was merged into it."""
    merged = co_authors(session, about.id)
    sources = sorted({source_id for _, source_id in merged})
    authors: Listeners = dict.fromkeys([about.author_id, *(person_id for person_id, _ in merged)])
    return authors | follow_of_items(session, [about.id, *sources], at)


def _answered(session: Session, item: Item) -> Listeners:
    """Who wrote the comment that this one replies to."""
    parent_id = session.get_one(Comment, item.id).parent_id
    return {session.get_one(Item, parent_id).author_id: None} if parent_id else {}


def _mentioned(session: Session, item: Item) -> Listeners:
    wanted = select(MENTION.c.person_id).where(MENTION.c.comment_id == item.id)
    return dict.fromkeys(session.execute(wanted).scalars())
