"""Reading never writes, an act is all or nothing (the writer's own tests: test_writer.py)."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from app.db.database import Database, Unreachable, connect
from app.db.models import INSTALLATION, Installation
from app.db.sessions import read_once
from tests.real.ports import free_port

Play = Callable[[Database], Awaitable[object]]


def play(url: str, act: Play) -> object:
    async def run() -> object:
        database = connect(url)
        try:
            return await act(database)
        finally:
            await database.close()

    return asyncio.run(run())


def write(session: Session, key: str = "a") -> str:
    session.add(Installation(key=key, value="x"))
    session.flush()
    return key


def keys(session: Session) -> list[str]:
    return list(session.execute(select(INSTALLATION.c.key).order_by(INSTALLATION.c.key)).scalars())


def test_an_act_is_there_for_the_next_reader(database_url: str) -> None:
    async def act(database: Database) -> object:
        written = await database.write(write)
        return written, await database.read(keys), await database.slow(keys)

    assert play(database_url, act) == ("a", ["a"], ["a"])


def test_an_act_that_fails_leaves_nothing(database_url: str) -> None:
    def fail(session: Session) -> None:
        write(session)
        raise ValueError("power cut")

    async def act(database: Database) -> object:
        with pytest.raises(ValueError, match="power cut"):
            await database.write(fail)
        return await database.read(keys)

    assert play(database_url, act) == []


@pytest.mark.parametrize("how", ["read", "slow"])
def test_the_database_lets_no_reader_write(database_url: str, how: str) -> None:
    async def act(database: Database) -> object:
        with pytest.raises(DBAPIError, match=r"read-?only"):
            await getattr(database, how)(write)
        await database.write(lambda session: write(session, "b"))
        return await database.read(keys)

    assert play(database_url, act) == ["b"]


def test_a_reader_sees_what_was_committed_between_two_readings(database_url: str) -> None:
    async def act(database: Database) -> object:
        before = await database.read(keys)
        other = connect(database_url)
        await other.write(write)
        await other.close()
        return before, await database.read(keys)

    assert play(database_url, act) == ([], ["a"])


def test_tables_are_changed_all_or_not_at_all(database_url: str) -> None:
    async def act(database: Database) -> object:
        def half(connection: Connection) -> None:
            connection.execute(text("CREATE TABLE one (id int)"))
            raise ValueError("power cut")

        def whole(connection: Connection) -> None:
            connection.execute(text("CREATE TABLE one (x int)"))

        with pytest.raises(ValueError, match="power cut"):
            await database.define(half)
        await database.define(whole)
        return await database.read(lambda session: session.execute(text("SELECT x FROM one")).all())

    assert play(database_url, act) == []


def test_a_server_that_is_not_there_is_unreachable() -> None:
    async def act(database: Database) -> object:
        for how in (database.read, database.slow, database.write):
            with pytest.raises(Unreachable):
                await how(keys)
        return None

    play(f"postgresql+asyncpg://nobody@127.0.0.1:{free_port()}/nothing", act)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_database_that_is_not_there_is_unreachable(database_url: str) -> None:
    async def act(database: Database) -> object:
        with pytest.raises(Unreachable, match="does not exist"):
            await database.read(keys)
        return None

    play(database_url.replace("/quick_", "/never_"), act)


def test_what_only_reads_asks_the_same_once_and_an_act_asks_again(database_url: str) -> None:
    def twice(session: Session) -> int:
        asked: list[int] = []
        for _ in range(2):
            read_once(session, "key", lambda: asked.append(1))
        return len(asked)

    async def act(database: Database) -> object:
        return await database.read(twice), await database.slow(twice), await database.write(twice)

    assert play(database_url, act) == (1, 1, 2)
