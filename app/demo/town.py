"""The model city while it comes into being: a travelling clock, and everything by its slug."""

import math
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from app.accounts.sessions import actor_of
from app.db.clock import clock_at, now
from app.items.models import Item
from app.process.actor import Actor

LATELY = -3
WAKING = timedelta(hours=7)
AWAKE = timedelta(hours=15)


@dataclass(frozen=True, slots=True)
class Act:
    """Something that happens in the city, so many days from today."""

    day: float
    do: Callable[["Town"], None]


class Town:
    """What is there so far. Entries of the files know each other by their slugs."""

    def __init__(self, session: Session, zone: ZoneInfo) -> None:
        self.session, self.zone = session, zone
        self._now = now()
        self._ids: dict[str, int] = {}

    def live(self, acts: Iterable[Act]) -> None:
        """Let everything happen in the order of time, each act as if it came on its own."""
        for act in sorted(acts, key=lambda act: act.day):
            with clock_at(self.moment(act.day)):
                act.do(self)
                self.session.flush()
                self.session.expunge_all()

    def name(self, slug: str, id: int) -> None:
        """Let a row be known by its slug."""
        assert slug not in self._ids, f"{slug} is there twice"
        self._ids[slug] = id

    def knows(self, slug: str) -> bool:
        return slug in self._ids

    def id(self, slug: str) -> int:
        return self._ids[slug]

    def ids(self, slugs: Iterable[str]) -> tuple[int, ...]:
        return tuple(self._ids[slug] for slug in slugs)

    def actor(self, slug: str) -> Actor:
        """The person with the offices held at this moment."""
        return actor_of(self.session, self._ids[slug])

    def item(self, slug: str) -> Item:
        return self.session.get_one(Item, self._ids[slug])

    def references(self, slugs: Collection[str]) -> tuple[str, ...]:
        return tuple(self.item(slug).reference for slug in slugs)

    def date(self, day: float) -> date:
        """The day in the city."""
        return self._now.astimezone(self.zone).date() + timedelta(days=math.floor(day))

    def moment(self, day: float) -> datetime:
        """What happened lately is so many hours old; before, people acted while awake."""
        if day >= LATELY:
            return self._now + timedelta(days=day)
        midnight = datetime.combine(self.date(day), time(), self.zone)
        return midnight + WAKING + AWAKE * (day - math.floor(day))
