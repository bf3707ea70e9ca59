"""An application with a few pages and acts of the tests' own, outside the languages."""

from collections.abc import Callable

import pytest
from sqlalchemy import insert, select
from sqlmodel import Session
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from app.db.models import INSTALLATION
from app.main import create_app
from app.process.vocabulary import Action
from app.settings import Settings
from app.web.endpoint import get, post
from app.web.pages import go_to
from app.web.requests import ActRoute, Request
from tests.client import CheckingClient

Open = Callable[..., CheckingClient]


def leave_mark(request: Request) -> None:
    key = f"mark{len(request.db.execute(select(INSTALLATION)).all())}"
    request.db.execute(insert(INSTALLATION).values(key=key, value=""))


def marks(session: Session) -> int:
    """How many effects there were."""
    session.rollback()
    return len(session.execute(select(INSTALLATION)).all())


def _write(request: Request) -> Response:
    leave_mark(request)
    return PlainTextResponse("written")


def _write_and_fail(request: Request) -> Response:
    leave_mark(request)
    raise RuntimeError("power cut")


def _act(request: Request) -> Response:
    if request.posted.get("bad"):
        return PlainTextResponse("Please fill this in.", 422)
    leave_mark(request)
    return go_to(request, f"/en/?made={request.posted.get('name')}")


def _restore(request: Request) -> Response:
    return JSONResponse(dict(request.kept))


def _set_cookie(request: Request) -> Response:
    answer = HTMLResponse("welcome")
    answer.set_cookie("seen", "1")
    return answer


ACCOUNT = Action.EDIT_ACCOUNT
PROBES: list[ActRoute] = [
    get("/probe/write", _write, "probe:read"),
    get("/probe/write-slowly", _write, "probe:slow", slow=True),
    get("/probe/fail", _write_and_fail, "probe:fail"),
    get("/probe/restore", _restore, "probe:restore"),
    get("/probe/mine", _restore, "probe:mine", ACCOUNT),
    get("/probe/cookie", _set_cookie, "probe:cookie"),
    post("/probe/write", _write, "probe:write", Action.READ_PUBLIC),
    post("/probe/fail", _write_and_fail, "probe:break", Action.READ_PUBLIC),
    post("/probe/act", _act, "probe:act", ACCOUNT),
]


@pytest.fixture
def opened(settings: Settings, session: Session) -> Open:
    """Opens the application with the probes and some settings; a failure is an answer."""

    def open_with(**changes: object) -> CheckingClient:
        app = create_app(settings.model_copy(update=changes), more_routes=PROBES)
        return CheckingClient(app, session, raise_server_exceptions=False)

    return open_with
