"""Whatever goes wrong is said in the language of the address, and nothing is lost."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session
from starlette.responses import Response

from app import stages
from app.i18n.catalogues import catalogue
from app.main import create_app
from app.process.refusal import Refused
from app.process.vocabulary import Action
from app.settings import Settings
from app.web.endpoint import get, post
from app.web.errors import EXPLAINED, NOT_NOW
from app.web.middleware import SECURITY_HEADERS
from app.web.requests import Request
from tests.client import CheckingClient
from tests.makers import make_person
from tests.real.ports import free_port
from tests.test_access import on_sqlite

REASONS = ("The first reason.", "The second reason.")


def _fail(_request: Request) -> Response:
    raise ValueError("a mistake of ours")


def _refuse(_request: Request) -> Response:
    raise Refused(*REASONS)


@pytest.fixture
def client(settings: Settings, session: Session, monkeypatch: pytest.MonkeyPatch) -> CheckingClient:
    """With pages under each language that fail and refuse."""
    more = [
        get("/probe/fails", _fail, "probe:fails"),
        get("/probe/refuses", _refuse, "probe:refuses"),
        post("/probe/acts", _refuse, "probe:acts", Action.READ_PUBLIC),
    ]
    pages = [*stages.pages(), *more]
    monkeypatch.setattr(stages, "pages", lambda: pages)
    app = create_app(settings.model_copy(update={"max_body_kb": 16}))
    return CheckingClient(app, session, raise_server_exceptions=False)


def check_error(answer: Any, status: int, language: str = "de") -> None:
    """It is the page of this error in this language, with everything that every page has."""
    heading, text = EXPLAINED[status]
    translate = catalogue(language).ugettext
    assert answer.status_code == status
    assert re.search(rf'<html lang="{language}"', answer.text)
    assert f"<h1>{translate(heading)}</h1>" in answer.text
    assert translate(text) in answer.text
    check_headers(answer)


def check_headers(answer: Any) -> None:
    for name, value in SECURITY_HEADERS:
        assert answer.headers.get_list(name.decode()) == [value.decode()], name
    assert answer.headers["cache-control"] == "private, no-store"


@on_sqlite
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/problems/A-2026-99999-X", 404),
        ("GET", "/nothing/here", 404),
        ("GET", "/problems?q=a%00b", 404),
        ("POST", "/problems", 405),
        ("GET", "/probe/acts", 405),
        ("GET", "/probe/fails", 500),
    ],
)
def test_an_error_is_explained_in_the_language_of_the_address(
    client: CheckingClient, language: str, method: str, path: str, status: int
) -> None:
    check_error(client.request(method, f"/{language}{path}"), status, language)


@on_sqlite
@pytest.mark.parametrize("path", ["/fr/problems", "/nothing", "/DE/", "/%00/"])
def test_an_address_in_no_known_language_is_not_found_in_the_first_one(
    client: CheckingClient, path: str
) -> None:
    check_error(client.get(path), 404, "en")


@on_sqlite
@pytest.mark.parametrize("chunks", [1, 40])
def test_what_is_too_large_is_refused_while_it_is_read(client: CheckingClient, chunks: int) -> None:
    piece = b"x" * (17 * 1024 // chunks + 1)
    form = {"content-type": "application/x-www-form-urlencoded"}

    told = client.post("/de/probe/acts", content=piece * chunks, headers=form)
    untold = client.post("/de/probe/acts", content=(piece for _ in range(chunks)), headers=form)

    check_error(told, 413)
    check_error(untold, 413)


@on_sqlite
@pytest.mark.parametrize(
    "form",
    [
        {"content": b"no parts", "headers": {"content-type": "multipart/form-data; boundary=x"}},
        {"content": b"", "headers": {"content-type": "multipart/form-data"}},
        {
            "content": "&".join(f"f{number}=" for number in range(600)),
            "headers": {"content-type": "application/x-www-form-urlencoded"},
        },
    ],
    ids=["broken", "without boundary", "too many fields"],
)
def test_a_form_that_cannot_be_read_changes_nothing(
    client: CheckingClient, form: dict[str, Any]
) -> None:
    check_error(client.post("/de/probe/acts", **form), 400)


@on_sqlite
def test_a_refusal_gives_every_reason(client: CheckingClient, session: Session) -> None:
    answer = client.sign_in(make_person(session, name="Zoë Ünal")).get("/en/probe/refuses")

    assert answer.status_code == 403
    assert f"<h1>{NOT_NOW}</h1>" in answer.text
    assert all(f"<li>{reason}</li>" in answer.text for reason in REASONS)
    assert "Zoë Ünal" in answer.text
    check_headers(answer)


@on_sqlite
def test_machines_are_answered_in_json(client: CheckingClient) -> None:
    answer = client.get("/api/v1/items/A-2026-99999-X")
    unknown = client.get("/api/v1/nothing")

    assert [each.status_code for each in (answer, unknown)] == [404, 404]
    assert unknown.json() == {"error": 404}
    check_headers(unknown)


def unreachable(settings: Settings, folder: Path) -> Settings:
    url = settings.database_url
    nobody = (
        f"sqlite:///{folder}"
        if url.startswith("sqlite")
        else f"postgresql+asyncpg://nobody@127.0.0.1:{free_port()}/nothing"
    )
    return settings.model_copy(update={"database_url": nobody, "cache_seconds": 2.0})


def test_while_the_database_is_gone_everybody_is_told_to_come_back(
    settings: Settings, session: Session, tmp_path: Path
) -> None:
    app = create_app(unreachable(settings, tmp_path))
    with CheckingClient(app, session, raise_server_exceptions=False) as client:
        pages = [client.get("/de/problems"), client.get("/de/")]
        data = client.get("/api/v1/items/A-2026-00001-0/trail")
        alive, ready = client.get("/healthz"), client.get("/readyz")
        style = client.get("/static/app.css")

    for answer in pages:
        check_error(answer, 503)
        assert answer.headers["retry-after"] == "5"
    assert (data.status_code, data.json()) == (503, {"error": 503})
    assert (alive.status_code, alive.text) == (200, "alive")
    assert (ready.status_code, ready.text) == (503, "the database does not answer")
    assert style.status_code == 200


def test_whether_it_is_ready_is_asked_each_time(
    settings: Settings, session: Session, tmp_path: Path
) -> None:
    app = create_app(settings.model_copy(update={"cache_seconds": 30.0}))
    with CheckingClient(app, session) as client:
        ready = [client.get("/readyz").headers for _ in range(2)]

    assert [each["cache-control"] for each in ready] == ["no-store"] * 2
    assert not any("etag" in each for each in ready)
