"""A statement of an organisation is public: whoever follows the organisation is told.

Who submitted or co-signed it is told with the synopsis. Once it is anonymised, nobody's news tell
any more whose statement it was.
"""

from functools import partial

from sqlalchemy import delete, select
from sqlmodel import Session

from app.items.models import Item
from app.notifications.followers import follow_of_places
from app.notifications.happenings import Happened, told_of
from app.notifications.models import NEWS
from app.notifications.news_letters import tell_by_letter
from app.notifications.synopsis_news import people_behind
from app.notifications.telling import recount
from app.process.vocabulary import Action, News
from app.record.consumers import Consumer, Line
from app.settings import Settings


def consumers(settings: Settings) -> tuple[Consumer, ...]:
    """Statements become public with their synopsis."""
    released = frozenset({Action.PUBLISH_SYNOPSIS})
    anonymised = frozenset({Action.ANONYMISE_STATEMENT})
    return (
        Consumer("news.statements", released, partial(_tell, settings)),
        Consumer("news.anonymised", anonymised, _take_back),
    )


def _tell(settings: Settings, session: Session, line: Line) -> None:
    """Told once of each statement that has an organisation now."""
    statements = line.details.get("statements", ())
    if not isinstance(statements, list):
        return
    for statement_id in statements:
        item = session.get_one(Item, statement_id)
        people = follow_of_places(session, line.at, organisation_id=item.organisation_id)
        told_already = people_behind(session, [item.id])
        happening = told_of(
            line,
            News.CONTRIBUTION,
            Happened.STATEMENT,
            item.id,
            occasion=f"statement:{item.id}",
        )
        others = {each: how for each, how in people.items() if each not in told_already}
        tell_by_letter(session, settings, others, happening)


def _take_back(session: Session, line: Line) -> None:
    theirs = (NEWS.c.item_id == line.subject_id) & (NEWS.c.happened == Happened.STATEMENT)
    unread = select(NEWS.c.person_id).where(theirs, NEWS.c.read_at.is_(None)).distinct()
    people = list(session.execute(unread).scalars())
    session.execute(delete(NEWS).where(theirs))
    recount(session, people)
