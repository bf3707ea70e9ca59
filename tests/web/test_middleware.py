"""What surrounds every answer: its headers, and whose forms are taken."""

import re

import pytest
from sqlmodel import Session

from app.main import create_app
from app.settings import Settings
from app.web.addresses import static_address
from app.web.middleware import SECURITY_HEADERS
from tests.client import CheckingClient
from tests.makers import make_person
from tests.test_access import on_sqlite
from tests.web.conftest import Open, marks

HERE = {"host": "city.example"}


@on_sqlite
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/en/",
        "/en",
        "/en/problems",
        "/en/nothing",
        "/en/desk",
        "/static/app.css",
        "/static/nothing.css",
        "/healthz",
        "/readyz",
        "/api/v1/items/A-2026-99999-X/trail",
        "/probe/fail",
        "/probe/cookie",
    ],
)
def test_every_answer_carries_the_security_headers_once(opened: Open, path: str) -> None:
    with opened(cache_seconds=30.0) as client:
        answers = [client.get(path), client.get(path), client.head(path)]
        answers.append(
            client.get(path, headers={"if-none-match": answers[0].headers.get("etag", "")})
        )

    for answer in answers:
        for name, value in SECURITY_HEADERS:
            assert answer.headers.get_list(name.decode()) == [value.decode()]
        assert len(answer.headers.get_list("cache-control")) == 1


@on_sqlite
def test_the_policy_lets_nothing_in_from_elsewhere(client: CheckingClient) -> None:
    policy = client.get("/en/").headers["content-security-policy"]

    assert "unsafe" not in policy
    assert not re.search(r"https?:|\*", policy)
    for rule in ("default-src 'self'", "frame-ancestors 'none'", "form-action 'self'"):
        assert rule in policy


@on_sqlite
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": "https://city.example"},
        {"sec-fetch-site": ""},
        {"origin": "https://evil.example"},
        {"origin": "https://city.example.evil.example"},
        {"origin": "https://other.city.example"},
        {"origin": "https://city.example:8443"},
        {"origin": "null"},
        {"origin": ""},
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_form_of_another_site_is_refused(
    opened: Open, session: Session, headers: dict[str, str], method: str
) -> None:
    with opened() as client:
        client.sign_in(make_person(session))
        answer = client.request(method, "/probe/write", headers=HERE | headers)

    assert answer.status_code == 403
    assert "from another site" in answer.text
    assert marks(session) == 0


@on_sqlite
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "same-origin", "origin": "null"},
        {"origin": "https://city.example"},
    ],
)
def test_a_form_of_our_own_is_taken(
    opened: Open, session: Session, headers: dict[str, str]
) -> None:
    with opened() as client:
        answer = client.post("/probe/write", headers=HERE | headers)

    assert answer.status_code == 200
    assert marks(session) == 1


@on_sqlite
def test_other_sites_may_link_to_a_page(client: CheckingClient) -> None:
    answer = client.get("/en/", headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 200


@on_sqlite
def test_a_static_file_is_kept_for_ever_under_the_address_of_its_content(
    client: CheckingClient,
) -> None:
    address = static_address("app.css")

    lasting = client.get(address)
    passing = client.get("/static/app.css")
    missing = client.get("/static/nothing.css?v=1")
    outside = client.get("/static/..%2fpyproject.toml")

    assert re.fullmatch(r"/static/app\.css\?v=[0-9a-f]{10}", address)
    assert lasting.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert passing.headers["cache-control"] == "public, max-age=300"
    assert (missing.status_code, outside.status_code) == (404, 404)
    assert missing.headers["cache-control"] == "private, no-store"


@on_sqlite
@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("en-GB", "en"),
        ("fr, de;q=0.5, en;q=0.4", "de"),
        ("de, en", "de"),
        ("en; q=0.3, de; q=0.7", "de"),
        ("DE", "de"),
        ("fr", "en"),
        ("*", "en"),
        ("", "en"),
        ("de;q=much", "de"),
        (";;;,,=", "en"),
    ],
)
def test_the_first_page_is_in_the_language_the_browser_asks_for(
    client: CheckingClient, asked: str, language: str
) -> None:
    answer = client.get("/", headers={"accept-language": asked})

    assert (answer.status_code, answer.headers["location"]) == (302, f"/{language}/")
    assert answer.headers["vary"] == "Accept-Language"


@on_sqlite
def test_only_the_languages_of_the_city_are_spoken(settings: Settings, session: Session) -> None:
    german = create_app(settings.model_copy(update={"languages": "de"}))

    with CheckingClient(german, session) as client:
        first = client.get("/", headers={"accept-language": "en"})
        assert first.headers["location"] == "/de/"
        assert client.get("/de").headers["location"].endswith("/de/")
        assert client.get("/en/").status_code == 404
