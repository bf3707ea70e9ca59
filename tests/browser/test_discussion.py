"""Somebody writes while others talk: what is not sent yet stays, whatever arrives."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlmodel import Session

from app.db.database import sqlite_engine
from app.items.models import ITEM, Item
from app.process.vocabulary import Stance
from tests.deliberation.makers import make_comment
from tests.makers import make_person, make_problem, sign_in
from tests.real.browser import phone
from tests.real.server import Server, serving

pytestmark = pytest.mark.browser
UNSENT = "I am still writing this"
LATER = "This came while somebody else was writing."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(
        tmp_path_factory.mktemp("site"), settings={"GEMEINWERK_LANGUAGES": "en"}
    ) as server:
        yield server


def open_database(site: Server) -> Session:
    return Session(sqlite_engine(f"sqlite:///{site.data / 'gemeinwerk.db'}"))


def make_discussion(site: Server) -> tuple[str, str]:
    """The reference of a problem with a comment, and the session of a reader."""
    with open_database(site) as session:
        problem = make_problem(session)
        make_comment(session, problem, text="This was here before.")
        token = sign_in(session, make_person(session))
        reference = problem.reference
        session.commit()
    return reference, token


def somebody_else_writes(site: Server, reference: str) -> None:
    with open_database(site) as session:
        problem = session.execute(select(Item).where(ITEM.c.reference == reference)).scalar_one()
        make_comment(session, problem, text=LATER, stance=Stance.CONTRA)
        session.commit()


def begin_to_write(page: Page, site: Server, reference: str) -> None:
    page.clock.install()
    page.goto(f"{site.address}/en/problems/{reference}")
    page.locator("summary", has_text="Write a comment").click()
    page.get_by_label("For it", exact=True).check()
    page.get_by_label("What do you want to say?").fill(UNSENT)


def test_ac20_an_unsent_text_survives_what_others_write_meanwhile(
    browser: Browser, site: Server
) -> None:
    reference, token = make_discussion(site)
    with phone(browser) as somebody:
        somebody.add_cookies([{"name": "session", "value": token, "url": site.address}])
        page = somebody.new_page()
        begin_to_write(page, site, reference)
        field = page.get_by_label("What do you want to say?")

        somebody_else_writes(site, reference)
        page.clock.run_for(31_000)
        page.get_by_role("link", name="1 new comment. Show it.").click()
        expect(page.get_by_text(LATER)).to_be_visible()
        expect(field).to_have_value(UNSENT)

        page.get_by_role("link", name="Oldest first").click()
        expect(page.get_by_text(LATER)).to_be_visible()
        page.locator(".contra").get_by_role("button", name=re.compile("^Helpful")).first.click()
        expect(page.locator(".contra [aria-pressed=true]")).to_have_count(1)
        expect(field).to_have_value(UNSENT)

        page.get_by_role("button", name="Publish comment").click()
        expect(page.locator("article", has_text=UNSENT)).to_be_in_viewport()


def test_a_mark_is_set_changed_and_taken_back_with_and_without_script(
    browser: Browser, site: Server
) -> None:
    for scripts in (True, False):
        reference, token = make_discussion(site)
        with phone(browser, scripts=scripts) as somebody:
            somebody.add_cookies([{"name": "session", "value": token, "url": site.address}])
            page = somebody.new_page()
            page.goto(f"{site.address}/en/problems/{reference}")
            for name, pressed in (("Helpful", 1), ("Not helpful", 1), ("Not helpful", 0)):
                page.get_by_role("button", name=re.compile(f"^{name}")).first.click()
                expect(page.locator("[aria-pressed=true]")).to_have_count(pressed)
                if scripts:
                    button = page.get_by_role("button", name=re.compile(f"^{name}")).first
                    expect(button).to_be_focused()
