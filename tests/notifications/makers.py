"""Followings, the work of the background, and what came of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.models import Person
from app.db.clock import clock_at, now
from app.items.models import Item
from app.moderation.commands import publish_item
from app.notifications.commands import begin_following, set_news
from app.notifications.consumers import consumers
from app.notifications.digests import write_digests
from app.notifications.forms import Circle
from app.notifications.happenings import Happened
from app.notifications.letters import TASK
from app.notifications.models import NEWS, Following
from app.notifications.wishes import Limits, Wish, circle_wish, item_wish
from app.process.actor import Actor
from app.process.vocabulary import Frequency, News, State
from app.record.consumers import consume
from app.record.jobs import JOB
from app.settings import Settings
from tests.makers import in_days, make_problem
from tests.moderation.makers import make_moderator

LONG_AGO = timedelta(days=40)


@dataclass(frozen=True)
class Mail:
    key: str
    to: str
    subject: str
    text: str


def follow(session: Session, actor: Actor, what: Wish | Item) -> Following:
    """Somebody has followed this for a while."""
    wish = item_wish(what) if isinstance(what, Item) else what
    with clock_at(now() - LONG_AGO):
        return begin_following(session, actor, wish)


def circle(latitude: float = 52.5, longitude: float = 13.4, radius: int = 1000) -> Wish:
    form = Circle(name="Home", latitude=latitude, longitude=longitude, radius=radius)
    return circle_wish(form, Limits())


def want(session: Session, actor: Actor, news: News, frequency: Frequency) -> None:
    set_news(session, actor, {news: frequency})


def work(session: Session, settings: Settings) -> None:
    """Let every consumer see the whole record."""
    session.flush()
    session.expire_all()
    with clock_at(in_days(0.01)):
        for consumer in consumers(settings):
            while consume(session, consumer):
                pass


def digest_at(session: Session, settings: Settings, moment: datetime) -> None:
    """Let the daily letters be written at a moment."""
    with clock_at(moment):
        last = 0
        while last := write_digests(session, settings, last):
            pass


def letters(session: Session, actor: Actor | None = None) -> list[Mail]:
    """The letters that wait, or those to one person; copies of what came in are not among them."""
    rows = session.execute(
        select(JOB.c.key, JOB.c.content)
        .where(JOB.c.task == TASK, JOB.c.done_at.is_(None), JOB.c.key.not_like("received:%"))
        .order_by(JOB.c.id)
    )
    mails = [
        Mail(row.key, row.content["to"], row.content["subject"], row.content["text"])
        for row in rows
    ]
    address = session.get_one(Person, actor.id).email if actor else ""
    return [each for each in mails if not address or each.to == address]


def told(session: Session, actor: Actor) -> list[Happened]:
    """What somebody has in the inbox, in order."""
    mine = select(NEWS.c.happened).where(NEWS.c.person_id == actor.id)
    return list(session.execute(mine.order_by(NEWS.c.id)).scalars())


def unread(session: Session, actor: Actor) -> int:
    session.expire_all()
    return session.get_one(Person, actor.id).unread


def make_published(session: Session, participation: Item, **changes: object) -> Item:
    """A contribution that moderation publishes now."""
    item = make_problem(session, participation, state=State.SUBMITTED, **changes)  # type: ignore[arg-type]
    publish_item(session, make_moderator(session, item), item)
    return item
