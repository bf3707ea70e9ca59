"""A setting that cannot be understood stops the start with a sentence that names it."""

from pathlib import Path

import pytest

from app.main import create_app
from app.settings import BadSettings, Settings

SECRET = "do-not-show-this"
PROVIDER = (
    '{"slug": "city", "name": "City", "issuer": "https://id.example", "client_id": "gw"'
    f', "client_secret": "{SECRET}"}}'
)


def read(**environment: str) -> Settings:
    return Settings.read({f"GEMEINWERK_{name}": text for name, text in environment.items()})


def test_without_any_setting_it_runs_on_this_machine() -> None:
    settings = read()

    assert settings.database == f"sqlite:///{Path('data').absolute()}/gemeinwerk.db"
    assert settings.language_codes == ("de", "en")
    assert (settings.secure, settings.demo, settings.providers) == (False, False, ())


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("SMTP_PORT", "many", "valid integer"),
        ("SMTP_PORT", "70000", "less than or equal to 65535"),
        ("ORIGIN", "city.example", "must be http:// or https:// and a host"),
        ("ORIGIN", "https://city.example/part", "without a path"),
        ("SECRET", SECRET, "must have at least 32 characters"),
        ("TIME_ZONE", "Mars/Crater", "must be a time zone"),
        ("TIME_ZONE", "../etc/passwd", "must be a time zone"),
        ("DATABASE_URL", f"mysql://me:{SECRET}@db/city", "must begin with sqlite:///"),
        ("REPLICA_URL", "postgresql://db/city", "postgresql+asyncpg://"),
        ("DEMO", "perhaps", "valid boolean"),
        ("CACHE_SECONDS", "-1", "greater than or equal to 0"),
        ("PROVIDERS", SECRET, "Invalid JSON"),
        ("PROVIDERS", "{}", "valid array"),
        ("PROVIDERS", f"[{PROVIDER}, 1]", "1 Input should be"),
        ("PROVIDERS", f"[{PROVIDER.replace('city', 'The city')}]", "0 slug String should match"),
        ("PROVIDERS", '[{"slug": "city"}]', "0 name Field required"),
        ("PROVIDERS", f"[{PROVIDER.replace('issuer', 'isuer')}]", "0 issuer Field required"),
    ],
)
def test_a_bad_setting_is_named_and_never_repeated(name: str, text: str, says: str) -> None:
    with pytest.raises(BadSettings) as refused:
        read(**{name: text})

    sentence = str(refused.value)
    assert sentence.startswith(f"GEMEINWERK_{name}: ")
    assert sentence.endswith(".")
    assert says in sentence
    assert SECRET not in sentence


@pytest.mark.parametrize("languages", ["", " , ", "de,fr", "German"])
def test_a_language_that_is_not_there_stops_the_start(languages: str, tmp_path: Path) -> None:
    settings = Settings.read({}, data_dir=tmp_path, languages=languages)

    with pytest.raises(BadSettings, match=r"^GEMEINWERK_LANGUAGES: must be one or more of de, en"):
        create_app(settings)


def test_providers_are_written_as_json() -> None:
    [provider] = read(PROVIDERS=f"[{PROVIDER}]").providers

    assert (provider.slug, provider.name, provider.client_id) == ("city", "City", "gw")
    assert provider.client_secret == SECRET


@pytest.mark.parametrize("name", ["PROVIDERS", "SECRET", "DATABASE_URL", "REPLICA_URL"])
def test_an_empty_setting_is_none(name: str) -> None:
    assert read(**{name: ""}) == read()


def test_what_is_given_at_the_command_wins_and_what_is_unknown_is_left_alone() -> None:
    environment = {"GEMEINWERK_CITY": "Erlenmünde", "GEMEINWERK_TEST_DATABASES": "x", "CITY": "y"}

    assert Settings.read(environment).city == "Erlenmünde"
    assert Settings.read(environment, city="Anderswo").city == "Anderswo"
