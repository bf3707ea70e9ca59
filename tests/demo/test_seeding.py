import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from app.db.clock import clock_at
from app.db.database import connect, sqlite_engine
from app.invariants import first_broken
from app.process.refusal import Refused
from app.record.proofs import position
from tests.demo.conftest import empty_database, seed
from tests.makers import make_person


async def _position(url: str) -> int:
    database = connect(url)
    try:
        return await database.read(position)
    finally:
        await database.close()


async def _someone(url: str) -> None:
    database = connect(url)
    try:
        await database.write(make_person)
    finally:
        await database.close()


async def _broken(url: str) -> str:
    database = connect(url)
    try:
        return await database.read(first_broken)
    finally:
        await database.close()


def test_seeding_twice_changes_nothing_and_every_invariant_holds(database_url: str) -> None:
    said: list[str] = []
    seed(database_url, said.append)
    lines = asyncio.run(_position(database_url))

    seed(database_url, said.append)

    assert asyncio.run(_position(database_url)) == lines > 1000
    assert len(said) == 1
    assert asyncio.run(_broken(database_url)) == ""


def test_a_database_that_holds_something_else_is_refused(database_url: str) -> None:
    asyncio.run(_someone(database_url))

    with pytest.raises(Refused, match="something else"):
        seed(database_url)

    assert asyncio.run(_position(database_url)) == 0


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2027, 1, 1, 0, 1, tzinfo=UTC),
        datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
        datetime(2028, 2, 29, 22, 59, tzinfo=UTC),
    ],
)
def test_it_is_the_same_city_at_any_hour_of_any_day(tmp_path: Path, moment: datetime) -> None:
    url = empty_database(tmp_path / "city.db")

    with clock_at(moment):
        seed(url)

    engine = sqlite_engine(url)
    with Session(engine) as session, clock_at(moment):
        assert first_broken(session) == ""
    engine.dispose()
