"""The one writer thread of SQLite: acts run one after another, and neighbours share a commit.

Each act runs between a savepoint of its own and the common COMMIT; it is answered only after that
COMMIT has reached the disk. Sharing the flush is what makes `synchronous=FULL` affordable.
"""

import asyncio
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from contextvars import Context, copy_context
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine
from sqlmodel import Session

from app.db.sessions import ActSession

T = TypeVar("T")
BATCH = 64


class _Act(NamedTuple):
    run: Callable[[Session], Any]
    context: Context
    loop: asyncio.AbstractEventLoop
    answer: "asyncio.Future[Any]"


class _Outcome(NamedTuple):
    act: _Act
    value: Any = None
    failure: Exception | None = None


class Writer:
    """Runs every write of this process on one connection, in one thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: queue.SimpleQueue[_Act | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    def submit(self, run: Callable[[Session], T]) -> "asyncio.Future[T]":
        """Queue an act; its answer is there once the act is on the disk, or has failed."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        self._waiting.put(_Act(run, copy_context(), loop, answer))
        return answer

    def close(self) -> None:
        self._waiting.put(None)
        self._thread.join()

    def _work(self) -> None:
        connection: Connection | None = None
        while batch := self._batch():
            try:
                connection = connection or self._engine.connect()
            except Exception as failure:  # the next act tries again
                _tell([_Outcome(act, failure=failure) for act in batch])
            else:
                self._commit_together(connection, batch)
        if connection:
            connection.close()

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
        outcomes = [_Outcome(act) for act in batch]
        try:
            with connection.begin():
                outcomes = [_run_between_savepoints(connection, act) for act in batch]
        except Exception as failure:
            connection.invalidate()  # a commit that failed may have left its transaction open
            outcomes = [
                each if each.failure else _Outcome(each.act, failure=failure) for each in outcomes
            ]
        _tell(outcomes)


def _run_between_savepoints(connection: Connection, act: _Act) -> _Outcome:
    try:
        with connection.begin_nested(), ActSession(connection) as session:
            value = act.context.run(act.run, session)
            session.flush()
    except Exception as failure:
        if not _is_open(connection):
            raise  # a full disk makes SQLite roll back everything, the neighbours too
        return _Outcome(act, failure=_told(failure))
    return _Outcome(act, value)


def _is_open(connection: Connection) -> bool:
    driver: Any = connection.connection.driver_connection
    return bool(driver.in_transaction)


def _told(failure: Exception) -> Exception:
    """The failure, in a form in which a future can hold it."""
    return RuntimeError(repr(failure)) if isinstance(failure, StopIteration) else failure


def _tell(outcomes: list[_Outcome]) -> None:
    """Tell each loop of all its outcomes at once: waking it for each costs a tenth of an act."""
    for loop in {outcome.act.loop for outcome in outcomes}:
        with suppress(RuntimeError):  # that loop is closed: nobody waits any more
            loop.call_soon_threadsafe(_answer, [each for each in outcomes if each.act.loop is loop])


def _answer(outcomes: list[_Outcome]) -> None:
    for act, value, failure in outcomes:
        if act.answer.done():  # whoever asked has given up
            continue
        if failure:
            act.answer.set_exception(failure)
        else:
            act.answer.set_result(value)
