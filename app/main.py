"""The application: settings, database, routes, middleware. One process, no state of its own."""

import contextlib
import gc
from collections.abc import AsyncIterator, Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from app import stages
from app.accounts.sessions import identify
from app.db.database import NO_ANSWER, Database, connect
from app.i18n.choice import preferred
from app.i18n.languages import LANGUAGES
from app.process.refusal import Refused
from app.record.proofs import position
from app.settings import PREFIX, BadSettings, Settings
from app.web.addresses import STATIC, register, static_address
from app.web.errors import database_failed, failed, refused
from app.web.middleware import Headers, KeptPages, NoForeignForms, SmallBodies
from app.web.routing import Pages, demand_actions

NOT_KEPT = {"Cache-Control": "no-store"}


def settle() -> None:
    """Set apart what lives as long as this process: the collector never goes through it again.

    A served process that does so keeps less garbage, 4 MB of it.
    """
    gc.collect()
    gc.freeze()


class _Application(Starlette):
    """With its headers on every answer, also on that to an error which nobody foresaw."""

    def build_middleware_stack(self) -> ASGIApp:
        return Headers(super().build_middleware_stack())


def create_app(
    settings: Settings,
    database: Database | None = None,
    more_routes: Sequence[BaseRoute] = (),
    *,
    work: bool = False,
) -> Starlette:
    """The application; `more_routes` are added outside the languages.

    With `work` it runs consumers and jobs too, for as long as it lives.
    """
    _demand_known_languages(settings)
    held = database or connect(settings.database, settings.replica_url)
    pages = Pages(stages.pages(), settings.language_codes)
    data = stages.data(settings)
    demand_actions(data)
    register(data, in_language=False)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with stages.work(settings, held) if work else contextlib.nullcontext():
            yield
        await held.close()

    app = _Application(
        routes=[pages, *_own_routes(), *data, *more_routes],
        middleware=_middleware(settings),
        exception_handlers={
            Refused: refused,
            HTTPException: failed,
            **dict.fromkeys(NO_ANSWER, database_failed),
            500: failed,
        },
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.state.settings = settings
    app.state.database = held
    app.state.identify = identify
    app.state.waiting = stages.waiting
    app.state.stopped = stages.stopped
    app.state.parts = stages.PARTS
    app.state.account_parts = stages.ACCOUNT_PARTS
    app.state.more_parts = stages.MORE_PARTS
    return app


def _demand_known_languages(settings: Settings) -> None:
    if not settings.language_codes or not LANGUAGES.keys() >= set(settings.language_codes):
        raise BadSettings(f"{PREFIX}LANGUAGES: must be one or more of {', '.join(LANGUAGES)}.")


def _middleware(settings: Settings) -> list[Middleware]:
    build = static_address("app.css").rpartition("=")[2]
    return [
        Middleware(NoForeignForms),
        Middleware(
            SmallBodies, most=settings.max_body_kb * 1024, most_of_files=settings.max_upload + 65536
        ),
        Middleware(KeptPages, seconds=settings.cache_seconds, build=build),
        Middleware(GZipMiddleware, minimum_size=800, compresslevel=5),
    ]


def _own_routes() -> list[BaseRoute]:
    return [
        Route("/", _choose_language),
        Route("/healthz", _alive),
        Route("/readyz", _ready),
        Mount("/static", _LastingFiles(directory=STATIC), name="static"),
    ]


def _choose_language(request: Request) -> Response:
    codes = request.app.state.settings.language_codes
    language = preferred(request.headers.get("accept-language", ""), codes)
    return RedirectResponse(f"/{language}/", 302, headers={"Vary": "Accept-Language"})


def _alive(_request: Request) -> Response:
    return PlainTextResponse("alive", headers=NOT_KEPT)


async def _ready(request: Request) -> Response:
    try:
        await request.app.state.database.read(position)
    except NO_ANSWER:
        return PlainTextResponse("the database does not answer", 503)
    return PlainTextResponse("ready", headers=NOT_KEPT)


class _LastingFiles(StaticFiles):
    """Files whose address changes with their content may be kept for ever."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        lasting = b"v=" in scope["query_string"]

        async def keep(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                age = b"public, max-age=31536000, immutable" if lasting else b"public, max-age=300"
                message["headers"] = [*message["headers"], (b"cache-control", age)]  # type: ignore[misc]
            await send(message)

        await super().__call__(scope, receive, keep)  # type: ignore[arg-type]
