"""What a session does with statements over tables and over entities, in the order they come."""

import asyncio
from collections.abc import Callable
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session

from app.db.database import connect
from app.db.models import INSTALLATION, Installation


def write(url: str, act: Callable[[Session], Any]) -> Any:
    async def run() -> Any:
        database = connect(url)
        try:
            return await database.write(act)
        finally:
            await database.close()

    return asyncio.run(run())


def test_a_statement_over_a_table_sees_entities_that_wait_to_be_stored(database_url: str) -> None:
    def act(session: Session) -> Any:
        session.add(Installation(key="one", value="x"))
        return session.execute(select(INSTALLATION.c.value)).scalar_one()

    assert write(database_url, act) == "x"


def test_a_statement_over_a_table_sees_a_changed_entity(database_url: str) -> None:
    def act(session: Session) -> Any:
        session.execute(insert(INSTALLATION), {"key": "one", "value": "x"})
        entity = session.get_one(Installation, "one")
        entity.value = "y"
        return session.execute(select(INSTALLATION.c.value)).scalar_one()

    assert write(database_url, act) == "y"


def test_an_entity_that_still_waits_is_stored_with_the_act(database_url: str) -> None:
    write(database_url, lambda session: session.add(Installation(key="one", value="x")))

    found = write(database_url, lambda session: session.get_one(Installation, "one").value)

    assert found == "x"


def test_entities_stay_readable_after_the_act(database_url: str) -> None:
    def act(session: Session) -> Installation:
        entity = Installation(key="one", value="x")
        session.add(entity)
        return entity

    assert write(database_url, act).value == "x"
