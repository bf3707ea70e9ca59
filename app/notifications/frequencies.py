"""How often a person is told of a kind of news by mail: what they have set, else the default."""

from collections.abc import Collection

from sqlalchemy import select
from sqlmodel import Session

from app.notifications.models import NEWS_SETTING
from app.process.vocabulary import Frequency, News

DEFAULTS = dict.fromkeys(News, Frequency.DAILY) | {
    News.OWN: Frequency.AT_ONCE,
    News.REMINDER: Frequency.AT_ONCE,
}
# A reminder that waits is none.
CHOICES = {news: tuple(Frequency) for news in News} | {
    News.REMINDER: (Frequency.AT_ONCE, Frequency.NEVER)
}


def wants(session: Session, person_id: int, news: News) -> Frequency:
    """How often this person wants mail of this kind."""
    return wishes(session, [person_id], news)[person_id]


def wishes(session: Session, person_ids: Collection[int], news: News) -> dict[int, Frequency]:
    """The same for many people at once."""
    found = select(NEWS_SETTING.c.person_id, NEWS_SETTING.c.frequency).where(
        NEWS_SETTING.c.news == news, NEWS_SETTING.c.person_id.in_(person_ids)
    )
    chosen = {row.person_id: row.frequency for row in session.execute(found)}
    return {each: chosen.get(each, DEFAULTS[news]) for each in person_ids}


def settings_of(session: Session, person_id: int) -> dict[News, Frequency]:
    """Everything that one person has set, with the defaults for the rest."""
    found = select(NEWS_SETTING.c.news, NEWS_SETTING.c.frequency).where(
        NEWS_SETTING.c.person_id == person_id
    )
    return DEFAULTS | {row.news: row.frequency for row in session.execute(found)}
