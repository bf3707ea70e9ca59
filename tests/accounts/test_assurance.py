"""How surely a provider knows somebody: asked of it, and kept with the session."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.accounts.models import WEB_SESSION
from app.accounts.sessions import identify
from app.main import create_app
from app.process.vocabulary import Assurance
from app.settings import Settings
from tests.accounts.lying_provider import LyingProvider, lying_provider
from tests.accounts.test_openid import BEGIN, app_with, come_back_to_the_liar
from tests.client import CheckingClient
from tests.makers import make_person, sign_in

LEVELS = {"basic": "low", "card": "substantial", "chip": "high"}


@pytest.fixture
def provider() -> Iterator[LyingProvider]:
    with lying_provider() as running:
        yield running


@pytest.fixture
def client(
    settings: Settings, session: Session, provider: LyingProvider
) -> Iterator[CheckingClient]:
    """A site that knows what the provider's words mean."""
    plain = app_with(settings, provider.issuer)
    knowing = plain.providers[0].model_copy(update={"assurance": LEVELS})
    app = create_app(plain.model_copy(update={"providers": (knowing,)}))
    with CheckingClient(app, session) as visitor:
        yield visitor


@pytest.mark.parametrize(
    ("acr", "assurance"),
    [("card", Assurance.SUBSTANTIAL), ("chip", Assurance.HIGH), ("made-up", None), (None, None)],
)
def test_what_the_provider_says_is_known_of_the_session(
    client: CheckingClient,
    session: Session,
    provider: LyingProvider,
    acr: str | None,
    assurance: Assurance | None,
) -> None:
    provider.claims = {"acr": acr}

    come_back_to_the_liar(client, provider)
    actor = identify(session, client.cookies["session"])

    assert (actor.provider, actor.assurance, actor.by_code) == ("city", assurance, False)


@pytest.mark.parametrize(
    ("wish", "asked"), [("substantial", "card chip"), ("", None), ("made-up", None)]
)
def test_the_provider_is_asked_for_what_the_phase_asks_for(
    client: CheckingClient, wish: str, asked: str | None
) -> None:
    answer = client.get(BEGIN, params={"language": "en", "assurance": wish})

    query = parse_qs(urlsplit(answer.headers["location"]).query)
    assert query.get("acr_values", [None]) == [asked]


def test_a_sign_in_by_mail_says_nothing_of_that(session: Session) -> None:
    token = sign_in(session, make_person(session))

    actor = identify(session, token)

    assert (actor.provider, actor.assurance) == ("", None)
    assert session.execute(select(WEB_SESSION.c.by_code)).scalar_one() is False
