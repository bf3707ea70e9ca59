"""One database, two engines: `read`, `write` and `slow` run plain functions of a session."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import NullPool
from sqlalchemy.util import greenlet_spawn
from sqlmodel import Session

from app.db.sessions import ActSession
from app.db.writer import Writer

T = TypeVar("T")
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA cache_size = -500",  # KB: the system holds the same pages, and more gained nothing
    "PRAGMA wal_autocheckpoint = 4000",
)


class Unreachable(Exception):
    """There is no connection to the database to be had."""


NO_ANSWER = (DBAPIError, PoolTimeout, Unreachable)


class Database(Protocol):
    """Where everything is kept. Each call is one transaction."""

    dialect: str

    async def read(self, query: Callable[[Session], T]) -> T:
        """Run a short, indexed query."""
        ...

    async def slow(self, query: Callable[[Session], T]) -> T:
        """Run a query that may take long, without holding up others."""
        ...

    async def write(self, act: Callable[[Session], T]) -> T:
        """Run an act; commit when it returns, roll back when it raises."""
        ...

    async def define(self, change: Callable[[Connection], None]) -> None:
        """Change the tables themselves, in one transaction."""
        ...

    async def close(self) -> None: ...


class SqliteDatabase:
    """SQLite: reads inline on the event loop, writes in the one writer thread."""

    dialect = "sqlite"

    def __init__(self, url: str) -> None:
        self._engine = sqlite_engine(url)
        self._readers = sqlite_engine(url, isolation_level="AUTOCOMMIT")
        event.listen(self._readers, "connect", _only_read)
        self._reader: Connection | None = None
        self._writer: Writer | None = None

    async def read(self, query: Callable[[Session], T]) -> T:
        if self._reader is None:
            self._reader = self._readers.connect()
            self._reader.begin()  # begins nothing in AUTOCOMMIT, and saves each session doing so
        with ActSession(self._reader, only_reads=True) as session:
            return query(session)

    async def slow(self, query: Callable[[Session], T]) -> T:
        return await asyncio.to_thread(self._read_apart, query)

    async def write(self, act: Callable[[Session], T]) -> T:
        if self._writer is None:
            self._writer = Writer(self._engine)
        return await self._writer.submit(act)

    async def define(self, change: Callable[[Connection], None]) -> None:
        with self._engine.begin() as connection:
            change(connection)

    async def close(self) -> None:
        if self._writer:
            await asyncio.to_thread(self._writer.close)
        if self._reader:
            self._reader.close()
        self._readers.dispose()
        self._engine.dispose()

    def _read_apart(self, query: Callable[[Session], T]) -> T:
        with (
            self._readers.connect() as connection,
            ActSession(connection, only_reads=True) as session,
        ):
            return query(session)


class PostgresDatabase:
    """PostgreSQL: the same functions, each in one greenlet; reads may go to a replica."""

    dialect = "postgresql"

    def __init__(self, url: str, replica_url: str = "") -> None:
        self._engine = postgres_engine(url)
        self._readers = postgres_engine(replica_url or url, only_read=True)

    async def read(self, query: Callable[[Session], T]) -> T:
        return await greenlet_spawn(self._read, query)

    slow = read

    async def write(self, act: Callable[[Session], T]) -> T:
        return await greenlet_spawn(self._write, act)

    async def define(self, change: Callable[[Connection], None]) -> None:
        await greenlet_spawn(self._define, change)

    async def close(self) -> None:
        await greenlet_spawn(self._readers.dispose)
        await greenlet_spawn(self._engine.dispose)

    def _read(self, query: Callable[[Session], T]) -> T:
        with (
            self._readers.connect() as connection,
            ActSession(connection, only_reads=True) as session,
        ):
            return query(session)

    def _write(self, act: Callable[[Session], T]) -> T:
        with self._engine.begin() as connection, ActSession(connection) as session:
            value = act(session)
            session.flush()
            return value

    def _define(self, change: Callable[[Connection], None]) -> None:
        with self._engine.begin() as connection:
            change(connection)


def connect(url: str, replica_url: str = "") -> Database:
    """The database behind an address (sqlite:///… or postgresql+asyncpg://…)."""
    if url.startswith("sqlite:"):
        return SqliteDatabase(url)
    return PostgresDatabase(url, replica_url)


def sqlite_engine(url: str, **options: Any) -> Engine:
    """An engine whose transactions begin IMMEDIATE and whose commits reach the disk (FULL)."""
    Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url, poolclass=NullPool, connect_args={"check_same_thread": False}, **options
    )
    event.listen(engine, "connect", _prepare_sqlite)
    dialect: Any = engine.dialect
    if "isolation_level" not in options:
        dialect.do_begin = lambda driver: driver.execute("BEGIN IMMEDIATE")
    # Told to the driver itself: as compiled statements they would cost a quarter of an act.
    dialect.do_savepoint = _tell("SAVEPOINT")
    dialect.do_release_savepoint = _tell("RELEASE")
    dialect.do_rollback_to_savepoint = _tell("ROLLBACK TO")
    return engine


def _tell(words: str) -> Callable[[Connection, str], Any]:
    return lambda connection, name: connection.connection.cursor().execute(f"{words} {name}")


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy begins and commits, not the driver
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _only_read(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA query_only = ON")


def postgres_engine(url: str, *, only_read: bool = False) -> Engine:
    """An engine that keeps generic plans, which saves planning a join on each call.

    It works within a greenlet, where its driver can wait.
    """
    settings = {
        "plan_cache_mode": "force_generic_plan",
        "jit": "off",
        "default_transaction_read_only": "on" if only_read else "off",
    }
    options: dict[str, Any] = {"isolation_level": "AUTOCOMMIT"} if only_read else {}
    engine = create_engine(
        url,
        pool_size=6,
        max_overflow=0,  # one more would be closed after each use, and opening one is dear
        pool_reset_on_return=None,
        connect_args={"server_settings": settings, "prepared_statement_cache_size": 500},
        **options,
    )
    event.listen(engine, "do_connect", _connect_postgres)
    return engine


def _connect_postgres(dialect: Any, _record: object, arguments: Any, options: Any) -> Any:
    try:
        return dialect.connect(*arguments, **options)
    except (OSError, dialect.loaded_dbapi.Error) as problem:
        raise Unreachable(str(problem)) from problem
