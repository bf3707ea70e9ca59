"""The one writer thread of SQLite: acts run one after another, and neighbours share a commit.

Each act runs between a savepoint of its own and the common COMMIT; it is answered only after that
COMMIT has reached the disk. Sharing the flush is what makes `synchronous=FULL` affordable.
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import Context, copy_context
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine
from sqlmodel import Session

T = TypeVar("T")
BATCH = 64


class _Act(NamedTuple):
    run: Callable[[Session], Any]
    context: Context
    answer: "Future[Any]"


class Writer:
    """Runs every write of this process on one connection, in one thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: queue.SimpleQueue[_Act | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    def submit(self, run: Callable[[Session], T]) -> "Future[T]":
        """Queue an act; its answer is there once the act is on the disk, or has failed."""
        answer: Future[T] = Future()
        self._waiting.put(_Act(run, copy_context(), answer))
        return answer

    def close(self) -> None:
        self._waiting.put(None)
        self._thread.join()

    def _work(self) -> None:
        with self._engine.connect() as connection:
            while batch := self._batch():
                self._commit_together(connection, batch)

    def _batch(self) -> list[_Act]:
        first = self._waiting.get()
        batch = [] if first is None else [first]
        while batch and len(batch) < BATCH:
            try:
                following = self._waiting.get_nowait()
            except queue.Empty:
                break
            if following is None:
                self._waiting.put(None)
                break
            batch.append(following)
        return batch

    def _commit_together(self, connection: Connection, batch: list[_Act]) -> None:
        done: list[tuple[Future[Any], Any]] = []
        try:
            with connection.begin():
                for act in batch:
                    if act.answer.set_running_or_notify_cancel():
                        _run_between_savepoints(connection, act, done)
        except Exception as failure:
            for answer, _ in done:
                answer.set_exception(failure)
            return
        for answer, value in done:
            answer.set_result(value)


def _run_between_savepoints(
    connection: Connection, act: _Act, done: list[tuple["Future[Any]", Any]]
) -> None:
    try:
        with _session(connection) as session:
            value = act.context.run(act.run, session)
            session.commit()
    except Exception as failure:
        act.answer.set_exception(failure)
    else:
        done.append((act.answer, value))


def _session(connection: Connection) -> Session:
    """A session whose commit releases its own savepoint and whose failure rolls back to it."""
    return Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
