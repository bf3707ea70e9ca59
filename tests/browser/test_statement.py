"""An organisation answers a consultation on a phone, with and without script."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.statements.sheets import Sheet, rows_of, written
from tests.real.browser import phone
from tests.real.server import Server, serving

pytestmark = pytest.mark.browser
TITLE = "Leitlinien für Haltestellen und den Weg dorthin"
WIDER = "Der Weg zur Haltestelle ist beleuchtet. Er ist mindestens 2,50 Meter breit."


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The model city, where a consultation is open."""
    with serving(tmp_path_factory.mktemp("city"), "demo") as server:
        yield server


@contextmanager
def somebody(browser: Browser, city: Server, slug: str, *, scripts: bool) -> Iterator[Page]:
    """A person of the city with a phone, at the consultation."""
    with phone(browser, scripts=scripts, locale="en-GB") as device:
        device.request.post(f"{city.address}/demo/sign-in", form={"person": slug})
        page = device.new_page()
        page.goto(f"{city.address}/en/consultations")
        page.get_by_role("link", name=TITLE).first.click()
        yield page


def test_whoever_is_alone_writes_and_submits_without_script(browser: Browser, city: Server) -> None:
    with somebody(browser, city, "kerstin-lammers", scripts=False) as page:
        press(page, "Write a statement")
        page.get_by_role("link", name="2 Der Weg zur Haltestelle").click()
        page.get_by_label("We support this with changes").check()
        page.get_by_label("Why?").fill("Two wheelchairs meet.")
        page.get_by_text("Propose other words").click()
        page.get_by_label("Proposed wording").fill(WIDER)
        press(page, "Save and go on")
        expect(page.get_by_role("heading", level=1)).to_have_text("3 Einsteigen")
        page.get_by_label("We have no objection").check()
        press(page, "Save and see the overview")
        expect(page.get_by_text("2 of 8 sections answered")).to_be_visible()

        page.get_by_role("link", name="Check the whole statement").click()
        expect(page.locator("ins")).to_contain_text("2,50 Meter")
        press(page, "Release it inside")
        press(page, "Submit the statement")

        expect(page.get_by_role("heading", level=1)).to_contain_text("is submitted")
        expect(page.get_by_text("Your reference number:")).to_be_visible()


def test_a_sheet_is_filled_in_and_a_second_member_is_asked_for(
    browser: Browser, city: Server, tmp_path: Path
) -> None:
    with somebody(browser, city, "henrike-sand", scripts=True) as page:
        sheet = filled(page, tmp_path / "statement.xlsx", "perhaps")
        press(page, "Write a statement")
        page.get_by_role("link", name="Send a sheet back").click()
        send(page, sheet)
        expect(page.get_by_text("1 cell is not right.")).to_be_visible()
        expect(page.get_by_text("perhaps")).to_be_visible()

        send(page, filled(page, tmp_path / "statement.xlsx", "support"))

        expect(page.get_by_text("1 of 8 sections answered")).to_be_visible()
        release = page.get_by_role("button", name="Release it inside")
        expect(release).to_have_attribute("aria-disabled", "true")
        expect(page.get_by_text("so another member reads it")).to_be_visible()


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).first.click()


def send(page: Page, sheet: Path) -> None:
    page.get_by_label("Your sheet as XLSX, ODS or CSV").set_input_files(sheet)
    press(page, "Check it and store it")


def filled(page: Page, path: Path, position: str) -> Path:
    """The template, or the sheet as it stands, with a position to the first section."""
    name = "Template as XLSX" if page.get_by_text("Template as XLSX").count() else "XLSX"
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    rows = rows_of(download.value.path().read_bytes())
    rows[1][3] = position
    path.write_bytes(written("xlsx", Sheet("Statement", rows)))
    return path
