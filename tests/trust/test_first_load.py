"""The first load of the list on a phone: small, from one place, and nothing of it in vain."""

import random
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Response
from sqlmodel import Session

from app.db.database import sqlite_engine
from tests.deliberation.makers import make_supports
from tests.makers import make_participation, make_problem
from tests.real.browser import phone
from tests.real.server import Server, serving

pytestmark = pytest.mark.browser
MOST = 40 * 1024
PROBLEMS = 60  # more than a page holds
TITLE = 110  # characters


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("city")
    with serving(data) as server:
        with Session(sqlite_engine(f"sqlite:///{data / 'gemeinwerk.db'}")) as session:
            place = make_participation(session)
            for number in range(PROBLEMS):
                problem = make_problem(session, place, title=a_title(number))
                make_supports(session, problem, citizens=1)
            session.commit()
        yield server


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_is_loaded_in_forty_kilobytes(browser: Browser, city: Server, scheme: str) -> None:
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    with phone(browser, color_scheme=scheme) as device:
        page = device.new_page()
        page.on("response", note)
        page.goto(f"{city.address}/de/problems", wait_until="networkidle")
        sizes = {urlsplit(each.url).path: transferred(each) for each in answers}

    assert {each.status for each in answers} == {200}
    assert {urlsplit(each.url).netloc for each in answers} == {urlsplit(city.address).netloc}
    counted = {path: size for path, size in sizes.items() if not path.endswith(".woff2")}
    assert set(counted) > {"/de/problems", "/static/app.css"}
    assert sum(counted.values()) <= MOST, counted


def a_title(number: int) -> str:
    """Long, and unlike every other, so that it cannot be packed better than real ones."""
    letters = random.Random(number).choices("eeeennniiisssrrrttaaddhuulcgm   ", k=TITLE)
    return "".join(letters).strip().capitalize()


def transferred(answer: Response) -> int:
    """Bytes on the wire: the headers and the packed body."""
    sizes = answer.request.sizes()
    return sizes["responseHeadersSize"] + sizes["responseBodySize"]
