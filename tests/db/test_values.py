"""Time, identifiers, and answers remembered for a moment."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from app.db.clock import clock_at, now
from app.db.ids import new_id
from app.db.remembered import AT_MOST, SECONDS, SHARE, Remembered
from tests.items.makers import make_item

DAY = datetime(2027, 3, 31, 12, tzinfo=UTC)


def test_the_clock_stands_at_the_moment_it_is_set_to_and_goes_on_afterwards() -> None:
    with clock_at(DAY):
        outer = now()
        with clock_at(DAY + timedelta(days=1)):
            inner = now()
        again = now()

    assert (outer, inner, again) == (DAY, DAY + timedelta(days=1), DAY)
    assert abs(now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert now().tzinfo is UTC


def test_the_clock_is_set_for_oneself_alone() -> None:
    async def moved() -> datetime:
        with clock_at(DAY):
            await asyncio.sleep(0.01)
            return now()

    async def both() -> list[datetime]:
        async def untouched() -> datetime:
            await asyncio.sleep(0.005)
            return now()

        return list(await asyncio.gather(moved(), untouched()))

    set_clock, other = asyncio.run(both())

    assert set_clock == DAY
    assert other != DAY


def test_a_moment_comes_back_as_the_same_moment_in_utc(session: Session) -> None:
    moment = DAY.astimezone(ZoneInfo("Asia/Tokyo")) + timedelta(microseconds=123456)
    item = make_item(session, created_at=moment)

    session.refresh(item)

    assert item.created_at == moment
    assert item.created_at.utcoffset() == timedelta(0)


def test_identifiers_grow() -> None:
    ids = [new_id() for _ in range(10_000)]

    assert ids == sorted(set(ids))


def test_identifiers_are_unique_over_threads_and_grow_within_each() -> None:
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: [new_id() for _ in range(5_000)], range(4)))

    assert len({each for ids in made for each in ids}) == 20_000
    assert all(ids == sorted(ids) for ids in made)


@pytest.mark.parametrize("year", [2026, 2040])
def test_identifiers_are_exact_in_a_browser(year: int, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = datetime(year, 12, 31, tzinfo=UTC).timestamp()
    with monkeypatch.context() as moved:
        moved.setattr("app.db.ids._last", 0)
        moved.setattr("app.db.ids.time.time", lambda: moment)
        made = new_id()

    assert 0 < made < 2**53


def test_an_answer_is_remembered_for_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, answers, memory = [100.0], iter("abcd"), Remembered()
    monkeypatch.setattr("app.db.remembered.time.monotonic", lambda: clock[0])

    def ask(key: str) -> str:
        return memory.get(key, lambda: next(answers))

    first = [ask("one"), ask("one"), ask("two")]
    clock[0] += SECONDS + 0.1
    later = [ask("one"), ask("two")]

    assert first == ["a", "a", "b"]
    assert later == ["c", "d"]


def test_what_took_long_is_remembered_for_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, answers, memory = [100.0], iter("ab"), Remembered()
    monkeypatch.setattr("app.db.remembered.time.monotonic", lambda: clock[0])

    def ask_for_long() -> str:
        clock[0] += 3 * SECONDS * SHARE
        return next(answers)

    first = memory.get("key", ask_for_long)
    clock[0] += 2.5 * SECONDS
    still = memory.get("key", ask_for_long)
    clock[0] += SECONDS
    later = memory.get("key", ask_for_long)

    assert [first, still, later] == ["a", "a", "b"]


def test_nothing_is_remembered_of_a_question_that_failed() -> None:
    memory = Remembered()
    with pytest.raises(ZeroDivisionError):
        memory.get("key", lambda: 1 // 0)

    assert memory.get("key", lambda: None) is None
    assert memory.get("key", lambda: 7) is None


def test_the_memory_does_not_grow_for_ever() -> None:
    memory = Remembered()

    for number in range(AT_MOST * 3):
        memory.get(number, lambda: 0)

    assert len(memory._answers) <= AT_MOST + 2
