"""Somebody with a phone: reads, writes, presses, follows links; what breaks on the way is noted."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.town import Town


@dataclass
class Somebody:
    """One person in a browser of their own. `trouble` is what the browser complained about."""

    context: BrowserContext
    town: Town
    email: str
    trouble: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda said: self._note(said.type, said.text))
        self.page.on("pageerror", lambda error: self._note("error", str(error)))
        self.page.on("request", lambda request: self._look_where(request.url))

    def goes_to(self, path: str) -> None:
        self.page.goto(f"{self.town.server.address}{path}")

    def follows(self, link: str) -> None:
        self.page.get_by_role("link", name=link, exact=True).first.click()

    def presses(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()

    def writes(self, **words: str) -> None:
        """Into the fields of these names; each must have a label that a person can find."""
        for name, text in words.items():
            box = self.page.locator(f"[name={name}]:visible").first
            expect(box).to_have_accessible_name(re.compile(".+"))
            box.fill(text)

    def answers(self, question: str, text: str) -> None:
        """A page that asks one thing."""
        self.page.get_by_role("textbox", name=question, exact=True).fill(text)
        self.presses("Continue")

    def picks(self, label: str) -> None:
        """A radio button or a checkbox."""
        self._choice(label).check()

    def selects(self, name: str, label: str) -> None:
        self.page.locator(f"select[name={name}]").select_option(label=label)

    def opens(self, summary: str) -> None:
        self.page.locator("summary", has_text=summary).first.click()

    def reads(self, *sentences: str) -> None:
        for sentence in sentences:
            expect(self.page.get_by_text(sentence).locator("visible=true").first).to_be_visible()

    @property
    def reference(self) -> str:
        """Of what the page shows."""
        return urlsplit(self.page.url).path.rsplit("/", 1)[-1]

    def asks_for_a_link(self) -> None:
        """On the page for signing in; the letter takes a moment."""
        self.page.get_by_role("textbox", name="E-mail address").fill(self.email)
        self.presses("Send me a link")
        self.reads("a link is on its way")

    def opens_the_letter(self) -> None:
        letter = self.town.mail.wait_for(self.email)[-1]
        [link] = [line for line in letter.text.splitlines() if "://" in line]
        self.page.goto(link.strip())
        self.presses("Sign in")

    def signs_in_with_the_provider(self) -> None:
        name = self.email.partition("@")[0]
        self.town.provider.add_user(name, self.email, name)
        self.follows("Go on with City")
        self.town.provider.sign_in(self.page, name)

    def says_who_they_are(self, name: str, group: str) -> None:
        self.writes(name=name)
        self.picks(group)
        self.presses("Save and go on")

    def _choice(self, label: str) -> Locator:
        role = self.page.get_by_role
        return role("radio", name=label).or_(role("checkbox", name=label)).first

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self._complain(text)

    def _look_where(self, url: str) -> None:
        known = (self.town.server.address, self.town.provider.issuer)
        if urlsplit(url).scheme in {"http", "https"} and not url.startswith(known):
            self._complain(f"asks {url}")

    def _complain(self, text: str) -> None:
        """About the town's own pages; those of the provider are not ours."""
        if self.page.url.startswith(self.town.server.address):
            self.trouble.append(f"{self.page.url}: {text}")
