"""What the documents say is so: the files, links, commands, settings and people they name exist."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import dev
from app import cli
from app.settings import PREFIX, Settings

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), ROOT / "templates/ui/README.md"]
SETTINGS = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
ONLY_TESTS = {f"{PREFIX}{name}" for name in ("BROWSER", "SHARED", "TEST_DATABASES")}
README = (ROOT / "README.md").read_text()
MAP = README.partition("## The map")[2].split("```")[1]
LINK = re.compile(r"\]\(([^)\s]+)\)")
NAMED_FILE = re.compile(r"`((?:app|tests|templates|static|locales|docs)/[\w./-]*)`")


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_every_link_leads_somewhere(document: Path) -> None:
    for target in LINK.findall(document.read_text()):
        path, _, heading = target.partition("#")
        linked = (document.parent / path).resolve() if path else document

        assert linked.exists(), f"{target} leads nowhere"
        assert not heading or heading in _headings(linked), f"{target} names no heading"


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_every_file_that_is_named_exists(document: Path) -> None:
    named = NAMED_FILE.findall(document.read_text())

    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_package_is_on_the_map() -> None:
    packages = {path.parent.name for path in (ROOT / "app").glob("*/__init__.py")}

    assert packages == set(re.findall(r"^  (\w+)/ ", MAP, re.MULTILINE))


def test_everything_on_the_map_exists() -> None:
    words = [line.split("  ")[0] for line in MAP.splitlines() if line and line[0] != " "]
    inside = [line.strip().split("  ")[0] for line in MAP.splitlines() if line.startswith("  ")]
    named = [each for word in words for each in word.split(", ")]
    named += [f"app/{each}" for word in inside for each in word.split(", ")]

    assert len(named) > 30
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_setting_is_in_the_readme() -> None:
    table = README.partition("### Settings")[2].partition("\n## ")[0]

    assert set(re.findall(rf"{PREFIX}[A-Z_]+", table)) == SETTINGS


def test_every_setting_is_listed_by_its_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="0"):
        cli.main(["settings", "--data", str(tmp_path)])

    assert set(re.findall(rf"^({PREFIX}\w+) =", capsys.readouterr().out, re.MULTILINE)) == SETTINGS


@pytest.mark.parametrize(
    "path", [*DOCUMENTS, ROOT / "fly.toml", ROOT / "Dockerfile"], ids=lambda path: path.name
)
def test_every_variable_that_is_named_means_something(path: Path) -> None:
    named = set(re.findall(rf"{PREFIX}[A-Z_]+", path.read_text()))

    assert named <= SETTINGS | ONLY_TESTS


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_every_command_that_is_named_exists(document: Path) -> None:
    text = document.read_text()
    commands = set(re.findall(r"`app ([a-z]+)", text))

    assert set(re.findall(r"python3 dev\.py (\w+)", text)) <= set(dev.COMMANDS)
    assert all(_is_understood(["app", command, "--help"]) for command in commands)


def test_every_command_that_is_shown_is_understood() -> None:
    shown = [words for document in DOCUMENTS for words in _shown_commands(document.read_text())]

    assert len(shown) > 5
    assert [words for words in shown if not _is_understood(words)] == []


def test_what_is_run_on_a_host_is_understood() -> None:
    hosting = (ROOT / "fly.toml").read_text() + (ROOT / "Dockerfile").read_text()
    run = re.findall(r"(?<![\w/-])app (?:migrate|serve|work|grant)\b[^\"'&\n]*", hosting)

    assert len(run) >= 5
    assert [line for line in run if not _is_understood(shlex.split(line))] == []


def test_the_image_holds_all_that_it_copies() -> None:
    tomllib.loads((ROOT / "fly.toml").read_text())
    copied = re.findall(r"^COPY (.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    names = {name for line in copied for name in line.split()}
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().split() if line[0] == "!"}

    assert names == allowed
    assert [name for name in names if not (ROOT / name).exists()] == []


def test_the_people_of_the_demo_are_introduced() -> None:
    people = tomllib.loads((ROOT / "app/demo/city/people.toml").read_text())["person"]
    table = README.partition("Sign in with one press")[2].partition("\n## ")[0]
    introduced = {each["name"] for each in people if each["name"] in table}

    assert introduced == {each["name"] for each in people if "role" in each}


def _headings(document: Path) -> set[str]:
    found = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in found}


def _shown_commands(text: str) -> Iterator[list[str]]:
    for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            if line.strip().startswith("app "):
                yield shlex.split(line, comments=True)


def _is_understood(words: list[str]) -> bool:
    try:
        cli._parser().parse_args(words[1:])
    except SystemExit as end:
        return end.code == 0
    return True
