"""Who may enter which route, as text: a changed right is a one-line difference in access.txt."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from app import stages
from app.main import create_app
from app.process.actor import VISITOR, Actor, Holding
from app.process.rules import WRONG_OFFICE, objections
from app.process.vocabulary import Action, Office
from app.settings import Settings
from app.web.requests import ActRoute
from tests.client import CheckingClient
from tests.makers import make_officer, make_person

ACCESS = Path(__file__).with_name("access.txt")
PAGES: list[Any] = stages.pages()
DATA: list[Any] = stages.data(Settings.read({}, demo=True))
ROUTES: list[ActRoute] = [*PAGES, *DATA]
WITHOUT_ACTION = {"/", "/healthz", "/readyz", "/static", ""}
PEOPLE = [office for office in Office if office is not Office.VISITOR]
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def demo(settings: Settings, session: Session) -> Iterator[CheckingClient]:
    """With the doors that only the demonstration has."""
    with CheckingClient(create_app(settings.model_copy(update={"demo": True})), session) as visitor:
        yield visitor


@on_sqlite
def test_every_route_answers_to_every_office_as_access_txt_says(
    demo: CheckingClient, session: Session
) -> None:
    entered = {office: routes_entered(demo, session, office) for office in Office}

    assert written(lambda office, route: route in entered[office]) == ACCESS.read_text()


def test_access_txt_says_what_the_rules_say() -> None:
    def may(office: Office, route: ActRoute) -> bool:
        holder = Actor(1, offices=frozenset({Holding(office)}))
        return not objections(route.action, VISITOR if office is Office.VISITOR else holder)

    assert written(may) == ACCESS.read_text()


@on_sqlite
def test_everything_served_declares_its_action(settings: Settings) -> None:
    served = create_app(settings).routes

    without = {getattr(each, "path", "") for each in served if not isinstance(each, ActRoute)}

    assert without == WITHOUT_ACTION


@on_sqlite
@pytest.mark.parametrize("list_of_routes", ["pages", "data"])
def test_a_route_without_an_action_fails_at_start_up(
    settings: Settings, list_of_routes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Route("/plain", lambda request: PlainTextResponse("open to all"), name="plain")
    monkeypatch.setattr(stages, list_of_routes, lambda *_: [plain])

    with pytest.raises(TypeError, match="'/plain' declares no action"):
        create_app(settings)


def routes_entered(client: CheckingClient, session: Session, office: Office) -> list[ActRoute]:
    """All routes that let somebody in who holds this office and no other."""
    entered = []
    someone = make_holder(session, office)
    enter_as(client, someone)
    for route in ROUTES:
        if is_let_in(client, route):
            entered.append(route)
        if route.action is Action.SIGN_IN_ACCOUNT:
            enter_as(client, someone)
    return entered


def make_holder(session: Session, office: Office) -> Actor:
    if office is Office.VISITOR:
        return VISITOR
    return make_person(session) if office is Office.PERSON else make_officer(session, office)


def enter_as(client: CheckingClient, actor: Actor) -> None:
    if actor.signed_in:
        client.sign_in(actor)
    else:
        client.sign_out()


def method_of(route: ActRoute) -> str:
    return "POST" if "POST" in (route.methods or ()) else "GET"


def is_let_in(client: CheckingClient, route: ActRoute) -> bool:
    """Neither sent to sign in nor refused for the office; what is asked for does not exist."""
    answer = client.request(method_of(route), address_of(route, lambda _name: "0"))
    sent_to_sign_in = answer.headers.get("location", "").startswith("/en/sign-in?next=")
    return not (sent_to_sign_in or (answer.status_code == 403 and WRONG_OFFICE in answer.text))


def address_of(route: ActRoute, value: Callable[[str], str]) -> str:
    """The route's address in English, each of its parameters filled in."""
    path = re.sub(r"{(\w+)(:int)?}", lambda found: value(found[1]), route.path)
    return path if route in DATA else f"/en{path}"


def written(enters: Callable[[Office, ActRoute], bool]) -> str:
    """One line a route: its name, how it is asked, its action, and which offices may enter."""
    lines = []
    for route in ROUTES:
        allowed = [office for office in Office if enters(office, route)]
        lines.append(
            f"{route.name:26} {method_of(route):5} {route.action.value:22} {in_words(allowed)}"
        )
    return "\n".join(lines) + "\n"


def in_words(offices: list[Office]) -> str:
    everybody = {(*Office,): "everybody", (*PEOPLE,): "everybody who is signed in"}
    return everybody.get((*offices,), ", ".join(offices) or "nobody")
