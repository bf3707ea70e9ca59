"""A large city: many people, problems, comments and supports, written in bulk."""

import asyncio
import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg
from sqlalchemy import Table
from sqlalchemy.engine import make_url

from app.accounts.models import PERSON, WEB_SESSION
from app.accounts.sessions import token_hash
from app.deliberation.models import COMMENT, SUPPORT
from app.goals.models import DISTRICT
from app.items.models import ITEM, REFERENCE_COUNT
from app.items.references import reference
from app.participation.models import PARTICIPATION, PLANNED_PHASE
from app.problems.models import PROBLEM
from app.process.vocabulary import Group, Kind, Level, Phase, Stance
from tests.load.items import (
    DISTRICTS,
    FIRST_PERSON,
    ITEM_NAMES,
    PARTICIPATION_ID,
    PROBLEM_TEXTS,
    YEAR,
    Row,
    item_row,
    problem_row,
)
from tests.load.offices import WAITING, office_tables

TOPICS = ("bus", "tram", "crossing", "school", "park", "lift", "form", "office", "shift", "tree")
FIRST_PROBLEM, FIRST_COMMENT = 10_000_000, 100_000_000


@dataclass(frozen=True, slots=True)
class Size:
    """How many rows of each kind."""

    people: int
    problems: int
    comments: int
    supports: int
    sessions: int = 400


FULL = Size(10_000, 20_000, 200_000, 1_000_000)
QUICK = Size(1_000, 2_000, 20_000, 100_000)


def fill(url: str, size: Size, say: Callable[[str], None]) -> None:
    """Fill a migrated, empty database."""
    write = _into_postgres if url.startswith("postgresql") else _into_sqlite
    random.seed(7)
    for table, names, rows in _tables(size):
        say(f"  {table.name}")
        write(url, table.name, names, rows)


def session_token(number: int) -> str:
    return f"load-{number}"


def problem_reference(number: int) -> str:
    return reference("A", YEAR, number)


def _tables(size: Size) -> Iterator[tuple[Table, list[str], Iterable[Row]]]:
    start = datetime.now(UTC) - timedelta(days=20)
    yield PERSON, ["id", "email", "name", "group", "language", "created_at"], _people(size, start)
    yield (
        WEB_SESSION,
        [
            "token_hash",
            "id",
            "person_id",
            "browser",
            "provider",
            "id_token",
            "created_at",
            "expires_at",
        ],
        _sessions(size, start),
    )
    yield (
        DISTRICT,
        ["id", "code", "name"],
        [(n, f"d{n}", f"District {n}") for n in range(1, DISTRICTS + 1)],
    )
    yield ITEM, ITEM_NAMES, _items(size, start)
    names = ["subject", "aim", "can_decide", "fixed", "contact", "authority"]
    yield (
        PARTICIPATION,
        ["id", *names, "level", "answers_due"],
        [(PARTICIPATION_ID, *(["text"] * 6), Level.CONSULT.value, start + timedelta(days=90))],
    )
    yield (
        PLANNED_PHASE,
        ["id", "participation_id", "kind", "opens_at", "closes_at"],
        [(1, PARTICIPATION_ID, Phase.COLLECTING.value, start, start + timedelta(days=60))],
    )
    yield PROBLEM, PROBLEM_TEXTS, _problems(size)
    yield COMMENT, ["id", "stance", "text"], _comments(size)
    given = [("B", YEAR, 1), ("A", YEAR, size.problems + WAITING), ("K", YEAR, size.comments)]
    yield REFERENCE_COUNT, ["letter", "year", "last"], given
    yield SUPPORT, ["item_id", "person_id", "group", "at"], _supports(size, start)
    yield from office_tables(size.problems)


def _people(size: Size, start: datetime) -> Iterator[Row]:
    groups = [group.value for group in Group]
    for n in range(size.people):
        yield FIRST_PERSON + n, f"p{n}@example.org", f"Person {n}", groups[n % 7], "de", start


def _sessions(size: Size, start: datetime) -> Iterator[Row]:
    end = datetime.now(UTC) + timedelta(days=30)
    for n in range(size.sessions):
        yield token_hash(session_token(n)), n + 1, FIRST_PERSON + n, "load", "", "", start, end


def _items(size: Size, start: datetime) -> Iterator[Row]:
    yield item_row(
        PARTICIPATION_ID, reference("B", YEAR, 1), Kind.PARTICIPATION, "A large city", start
    )
    supporters, comments = size.supports // size.problems, size.comments // size.problems
    for n in range(size.problems):
        title = (
            f"{random.choice(TOPICS)} {random.choice(TOPICS)} number {n} does not work".capitalize()
        )
        yield item_row(
            FIRST_PROBLEM + n, problem_reference(n + 1), Kind.PROBLEM, title, start,
            author=_writer(size, n), counts=(comments, supporters),
        )  # fmt: skip
    for n in range(size.comments):
        about = FIRST_PROBLEM + n % size.problems
        yield item_row(
            FIRST_COMMENT + n, reference("K", YEAR, n + 1), Kind.COMMENT, "Comment", start,
            author=_writer(size, n), about=about,
        )  # fmt: skip


def _writer(size: Size, number: int) -> int:
    """Nobody who has a session wrote anything, so that nobody is measured on their own work."""
    return FIRST_PERSON + size.sessions + number % (size.people - size.sessions)


def _problems(size: Size) -> Iterator[Row]:
    for n in range(size.problems):
        yield problem_row(FIRST_PROBLEM + n, n)


def _comments(size: Size) -> Iterator[Row]:
    stances = [stance.value for stance in Stance]
    for n in range(size.comments):
        yield FIRST_COMMENT + n, stances[n % 3], "This is true in our street as well, every day."


def _supports(size: Size, start: datetime) -> Iterator[Row]:
    groups = [group.value for group in Group]
    each = size.supports // size.problems
    for problem in range(size.problems):
        for at in range(each):
            # Nobody who has a session supports yet, so that the measured acts are new ones.
            person = size.sessions + (problem * each + at) % (size.people - size.sessions)
            yield FIRST_PROBLEM + problem, FIRST_PERSON + person, groups[person % 7], start


def _into_sqlite(url: str, table: str, names: list[str], rows: Iterable[Row]) -> None:
    quoted = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" * len(names))
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executemany(
            f'INSERT INTO "{table}" ({quoted}) VALUES ({marks})', (_plain(row) for row in rows)
        )
    connection.close()


def _plain(row: Row) -> Row:
    return tuple(
        each.replace(tzinfo=None).isoformat(" ", "microseconds")
        if isinstance(each, datetime)
        else each
        for each in row
    )


def _into_postgres(url: str, table: str, names: list[str], rows: Iterable[Row]) -> None:
    async def copy() -> None:
        plain = make_url(url).set(drivername="postgresql")
        connection = await asyncpg.connect(plain.render_as_string(hide_password=False))
        await connection.copy_records_to_table(table, columns=names, records=rows)
        await connection.execute(f'ANALYZE "{table}"')
        await connection.close()

    asyncio.run(copy())
