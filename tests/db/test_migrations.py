"""The migrations make the very tables that the models describe, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlmodel import Session

from app.db.migrations import HERE, migrate, pending, undo
from app.db.schema import metadata

SEARCH = ("item_search",)


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory(str(HERE)).get_heads()) == 1


def test_the_migrations_make_what_the_models_say(session: Session) -> None:
    connection = _emptied(session)

    migrate(connection)

    context = MigrationContext.configure(connection, opts={"include_object": _is_ours})
    assert compare_metadata(context, metadata()) == []
    assert not pending(connection)


def test_the_migrations_stop_changes_of_what_is_written_once(session: Session) -> None:
    connection = _emptied(session)

    migrate(connection)

    assert _triggers(connection) >= 16


def test_a_migration_can_be_undone(session: Session) -> None:
    connection = _emptied(session)
    migrate(connection)

    undo(connection)

    assert set(inspect(connection).get_table_names()) <= {"alembic_version"}


def _emptied(session: Session) -> Connection:
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    else:
        connection.execute(text("DROP TABLE item_search"))
        metadata().drop_all(connection)
    return connection


def _triggers(connection: Connection) -> int:
    table, where = ("sqlite_master", "type = 'trigger'")
    if connection.dialect.name == "postgresql":
        table, where = ("pg_trigger", "NOT tgisinternal")
    found: int = connection.execute(
        text(f"SELECT count(*) FROM {table} WHERE {where}")
    ).scalar_one()
    return found


def _is_ours(_object: object, name: str | None, *_: object) -> bool:
    return not (name or "").startswith(SEARCH)
