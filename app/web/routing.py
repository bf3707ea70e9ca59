"""Finding the route: the language, then the first part of the path, then a few routes."""

from collections import defaultdict
from collections.abc import Iterable

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.addresses import register
from app.web.requests import ActRoute


class Pages:
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

    def knows(self, path: str) -> bool:
        return path.split("/", 2)[1] in self.languages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        _, language, *rest = scope["path"].split("/", 3)
        if language not in self.languages:
            raise HTTPException(404)
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
