"""The model city, seeded once; its tests only read."""

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from app.db.database import connect, sqlite_engine
from app.db.schema import create_all
from app.demo.seeding import prepare
from app.settings import Settings


def demo_settings(url: str) -> Settings:
    return Settings.read(
        {},
        database_url=url,
        files_dir=tempfile.mkdtemp(),
        demo=True,
        city="Erlenmünde",
        secret="s" * 32,
    )


def seed(url: str, say: Callable[[str], None] = lambda sentence: None) -> None:
    """What the command `demo` does to a database that has its tables."""

    async def run() -> None:
        database = connect(url)
        try:
            await prepare(database, demo_settings(url), say=say)
        finally:
            await database.close()

    asyncio.run(run())


def empty_database(path: Path) -> str:
    engine = sqlite_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        create_all(connection)
    engine.dispose()
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def city_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database that holds the model city."""
    url = empty_database(tmp_path_factory.mktemp("city") / "city.db")
    seed(url)
    return url


@pytest.fixture
def city(city_url: str) -> Iterator[Session]:
    engine = sqlite_engine(city_url)
    with Session(engine) as session:
        yield session
    engine.dispose()
