"""Following, the inbox and the end of letters on a phone, with and without script."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select
from sqlmodel import Session

from app.db.database import sqlite_engine
from app.items.models import Item
from tests.browser.person import Somebody
from tests.browser.town import town
from tests.deliberation.makers import make_comment
from tests.makers import make_problem
from tests.real.browser import axe, phone
from tests.real.ports import wait_until

pytestmark = pytest.mark.browser
EMAIL = "reader@example.org"
PAGES = ("/en/inbox", "/en/following", "/en/account/letters", "/en/following/circles")


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def reader(browser: Browser, tmp_path: Path, *, scripts: bool) -> Iterator[Somebody]:
    with ExitStack() as open_:
        city = open_.enter_context(town(tmp_path / "city"))
        device: Any = phone(browser, scripts=scripts, locale="en-GB")
        yield Somebody(open_.enter_context(device), city, EMAIL)


def test_somebody_follows_is_told_and_ends_it(reader: Somebody, *, scripts: bool) -> None:
    reference = write(reader)
    follow(reader, reference)
    comment(reader, reference, "A bus at ten would do.")
    read_the_inbox(reader)
    want_letters_at_once(reader)
    comment(reader, reference, "My daughter walks home.")
    end_it_by_the_letter(reader)

    if scripts:  # axe is one
        for path in PAGES:
            reader.goes_to(path)
            assert axe(reader.page) == []
    assert reader.trouble == []
    assert "holds" in reader.town.server.run("verify")


def write(reader: Somebody) -> str:
    with _database(reader) as session:
        problem = make_problem(session)
        session.commit()
        return problem.reference


def comment(reader: Somebody, reference: str, text: str) -> None:
    """Somebody else says something."""
    with _database(reader) as session:
        wanted = select(Item).where(Item.reference == reference)  # type: ignore[arg-type]
        make_comment(session, session.execute(wanted).scalar_one(), text=text)
        session.commit()


def follow(reader: Somebody, reference: str) -> None:
    """A visitor presses, signs in, and comes back to the page."""
    reader.goes_to(f"/en/problems/{reference}")
    reader.presses("Follow")
    reader.asks_for_a_link()
    reader.opens_the_letter()
    reader.says_who_they_are("Renate Lind", "Citizens")
    reader.goes_to(f"/en/problems/{reference}")
    reader.presses("Follow")
    reader.reads("You follow this now.", "You follow this.")


def read_the_inbox(reader: Somebody) -> None:
    _wait_for(reader, "A bus at ten would do.")
    reader.reads("There is a new comment.", "Unread")
    reader.presses("Mark all as read")
    expect(reader.page.get_by_text("Unread", exact=True)).to_have_count(0)


def want_letters_at_once(reader: Somebody) -> None:
    reader.goes_to("/en/account/letters")
    reader.page.locator("[name=comment][value=at_once]").check()
    reader.presses("Save")
    reader.reads("Saved.")


def end_it_by_the_letter(reader: Somebody) -> None:
    letter = reader.town.mail.wait_for(EMAIL, 2, seconds=30)[-1]
    assert "My daughter walks home." in letter.text
    reader.page.goto(letter.message["List-Unsubscribe"].strip("<>"))
    reader.reads("Do you want no more such letters?")
    reader.presses("Follow no longer")
    reader.reads("You get no more such letters")
    reader.goes_to("/en/following")
    reader.reads("You follow nothing yet.")


def _wait_for(reader: Somebody, text: str) -> None:
    def is_there() -> bool:
        reader.goes_to("/en/inbox")
        return reader.page.get_by_text(text).count() > 0

    wait_until(is_there, what="the news", seconds=30)


def _database(reader: Somebody) -> Session:
    return Session(sqlite_engine(f"sqlite:///{reader.town.server.data / 'gemeinwerk.db'}"))
