"""One request is one transaction: an answer commits, an exception rolls back.

This is the only place that knows how handlers run: reads with a reading session, everything else
in the transaction of a write (db/database.py says where each database does that).
"""

import re
import secrets
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from functools import partial
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select, update
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request as StarletteRequest
from starlette.responses import Response

from app.db.database import Database
from app.db.rows import insert_once
from app.i18n.languages import current_language
from app.process.refusal import Refused
from app.process.rules import SIGN_IN_FIRST, objections
from app.process.vocabulary import Action
from app.web.addresses import address
from app.web.kept import has_text, keep_text, page_left
from app.web.models import KEPT_TEXT, ONCE_KEY, OnceKey
from app.web.pages import go_to
from app.web.requests import ActRoute, Handler, Request

Endpoint = Callable[[StarletteRequest], Awaitable[Response]]
Around = Callable[[Request], AbstractAsyncContextManager[Any]]
DRAFT_KEY = re.compile(r"[\w-]{8,64}")
FORM_LIMITS = {"max_files": 20, "max_fields": 500, "max_part_size": 1024 * 1024}


def get(
    path: str,
    handler: Handler,
    name: str,
    action: Action = Action.READ_PUBLIC,
    *,
    slow: bool = False,
) -> ActRoute:
    """A page. With `slow` it runs apart, so that a long query holds up nobody."""
    return _route(path, handler, name, action, method="GET", slow=slow)


def post(
    path: str, handler: Handler, name: str, action: Action, *, around: Around = nullcontext
) -> ActRoute:
    """An act. What takes long and needs no transaction is done `around` it."""
    return _route(path, handler, name, action, method="POST", around=around)


def _route(
    path: str,
    handler: Handler,
    name: str,
    action: Action,
    *,
    method: str,
    slow: bool = False,
    around: Around = nullcontext,
) -> ActRoute:
    endpoint = _endpoint(handler, name, action, slow=slow, around=around)
    route = ActRoute(path, endpoint, name=name, methods=[method])
    route.action = action
    return route


def _endpoint(
    handler: Handler, name: str, action: Action, *, slow: bool, around: Around
) -> Endpoint:
    async def run(raw: StarletteRequest) -> Response:
        request = Request(raw.scope, raw.receive)
        request.here = name
        current_language.set(request.language)
        if _holds_nul(raw):
            raise HTTPException(404)
        work = partial(_answer, request, handler, action)
        database: Database = request.app.state.database
        try:
            if request.method != "POST":
                return await (database.slow if slow else database.read)(work)
            async with request.form(**FORM_LIMITS) as request.posted, around(request):
                return await database.write(work)
        except Refused as refusal:
            if SIGN_IN_FIRST in refusal.reasons and not request.actor.signed_in:
                return await _sign_in_first(request, database)
            raw.scope["actor"] = request.actor
            raise

    return run


def _holds_nul(raw: StarletteRequest) -> bool:
    """Whether the address holds NUL, which is never text and which PostgreSQL cannot store."""
    return "\0" in raw.scope["path"] or b"%00" in raw.scope["query_string"]


def _answer(request: Request, handler: Handler, action: Action, session: Session) -> Response:
    request.db = session
    request.actor = request.app.state.identify(session, request.session_token)
    if reasons := objections(action, request.actor):
        raise Refused(*reasons)
    if request.actor.signed_in:
        request.once = secrets.token_urlsafe(12)
    if request.method == "POST":
        stopped: Response | None = request.app.state.stopped(request, action)
        return stopped or _once(request, handler)
    if request.actor.signed_in:
        request.waiting = request.app.state.waiting(session, request.actor)
    if token := request.query_params.get("kept"):
        kept = select(KEPT_TEXT.c.fields).where(KEPT_TEXT.c.token == token)
        request.kept = session.execute(kept).scalar_one_or_none() or {}
    return handler(request)


def _once(request: Request, handler: Handler) -> Response:
    """Let a form that carries a key take effect once; sent again it leads where it led before.

    All forms of a page carry the same key: each that goes somewhere else takes effect.
    """
    key = str(request.posted.get("once", ""))[:64]
    if not key or not request.actor.signed_in:
        return handler(request)
    used = sha256(f"{key} {request.url.path}".encode()).hexdigest()
    mine = (ONCE_KEY.c.person_id == request.actor.id) & (ONCE_KEY.c.key == used)
    if not insert_once(request.db, OnceKey, {"person_id": request.actor.id, "key": used}):
        location = request.db.execute(select(ONCE_KEY.c.location).where(mine)).scalar_one()
        return _told(request, go_to(request, location), key)
    request.once = key  # a page that comes back with the form is its answer, and the same form
    response = handler(request)
    location = response.headers.get("location") or response.headers.get("hx-redirect")
    if location:
        request.db.execute(update(ONCE_KEY).where(mine).values(location=location))
    else:
        request.db.execute(ONCE_KEY.delete().where(mine))
    return _told(request, response, key)


def _told(request: Request, response: Response, key: str) -> Response:
    """Tell the script that keeps drafts on the device which of them was taken."""
    done = response.status_code < 400 and (
        "location" in response.headers or "hx-request" in request.headers
    )
    if done and "draft" in request.posted and DRAFT_KEY.fullmatch(key):
        secure = request.settings.secure
        response.set_cookie("taken", key, max_age=300, secure=secure, samesite="lax")
    return response


async def _sign_in_first(request: Request, database: Database) -> Response:
    """Send somebody to sign in; they come back to the page they left, with what they had typed."""
    query = {"next": page_left(request)}
    if has_text(request.posted):
        query["kept"] = await database.write(partial(keep_text, posted=request.posted))
    return go_to(request, address("accounts:sign_in", request.language) + "?" + urlencode(query))
