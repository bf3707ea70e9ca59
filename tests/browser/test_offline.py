"""Writing on a phone while the network comes and goes: nothing is lost, nothing is sent twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import func, select
from sqlmodel import Session

from app.db.database import sqlite_engine
from app.items.models import ITEM
from app.problems.models import PROBLEM
from app.process.vocabulary import Action, Kind
from app.record.models import EVENT
from tests.makers import make_participation, make_person, sign_in
from tests.real.browser import axe, phone
from tests.real.ports import wait_until
from tests.real.server import Server, serving

pytestmark = pytest.mark.browser
TITLE = "No bus to the clinic after nine"
WHAT = "The last bus leaves before the late shift at the clinic ends."
KEPT = "Kept on this device. It will be sent when you are connected again."
SENT = "You are connected again, and what you wrote is sent."
IS_KEPT = "caches.match(location.href, {ignoreVary: true}).then(hit => Boolean(hit))"
HAS_WORKER = "navigator.serviceWorker.ready.then(() => Boolean(navigator.serviceWorker.controller))"
DRAFTS = "Object.keys(localStorage).filter(key => key.startsWith('draft:')).length"


@dataclass
class Writer:
    """Somebody with a phone who has begun a contribution."""

    server: Server
    context: BrowserContext
    page: Page

    def goes_to(self, path: str) -> None:
        self.page.goto(f"{self.server.address}/en{path}")

    def begins(self) -> None:
        """Answers the first question; the second one is on the page, and kept on the phone."""
        self.goes_to("/problems/new/title?contribution=problem")
        self.waits_for(HAS_WORKER)
        self.page.get_by_role("textbox").first.fill(TITLE)
        self.continues()
        expect(self.what).to_be_visible()
        self.waits_for(IS_KEPT)

    @property
    def what(self) -> Any:
        return self.page.locator("textarea[name=what]")

    def writes(self, text: str) -> None:
        self.what.fill(text)
        self.waits_for(f"{DRAFTS} === 1")

    def waits_for(self, question: str) -> None:
        """Until the page answers yes; the policy of the pages forbids the browser's own waiting."""
        wait_until(lambda: self.page.evaluate(question), what=question, seconds=20)

    def continues(self) -> None:
        self.page.get_by_role("button", name="Continue").click()

    def reads(self, sentence: str) -> None:
        expect(self.page.get_by_text(sentence).first).to_be_visible(timeout=30_000)

    def has_nothing_unsent(self) -> None:
        self.waits_for(f"{DRAFTS} === 0")

    def on_the_server(self) -> tuple[int, int, list[str]]:
        """How many contributions there are, how often one was saved, and what they say."""
        with _session(self.server) as session:
            items = select(func.count()).where(ITEM.c.kind == Kind.PROBLEM)
            steps = select(func.count()).where(EVENT.c.action == Action.DRAFT_PROBLEM)
            texts = session.execute(select(PROBLEM.c.what)).scalars()
            return session.execute(items).scalar_one(), session.scalar(steps) or 0, list(texts)


@pytest.fixture
def writer(browser: Browser, tmp_path: Path) -> Iterator[Writer]:
    with serving(tmp_path / "city") as server, phone(browser, locale="en-GB") as context:
        with _session(server) as session:
            make_participation(session)
            token = sign_in(session, make_person(session))
            session.commit()
        context.add_cookies([{"name": "session", "value": token, "url": server.address}])
        yield Writer(server, context, context.new_page())


def _session(server: Server) -> Session:
    return Session(sqlite_engine(f"sqlite:///{server.data / 'gemeinwerk.db'}"))


def test_what_is_written_without_network_is_there_after_reload_and_is_sent_once(
    writer: Writer,
) -> None:
    writer.begins()
    writer.context.set_offline(True)

    writer.writes(WHAT)
    writer.page.reload()
    expect(writer.what).to_have_value(WHAT)
    writer.continues()
    writer.reads(KEPT)
    writer.page.reload()
    writer.reads(KEPT)
    assert writer.on_the_server() == (1, 1, [""])

    writer.context.set_offline(False)
    writer.reads(SENT)
    writer.has_nothing_unsent()
    writer.page.get_by_role("link", name="Go on").click()

    expect(writer.page.locator("textarea[name=affected]")).to_be_visible()
    assert writer.on_the_server() == (1, 2, [WHAT])


def test_a_first_sentence_sent_without_network_begins_one_draft(writer: Writer) -> None:
    writer.goes_to("/problems/new/title?contribution=problem")
    writer.waits_for(HAS_WORKER)
    writer.waits_for(IS_KEPT)
    writer.context.set_offline(True)

    writer.page.get_by_role("textbox").first.fill(TITLE)
    writer.continues()
    writer.reads(KEPT)
    writer.continues()
    assert writer.on_the_server()[0] == 0
    writer.context.set_offline(False)
    writer.reads(SENT)

    writer.has_nothing_unsent()
    assert writer.on_the_server()[:2] == (1, 1)


def test_a_network_that_breaks_while_sending_costs_nothing(writer: Writer) -> None:
    writer.begins()
    writer.writes(WHAT)
    writer.server.stop()

    writer.continues()
    expect(writer.page.get_by_role("heading", name="You are not connected")).to_be_visible()
    writer.reads(KEPT)
    assert axe(writer.page) == []
    writer.server.start()
    writer.reads(SENT)

    writer.has_nothing_unsent()
    assert writer.on_the_server() == (1, 2, [WHAT])


def test_what_the_server_has_taken_is_kept_no_longer(writer: Writer) -> None:
    writer.begins()
    writer.writes(WHAT)

    writer.continues()

    expect(writer.page.locator("textarea[name=affected]")).to_be_visible()
    writer.has_nothing_unsent()


def test_a_text_outlives_the_session_and_a_refusal(writer: Writer) -> None:
    writer.begins()
    writer.writes("short")
    writer.continues()
    writer.reads("Please write at least 10 characters.")
    writer.goes_to("/problems/new")
    unsent = writer.page.locator("[data-device-drafts]")
    expect(unsent.get_by_role("link", name="What is the problem?")).to_be_visible()

    writer.page.go_back()
    writer.page.go_back()
    expect(writer.what).to_have_value("short")
    cookies = writer.context.cookies()
    writer.context.clear_cookies()
    writer.what.fill(WHAT)
    writer.continues()
    expect(writer.page.get_by_role("heading", name="Sign in")).to_be_visible()
    writer.context.add_cookies(cookies)  # type: ignore[arg-type]
    writer.goes_to("/problems/new")
    unsent.get_by_role("link", name="What is the problem?").click()

    expect(writer.what).to_have_value(WHAT)


def test_a_text_on_the_device_can_be_discarded(writer: Writer) -> None:
    writer.begins()
    writer.writes(WHAT)
    writer.goes_to("/problems/new")
    unsent = writer.page.locator("[data-device-drafts]")

    unsent.get_by_role("button", name="Discard").click()

    expect(unsent).to_be_hidden()
    writer.has_nothing_unsent()


@pytest.mark.parametrize("stays", [True, False])
def test_signing_out_asks_about_texts_on_the_device(writer: Writer, stays: bool) -> None:
    writer.begins()
    writer.writes(WHAT)
    writer.page.locator("details.menu.own summary, details.menu.all summary").locator(
        "visible=true"
    ).first.click()
    writer.page.get_by_role("button", name="Sign out").locator("visible=true").first.click()
    question = writer.page.get_by_role("dialog")
    expect(question).to_be_visible()
    assert axe(writer.page) == []

    if stays:
        question.get_by_role("checkbox").uncheck()
    question.get_by_role("button", name="Sign out").click()

    writer.reads("You are signed out.")
    assert writer.page.evaluate(DRAFTS) == (1 if stays else 0)
    assert writer.page.evaluate("caches.has('pages')") is False
