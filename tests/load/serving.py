"""The application as it is measured: with a greeting behind the same middleware, and a count."""

import os
from typing import Any

from sqlalchemy import Engine, event
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app.main import create_app
from app.settings import Settings

_queries = 0


@event.listens_for(Engine, "before_cursor_execute")
def _count(*_: Any) -> None:
    global _queries  # noqa: PLW0603
    _queries += 1


async def _hello(_request: Request) -> Response:
    return PlainTextResponse("Hello, world", headers={"Cache-Control": "no-store"})


async def _counted(_request: Request) -> Response:
    global _queries
    count, _queries = _queries, 0
    return PlainTextResponse(str(count), headers={"Cache-Control": "no-store"})


app = create_app(
    Settings.read(os.environ),
    more_routes=[Route("/hello", _hello), Route("/queries", _counted)],
    work=False,
)
