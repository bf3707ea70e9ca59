"""What a handler is given, and the class of routes that declare their action."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from sqlmodel import Session
from starlette.convertors import CONVERTOR_TYPES, IntegerConvertor
from starlette.datastructures import FormData
from starlette.requests import Request as StarletteRequest
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope

from app.process.actor import VISITOR, Actor
from app.process.vocabulary import Action
from app.settings import Settings

SESSION_COOKIE = "session"


class Request(StarletteRequest):
    """A request inside its transaction: `db`, `actor`, `language`, `posted`, `kept`.

    `prepared` is what was worked out before the transaction began.
    """

    db: Session
    actor: Actor = VISITOR
    posted: FormData = FormData()
    kept: Mapping[str, Any] = {}
    here: str = ""
    waiting: int = 0
    once: str = ""
    prepared: Any = None
    language: str
    settings: Settings

    def __init__(self, scope: Scope, receive: Receive) -> None:
        super().__init__(scope, receive)
        self.settings = scope["app"].state.settings
        self.language = scope.get("language") or self.settings.language_codes[0]

    @property
    def reference(self) -> str:
        """The reference in the address, in the writing of the spine."""
        return str(self.path_params.get("reference", "")).upper()

    @property
    def session_token(self) -> str:
        return self.cookies.get(cookie_name(self.settings), "")

    def local(self, target: str) -> str:
        """`target` when it is a path of this site, else the start page: no open redirect."""
        parts = urlsplit(target.replace("\\", "/"))
        if parts.scheme or parts.netloc or not target.startswith("/") or target.startswith("//"):
            return f"/{self.language}/"
        return target


Handler = Callable[[Request], Response]


class _Number(IntegerConvertor):
    """A number in an address that both databases can hold; with a longer one there is no page."""

    regex = "[0-9]{1,18}"


CONVERTOR_TYPES["int"] = _Number()


class ActRoute(Route):
    """A route that says which action it is; a plain route cannot be registered."""

    action: Action


def cookie_name(settings: Settings) -> str:
    """Browsers hold a `__Host-` cookie to this host and to https; it needs https to be kept."""
    return f"__Host-{SESSION_COOKIE}" if settings.secure else SESSION_COOKIE
