"""A point on the map: set, refused outside the city, shown, and handed out as data."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.goals.models import District
from app.items.models import Item
from app.items.spine import set_state
from app.main import create_app
from app.problems.geometry import lies_in, read_point
from app.problems.models import PROBLEM
from app.process.actor import Actor
from app.process.vocabulary import State
from app.settings import BadSettings, Settings
from tests.client import CheckingClient
from tests.makers import make_participation, make_person, make_problem
from tests.problems.makers import begin_draft
from tests.queries import counted_queries

SQUARE = [[[9.9, 53.5], [10.1, 53.5], [10.1, 53.6], [9.9, 53.6]]]
TILES = "https://tiles.example.org/{z}/{x}/{y}.png"


def make_district(session: Session, name: str = "Nordheide") -> District:
    district = District(code=name.lower(), name=name, shape=SQUARE)
    session.add(district)
    session.flush()
    return district


def make_placed(session: Session, place: Item, at: str = "", **changes: Any) -> Item:
    return make_problem(session, place, point=at, **changes)


def draft_of(client: CheckingClient, session: Session) -> tuple[Actor, str]:
    author = make_person(session)
    place = make_participation(session)
    return author, begin_draft(client.sign_in(author), place)


def with_settings(settings: Settings, session: Session, **changes: str) -> CheckingClient:
    return CheckingClient(create_app(settings.model_copy(update=changes)), session)


@pytest.mark.parametrize(
    ("typed", "point"),
    [
        ("53.55110, 9.99370", (53.5511, 9.9937)),
        ("53.5511;9.9937", (53.5511, 9.9937)),
        (" 53 9 ", (53.0, 9.0)),
        ("53,5511 9,9937", (53.5511, 9.9937)),
        ("53,5511, 9,9937", (53.5511, 9.9937)),
        ("-33.1234567,-70.5", (-33.12346, -70.5)),
        ("91, 9", None),
        ("53.5", None),
        ("north of the bridge", None),
        ("1e400, 5", None),
        ("nan, 5", None),
    ],
)
def test_a_point_is_two_numbers(typed: str, point: tuple[float, float] | None) -> None:
    assert read_point(typed) == point


def test_a_point_lies_within_an_outline_or_not() -> None:
    [ring] = SQUARE

    assert lies_in((53.55, 10.0), ring)
    assert not lies_in((53.65, 10.0), ring)
    assert not lies_in((53.55, 10.2), ring)


def test_a_point_is_kept_and_comes_back(client: CheckingClient, session: Session) -> None:
    make_district(session)
    _, reference = draft_of(client, session)
    step = f"/en/problems/drafts/{reference}/place"

    assert client.post(step, data={"point": "53.55, 10.0"}).status_code == 303

    assert 'value="53.55000, 10.00000"' in client.get(step).text
    assert "53.55000, 10.00000" in client.get(f"/en/problems/drafts/{reference}/check").text
    assert client.post(step, data={"point": ""}).status_code == 303
    assert session.execute(select(PROBLEM.c.latitude)).scalar_one() is None


def test_a_point_alone_lies_in_its_district_where_others_look_for_it(
    client: CheckingClient, session: Session
) -> None:
    district = make_district(session)
    _, reference = draft_of(client, session)

    client.post(f"/en/problems/drafts/{reference}/place", data={"point": "53.55, 10.0"})

    assert session.execute(select(PROBLEM.c.district_id)).scalar_one() == district.id


@pytest.mark.parametrize(
    ("typed", "said"),
    [("53.7, 10.0", "This point is not in the city."), ("somewhere", "Please write two numbers")],
)
def test_a_point_outside_the_city_is_refused_and_stays_typed(
    client: CheckingClient, session: Session, typed: str, said: str
) -> None:
    make_district(session)
    _, reference = draft_of(client, session)

    answer = client.post(f"/en/problems/drafts/{reference}/place", data={"point": typed})

    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{typed}"' in answer.text


def test_the_box_of_the_settings_says_where_the_city_is(
    settings: Settings, session: Session
) -> None:
    with with_settings(settings, session, map_box="40,1,41,2") as client:
        _, reference = draft_of(client, session)
        step = f"/en/problems/drafts/{reference}/place"

        assert client.post(step, data={"point": "40.5, 1.5"}).status_code == 303
        assert client.post(step, data={"point": "53.5, 9.9"}).status_code == 422
        assert 'data-box="40,1,41,2"' in client.get(step).text


def test_without_outlines_there_is_no_map_and_nothing_is_refused(
    client: CheckingClient, session: Session
) -> None:
    _, reference = draft_of(client, session)
    step = f"/en/problems/drafts/{reference}/place"

    assert "leaflet" not in client.get(step).text
    assert client.post(step, data={"point": "1, 2"}).status_code == 303
    assert "No map is set up" in client.get("/en/map").text


def test_the_map_lists_what_is_on_it_and_counts_what_is_not(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session)
    make_district(session)
    here = make_placed(session, place, "53.55, 10.0", title="The stop has no roof at all")
    make_placed(session, place, title="Forms nobody understands here")
    make_placed(session, place, "53.51, 9.95", state=State.SUBMITTED)

    page = client.get("/en/map").text

    assert "1 contribution on the map" in page
    assert "1 more contribution has no point on the map." in page
    assert "The stop has no roof at all" in page
    assert "Forms nobody understands here" not in page
    assert f"at={here.reference}" in client.get(f"/en/problems/{here.reference}").text


def test_the_list_beside_the_map_goes_on(client: CheckingClient, session: Session) -> None:
    place = make_participation(session)
    make_district(session)
    titles = [f"The stop number {number} has no roof" for number in range(31)]
    for title in titles:
        make_placed(session, place, "53.55, 10.0", title=title)

    first = client.get("/en/map").text
    [onward] = [each for each in first.split('"') if "before=" in each]
    second = client.get(onward).text

    assert [title in first for title in titles].count(True) == 30
    assert titles[0] in second
    assert titles[30] not in second


def test_points_are_handed_out_to_about_ten_metres(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session)
    district = make_district(session)
    here = make_placed(session, place, "53.551234, 9.998765", district_id=district.id)
    elsewhere = make_district(session, "Südheide")
    make_placed(session, place, "53.52, 9.91", district_id=elsewhere.id)
    hidden = make_placed(session, place, "53.53, 9.92")
    set_state(session, hidden, State.HIDDEN)

    everything = client.get("/data/contributions.geojson").json()["features"]
    [feature] = client.get(f"/data/contributions.geojson?district={district.id}").json()["features"]

    assert len(everything) == 2
    assert feature["geometry"] == {"type": "Point", "coordinates": [9.9988, 53.5512]}
    assert feature["properties"]["reference"] == here.reference


def test_districts_are_handed_out_with_their_outlines(
    client: CheckingClient, session: Session
) -> None:
    make_district(session)
    session.add(District(code="none", name="Without outline"))

    [feature] = client.get("/data/districts.geojson").json()["features"]

    assert feature["geometry"]["coordinates"] == [SQUARE]
    assert feature["properties"]["name"] == "Nordheide"


def test_pages_with_a_map_may_ask_the_tiles_and_nobody_else(
    settings: Settings, session: Session
) -> None:
    make_district(session)
    with with_settings(settings, session, map_tiles=TILES) as client:
        policy = client.get("/en/map").headers["content-security-policy"]
        permitted = client.get("/en/map").headers["permissions-policy"]
        elsewhere = client.get("/en/problems").headers["content-security-policy"]

    assert "img-src 'self' https://tiles.example.org data:" in policy
    assert "default-src 'self'; script-src 'self'" in policy
    assert "geolocation=(self)" in permitted
    assert "tiles.example.org" not in elsewhere


def test_without_tiles_no_page_asks_another_host(client: CheckingClient, session: Session) -> None:
    make_district(session)

    answer = client.get("/en/map")

    assert "https:" not in answer.headers["content-security-policy"]
    assert 'data-tiles=""' in answer.text


@pytest.mark.parametrize(
    "changes",
    [
        {"map_tiles": "http://tiles.example.org/{z}/{x}/{y}.png"},
        {"map_tiles": "https://tiles.example.org/{z}.png"},
        {"map_tiles": "https://a; script-src *//{z}/{x}/{y}"},
        {"map_box": "1,2,3"},
        {"map_box": "here"},
        {"map_box": "50,10,40,20"},
    ],
)
def test_a_map_that_cannot_be_meant_stops_the_start(changes: dict[str, str]) -> None:
    with pytest.raises(BadSettings, match="GEMEINWERK_MAP_"):
        Settings.read({}, **changes)


def test_the_map_costs_few_queries(client: CheckingClient, session: Session) -> None:
    place = make_participation(session)
    make_district(session)
    for _ in range(5):
        make_placed(session, place, "53.55, 10.0")

    client.sign_in(make_person(session))

    with counted_queries() as sent:
        client.get("/en/map")

    assert len([each for each in sent if each.startswith("SELECT")]) <= 6
