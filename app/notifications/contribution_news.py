"""A contribution is published: whoever follows its surroundings or a search is told."""

from functools import partial

from sqlalchemy import select
from sqlmodel import Session

from app.items.models import Item
from app.notifications.circles import followers_near
from app.notifications.followers import added, follow_of_items, follow_of_places
from app.notifications.happenings import Happened, Happening
from app.notifications.news_letters import tell_by_letter
from app.notifications.searches import followers_searching
from app.problems.models import PROBLEM
from app.process.vocabulary import Action, Kind, News, State
from app.record.consumers import Consumer, Line
from app.settings import Settings


def consumer(settings: Settings) -> Consumer:
    published = frozenset({Action.PUBLISH_ITEM})
    return Consumer("news.contributions", published, partial(_tell, settings))


def _tell(settings: Settings, session: Session, line: Line) -> None:
    item = session.get(Item, line.subject_id)
    if item is None or item.kind is not Kind.PROBLEM or item.state is not State.PUBLISHED:
        return
    columns = ("district_id", "latitude", "longitude")
    place = session.execute(
        select(*(PROBLEM.c[name] for name in columns)).where(PROBLEM.c.id == item.id)
    ).one()
    people = added(
        follow_of_items(session, [item.participation_id], line.at),
        follow_of_places(
            session,
            line.at,
            district_id=place.district_id,
            organisation_id=item.organisation_id,
        ),
        followers_near(session, place.latitude, place.longitude, line.at),
        followers_searching(session, item.id, line.at),
    )
    happening = Happening(
        News.CONTRIBUTION,
        Happened.CONTRIBUTION,
        item.id,
        f"contribution:{item.id}",
        line.at,
        item.author_id,
    )
    tell_by_letter(session, settings, people, happening)
