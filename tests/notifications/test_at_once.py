"""Many at once: nobody is told twice, nothing is counted wrongly, nobody gets a sixth circle."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.db.clock import now
from app.db.database import Database, connect
from app.invariants import first_broken
from app.notifications.commands import begin_following
from app.notifications.consumers import consumers
from app.notifications.happenings import Happened, Happening
from app.notifications.models import FOLLOWING, NEWS
from app.notifications.telling import tell
from app.notifications.wishes import item_wish
from app.notifications.worker import work_once
from app.process.actor import Actor
from app.process.refusal import Refused
from app.process.vocabulary import News
from app.settings import Settings
from tests.deliberation.makers import make_comment
from tests.makers import make_person, make_problem
from tests.notifications.makers import circle, follow

Play = Callable[[Database, Database], Awaitable[None]]


def _play(settings: Settings, play: Play) -> None:
    """Run a small play on the database of a test, for two processes."""

    async def run() -> None:
        one, other = connect(settings.database), connect(settings.database)
        try:
            await play(one, other)
        finally:
            await one.close()
            await other.close()

    asyncio.run(run())


async def _number(database: Database, wanted: Any) -> int:
    return int(await database.read(lambda session: session.execute(wanted).scalar_one()))


def test_twenty_that_tell_at_once_are_all_counted(settings: Settings) -> None:
    async def play(one: Database, other: Database) -> None:
        person, item = await one.write(
            lambda session: (make_person(session).id, make_problem(session).id)
        )

        def tell_of(number: int) -> Callable[[Session], object]:
            happening = Happening(
                News.COMMENT, Happened.COMMENT, item, f"occasion {number // 2}", now()
            )
            return lambda session: tell(session, [person], happening)

        await asyncio.gather(
            *((one, other)[number % 2].write(tell_of(number)) for number in range(20))
        )

        assert await _number(one, select(func.count()).select_from(NEWS)) == 10
        assert await _number(one, select(PERSON.c.unread).where(PERSON.c.id == person)) == 10

    _play(settings, play)


def test_two_workers_tell_each_once(settings: Settings) -> None:
    def prepare(session: Session) -> None:
        problem = make_problem(session)
        for _ in range(5):
            follow(session, make_person(session), problem)
        for _ in range(4):
            make_comment(session, problem)

    async def play(one: Database, other: Database) -> None:
        await one.write(prepare)
        await asyncio.sleep(1.1)  # what is younger may not be settled yet
        following = consumers(settings)
        await asyncio.gather(
            work_once(settings, one, following), work_once(settings, other, following)
        )

        told = select(func.count()).select_from(NEWS).where(NEWS.c.happened == Happened.COMMENT)
        assert await _number(one, told) == 4 * 6, "five followers and the author, four times"
        assert await one.read(first_broken) == ""

    _play(settings, play)


def test_ac41_ten_circles_drawn_at_once_are_five(settings: Settings) -> None:
    def draw(person: Actor, number: int) -> Callable[[Session], bool]:
        def act(session: Session) -> bool:
            try:
                begin_following(session, person, circle(latitude=40.0 + number))
            except Refused:
                return False
            return True

        return act

    async def play(one: Database, other: Database) -> None:
        person = await one.write(make_person)
        drawn = await asyncio.gather(
            *((one, other)[number % 2].write(draw(person, number)) for number in range(10))
        )

        assert sum(drawn) == 5
        assert await _number(one, select(func.count()).select_from(FOLLOWING)) == 5

    _play(settings, play)


def test_one_follows_once_however_often_one_presses(settings: Settings) -> None:
    async def play(one: Database, other: Database) -> None:
        person, problem = await one.write(
            lambda session: (make_person(session), make_problem(session))
        )
        wish = item_wish(problem)

        def press(session: Session) -> None:
            begin_following(session, person, wish)

        await asyncio.gather(*((one, other)[number % 2].write(press) for number in range(10)))

        assert await _number(one, select(func.count()).select_from(FOLLOWING)) == 1

    _play(settings, play)
