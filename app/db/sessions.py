"""The session that queries and commands are given."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlmodel import Session

T = TypeVar("T")


class ActSession(Session):
    """A session on a connection whose transaction somebody else begins and ends.

    Statements over tables go straight to the connection, because what the ORM adds to each of
    them costs a third of it. Statements over entities, and all while entities wait to be stored,
    take the usual way.
    """

    def __init__(self, connection: Connection, *, only_reads: bool = False) -> None:
        super().__init__(connection, expire_on_commit=False, join_transaction_mode="rollback_only")
        self.only_reads = only_reads
        self._connection = connection

    def execute(self, statement: Any, params: Any = None, **options: Any) -> Any:
        if options or statement._propagate_attrs or not self._is_clean():
            return super().execute(statement, params, **options)
        return self._connection.execute(statement, params)

    def close(self) -> None:
        """A session that held nothing has nothing to let go: most are such."""
        if self.in_transaction() or self.identity_map or not self._is_clean():
            super().close()

    def commit(self) -> None:
        raise RuntimeError("An act is stored when it returns.")

    def rollback(self) -> None:
        raise RuntimeError("An act is undone when it raises.")


def read_once(session: Session, key: Hashable, read: Callable[[], T]) -> T:
    """What `read` finds; a session that only reads, as for one page, is asked for it once."""
    if not getattr(session, "only_reads", False):
        return read()
    if key not in session.info:
        session.info[key] = read()
    found: T = session.info[key]
    return found
