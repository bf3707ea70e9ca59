"""Signing in and out at a provider that demands PKCE and asks for consent."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.accounts.models import IDENTITY, PERSON
from app.main import create_app
from app.settings import Settings
from tests.accounts.test_openid import BEGIN, app_with
from tests.client import CheckingClient
from tests.real import openid
from tests.real.openid import StrictProvider

HERE = "http://testserver"


class Walker:
    """A browser at the provider: follows it and fills in its forms until it sends one back."""

    def __init__(self) -> None:
        self.client = httpx2.Client()

    def go(self, address: str) -> str:
        while not address.startswith(HERE):
            answer = self.client.get(address)
            address = self._next(answer)
        return address

    def _next(self, answer: httpx2.Response) -> str:
        while answer.status_code == 200:
            answer = self._fill_in(answer)
        return str(answer.url.join(answer.headers["location"]))

    def _fill_in(self, answer: httpx2.Response) -> httpx2.Response:
        action = re.findall(r'action="([^"]+)"', answer.text)[0]
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', answer.text))
        fields |= {"login": "anna@example.org", "password": "any", "logout": "yes"}
        return self.client.post(str(answer.url.join(action)), data=fields)


@pytest.fixture(scope="module")
def strict() -> Iterator[StrictProvider]:
    with openid.strict_provider(f"{HERE}{BEGIN}/return", f"{HERE}{BEGIN}/left") as running:
        yield running


def path_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def test_a_person_signs_in_and_out_for_good(
    settings: Settings, session: Session, strict: StrictProvider
) -> None:
    walker = Walker()
    with (
        walker.client,
        CheckingClient(create_app(app_with(settings, strict.issuer)), session) as client,
    ):
        asked = client.get(BEGIN, params={"language": "en"}).headers["location"]
        client.get(path_of(walker.go(asked)))
        assert "anna@example.org" in client.get("/en/account").text
        known = select(PERSON.c.email).join(IDENTITY, IDENTITY.c.person_id == PERSON.c.id)
        assert session.execute(known).scalar_one() == "anna@example.org"

        signed_out = client.post("/en/sign-out").headers["location"]
        page = client.get(signed_out)
        assert "Sign out at City as well" in page.text
        assert client.get("/en/account").status_code == 303
        leaving = client.get(f"{BEGIN}/leave", params={"language": "en"}).headers["location"]
        assert {"id_token_hint", "state"} <= parse_qs(urlsplit(leaving).query).keys()
        back = client.get(path_of(walker.go(leaving)))

        assert back.headers["location"] == "/en/?notice=signed-out"
        again = walker.client.get(client.get(BEGIN).headers["location"])
        assert "/interaction/" in again.headers["location"]


def test_signing_out_where_it_is_not_offered_says_so(settings: Settings, session: Session) -> None:
    with CheckingClient(create_app(app_with(settings, "http://localhost:1")), session) as client:
        target = client.get(f"{BEGIN}/leave", params={"language": "en"}).headers["location"]

        assert target == "/en/signed-out?provider=city&failed=1"
        assert "was not possible from here" in client.get(target).text
