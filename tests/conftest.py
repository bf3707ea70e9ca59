"""A fresh database for each test, on SQLite and on PostgreSQL, and a client that checks pages."""

import asyncio
import os
import shutil
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from sqlalchemy import Engine, true
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.util import greenlet_spawn
from sqlmodel import Session

from app.db.database import sqlite_engine
from app.db.schema import create_all
from app.main import create_app
from app.record import consumers
from app.settings import Settings
from tests.client import CheckingClient
from tests.real import postgres
from tests.real.browser import launch

DATABASES = os.environ.get("GEMEINWERK_TEST_DATABASES", "sqlite,postgresql").split(",")
TEMPLATE = "with_tables"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database with all tables, to be copied."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    engine = sqlite_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        create_all(connection)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_template() -> str:
    """The name of a PostgreSQL database with all tables, to be copied."""
    postgres.template(TEMPLATE, _build_postgres)
    return TEMPLATE


def _build_postgres(address: str) -> None:
    async def build() -> None:
        engine = create_async_engine(address)
        async with engine.begin() as connection:
            await connection.run_sync(create_all)
        await engine.dispose()

    _apart(build())


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database; every test that uses it runs once on each kind."""
    if request.param == "sqlite":
        path = tmp_path / "test.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
    else:
        with postgres.lent_database(request.getfixturevalue("postgres_template")) as address:
            yield address


@pytest.fixture
def session(database_url: str) -> Session:
    """A session; the client commits it before each request, so that the pages see its rows."""
    return Session(_engine(database_url))


def _engine(url: str) -> Engine:
    if url.startswith("sqlite"):
        return sqlite_engine(url)
    return create_async_engine(url, poolclass=NullPool).sync_engine


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test with a session inside a greenlet, where the PostgreSQL driver can wait."""
    held = pyfuncitem.funcargs.get("session")
    if not isinstance(held, Session):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    arguments = {name: pyfuncitem.funcargs[name] for name in names}

    def run() -> None:
        with held:
            pyfuncitem.obj(**arguments)

    async def spawn() -> None:
        await greenlet_spawn(run)

    _apart(spawn())
    return True


def _apart(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end in a thread of its own: a browser keeps a loop in the thread of the tests."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(copy_context().run, asyncio.run, work).result()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all the tests of a worker: a second one cannot be driven beside it."""
    with launch() as running:
        yield running


@pytest.fixture(autouse=True)
def _nobody_else_on_the_server(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests share one PostgreSQL, whose running acts hold up the record; tests/record sees that."""
    if "record" not in request.path.parts:
        monkeypatch.setattr(consumers, "_WRITTEN_BEFORE_ALL_THAT_RUNS", true())


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return Settings.read(
        {},
        database_url=database_url,
        data_dir=tmp_path,
        origin="http://testserver",
        secret="s" * 32,
        languages="en,de,xb",
        cache_seconds=0,
    )


@pytest.fixture
def client(settings: Settings, session: Session) -> Iterator[CheckingClient]:
    """A browser without script that checks every page it is shown."""
    with CheckingClient(create_app(settings), session) as visitor:
        yield visitor


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers come last: the loop that drives one would stand in the way of other tests."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
