import re
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

import pytest
from sqlmodel import Session

from app.db.clock import clock_at
from app.items.models import Item
from app.problems.listing import Wanted, find_problems
from app.process.vocabulary import Group, Order, Standing, State, Station, Verdict
from tests.client import CheckingClient
from tests.makers import make_participation, make_person, make_problem, make_strategy
from tests.queries import counted_queries

HOSTILE = "<img src=x onerror=alert(1)>\"'</script><script>alert(2)</script>"
TODAY = datetime(2027, 3, 4, 12, tzinfo=UTC)


def make_many(session: Session, number: int) -> set[str]:
    """So many published problems, some of them with the same counts."""
    place, author = make_participation(session), make_person(session)
    made = [make_problem(session, place, author) for _ in range(number)]
    for at, item in enumerate(made):
        item.supporters, item.comments = at % 4, at % 3
    session.flush()
    return {item.reference for item in made}


def walk(session: Session, order: Order) -> list[str]:
    """The references on all pages, one page after another."""
    seen: list[str] = []
    after = ""
    while True:
        found = find_problems(session, Wanted(order=order, after=after))
        seen += [card.reference for card in found.cards]
        after = found.after
        if not after:
            return seen


def titles(session: Session, **wanted: Any) -> set[str]:
    return {card.title for card in find_problems(session, Wanted(**wanted)).cards}


def change(item: Item, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(item, name, value)


@pytest.mark.parametrize("order", Order)
def test_every_page_together_shows_each_problem_once(session: Session, order: Order) -> None:
    made = make_many(session, 45)

    seen = walk(session, order)

    assert len(seen) == 45
    assert set(seen) == made


@pytest.mark.parametrize("day", range(6))
def test_the_random_order_is_complete_wherever_the_day_begins(session: Session, day: int) -> None:
    made = make_many(session, 23)

    with clock_at(TODAY + timedelta(days=day)):
        seen = walk(session, Order.RANDOM)

    assert sorted(seen) == sorted(made)


def test_the_random_order_is_stable_within_a_day_and_begins_elsewhere_on_the_next(
    session: Session,
) -> None:
    make_many(session, 30)

    with clock_at(TODAY):
        morning = walk(session, Order.RANDOM)
    with clock_at(TODAY + timedelta(hours=8)):
        evening = walk(session, Order.RANDOM)
    with clock_at(TODAY + timedelta(days=1)):
        tomorrow = walk(session, Order.RANDOM)

    assert morning == evening
    assert morning != tomorrow
    turn = tomorrow.index(morning[0])
    assert tomorrow[turn:] + tomorrow[:turn] == morning


def test_the_most_supported_come_first(session: Session) -> None:
    make_many(session, 9)

    found = find_problems(session, Wanted(order=Order.SUPPORTED))

    counts = [card.supporters for card in found.cards]
    assert counts == sorted(counts, reverse=True)


def test_a_search_finds_beginnings_of_words_without_accents_and_capitals(session: Session) -> None:
    make_problem(session, title="Kein Aufzug an der Straßenbahn")
    make_problem(session, title="No lift at the library")

    assert titles(session, words="STRASSEN aufz") == {"Kein Aufzug an der Straßenbahn"}
    assert titles(session, words="lift aufzug") == set()


def test_filters_leave_what_fits(session: Session) -> None:
    _, field, district = make_strategy(session)
    place = make_participation(session)
    business = make_person(session, Group.BUSINESS)
    make_problem(session, title="By a company of the city", author=business)
    make_problem(session, place, title="In a place of the city", district_id=district.id)
    make_problem(session, title="About a field of action", action_fields=(field.id,))

    assert titles(session, group=Group.BUSINESS) == {"By a company of the city"}
    assert titles(session, district=district.id) == {"In a place of the city"}
    assert titles(session, action_field=field.id) == {"About a field of action"}
    assert titles(session, participation=place.reference) == {"In a place of the city"}
    assert titles(session, participation="B-2000-00001-X") == set()


def test_filters_by_how_far_it_has_come(session: Session) -> None:
    place = make_participation(session)
    change(make_problem(session, place, title="Still open as it was"), comments=1)
    change(make_problem(session, place, title="Part of a topic now"), way=Station.TOPIC)
    refused = make_problem(session, place, title="Answered with a no")
    change(refused, way=Station.ANSWER, verdict=Verdict.NOT_TAKEN_UP)
    change(make_problem(session, place, title="Put to decision now"), way=Station.MANDATE)
    make_problem(session, place, title="Withdrawn by its author", state=State.WITHDRAWN)
    session.flush()

    assert titles(session, standing=Standing.OPEN) == {"Still open as it was"}
    assert titles(session, standing=Standing.TOPIC) == {"Part of a topic now"}
    assert titles(session, standing=Standing.ANSWERED) == {"Answered with a no"}
    assert titles(session, standing=Standing.NOT_TAKEN_UP) == {"Answered with a no"}
    assert titles(session, standing=Standing.REQUIREMENT) == {"Put to decision now"}
    assert titles(session, standing=Standing.MANDATE) == {"Put to decision now"}
    assert titles(session, standing=Standing.WITHDRAWN) == {"Withdrawn by its author"}


@pytest.mark.parametrize(
    "state", [State.DRAFT, State.SUBMITTED, State.RETURNED, State.HIDDEN, State.WITHDRAWN]
)
def test_what_is_not_published_is_not_in_the_list(session: Session, state: State) -> None:
    make_problem(session, state=state)

    found = find_problems(session, Wanted())

    assert (found.cards, found.total) == ([], 0)


@pytest.mark.parametrize(
    "name", ["q", "group", "field", "district", "state", "order", "participation", "after"]
)
def test_hostile_markup_stays_text(client: CheckingClient, name: str) -> None:
    answer = client.get("/en/problems", params={name: HOSTILE})

    assert answer.status_code == 200
    assert "<img src=x" not in answer.text
    assert "alert(2)</script>" not in answer.text
    if name == "q":
        assert escape(HOSTILE[:28]) in answer.text.replace("&#34;", "&quot;")


@pytest.mark.parametrize("after", ["9" * 40 + ".1", "1." + "9" * 19, "-1.-1", ".", "x.y", "²."])
def test_a_page_that_cannot_be_is_the_first_one(client: CheckingClient, after: str) -> None:
    assert client.get("/en/problems", params={"after": after}).status_code == 200


def test_the_next_page_keeps_what_was_asked(client: CheckingClient, session: Session) -> None:
    make_many(session, 25)

    first = client.get("/en/problems?q=clinic&order=newest")
    following = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert following
    second = client.get(following[1].replace("&amp;", "&"))

    assert "25 contributions" in first.text
    assert "25 contributions" in second.text
    assert second.text.count('class="card"') == 5
    assert "/en/problems?q=clinic&amp;order=newest" in second.text


def test_a_search_by_htmx_gets_the_results_alone(client: CheckingClient, session: Session) -> None:
    make_problem(session, title="No lift at the library")
    make_problem(session, title="Buses stop at nine")

    whole = client.get("/en/problems?q=lift")
    part = client.get("/en/problems?q=lift", headers={"HX-Target": "section#results"})

    assert part.text.strip().startswith('<section id="results"')
    assert part.text.strip() in whole.text
    assert "No lift" in part.text
    assert "Buses" not in part.text


def test_a_participation_shows_its_own_problems(client: CheckingClient, session: Session) -> None:
    place = make_participation(session, title="Shade in summer")
    make_problem(session, place, title="No tree on the market square")
    make_problem(session, title="Buses stop at nine")

    answer = client.get(f"/en/problems?participation={place.reference}")

    assert "Shade in summer" in answer.text
    assert "No tree on the market square" in answer.text
    assert "Buses" not in answer.text


@pytest.mark.parametrize("asked", ["", "?order=newest", "?q=clinic", "?state=open"])
def test_the_list_costs_few_queries(client: CheckingClient, session: Session, asked: str) -> None:
    make_many(session, 25)
    client.sign_in(make_person(session))

    with counted_queries() as sent:
        client.get(f"/en/problems{asked}")

    assert len(sent) <= 6, sent


def test_a_card_shows_the_author_as_they_want_to_be_seen(
    client: CheckingClient, session: Session
) -> None:
    make_problem(session, author=make_person(session, name="<b>Nobody</b>"))
    make_problem(session, author=make_person(session, name=""))

    answer = client.get("/en/problems")

    assert "&lt;b&gt;Nobody&lt;/b&gt;" in answer.text
    assert "A person" in answer.text
