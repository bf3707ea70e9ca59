"""Contributions became one, or are apart again: their authors and supporters are told."""

from functools import partial

from sqlmodel import Session

from app.items.models import Item
from app.merging.queries import co_authors, supporters_of
from app.notifications.followers import followed
from app.notifications.happenings import Happened, told_of
from app.notifications.news_letters import tell_by_letter
from app.process.vocabulary import Action, News
from app.record.consumers import Consumer, Line
from app.settings import Settings

HAPPENED = {
    Action.MERGE_ITEM: Happened.MERGED,
    Action.UNMERGE_ITEM: Happened.UNMERGED,
}


def consumer(settings: Settings) -> Consumer:
    return Consumer("news.merges", frozenset(HAPPENED), partial(_tell, settings))


def _tell(settings: Settings, session: Session, line: Line) -> None:
    """Each author is told of their own contribution, who follows one of them of that one.

    Who supports one of them is told of the new one.
    """
    happened = HAPPENED[line.action]
    if session.get(Item, line.subject_id) is None:
        return
    authors = co_authors(session, line.subject_id)
    for person_id, source_id in authors:
        own = told_of(line, News.OWN, happened, line.subject_id, about_id=source_id)
        tell_by_letter(session, settings, [person_id], own)
    others = set(supporters_of(session, line.subject_id)) - {person for person, _ in authors}
    of_new = told_of(line, News.ANSWER, happened, line.subject_id)
    tell_by_letter(session, settings, sorted(others), of_new)
    sources = sorted({source_id for _, source_id in authors})
    for source_id, listeners in followed(session, [line.subject_id, *sources], line.at):
        of_one = told_of(line, News.ANSWER, happened, line.subject_id, about_id=source_id)
        tell_by_letter(session, settings, listeners, of_one)
