"""A contribution has become part of a topic: its author and its followers are told."""

from functools import partial

from sqlalchemy import select
from sqlmodel import Session

from app.items.models import ITEM, LINK, LINK_END
from app.notifications.followers import followed
from app.notifications.happenings import Happened, Happening, told_of
from app.notifications.news_letters import tell_by_letter
from app.process.vocabulary import Action, Link, News
from app.record.consumers import Consumer, Line
from app.settings import Settings

SORTED = frozenset({Action.MAKE_TOPIC, Action.SORT_TOPIC})


def consumer(settings: Settings) -> Consumer:
    return Consumer("news.topics", SORTED, partial(_tell, settings))


def _tell(settings: Settings, session: Session, line: Line) -> None:
    """Told once for each topic and contribution, however often it is sorted."""
    for item_id, author_id in _members(session, line):
        own = _happening(line, News.OWN, item_id)
        tell_by_letter(session, settings, [author_id], own)
        for _, listeners in followed(session, [item_id], line.at):
            other = _happening(line, News.ANSWER, item_id)
            tell_by_letter(session, settings, listeners, other)


def _happening(line: Line, news: News, item_id: int) -> Happening:
    topic_id = line.subject_id
    occasion = f"topic:{topic_id}:{item_id}"
    return told_of(line, news, Happened.IN_TOPIC, topic_id, about_id=item_id, occasion=occasion)


def _members(session: Session, line: Line) -> list[tuple[int, int]]:
    """The contributions that are in the topic, with their authors; only those added, if known."""
    standing = (
        select(ITEM.c.id, ITEM.c.author_id)
        .join(LINK, LINK.c.from_id == ITEM.c.id)
        .outerjoin(LINK_END, LINK_END.c.link_id == LINK.c.id)
        .where(
            LINK.c.to_id == line.subject_id,
            LINK.c.how == Link.PART_OF,
            LINK_END.c.link_id.is_(None),
        )
    )
    if "added" in line.details:
        standing = standing.where(ITEM.c.id.in_(line.details["added"]))
    return [(row.id, row.author_id) for row in session.execute(standing.order_by(ITEM.c.id))]
