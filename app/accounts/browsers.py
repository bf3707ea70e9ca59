"""What a browser carries and says of itself: the session's cookie, its name, the way back."""

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from starlette.responses import Response

from app.settings import Settings
from app.web.requests import Request, cookie_name

LONGEST_WAY = 1000
_BROWSERS = (
    ("Edge", r"Edg\w*/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/|Chromium/"),
    ("Safari", r"Safari/"),
)
_SYSTEMS = (
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("macOS", r"Macintosh|Mac OS X"),
    ("Linux", r"Linux|X11"),
)


def browser_name(user_agent: str) -> str:
    """Browser and system in two names, such as "Firefox, Android"; empty when not known."""
    found = [_first(kinds, user_agent) for kinds in (_BROWSERS, _SYSTEMS)]
    return ", ".join(filter(None, found))


def _first(kinds: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for name, pattern in kinds if re.search(pattern, user_agent)), "")


def way_back(request: Request, next: str, kept: str = "") -> str:
    """The page of this site that somebody left to sign in, with the key to their unsent text."""
    target = request.local(next)
    if not next or len(target) > LONGEST_WAY:
        target = f"/{request.language}/"
    parts = urlsplit(target)
    query = parse_qsl(parts.query, keep_blank_values=True)
    if kept:
        query = [pair for pair in query if pair[0] != "kept"] + [("kept", kept[:64])]
    return quote(parts.path, safe="/%:@!$&'()*+,;=~") + (f"?{urlencode(query)}" if query else "")


def in_other_language(target: str, language: str, settings: Settings) -> str:
    """The same page in another language; what has no language stays as it is."""
    _, first, *rest = target.split("/", 2)
    return f"/{language}/{rest[0]}" if rest and first in settings.language_codes else target


def keep_signed_in(response: Response, settings: Settings, token: str) -> Response:
    """Give the session's token to the browser, out of reach of scripts and other sites."""
    response.set_cookie(
        cookie_name(settings),
        token,
        max_age=settings.session_days * 86400,
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )
    return response


def forget_session(response: Response, settings: Settings) -> Response:
    """Take the session's token from the browser."""
    response.delete_cookie(
        cookie_name(settings), path="/", secure=settings.secure, httponly=True, samesite="lax"
    )
    return response
