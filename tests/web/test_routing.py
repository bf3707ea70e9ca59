"""Mistakes in the routes stop the start (routes without an action: tests/test_access.py)."""

import pytest
from starlette.responses import PlainTextResponse, Response

from app import stages
from app.main import create_app
from app.process.vocabulary import Action
from app.settings import Settings
from app.web.addresses import address, is_registered, static_address
from app.web.endpoint import get, post
from app.web.requests import ActRoute, Request
from tests.test_access import on_sqlite


def _say(_request: Request) -> Response:
    return PlainTextResponse("here")


def start(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, *more: ActRoute, data: bool = False
) -> None:
    changed = "data" if data else "pages"
    routes = [*getattr(stages, changed)(*([settings] if data else [])), *more]
    monkeypatch.setattr(stages, changed, lambda *_: routes)
    create_app(settings)


@on_sqlite
@pytest.mark.parametrize("data", [False, True])
def test_two_routes_of_one_name_stop_the_start(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, data: bool
) -> None:
    twice = get("/somewhere/else", _say, "problems:show")

    with pytest.raises(ValueError, match="Two routes are called problems:show"):
        start(settings, monkeypatch, twice, data=data)


@on_sqlite
def test_a_page_and_the_act_on_it_may_share_a_name(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = get("/probe/{id:int}", _say, "probe:both")
    act = post("/probe/{id:int}", _say, "probe:both", Action.READ_PUBLIC)

    start(settings, monkeypatch, page, act)

    assert is_registered("probe:both")
    assert address("probe:both", "de", {"q": "ä b"}, id=7) == "/de/probe/7?q=%C3%A4+b"


def test_an_unknown_name_or_file_is_a_mistake_of_ours() -> None:
    assert not is_registered("nothing:here")
    with pytest.raises(KeyError):
        address("nothing:here", "de")
    with pytest.raises(FileNotFoundError):
        static_address("nothing.css")
