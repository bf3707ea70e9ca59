"""Pages for what went wrong: what happened, that nothing was lost, and what to do."""

import logging

from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.requests import Request as StarletteRequest
from starlette.responses import JSONResponse, Response

from app.i18n.languages import current_language
from app.process.refusal import Refused
from app.process.sentences import N_
from app.web.pages import page
from app.web.requests import Request

log = logging.getLogger("gemeinwerk")

EXPLAINED = {
    400: (
        N_("We could not read this"),
        N_("Nothing was changed. Please go back and try again."),
    ),
    404: (
        N_("There is nothing at this address"),
        N_("The address may be mistyped, or what was here is not public. Nothing is lost."),
    ),
    405: (
        N_("This address works in another way"),
        N_("Nothing was changed. Please go back and use the button on the page."),
    ),
    413: (
        N_("This is too large"),
        N_("Nothing was stored. Please go back and send less text, or a smaller file."),
    ),
    500: (
        N_("Something went wrong on our side"),
        N_("What you had saved before is safe. Please go back and try again in a few minutes."),
    ),
    503: (
        N_("We are too busy at this moment"),
        N_("Nothing was lost and nothing was changed. Please try again in a few seconds."),
    ),
}
NOT_NOW = N_("This is not possible now")


async def refused(raw: StarletteRequest, error: Exception) -> Response:
    """The rules, a path or a gate said no: every reason is on the page."""
    reasons = error.reasons if isinstance(error, Refused) else ()
    if raw.url.path.startswith("/api/"):
        return JSONResponse({"refused": list(reasons)}, 403)
    return _page(raw, 403, NOT_NOW, "", reasons=reasons)


async def failed(raw: StarletteRequest, error: Exception) -> Response:
    """An HTTP error: its page, in the language of the address."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    if raw.url.path.startswith("/api/"):
        return JSONResponse({"error": status}, status)
    heading, text = EXPLAINED.get(status, EXPLAINED[500 if status >= 500 else 400])
    return _page(raw, status, heading, text)


async def database_failed(raw: StarletteRequest, error: Exception) -> Response:
    """The database is busy or gone: nothing of the act was stored."""
    if isinstance(error, DBAPIError) and not _is_passing(error):
        raise error
    log.warning("The database did not answer in time: %s", error)
    response = await failed(raw, HTTPException(503))
    response.headers["Retry-After"] = "5"
    return response


def _is_passing(error: DBAPIError) -> bool:
    return error.connection_invalidated or any(
        hint in str(error.orig)
        for hint in ("locked", "full", "readonly", "connect", "unable to open")
    )


def _page(
    raw: StarletteRequest, status: int, heading: str, text: str, *, reasons: tuple[str, ...] = ()
) -> Response:
    request = Request(raw.scope, raw.receive)
    current_language.set(request.language)
    request.actor = raw.scope.get("actor", request.actor)
    return page(
        request, "layouts/error.html", status=status, heading=heading, text=text, reasons=reasons
    )
