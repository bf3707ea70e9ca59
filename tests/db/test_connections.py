"""A connection of PostgreSQL comes back to the pool as it was: with nothing begun, nothing kept."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from app.db.database import Database, connect
from app.db.models import INSTALLATION

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
MORE_THAN_THERE_ARE = 20


def play(url: str, act: Callable[[Database], Awaitable[None]]) -> list[str]:
    """Let it happen more often than there are connections; return what is stored in the end."""

    async def run() -> list[str]:
        database = connect(url)
        try:
            for _ in range(MORE_THAN_THERE_ARE):
                await act(database)
            await database.write(lambda session: store(session, "after"))
            return await database.read(all_keys)
        finally:
            await database.close()

    return asyncio.run(run())


def store(session: Session, key: str) -> None:
    session.execute(INSTALLATION.insert().values(key=key, value=""))


def all_keys(session: Session) -> list[str]:
    return list(session.execute(select(INSTALLATION.c.key)).scalars())


def store_and_wait(session: Session) -> None:
    store(session, "lost")
    session.execute(text("SELECT pg_sleep(10)"))


def store_and_fail(session: Session) -> None:
    store(session, "lost")
    session.execute(text("SELECT 1 / 0"))


def test_an_act_that_is_given_up_midway_leaves_nothing_behind(database_url: str) -> None:
    async def give_up(database: Database) -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(database.write(store_and_wait), 0.02)

    assert play(database_url, give_up) == ["after"]


def test_an_act_that_the_database_refuses_leaves_nothing_behind(database_url: str) -> None:
    async def fail(database: Database) -> None:
        with pytest.raises(DBAPIError, match="division by zero"):
            await database.write(store_and_fail)

    assert play(database_url, fail) == ["after"]


def test_a_reading_that_is_given_up_midway_leaves_its_connection_fit(database_url: str) -> None:
    async def give_up(database: Database) -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(
                database.read(lambda session: session.execute(text("SELECT pg_sleep(10)"))), 0.02
            )

    assert play(database_url, give_up) == ["after"]


def test_acts_keep_their_prepared_statements(database_url: str) -> None:
    async def run() -> int:
        database = connect(database_url)
        try:
            for _ in range(3):
                await database.read(all_keys)
            kept = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE :like")
            return await database.read(
                lambda session: session.execute(kept, {"like": "%installation%"}).scalar_one()
            )
        finally:
            await database.close()

    assert asyncio.run(run()) == 1
