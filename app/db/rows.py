"""Row changes that hold under concurrency on both databases."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Table, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a model."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


def insert_once(session: Session, model: type[SQLModel], values: Mapping[str, Any]) -> bool:
    """Insert a row unless its unique key is there already. True when a row was added."""
    statement = _insert_once(table_of(model), session.get_bind().dialect.name)
    return bool(session.execute(statement, dict(values)).rowcount)  # type: ignore[attr-defined]


@cache
def _insert_once(table: Table, dialect: str) -> postgresql.Insert | sqlite.Insert:
    """Made once: as a fresh statement it would cost more than all else of a support."""
    made = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    return made.on_conflict_do_nothing()


def remove(session: Session, model: type[SQLModel], **key: Any) -> bool:
    """Delete the row with this key. True when there was one."""
    table = table_of(model)
    where = [table.c[name] == value for name, value in key.items()]
    return bool(session.execute(delete(table).where(*where)).rowcount)  # type: ignore[attr-defined]


def add_to(session: Session, model: type[SQLModel], id: int, **increments: int) -> None:
    """Add to counters of one row where it stands, so that parallel counts are never lost."""
    table = table_of(model)
    session.execute(
        update(table)
        .where(table.c.id == id)
        .values({name: table.c[name] + by for name, by in increments.items()})
    )
