"""The application as it is measured: with a greeting behind the same middleware, and a count."""

import os
from typing import Any

from sqlalchemy import Engine, event
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.main import create_app, settle
from app.settings import Settings

NOT_KEPT = {"Cache-Control": "no-store"}
_counted: list[str] = []


def _count(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
    _counted.append(statement)


async def _hello(_request: Request) -> Response:
    return PlainTextResponse("Hello, world", headers=NOT_KEPT)


async def _begin_to_count(_request: Request) -> Response:
    _counted.clear()
    event.listen(Engine, "before_cursor_execute", _count)
    return PlainTextResponse("counting", headers=NOT_KEPT)


async def _end_counting(_request: Request) -> Response:
    event.remove(Engine, "before_cursor_execute", _count)
    return PlainTextResponse(str(len(_counted)), headers=NOT_KEPT)


app = create_app(
    Settings.read(os.environ),
    more_routes=[
        Route("/hello", _hello),
        Route("/count/begin", _begin_to_count),
        Route("/count/end", _end_counting),
    ],
    work=False,
)
settle()
