"""Addresses by name, much faster than searching the routes for each link."""

import hashlib
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from starlette.routing import BaseRoute, Route

STATIC = Path(__file__).parents[2] / "static"
_paths: dict[str, str] = {}


def register(routes: list[BaseRoute], *, in_language: bool) -> None:
    """Make the routes' names known; a name used for two paths is an error at start."""
    for route in routes:
        if isinstance(route, Route):
            path = ("/{language}" if in_language else "") + route.path.replace(":int", "")
            if _paths.setdefault(route.name, path) != path:
                raise ValueError(f"Two routes are called {route.name}.")


def is_registered(name: str) -> bool:
    """Whether a route has this name."""
    return name in _paths


def address(name: str, language: str, query: dict[str, str] | None = None, **params: object) -> str:
    """The path of a named route in a language, with a query when one is given."""
    path = _paths[name].format(language=language, **params)
    return f"{path}?{urlencode(query)}" if query else path


@cache
def static_address(path: str) -> str:
    """The address of a static file, changing with its content so that it can be kept for ever."""
    digest = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:10]
    return f"/static/{path}?v={digest}"
