"""Each command, on a data folder of its own (serving: tests/real; importing: tests/problems)."""

import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest

from app.cli import NOT_MIGRATED, main
from app.settings import Settings
from tests.real.ports import free_port

COMMANDS = ("serve", "demo", "migrate", "import", "grant", "verify", "work", "settings")


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"GEMEINWERK_{name.upper()}", raising=False)


def run(data: Path, *words: str) -> Any:
    """The exit code of a command, or the sentence with which it stopped."""
    command, *rest = words
    with pytest.raises(SystemExit) as end:
        main([command, "--data", str(data), *rest])
    return end.value.code


def in_database(data: Path, statement: str) -> list[Any]:
    connection = sqlite3.connect(data / "gemeinwerk.db")
    with connection:
        rows = connection.execute(statement).fetchall()
    connection.close()
    return rows


def test_each_command_says_what_it_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])

    said = capsys.readouterr().out
    assert [name for name in COMMANDS if f"\n    {name} " not in said] == []


def test_migrating_twice_changes_nothing_more(tmp_path: Path) -> None:
    codes = [run(tmp_path, "migrate")]
    tables = in_database(tmp_path, "SELECT sql FROM sqlite_master ORDER BY name")
    codes.append(run(tmp_path, "migrate"))

    assert codes == [0, 0]
    assert in_database(tmp_path, "SELECT sql FROM sqlite_master ORDER BY name") == tables


@pytest.mark.parametrize(
    "words", [("serve",), ("grant", "a@example.org", "cdo"), ("verify",), ("work",)]
)
def test_before_the_tables_are_there_a_command_asks_for_them(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    assert run(tmp_path, *words) == f"app {words[0]}: {NOT_MIGRATED}"


def test_a_database_that_cannot_be_reached_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = f"postgresql+asyncpg://nobody@127.0.0.1:{free_port()}/nothing"
    monkeypatch.setenv("GEMEINWERK_DATABASE_URL", nobody)

    assert str(run(tmp_path, "verify")).startswith("app verify: The database cannot be reached:")


def test_an_office_is_granted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(tmp_path, "migrate")

    code = run(tmp_path, "grant", "Anna@Example.org", "moderator", "--until", "2027-03-31")

    assert code == 0
    assert (
        "anna@example.org now holds the office “Moderation” everywhere" in capsys.readouterr().out
    )
    [row] = in_database(tmp_path, "SELECT office, scope_id, ends_at FROM officegrant")
    assert row[:2] == ("moderator", 0)
    assert str(row[2]).startswith("2027-03-31 22:00")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("anna@example.org", "king"), "There is no such office."),
        (("nobody", "moderator"), "address"),
        (("anna@example.org", "body"), "Please say which body"),
        (("anna@example.org", "moderator", "--scope", "B-1-1-1"), "There is no participation"),
    ],
)
def test_an_office_that_cannot_be_granted_is_told(
    tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    run(tmp_path, "migrate")

    answer = run(tmp_path, "grant", *words)

    assert str(answer).startswith("app grant: ")
    assert says in answer
    assert in_database(tmp_path, "SELECT * FROM officegrant") == []


def test_all_is_well_with_a_new_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path, "migrate")

    assert run(tmp_path, "verify") == 0
    assert capsys.readouterr().out == "Every invariant holds.\n"


def test_the_rule_that_is_broken_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path, "migrate")
    run(tmp_path, "grant", "anna@example.org", "moderator")
    in_database(
        tmp_path,
        "INSERT INTO item (id, reference, kind, state, visibility, author_id, author_group,"
        " participation_id, language, title, way, way_ended, shuffle, version, created_at,"
        " comments, supporters, supporters_citizens, supporters_civil_society,"
        " supporters_business, supporters_academia, supporters_administration,"
        " supporters_politics, supporters_unstated) VALUES (7, 'A-1', 'problem', 'published',"
        " 'public', 1, 'citizens', 0, 'en', 'x', 1, 0, 1, 1, '2027-01-01', 0, 5,"
        " 0, 0, 0, 0, 0, 0, 0)",
    )
    capsys.readouterr()

    assert run(tmp_path, "verify") == 1
    expected = "Broken: The count of supporters is the number of supports (row 7).\n"
    assert capsys.readouterr().out == expected


def test_settings_are_listed_and_secrets_are_not_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = "hidden-" + "x" * 32
    provider = '[{"slug": "city", "name": "City", "issuer": "https://id.example",'
    provider += f' "client_id": "gw", "client_secret": "{hidden}"}}]'
    given = {
        "SECRET": hidden,
        "SMTP_PASSWORD": hidden,
        "PROVIDERS": provider,
        "DATABASE_URL": f"postgresql+asyncpg://me:{hidden}@db/city",
        "REPLICA_URL": f"postgresql+asyncpg://me:{hidden}@replica/city",
        "CITY": "Erlenmünde",
    }
    for name, text in given.items():
        monkeypatch.setenv(f"GEMEINWERK_{name}", text)

    assert run(tmp_path, "settings") == 0

    said = capsys.readouterr().out
    assert hidden not in said
    assert all(f"GEMEINWERK_{name.upper()} = " in said for name in Settings.model_fields)
    for shown in ("CITY = Erlenmünde", "SECRET = (set)", "me:***@db/city", "https://id.example"):
        assert shown in said


def test_a_bad_setting_stops_every_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEMEINWERK_SMTP_PORT", "many")

    for command in ("serve", "migrate", "verify", "settings"):
        assert str(run(tmp_path, command)).startswith(f"app {command}: GEMEINWERK_SMTP_PORT: ")


def test_the_secret_is_made_once_and_nobody_else_reads_it(tmp_path: Path) -> None:
    run(tmp_path, "settings")
    secret = tmp_path / "secret"
    first = secret.read_text()

    run(tmp_path, "settings")

    assert secret.read_text() == first
    assert len(first) >= 32
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
