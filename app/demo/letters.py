"""What people are told by mail: nothing of what is long past, so that nobody gets hundreds."""

from collections.abc import Iterator
from functools import partial

from app.demo.town import Act, Town
from app.notifications.consumers import consumers
from app.notifications.digests import write_digests
from app.notifications.phase_news import tell_of_phases
from app.record.consumers import Consumer, consume
from app.record.models import Bookmark
from app.record.proofs import position
from app.settings import Settings

DAYS = 12
ROUNDS_A_DAY = 6


def letter_acts(settings: Settings) -> Iterator[Act]:
    """The letters of the last days, written when they would have been written."""
    following = consumers(settings)
    yield Act(-DAYS, partial(_begin, following))
    for round_ in range(DAYS * ROUNDS_A_DAY):
        yield Act(-round_ / ROUNDS_A_DAY, partial(_follow, following))
        yield Act(-round_ / ROUNDS_A_DAY, partial(_look_at_clock, settings))


def _begin(following: tuple[Consumer, ...], town: Town) -> None:
    newest = position(town.session)
    town.session.add_all(
        Bookmark(consumer=consumer.name, event_id=newest) for consumer in following
    )


def _follow(following: tuple[Consumer, ...], town: Town) -> None:
    for consumer in following:
        while consume(town.session, consumer):
            pass


def _look_at_clock(settings: Settings, town: Town) -> None:
    """Phases that begin and end, and the daily letters."""
    tell_of_phases(town.session, settings)
    last = 0
    while last := write_digests(town.session, settings, last):
        pass
