"""What became of an item and what led to it (how it is shown: tests/opendata)."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlmodel import Session

from app.db.clock import clock_at, now
from app.items.models import Item
from app.items.spine import set_state, unlink
from app.items.trail import PAGE_OF, Entry, backward, forward, mini_stops, stops
from app.process.actor import VISITOR
from app.process.vocabulary import Kind, Link, Office, State, Station
from app.web.addresses import is_registered
from tests.client import CheckingClient
from tests.items.makers import make_item, make_link
from tests.makers import make_officer, make_person

STATES = {
    Kind.MEASURE: State.PREPROCESS,
    Kind.REQUIREMENT: State.APPROVED,
    Kind.MANDATE: State.GRANTED,
}
WAY = {
    Kind.PROBLEM: Link.PART_OF,
    Kind.TOPIC: Link.ANSWERED_BY,
    Kind.ANSWER: Link.ORIGIN_OF,
    Kind.MEASURE: Link.ORIGIN_OF,
    Kind.REQUIREMENT: Link.COVERED_BY,
    Kind.PLAN: Link.MANDATED_BY,
}


def make_chain(session: Session) -> list[Item]:
    """A whole way, linked from its end to its beginning, so that no order is one by chance."""
    kinds = [*WAY, Kind.MANDATE]
    chain = [make_item(session, kind, STATES.get(kind, State.PUBLISHED)) for kind in kinds]
    for before, after in reversed(list(pairwise(chain))):
        make_link(session, before, after, WAY[before.kind])
    return chain


def kinds(entries: list[Entry]) -> list[Kind]:
    return [entry.kind for entry in entries]


def test_what_became_of_it_stands_in_the_order_of_the_way(session: Session) -> None:
    chain = make_chain(session)

    entries = forward(session, VISITOR, chain[0])

    assert [entry.reference for entry in entries] == [item.reference for item in chain[1:]]
    assert [entry.how for entry in entries] == list(WAY.values())


def test_what_led_to_it_stands_in_the_order_of_the_way_too(session: Session) -> None:
    chain = make_chain(session)

    entries = backward(session, VISITOR, chain[-1])

    assert [entry.reference for entry in entries] == [item.reference for item in chain[:-1]]


def test_the_middle_of_the_way_looks_both_ways(session: Session) -> None:
    chain = make_chain(session)

    assert kinds(backward(session, VISITOR, chain[2])) == [Kind.PROBLEM, Kind.TOPIC]
    assert kinds(forward(session, VISITOR, chain[4])) == [Kind.PLAN, Kind.MANDATE]


def test_a_link_that_was_ended_is_left_out_with_what_lay_behind_it(session: Session) -> None:
    chain = make_chain(session)
    unlink(session, make_person(session), chain[3].id, chain[4].id, how=Link.ORIGIN_OF)

    assert kinds(forward(session, VISITOR, chain[0])) == [Kind.TOPIC, Kind.ANSWER, Kind.MEASURE]
    assert kinds(backward(session, VISITOR, chain[-1])) == [Kind.REQUIREMENT, Kind.PLAN]


def test_what_is_hidden_is_left_out_for_all_but_its_author_and_moderation(
    session: Session,
) -> None:
    author, topic = make_person(session), make_item(session, Kind.TOPIC)
    problem = make_item(session, by=author)
    make_link(session, problem, topic)

    set_state(session, problem, State.HIDDEN)

    moderator = make_officer(session, Office.MODERATOR)
    seen = {
        who: len(backward(session, actor, topic))
        for who, actor in (("visitor", VISITOR), ("author", author), ("moderator", moderator))
    }
    assert seen == {"visitor": 0, "author": 1, "moderator": 1}


def test_a_comment_goes_the_way_of_what_it_is_about(session: Session) -> None:
    problem, topic, *_ = chain = make_chain(session)
    comment = make_item(session, Kind.COMMENT, about_id=problem.id)

    entries = forward(session, VISITOR, comment)

    assert [entry.id for entry in entries] == [item.id for item in chain]
    assert kinds(backward(session, VISITOR, topic)) == [Kind.PROBLEM]


def test_a_comment_on_a_hidden_problem_does_not_name_it(session: Session) -> None:
    problem = make_item(session)
    comment = make_item(session, Kind.COMMENT, about_id=problem.id)

    set_state(session, problem, State.HIDDEN)

    assert forward(session, VISITOR, comment) == []


def test_links_in_a_circle_come_to_an_end(session: Session) -> None:
    ring = [make_item(session, Kind.TOPIC) for _ in range(3)]
    for before, after in zip(ring, [*ring[1:], ring[0]], strict=True):
        make_link(session, before, after)

    assert [entry.id for entry in forward(session, VISITOR, ring[0])] == [
        item.id for item in ring[1:]
    ]
    assert len(backward(session, VISITOR, ring[0])) == 2


def test_what_is_reached_on_two_ways_is_named_once_by_the_shorter(session: Session) -> None:
    problem, requirement = make_item(session), make_item(session, Kind.REQUIREMENT, State.APPROVED)
    topic = make_item(session, Kind.TOPIC)
    make_link(session, problem, topic, Link.PART_OF)
    make_link(session, topic, requirement, Link.PART_OF)
    make_link(session, problem, requirement, Link.ORIGIN_OF)

    entries = forward(session, VISITOR, problem)

    assert [(entry.kind, entry.how) for entry in entries] == [
        (Kind.TOPIC, Link.PART_OF),
        (Kind.REQUIREMENT, Link.ORIGIN_OF),
    ]


def test_each_station_is_dated_by_the_day_on_which_it_was_first_reached(session: Session) -> None:
    problem = make_item(session, way=2)
    day = now().replace(microsecond=0)
    for days in (1, 3):
        with clock_at(day - timedelta(days=days)):
            make_link(session, problem, make_item(session, Kind.TOPIC))

    drawn = stops(problem, forward(session, VISITOR, problem))

    assert [stop.station for stop in drawn] == list(Station)
    assert [stop.state for stop in drawn[:4]] == ["done", "now", "open", "open"]
    assert drawn[0].when == problem.published_at
    assert drawn[1].when == day - timedelta(days=3)
    assert drawn[2].when is None


def test_a_card_draws_where_the_way_stands_or_ended() -> None:
    assert [stop.state for stop in mini_stops(3, ended=True)[:4]] == [
        "done",
        "done",
        "ended",
        "open",
    ]
    assert {stop.state for stop in mini_stops(0, ended=False)} == {"open"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_kind_has_a_page(client: CheckingClient) -> None:
    assert set(PAGE_OF) == set(Kind)
    assert [name for name in PAGE_OF.values() if not is_registered(name)] == []
