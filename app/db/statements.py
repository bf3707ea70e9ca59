"""Statements that the schema needs beyond tables: rows that are written once and never changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import DDL, Table, event, text
from sqlmodel import Session

_SQLITE = """CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table} BEGIN
SELECT RAISE(ABORT, '{table} is append-only'); END"""
_POSTGRES_FUNCTION = """CREATE OR REPLACE FUNCTION {table}_is_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{table} is append-only'; END $$ LANGUAGE plpgsql"""
_POSTGRES = """CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()"""


def append_only(table: str, dialect: str) -> list[str]:
    """The statements that stop every UPDATE and DELETE of `table`."""
    verbs = [{"table": table, "verb": verb.lower(), "VERB": verb} for verb in ("UPDATE", "DELETE")]
    if dialect == "sqlite":
        return [_SQLITE.format(**names) for names in verbs]
    return [_POSTGRES_FUNCTION.format(table=table), *(_POSTGRES.format(**names) for names in verbs)]


def keep_append_only(table: Table) -> None:
    """Protect `table` whenever it is created from the models."""
    for dialect in ("sqlite", "postgresql"):
        for statement in append_only(table.name, dialect):
            escaped: Any = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", escaped.execute_if(dialect=dialect))


@contextmanager
def rewriting(session: Session, table: Table) -> Iterator[None]:
    """Let rows of a protected table be changed here, and nowhere else in the transaction.

    For the one case in which the law demands it: personal data that has to be erased.
    """
    name, dialect = table.name, session.get_bind().dialect.name
    session.flush()
    if dialect == "sqlite":
        lift, protect = f"DROP TRIGGER {name}_no_update", append_only(name, dialect)[0]
    else:
        trigger = f"TRIGGER {name}_no_update"
        lift = f"ALTER TABLE {name} DISABLE {trigger}"
        protect = f"ALTER TABLE {name} ENABLE {trigger}"
    session.execute(text(lift))
    yield
    session.flush()
    session.execute(text(protect))
