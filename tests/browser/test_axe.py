"""Nothing stands in anybody's way: on any page, in any language, light or dark, narrow or wide."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle, groupby
from typing import Literal
from urllib.parse import urlsplit

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from app.i18n.languages import LANGUAGES
from tests.browser.pages import VISITOR, Seen, pages_by_route, token_of
from tests.browser.states import bring_about
from tests.real.browser import COLOURS, axe, phone
from tests.real.server import Server, serving
from tests.test_access import PAGES, method_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SETTINGS = {"GEMEINWERK_LANGUAGES": "de,en,xb"}
NARROW, WIDE = 320, 1280
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# They lead elsewhere, or are for machines.
NO_PAGES = {
    *("items:show", "mandates:package", "device:manifest"),
    *("participation:calendar", "participation:calendars", "projects:table"),
    *("participation:feed", "participation:feeds"),
    *("statements:template", "statements:sheet"),
    *("moderation:log_csv", "notifications:feed", "synthesis:download"),
    *("opinions:votes", "priorities:result", "plans:matrix_sheet"),
    # Pieces of a page, for its script.
    *("deliberation:list", "deliberation:news"),
}
UNFOLD = "for (const each of document.querySelectorAll('main details')) each.open = true"
SEND_NOTHING = """
const form = document.querySelector('main form.form[method=post]');
for (const each of form.querySelectorAll('input:not([type=hidden]), textarea, select')) {
    each.value = each.type == 'radio' || each.type == 'checkbox' ? each.value : '';
    each.checked = false;
}
form.submit()
"""
FORMS = (
    *("accounts:sign_in", "problems:begin", "problems:step", "problems:withdraw"),
    *("projects:new", "projects:ask", "projects:decide", "contacts:new", "outreach:new"),
    *("organisations:new", "participation:new", "participation:extend", "deliberation:edit"),
    *("synthesis:new", "synthesis:answering", "measures:new", "measures:team", "measures:ending"),
    *("requirements:new", "plans:new_row", "mandates:decide", "mandates:amend", "offices:index"),
    *("deliberation:ask", "deliberation:admission", "deliberation:settings", "deliberation:codes"),
    *("statements:new", "statements:paper", "statements:invitations"),
)
OVERFLOW = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The model city."""
    with serving(tmp_path_factory.mktemp("city"), "demo", SETTINGS) as server:
        yield server


@pytest.fixture(scope="module")
def pages(city: Server) -> dict[str, Seen]:
    return pages_by_route(city.address, bring_about(city))


@dataclass
class Reader:
    """Looks at pages closely and notes what is wrong with them."""

    context: BrowserContext
    address: str
    trouble: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda said: self._hear(said.type, said.text))
        self.page.on("pageerror", lambda error: self._note(f"breaks: {error}"))
        self.page.on("request", lambda request: self._look_where(request.url))

    def is_signed_in_as(self, person: str) -> None:
        self.context.clear_cookies()
        if person != VISITOR:
            with httpx2.Client(base_url=self.address) as client:
                token = token_of(client, person)
            self.context.add_cookies([{"name": "session", "value": token, "url": self.address}])

    def opens(self, language: str, path: str) -> None:
        self.page.set_viewport_size({"width": NARROW, "height": 800})
        self.page.goto(f"{self.address}/{language}{path}")
        expected = LANGUAGES[language]
        html = self.page.locator("html")
        found = (html.get_attribute("lang"), html.get_attribute("dir"))
        if found != (expected.tag, expected.direction):
            self._note(f"says it is {found}")

    def looks_closely(self) -> None:
        """Narrow as it comes, wide with everything unfolded; light, and dark what that changes."""
        for width in (NARROW, WIDE):
            self.page.set_viewport_size({"width": width, "height": 800})
            if width == WIDE:
                self.page.evaluate(UNFOLD)
            if (beyond := self.page.evaluate(OVERFLOW)) > 0:
                self._note(f"is {beyond} px too wide for {width}")
            for scheme in SCHEMES:
                self.page.emulate_media(color_scheme=scheme)
                for sentence in axe(self.page, only=COLOURS if scheme == "dark" else None):
                    self._note(f"{width} {scheme}: {sentence}")

    def sends_nothing(self) -> None:
        """Empty the form of the page and send it all the same."""
        with self.page.expect_navigation():
            self.page.evaluate(SEND_NOTHING)
        if not self.page.locator(".wrong, .errors").count():
            self._note("says nothing of what is missing")

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and "the server responded with a status of 4" not in text:
            self._note(f"complains: {text}")

    def _look_where(self, url: str) -> None:
        if url.startswith("http") and urlsplit(url).netloc != urlsplit(self.address).netloc:
            self._note(f"asks {url}")

    def _note(self, sentence: str) -> None:
        self.trouble.append(f"{urlsplit(self.page.url).path} {sentence}")


@contextmanager
def reader_of(browser: Browser, city: Server) -> Iterator[Reader]:
    with phone(browser) as context:
        yield Reader(context, city.address)


@pytest.mark.parametrize("language", ["de", "en", "xb"])
def test_nothing_stands_in_anybodys_way(
    browser: Browser, city: Server, pages: dict[str, Seen], language: str
) -> None:
    by_person = sorted(pages.values(), key=lambda seen: seen.person)
    with reader_of(browser, city) as reader:
        for person, theirs in groupby(by_person, lambda seen: seen.person):
            reader.is_signed_in_as(person)
            for seen in theirs:
                reader.opens(language, seen.path)
                reader.looks_closely()

    assert reader.trouble == [], "\n".join(reader.trouble)


def test_a_form_that_was_not_understood_stands_in_nobodys_way(
    browser: Browser, city: Server, pages: dict[str, Seen]
) -> None:
    with reader_of(browser, city) as reader:
        for name, language in zip(FORMS, cycle(("de", "xb", "en"))):
            reader.is_signed_in_as(pages[name].person)
            reader.opens(language, pages[name].path)
            reader.sends_nothing()
            reader.looks_closely()

    assert reader.trouble == [], "\n".join(reader.trouble)


@pytest.mark.parametrize("language", ["de", "xb"])
def test_a_refusal_stands_in_nobodys_way(browser: Browser, city: Server, language: str) -> None:
    with reader_of(browser, city) as reader:
        reader.is_signed_in_as("gerda-wulff")
        for path in ("/nothing", "/moderation", "/sign-in/link/nothing"):
            reader.opens(language, path)
            reader.looks_closely()

    assert reader.trouble == [], "\n".join(reader.trouble)


def test_every_page_is_looked_at(pages: dict[str, Seen]) -> None:
    everything = {route.name for route in PAGES if method_of(route) == "GET"}

    assert everything - pages.keys() == NO_PAGES
