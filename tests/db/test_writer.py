"""Acts that share a commit on SQLite: each stands or falls alone, and is answered in time."""

import asyncio
import shutil
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session

from app.db.database import SqliteDatabase
from app.db.models import INSTALLATION, Installation

Act = Callable[[Session], Any]
MISFIT = "CREATE TABLE misfit (id INTEGER REFERENCES item DEFERRABLE INITIALLY DEFERRED)"


@pytest.fixture
def path(sqlite_template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sqlite_template, tmp_path / "writer.db"))


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[SqliteDatabase]:
    database = SqliteDatabase(f"sqlite:///{path}")
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def busy(database: SqliteDatabase) -> AsyncIterator[None]:
    """Keep the writer at an act of its own, so that everything else waits."""
    begun, end = threading.Event(), threading.Event()

    def hold(_session: Session) -> None:
        begun.set()
        end.wait(10)

    holding = asyncio.ensure_future(database.write(hold))
    await asyncio.to_thread(begun.wait, 10)
    yield
    end.set()
    await holding


def write_together(path: Path, *acts: Act) -> list[Any]:
    """Let the writer find all of them waiting, so that they share one commit."""

    async def run() -> list[Any]:
        async with opened(path) as database:
            async with busy(database):
                waiting = asyncio.gather(*map(database.write, acts), return_exceptions=True)
                await asyncio.sleep(0)
            return await waiting

    return asyncio.run(run())


def keys(path: Path) -> list[str]:
    """What any other connection sees."""

    async def read() -> list[str]:
        async with opened(path) as database:
            return await database.read(all_keys)

    return asyncio.run(read())


def all_keys(session: Session) -> list[str]:
    return list(session.execute(select(INSTALLATION.c.key).order_by(text("rowid"))).scalars())


def storing(key: str, then: Act = lambda _: None) -> Act:
    """An act that writes a row, does something more, and answers with the key."""

    def act(session: Session) -> str:
        session.execute(INSTALLATION.insert().values(key=key, value=""))
        then(session)
        return key

    return act


def make_misfit(session: Session) -> None:
    session.execute(text(MISFIT))


def break_the_commit(session: Session) -> None:
    session.execute(text("INSERT INTO misfit VALUES (7)"))


def refuse(_session: Session) -> None:
    raise LookupError("no")


def test_an_act_that_fails_takes_nothing_from_its_neighbours(path: Path) -> None:
    answers = write_together(path, storing("one"), storing("two", refuse), storing("three"))

    assert keys(path) == ["one", "three"]
    assert answers[::2] == ["one", "three"]
    assert isinstance(answers[1], LookupError)


def test_a_row_that_cannot_be_stored_takes_nothing_from_its_neighbours(path: Path) -> None:
    def add_twice(session: Session) -> None:
        session.add(Installation(key="one", value="again"))

    answers = write_together(path, storing("one"), storing("two", add_twice), storing("three"))

    assert keys(path) == ["one", "three"]
    assert isinstance(answers[1], IntegrityError)


@pytest.mark.parametrize("end", ["commit", "rollback"])
def test_an_act_cannot_end_the_transaction_it_shares(path: Path, end: str) -> None:
    def try_to_end(session: Session) -> None:
        getattr(session, end)()

    answers = write_together(path, storing("one"), storing("two", try_to_end), storing("three"))

    assert keys(path) == ["one", "three"]
    assert isinstance(answers[1], RuntimeError)


def test_acts_are_done_in_the_order_in_which_they_came(path: Path) -> None:
    names = [f"{number:03}" for number in range(200)]

    answers = write_together(path, *map(storing, names))

    assert answers == names
    assert keys(path) == names


def test_an_act_is_answered_only_when_others_can_read_it(path: Path) -> None:
    async def write_and_look() -> list[bool]:
        async with opened(path) as database:
            return [
                await database.write(storing(key)) in await database.read(all_keys)
                for key in map(str, range(50))
            ]

    assert all(asyncio.run(write_and_look()))


def test_whoever_shared_a_commit_that_failed_is_told_so(path: Path) -> None:
    write_together(path, make_misfit)

    answers = write_together(
        path, storing("one"), storing("two", break_the_commit), storing("three", refuse)
    )

    assert keys(path) == []
    assert [type(each) for each in answers] == [IntegrityError, IntegrityError, LookupError]


def test_nobody_is_answered_when_the_database_rolled_everything_back(path: Path) -> None:
    def lose_all(session: Session) -> None:
        session.execute(text("ROLLBACK"))

    answers = write_together(path, storing("one"), storing("two", lose_all), storing("three"))

    assert keys(path) == []
    assert all(isinstance(each, Exception) for each in answers)


def test_the_writer_goes_on_after_a_commit_that_failed(path: Path) -> None:
    async def fail_then_write() -> list[Any]:
        async with opened(path) as database:
            await database.write(make_misfit)
            with pytest.raises(IntegrityError):
                await database.write(break_the_commit)
            return [await database.write(storing("after"))]

    assert asyncio.run(fail_then_write()) == ["after"]
    assert keys(path) == ["after"]


def test_an_act_that_runs_out_of_things_is_answered_like_any_failure(path: Path) -> None:
    answers = write_together(path, lambda _: next(iter(())), storing("one"))

    assert isinstance(answers[0], RuntimeError)
    assert keys(path) == ["one"]


def test_an_act_is_done_although_whoever_asked_has_given_up(path: Path) -> None:
    async def give_up() -> None:
        async with opened(path) as database:
            async with busy(database):
                asked = asyncio.ensure_future(database.write(storing("one")))
                await asyncio.sleep(0)
                asked.cancel()
            await database.write(storing("two"))

    asyncio.run(give_up())

    assert keys(path) == ["one", "two"]


def test_closing_waits_for_what_was_asked(path: Path) -> None:
    names = ["one", "two", "three"]

    async def ask_and_close() -> None:
        async with opened(path) as database:
            asked = [asyncio.ensure_future(database.write(storing(key))) for key in names]
            await asyncio.sleep(0)
        assert not any(each.cancelled() for each in asked)

    asyncio.run(ask_and_close())

    assert keys(path) == names


def test_a_database_that_cannot_be_opened_fails_the_act_and_not_the_next_ones(path: Path) -> None:
    hidden = path.with_suffix(".hidden")

    async def write_without_and_with() -> list[object]:
        async with opened(path) as database:
            path.rename(hidden)
            path.mkdir()
            failed = await asyncio.gather(database.write(storing("one")), return_exceptions=True)
            path.rmdir()
            hidden.rename(path)
            return [*failed, await database.write(storing("two"))]

    failure, value = asyncio.run(write_without_and_with())

    assert isinstance(failure, OperationalError)
    assert (value, keys(path)) == ("two", ["two"])
