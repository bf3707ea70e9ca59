"""A point on the map by finger, keyboard, position and without script; a picture added."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from sqlmodel import Session

from app.db.database import sqlite_engine
from app.goals.models import District
from app.process.vocabulary import State
from tests.files.makers import a_picture_from_a_phone
from tests.makers import make_participation, make_person, make_problem, sign_in
from tests.real.browser import axe, phone
from tests.real.server import Server, serving

pytestmark = pytest.mark.browser
SQUARE = [[[9.9, 53.5], [10.1, 53.5], [10.1, 53.6], [9.9, 53.6]]]
TITLE = "The stop at the clinic has no roof"
BACK_HOME = {"latitude": 53.55, "longitude": 10.0}


class City:
    """A city of one district, with one contribution on its map and a draft of somebody."""

    def __init__(self, server: Server) -> None:
        self.address = server.address
        with Session(sqlite_engine(f"sqlite:///{server.data / 'gemeinwerk.db'}")) as session:
            session.add(District(code="north", name="Nordheide", shape=SQUARE))
            place, author = make_participation(session), make_person(session)
            make_problem(session, place, title=TITLE, point="53.55, 10.0")
            self.reference = make_problem(session, place, author, state=State.DRAFT).reference
            self.cookie = {"name": "session", "value": sign_in(session, author)}
            session.commit()

    def draft(self, step: str) -> str:
        return f"{self.address}/en/problems/drafts/{self.reference}/{step}"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with serving(tmp_path_factory.mktemp("city")) as server:
        yield City(server)


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def device(
    request: pytest.FixtureRequest, browser: Browser, city: City
) -> Iterator[BrowserContext]:
    options = {"permissions": ["geolocation"], "geolocation": BACK_HOME}
    with phone(browser, scripts=request.param, locale="en-GB", **options) as context:
        context.add_cookies([{**city.cookie, "url": city.address}])  # type: ignore[typeddict-item]
        yield context


with_scripts = pytest.mark.parametrize("device", [True], indirect=True, ids=["with scripts"])


@with_scripts
def test_a_point_is_set_by_finger_keyboard_and_position(device: BrowserContext, city: City) -> None:
    page = device.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).netloc))
    page.goto(city.draft("place"))
    box, point = page.get_by_role("application", name="Map"), page.locator("[name=point]")
    expect(page.locator("path.district")).to_have_count(1)
    assert axe(page) == []

    box.click(position={"x": 120, "y": 120})
    by_finger = point.input_value()
    box.focus()
    page.keyboard.press("Enter")
    by_keyboard = point.input_value()
    page.get_by_role("button", name="Use my position").click()
    expect(page.get_by_role("status").filter(has_text="The point is set.")).to_be_visible()

    assert by_finger
    assert by_keyboard not in {"", by_finger}
    expect(point).to_have_value("53.55000, 10.00000")
    expect(page.locator("path.pin")).to_have_count(1)
    page.get_by_role("button", name="Remove the point").click()
    expect(point).to_have_value("")
    assert set(asked) == {urlsplit(city.address).netloc}


def test_a_point_is_kept_with_and_without_script(device: BrowserContext, city: City) -> None:
    page = device.new_page()
    page.goto(city.draft("place"))
    page.locator("[name=point]").fill("53.7, 10")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("This point is not in the city.").first).to_be_visible()

    page.locator("[name=point]").fill("53.56, 10.01")
    page.get_by_role("button", name="Continue").click()
    page.goto(city.draft("check"))

    expect(page.get_by_text("53.56000, 10.01000")).to_be_visible()


def test_the_map_says_the_same_as_its_list(device: BrowserContext, city: City) -> None:
    page = device.new_page()
    page.goto(f"{city.address}/en/map")

    expect(page.get_by_role("heading", name="1 contribution on the map")).to_be_visible()
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()


@with_scripts
def test_a_point_on_the_map_leads_to_its_contribution(device: BrowserContext, city: City) -> None:
    page = device.new_page()
    page.goto(f"{city.address}/en/map")
    page.locator("path.pin").click()

    page.locator(".leaflet-popup").get_by_role("link", name=TITLE).click()

    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    page.get_by_role("link", name="Show on the map").click()
    expect(page.locator(".leaflet-popup").get_by_role("link", name=TITLE)).to_be_visible()
    assert axe(page) == []


def test_a_picture_is_added_and_described(
    device: BrowserContext, city: City, tmp_path: Path
) -> None:
    photo = tmp_path / "IMG 4711.jpg"
    photo.write_bytes(a_picture_from_a_phone())
    page = device.new_page()
    page.goto(city.draft("check"))
    page.get_by_role("link", name="pictur").first.click()

    page.get_by_label("Picture or file").set_input_files(photo)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("The file is added.").first).to_be_visible()
    shown = page.locator("figure img").first
    assert shown.evaluate("image => image.decode().then(() => image.naturalHeight)") == 60
    page.get_by_role("textbox", name="What does the picture show?").first.fill("A stop, no roof")
    page.get_by_role("button", name="Save the description").first.click()
    expect(page.get_by_alt_text("A stop, no roof").first).to_be_visible()

    page.get_by_text("Remove", exact=False).first.click()
    page.get_by_role("button", name="Remove this file").first.click()
    expect(page.get_by_text("Deleted.").first).to_be_visible()
