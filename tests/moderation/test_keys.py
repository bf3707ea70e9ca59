"""The desk by keyboard and on a phone, in a real browser; all of it is also done without script."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import Session

from app.accounts.sessions import open_session
from app.db.database import sqlite_engine
from app.items.models import Item
from app.moderation.canned import seed_canned
from app.process.actor import Actor
from app.process.vocabulary import Office, State
from tests.makers import make_officer, make_participation, make_problem
from tests.real.server import Server, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SETTINGS = {"GEMEINWERK_LANGUAGES": "en,de"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("desk"), settings=SETTINGS) as running:
        yield running


@pytest.fixture
def stored(server: Server) -> Iterator[Session]:
    """What the server reads, to prepare and to look at; between both it holds up nobody."""
    engine = sqlite_engine(f"sqlite:///{server.data / 'gemeinwerk.db'}")
    with Session(engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def desk(browser: Browser, server: Server, stored: Session) -> Iterator[tuple[Page, list[Item]]]:
    """A moderator at a desk on which three contributions wait."""
    place = make_participation(stored)
    items = [make_problem(stored, place, state=State.SUBMITTED) for _ in range(3)]
    seed_canned(stored)
    moderator = make_officer(stored, Office.MODERATOR, place.id)
    with _signed_in(browser, server, stored, moderator) as page:
        page.goto(f"{server.address}/en/moderation")
        yield page, items


def _signed_in(  # type: ignore[no-untyped-def]
    browser: Browser, server: Server, stored: Session, actor: Actor, **options: Any
):
    token = open_session(stored, actor.id, days=1)
    stored.commit()
    context = browser.new_context(base_url=server.address, **options)
    context.add_cookies([{"name": "session", "value": token, "url": server.address}])
    return context.new_page()


@pytest.fixture
def phone(browser: Browser, server: Server, stored: Session) -> Iterator[tuple[Page, list[Item]]]:
    """The same desk on a phone that runs no script."""
    place = make_participation(stored)
    items = [make_problem(stored, place, state=State.SUBMITTED) for _ in range(6)]
    seed_canned(stored)
    moderator = make_officer(stored, Office.MODERATOR, place.id)
    small = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False}
    with _signed_in(browser, server, stored, moderator, **small) as page:
        page.goto(f"{server.address}/en/moderation")
        yield page, items


def state_of(stored: Session, item: Item) -> State:
    stored.refresh(item)
    stored.commit()
    return item.state


def test_j_and_k_move_x_chooses_and_a_publishes(
    desk: tuple[Page, list[Item]], stored: Session
) -> None:
    page, items = desk

    for key in ("j", "j", "k", "x", "j", "x"):
        page.keyboard.press(key)
    page.keyboard.press("a")

    expect(page.get_by_text("The authors are told by mail.")).to_be_visible()
    states = [state_of(stored, item) for item in items]
    assert states.count(State.PUBLISHED) == 2


def test_a_key_acts_on_the_row_one_is_at(desk: tuple[Page, list[Item]], stored: Session) -> None:
    page, items = desk

    page.get_by_label("Words to choose from").select_option(index=6)
    expect(page.get_by_label("Words for the author")).to_have_value(
        "This is advertising. It has no place in a participation of the city."
    )
    page.get_by_role("checkbox", name="Choose").first.focus()
    page.keyboard.press("h")

    expect(page.get_by_text("The authors are told by mail.")).to_be_visible()
    assert [state_of(stored, item) for item in items].count(State.HIDDEN) == 1


def test_keys_are_shown_switched_off_and_stay_off(
    desk: tuple[Page, list[Item]], stored: Session
) -> None:
    page, items = desk

    page.keyboard.press("?")
    switch = page.get_by_label("Keys work on this page")
    expect(switch).to_be_visible()
    switch.uncheck()
    for key in ("j", "x", "a"):
        page.keyboard.press(key)
    page.reload()

    expect(switch).not_to_be_checked()
    assert {state_of(stored, item) for item in items} == {State.SUBMITTED}
    page.get_by_text("Keys", exact=False).first.click()
    switch.check()
    page.keyboard.press("j")
    expect(page.get_by_role("checkbox", name="Choose").first).to_be_focused()


def test_keys_keep_out_of_fields(desk: tuple[Page, list[Item]], stored: Session) -> None:
    page, items = desk

    page.get_by_label("Words for the author").press_sequentially("ahx j k m ?")

    expect(page.get_by_label("Words for the author")).to_have_value("ahx j k m ?")
    assert {state_of(stored, item) for item in items} == {State.SUBMITTED}


def test_an_open_page_tells_the_colleagues(
    browser: Browser, server: Server, desk: tuple[Page, list[Item]], stored: Session
) -> None:
    page, items = desk
    colleague = make_officer(stored, Office.MODERATOR, items[0].participation_id)
    stored.commit()
    address = f"{server.address}/en/moderation/items/{items[0].reference}"

    page.goto(address)
    expect(page.get_by_text("Nobody else is looking at this now.")).to_be_visible()
    page.wait_for_load_state("networkidle")
    with _signed_in(browser, server, stored, colleague) as other:
        other.goto(address)
        expect(other.get_by_text("has been looking since")).to_be_visible()


def test_choosing_all_and_keys_of_one_item(desk: tuple[Page, list[Item]], stored: Session) -> None:
    page, items = desk

    page.get_by_role("link", name="Choose all on this page").click()
    expect(page.get_by_role("checkbox", name="Choose", checked=True)).to_have_count(3)
    reference = items[0].reference
    stored.commit()
    page.goto(f"/en/moderation/items/{reference}")
    page.keyboard.press("a")

    expect(page.get_by_text("This is what is due next.")).to_be_visible()
    assert state_of(stored, items[0]) is State.PUBLISHED


def test_enter_opens_the_row_and_never_acts(desk: tuple[Page, list[Item]], stored: Session) -> None:
    page, items = desk

    for key in ("j", "x"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The words")).to_be_visible()

    page.go_back()
    page.get_by_text("Keys", exact=False).first.click()
    page.get_by_label("Keys work on this page").uncheck()
    page.get_by_role("checkbox", name="Choose").first.check()
    page.get_by_role("checkbox", name="Choose").first.press("Enter")
    page.reload()
    assert {state_of(stored, item) for item in items} == {State.SUBMITTED}


def test_on_a_phone_the_first_card_and_the_acts_are_on_the_first_screen(
    phone: tuple[Page, list[Item]], stored: Session
) -> None:
    page, items = phone

    for box in (page.get_by_role("checkbox").first, page.get_by_role("button", name="Publish")):
        expect(box).to_be_in_viewport(ratio=1)
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Publish").click()

    expect(page.get_by_text("The authors are told by mail.")).to_be_visible()
    assert [state_of(stored, item) for item in items].count(State.PUBLISHED) == 1


def test_on_a_phone_a_link_leads_to_the_reason_after_the_cards(
    phone: tuple[Page, list[Item]], stored: Session
) -> None:
    page, items = phone
    page.get_by_role("checkbox").last.check()

    page.get_by_role("link", name="Reason and words for the author").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Words to choose from")).to_be_focused()
    expect(page.get_by_label("Words for the author")).to_be_in_viewport()
    page.get_by_label("Reason").select_option("unclear")
    page.get_by_label("Words for the author").fill("Please name the stop you mean.")
    page.get_by_role("button", name="Return").click()

    expect(page.get_by_text("The authors are told by mail.")).to_be_visible()
    assert [state_of(stored, item) for item in items].count(State.RETURNED) == 1
