"""Finding the route: the language, then the first part of the path, then a few routes."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from starlette.datastructures import URLPath
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Match, NoMatchFound, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.addresses import register
from app.web.requests import ActRoute


class Pages(BaseRoute):
    """All pages under /<language>/…, found by the first part of the path after the language."""

    def __init__(self, routes: Iterable[BaseRoute], languages: tuple[str, ...]) -> None:
        routes = list(routes)
        demand_actions(routes)
        register(routes, in_language=True)
        self.languages = frozenset(languages)
        by_part: defaultdict[str, list[BaseRoute]] = defaultdict(list)
        for route in routes:
            by_part[getattr(route, "path", "/").split("/")[1]].append(route)
        self.routers = {
            part: Router(found, redirect_slashes=False) for part, found in by_part.items()
        }

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        known = scope["type"] == "http" and scope["path"][1:].partition("/")[0] in self.languages
        return (Match.FULL if known else Match.NONE), {}

    def url_path_for(self, name: str, /, **path_params: Any) -> URLPath:
        """Pages have their addresses from `app.web.addresses`."""
        raise NoMatchFound(name, path_params)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        _, language, *rest = scope["path"].split("/", 3)
        if not rest:
            await RedirectResponse(f"/{language}/")(scope, receive, send)
            return
        scope["language"] = language
        scope["root_path"] = f"/{language}"
        router: ASGIApp | None = self.routers.get(rest[0] if rest else "")
        if router is None:
            raise HTTPException(404)
        await router(scope, receive, send)


def demand_actions(routes: Iterable[BaseRoute]) -> None:
    """A route that does not declare its action stops the start."""
    for route in routes:
        if not isinstance(route, ActRoute):
            raise TypeError(f"The route {getattr(route, 'path', route)!r} declares no action.")
