import base64
import hashlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey
from sqlalchemy import func, select
from sqlmodel import Session

from app.accounts.models import IDENTITY, PERSON, WEB_SESSION
from app.main import create_app
from app.settings import Settings
from tests.accounts.lying_provider import LyingProvider, lying_provider
from tests.client import CheckingClient
from tests.makers import make_person
from tests.real import openid
from tests.real.openid import Provider
from tests.real.ports import free_port

BEGIN = "/sign-in/provider/city"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with openid.provider() as running:
        running.add_user("anna", "anna@example.org", "Anna Berg")
        yield running


@pytest.fixture
def liar() -> Iterator[LyingProvider]:
    with lying_provider() as running:
        yield running


def app_with(settings: Settings, issuer: str) -> Settings:
    """The same settings, with a provider called city."""
    read = Settings.read(openid.settings(city=issuer))
    return settings.model_copy(update={"providers": read.providers})


@pytest.fixture
def visitor(settings: Settings, session: Session, provider: Provider) -> Iterator[CheckingClient]:
    with CheckingClient(create_app(app_with(settings, provider.issuer)), session) as client:
        yield client


@pytest.fixture
def misled(settings: Settings, session: Session, liar: LyingProvider) -> Iterator[CheckingClient]:
    with CheckingClient(create_app(app_with(settings, liar.issuer)), session) as client:
        yield client


def walk(client: CheckingClient, provider: Provider, sub: str = "anna", **wish: str) -> str:
    """Sign in through the provider; the address one comes to in the end."""
    asked = client.get(BEGIN, params={"language": "en", **wish}).headers["location"]
    back = urlsplit(provider.approve(asked, sub))
    return str(client.get(f"{back.path}?{back.query}").headers["location"])


def come_back_to_the_liar(client: CheckingClient, liar: LyingProvider) -> str:
    asked = client.get(BEGIN, params={"language": "en"}).headers["location"]
    sent = {name: values[0] for name, values in parse_qs(urlsplit(asked).query).items()}
    liar.nonce = sent["nonce"]
    answer = client.get(f"{BEGIN}/return", params={"code": "c", "state": sent["state"]})
    return str(answer.headers["location"])


def test_a_person_signs_in_through_a_provider(
    visitor: CheckingClient, provider: Provider, session: Session
) -> None:
    target = walk(visitor, provider, next="/en/problems", kept="key")

    assert target == "/en/welcome?next=%2Fen%2Fproblems%3Fkept%3Dkey"
    assert "Anna Berg" in visitor.get("/en/account").text
    row = session.execute(select(PERSON).where(PERSON.c.email == "anna@example.org")).one()
    known = session.execute(select(IDENTITY)).one()
    assert (known.provider, known.sub, known.person_id) == ("city", "anna", row.id)


def test_who_comes_again_is_the_same_person(
    visitor: CheckingClient, provider: Provider, session: Session
) -> None:
    walk(visitor, provider)
    visitor.sign_out()

    assert walk(visitor, provider, next="/en/problems") == "/en/problems"
    assert session.execute(select(func.count()).select_from(PERSON)).scalar_one() == 1


def test_a_verified_address_leads_to_the_account_one_has(
    visitor: CheckingClient, provider: Provider, session: Session
) -> None:
    known = make_person(session, email="anna@example.org", name="Anna by mail")

    assert walk(visitor, provider) == "/en/"

    assert session.execute(select(IDENTITY.c.person_id)).scalar_one() == known.id
    assert "Anna by mail" in visitor.get("/en/account").text


def test_the_request_carries_a_proof_that_only_we_can_complete(
    visitor: CheckingClient, provider: Provider
) -> None:
    walk(visitor, provider)

    asked = provider.parameters("/oauth2/authorize")
    verifier = provider.parameters("/oauth2/token")["code_verifier"]
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
    assert asked["code_challenge_method"] == "S256"
    assert asked["code_challenge"] == digest.decode().rstrip("=")
    assert asked["response_type"] == "code"
    assert asked["nonce"]


def test_the_way_is_kept_in_a_short_lived_cookie_of_its_own(visitor: CheckingClient) -> None:
    cookie = visitor.get(BEGIN).headers["set-cookie"]

    assert cookie.startswith("provider=")
    assert "max-age=600" in cookie.lower()
    assert "httponly" in cookie.lower()


def test_an_answer_that_nobody_asked_for_is_refused(
    visitor: CheckingClient, provider: Provider
) -> None:
    asked = visitor.get(BEGIN).headers["location"]
    back = urlsplit(provider.approve(asked, "anna"))
    visitor.cookies.clear()

    answer = visitor.get(f"{back.path}?{back.query}")

    assert answer.headers["location"] == "/en/sign-in?failed=city"
    assert visitor.get("/en/account").status_code == 303


def test_an_answer_works_once(visitor: CheckingClient, provider: Provider) -> None:
    asked = visitor.get(BEGIN).headers["location"]
    back = urlsplit(provider.approve(asked, "anna"))
    visitor.get(f"{back.path}?{back.query}")

    again = visitor.get(f"{back.path}?{back.query}")

    assert again.headers["location"] == "/en/sign-in?failed=city"


def test_a_no_at_the_provider_leads_back_to_the_sign_in_page(visitor: CheckingClient) -> None:
    visitor.get(BEGIN, params={"language": "de", "next": "/de/problems", "kept": "key"})

    target = visitor.get(f"{BEGIN}/return", params={"error": "access_denied"}).headers["location"]

    assert target == "/de/sign-in?next=%2Fde%2Fproblems&kept=key&failed=city"
    assert 'value="key"' in visitor.get(target).text


def test_a_provider_that_is_down_harms_nobody(settings: Settings, session: Session) -> None:
    nobody = app_with(settings, f"http://localhost:{free_port()}")
    with CheckingClient(create_app(nobody), session) as client:
        target = client.get(BEGIN, params={"next": "/en/problems"}).headers["location"]
        page = client.get(target)

        assert "Signing in through City did not work" in page.text
        assert "Send me a link" in page.text
        assert client.get("/en/problems").status_code == 200


def test_an_unknown_provider_is_not_found(visitor: CheckingClient) -> None:
    assert visitor.get("/sign-in/provider/nobody").status_code == 404


def test_nobody_is_sent_elsewhere_after_the_provider(
    visitor: CheckingClient, provider: Provider, session: Session
) -> None:
    make_person(session, email="anna@example.org")

    assert walk(visitor, provider, next="//evil.example") == "/en/"


def test_an_honest_answer_of_the_liar_is_believed(
    misled: CheckingClient, liar: LyingProvider
) -> None:
    assert come_back_to_the_liar(misled, liar) == "/en/welcome?next=%2Fen%2F"


LIES: dict[str, dict[str, Any]] = {
    "nonce": {"claims": {"nonce": "another"}},
    "no nonce": {"claims": {"nonce": None}},
    "audience": {"claims": {"aud": "somebody-else"}},
    "issuer": {"claims": {"iss": "http://localhost:1"}},
    "no issuer": {"claims": {"iss": None}},
    "expired": {"claims": {"exp": 1_000_000_000}},
    "no subject": {"claims": {"sub": None}},
    "unsigned": {"algorithm": "none"},
    "another key": {"key": RSAKey.generate_key(2048)},
    "shared secret": {"algorithm": "HS256", "key": OctKey.import_key(openid.CLIENT_SECRET * 3)},
    "another announced issuer": {"known": {"issuer": "http://localhost:1"}},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_not_believed(
    misled: CheckingClient, liar: LyingProvider, session: Session, lie: str
) -> None:
    for name, value in LIES[lie].items():
        setattr(liar, name, value)

    if liar.known:
        target = misled.get(BEGIN).headers["location"]
    else:
        target = come_back_to_the_liar(misled, liar)

    assert target == "/en/sign-in?failed=city"
    assert session.execute(select(func.count()).select_from(WEB_SESSION)).scalar_one() == 0


def test_a_key_that_comes_with_the_token_is_not_believed(
    misled: CheckingClient, liar: LyingProvider
) -> None:
    forged = ECKey.generate_key()
    liar.algorithm, liar.key = "ES256", forged
    liar.header = {"jwk": forged.as_dict(private=False), "kid": "forged"}
    liar.known = {"id_token_signing_alg_values_supported": ["RS256", "ES256"]}

    assert come_back_to_the_liar(misled, liar) == "/en/sign-in?failed=city"


def test_the_answer_of_another_issuer_is_refused(
    misled: CheckingClient, liar: LyingProvider
) -> None:
    asked = misled.get(BEGIN).headers["location"]
    state = parse_qs(urlsplit(asked).query)["state"][0]
    mixed = {"code": "c", "state": state, "iss": "http://localhost:1"}

    target = misled.get(f"{BEGIN}/return", params=mixed).headers["location"]

    assert target == "/en/sign-in?failed=city"


def test_an_address_that_is_not_verified_leads_to_nobodys_account(
    misled: CheckingClient, liar: LyingProvider, session: Session
) -> None:
    known = make_person(session, email="anna@example.org")
    liar.claims = {"email_verified": False}

    come_back_to_the_liar(misled, liar)

    assert session.execute(select(IDENTITY.c.person_id)).scalar_one() != known.id


def test_keys_that_were_changed_are_fetched_again(
    misled: CheckingClient, liar: LyingProvider
) -> None:
    come_back_to_the_liar(misled, liar)
    misled.sign_out()
    liar.own_key = RSAKey.generate_key(2048, {"kid": "new"})
    liar.header = {"kid": "new"}

    assert come_back_to_the_liar(misled, liar) == "/en/"
