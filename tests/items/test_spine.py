"""Putting items on the spine, linking them, and moving them along the way."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from app.db.clock import clock_at, now
from app.items.models import ITEM_VERSION, LINK, LINK_END, Item
from app.items.spine import (
    end_way,
    keep_version,
    link,
    new_item,
    reach,
    set_state,
    unlink,
    visibility_of,
)
from app.process.paths import OUTCOMES, PATHS
from app.process.vocabulary import Group, Kind, Link, State, Station, Visibility
from tests.items.makers import make_item, make_link
from tests.makers import make_person

WAITING, HIDDEN, PRIVATE = Visibility.WAITING, Visibility.HIDDEN, Visibility.PRIVATE
# Everything that is not named here is public.
NOT_PUBLIC = {
    (Kind.PROBLEM, State.DRAFT): PRIVATE,
    (Kind.PROBLEM, State.SUBMITTED): WAITING,
    (Kind.PROBLEM, State.RETURNED): WAITING,
    (Kind.PROBLEM, State.HIDDEN): HIDDEN,
    # Only a draft can be deleted: it was never public and does not become so.
    (Kind.PROBLEM, State.DELETED): PRIVATE,
    (Kind.COMMENT, State.SUBMITTED): WAITING,
    (Kind.COMMENT, State.RETURNED): WAITING,
    (Kind.COMMENT, State.HIDDEN): HIDDEN,
    (Kind.PLAN, State.DRAFT): PRIVATE,
    (Kind.THESIS, State.SUBMITTED): WAITING,
    (Kind.THESIS, State.RETURNED): WAITING,
    (Kind.THESIS, State.HIDDEN): HIDDEN,
    (Kind.REQUEST, State.SUBMITTED): WAITING,
    (Kind.REQUEST, State.RETURNED): WAITING,
    (Kind.REQUEST, State.HIDDEN): HIDDEN,
    (Kind.PARTICIPATION, State.DRAFT): PRIVATE,
    (Kind.CONSULTATION, State.DRAFT): PRIVATE,
    # What an organisation works on is its own until the synopsis is released.
    (Kind.STATEMENT, State.DRAFT): PRIVATE,
    (Kind.STATEMENT, State.RELEASED): PRIVATE,
    (Kind.STATEMENT, State.SUBMITTED): PRIVATE,
    (Kind.STATEMENT, State.WITHDRAWN): PRIVATE,
    (Kind.SEGMENT, State.SUBMITTED): PRIVATE,
    (Kind.SEGMENT, State.ANSWERED): PRIVATE,
    (Kind.SEGMENT, State.MERGED): PRIVATE,
    (Kind.ANSWER, State.DRAFT): PRIVATE,
    # A topic in which nothing is left is none any more; its address says so.
    (Kind.TOPIC, State.DROPPED): PRIVATE,
}
_OUTCOME_STATES = {
    Kind.MANDATE: {after for _, ends in OUTCOMES.values() for after in ends}
    - {step.after for step in PATHS[Kind.MEASURE]},
}
STANDS = [
    pytest.param(kind, state, id=f"{kind}-{state}")
    for kind, path in PATHS.items()
    for state in State
    if state in {step.after for step in path} | _OUTCOME_STATES.get(kind, set())
]


@pytest.mark.parametrize(("kind", "state"), STANDS)
def test_every_kind_in_every_state_is_seen_by_whom_it_should(kind: Kind, state: State) -> None:
    assert visibility_of(kind, state) == NOT_PUBLIC.get((kind, state), Visibility.PUBLIC)


def test_a_new_item_carries_its_author_group_and_reference(session: Session) -> None:
    author = make_person(session, Group.ACADEMIA)

    item = new_item(
        session, author, Kind.PROBLEM, State.DRAFT, title="No bus", language="de", way=1
    )

    session.expire_all()
    assert (item.author_id, item.author_group) == (author.id, Group.ACADEMIA)
    assert item.reference.startswith("A-")
    assert (item.visibility, item.published_at, item.way) == (PRIVATE, None, 1)


def test_the_day_of_publication_is_the_first_day_on_which_everybody_could_read(
    session: Session,
) -> None:
    first, later = now() - timedelta(days=9), now() - timedelta(days=2)
    item = make_item(session, state=State.SUBMITTED)

    with clock_at(first):
        set_state(session, item, State.PUBLISHED)
    with clock_at(later):
        set_state(session, item, State.HIDDEN)
        set_state(session, item, State.PUBLISHED)

    session.refresh(item)
    assert (item.published_at, item.visibility) == (first, Visibility.PUBLIC)
    assert item.version == 4


def test_a_discarded_draft_is_never_published(session: Session) -> None:
    item = make_item(session, state=State.DRAFT)

    set_state(session, item, State.DELETED)

    assert (item.visibility, item.published_at) == (PRIVATE, None)


def test_kept_versions_are_numbered(session: Session) -> None:
    author, item, other = make_person(session), make_item(session), make_item(session)

    for words in ("first", "second"):
        keep_version(session, author, item, {"title": words})
    keep_version(session, author, other, {"title": "of another"})

    kept = session.execute(select(ITEM_VERSION).where(ITEM_VERSION.c.item_id == item.id)).all()
    assert [(row.number, row.fields["title"]) for row in kept] == [(1, "first"), (2, "second")]
    assert item.version == 3


def test_a_link_is_made_once_and_ends_by_an_entry_of_its_own(session: Session) -> None:
    actor, before, after = make_person(session), make_item(session), make_item(session, Kind.TOPIC)

    def make() -> bool:
        return link(session, actor, before.id, after.id, how=Link.PART_OF)

    def end() -> bool:
        return unlink(session, actor, before.id, after.id, how=Link.PART_OF)

    assert [make(), make(), end(), end(), make()] == [True, False, True, False, True]
    assert session.execute(select(func.count()).select_from(LINK)).scalar() == 2
    [ended] = session.execute(select(LINK_END)).all()
    assert ended.by_id == actor.id


def test_links_of_different_meaning_stand_side_by_side(session: Session) -> None:
    actor, before, after = make_person(session), make_item(session), make_item(session, Kind.TOPIC)
    link(session, actor, before.id, after.id, how=Link.PART_OF)

    also = link(session, actor, before.id, after.id, how=Link.ORIGIN_OF)
    unlink(session, actor, before.id, after.id, how=Link.PART_OF)

    assert also
    assert not link(session, actor, before.id, after.id, how=Link.ORIGIN_OF)


@pytest.mark.parametrize("table", ["itemlink", "itemlinkend", "itemversion"])
@pytest.mark.parametrize("change", ["UPDATE {} SET by_id = 1", "DELETE FROM {}"])
def test_links_and_versions_are_never_changed(session: Session, table: str, change: str) -> None:
    actor, before, after = make_person(session), make_item(session), make_item(session, Kind.TOPIC)
    link(session, actor, before.id, after.id, how=Link.PART_OF)
    unlink(session, actor, before.id, after.id, how=Link.PART_OF)
    keep_version(session, actor, before, {"title": "No bus"})

    with pytest.raises(DBAPIError, match=f"{table} is append-only"):
        session.execute(text(change.format(table)))


def ways(*items: Item) -> list[tuple[int, bool]]:
    return [(item.way, item.way_ended) for item in items]


def make_diamond(session: Session) -> tuple[Item, Item, Item, Item]:
    """One problem that leads by two topics to one measure."""
    top = make_item(session, way=1)
    left, right = (make_item(session, Kind.TOPIC, way=2) for _ in range(2))
    end = make_item(session, Kind.MEASURE, State.PREPROCESS, way=2)
    for before, after in ((top, left), (top, right), (left, end), (right, end)):
        make_link(session, before, after)
    return top, left, right, end


def test_what_is_reached_is_reached_by_all_that_led_to_it_once(session: Session) -> None:
    diamond = make_diamond(session)
    outside = make_item(session, way=1)
    versions = [item.version for item in diamond]

    reach(session, diamond[3].id, Station.REQUIREMENT)

    assert ways(*diamond, outside) == [(4, False)] * 4 + [(1, False)]
    assert [item.version for item in diamond] == [version + 1 for version in versions]


def test_nobody_on_the_way_is_set_back(session: Session) -> None:
    top, left, right, end = make_diamond(session)
    reach(session, left.id, Station.MANDATE)

    reach(session, end.id, Station.REQUIREMENT)

    assert ways(top, left, right, end) == [(6, False), (6, False), (4, False), (4, False)]


def test_a_way_that_ended_goes_on_when_it_is_reached_again(session: Session) -> None:
    top, left, right, _ = make_diamond(session)
    reach(session, left.id, Station.ANSWER, ended=True)
    ended = ways(top, left, right)

    reach(session, right.id, Station.ANSWER)

    assert ended == [(3, True), (3, True), (2, False)]
    assert ways(top, left, right) == [(3, False), (3, True), (3, False)]


def test_a_way_that_goes_on_is_not_ended_at_a_station_behind_it(session: Session) -> None:
    top, left, _, end = make_diamond(session)
    reach(session, end.id, Station.PLAN)

    reach(session, left.id, Station.ANSWER, ended=True)

    assert ways(top, left) == [(5, False), (5, False)]


def test_a_link_that_was_ended_carries_nobody_on(session: Session) -> None:
    top, left, right, end = make_diamond(session)
    unlink(session, make_person(session), top.id, left.id, how=Link.PART_OF)
    unlink(session, make_person(session), top.id, right.id, how=Link.PART_OF)

    reach(session, end.id, Station.REQUIREMENT)

    assert ways(top, left, right, end) == [(1, False), (4, False), (4, False), (4, False)]


def test_links_in_a_circle_come_to_an_end(session: Session) -> None:
    one, other = make_item(session, way=1), make_item(session, way=1)
    make_link(session, one, other)
    make_link(session, other, one)

    reach(session, one.id, Station.TOPIC)

    assert ways(one, other) == [(2, False), (2, False)]


def test_a_way_ends_only_for_those_who_do_not_go_on_otherwise(session: Session) -> None:
    top, left, right, end = make_diamond(session)
    alone = make_item(session, way=1)
    make_link(session, alone, left)
    reach(session, end.id, Station.REQUIREMENT)

    end_way(session, left.id, Station.REQUIREMENT, going_on=[right.id])

    assert ways(alone, left) == [(4, True), (4, True)]
    assert ways(top, right) == [(4, False), (4, False)]
