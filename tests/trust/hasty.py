"""The app with one fault: it answers before the commit. A test of durability must notice it."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

from sqlmodel import Session

from app import cli
from app.db.database import SqliteDatabase

A_MOMENT = 0.05
commit_first = SqliteDatabase.write


async def answer_first(self: SqliteDatabase, act: Callable[[Session], Any]) -> Any:
    loop = asyncio.get_running_loop()
    early: asyncio.Future[Any] = loop.create_future()

    def answering(session: Session) -> Any:
        value = act(session)
        loop.call_soon_threadsafe(early.set_result, value)
        time.sleep(A_MOMENT)
        return value

    whole = asyncio.ensure_future(commit_first(self, answering))
    await asyncio.wait({early, whole}, return_when=asyncio.FIRST_COMPLETED)
    return early.result() if early.done() else await whole


if __name__ == "__main__":
    SqliteDatabase.write = answer_first  # type: ignore[method-assign]
    cli.main()
