"""Every template compiles in every language, calls nothing forbidden and stays small."""

import re
from pathlib import Path

import pytest

from app.main import create_app
from app.settings import Settings
from app.web.addresses import is_registered
from app.web.pages import TEMPLATES, environment

PAGES = sorted(
    path.relative_to(TEMPLATES).as_posix()
    for path in TEMPLATES.rglob("*.*")
    if path.suffix in {".html", ".txt"}
)
LANGUAGES = ("de", "en", "xb")
FORBIDDEN = {
    r"\bstyle=": "the policy of the pages forbids style attributes",
    r"hx-on": "needs script in the page",
    r"hx-vals=.js:": "needs eval",
    r"hx-trigger=\"[^\"]*\[": "a filter in a trigger needs eval",
    r"<script(?![^>]* src=)": "script in the page",
    r"<style": "style in the page",
    r"\|\s*safe": "everything is escaped",
    r"https?://(?!www\.w3\.org)": "no address of a third party",
}


@pytest.fixture(scope="module", autouse=True)
def _addresses(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("addresses")
    create_app(Settings.read({}, database_url=f"sqlite:///{folder}/none.db", demo=True))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_template_compiles_in_every_language(page: str, language: str) -> None:
    environment(language, "Europe/Berlin").get_template(page)


@pytest.mark.parametrize("page", PAGES)
def test_a_template_holds_nothing_forbidden(page: str) -> None:
    source = (TEMPLATES / page).read_text()

    for pattern, why in FORBIDDEN.items():
        assert not re.search(pattern, source), f"{pattern}: {why}"


@pytest.mark.parametrize("page", PAGES)
def test_a_template_is_at_most_eighty_lines(page: str) -> None:
    assert len((TEMPLATES / page).read_text().splitlines()) <= 80


def test_every_template_folder_is_a_package_or_shared() -> None:
    packages = {path.name for path in (Path(__file__).parents[1] / "app").iterdir()}

    assert {path.name for path in TEMPLATES.iterdir()} <= packages | {"layouts", "ui", "mail"}


@pytest.mark.parametrize("page", PAGES)
def test_a_template_links_to_pages_that_exist(page: str) -> None:
    named = re.findall(r"""\b(?:url|place)\(["']([\w:]+)["']""", (TEMPLATES / page).read_text())

    assert [name for name in named if not is_registered(name)] == []
