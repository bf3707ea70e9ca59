"""Who finds which item, by the one predicate that every channel uses."""

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.items.models import ITEM, Item
from app.items.visibility import find_item, public, stub_of, visible
from app.process.actor import SYSTEM, VISITOR, Actor
from app.process.vocabulary import Kind, Office, State
from tests.items.makers import make_item
from tests.makers import make_officer, make_person

PLACE, MEASURE = 11, 12


def make_items(session: Session, author: Actor | None = None) -> dict[str, Item]:
    """One item in each stand, all of the same author, place and measure."""
    by = author or make_person(session)
    stands = {
        "published": (Kind.PROBLEM, State.PUBLISHED),
        "draft": (Kind.PROBLEM, State.DRAFT),
        "discarded": (Kind.PROBLEM, State.DELETED),
        "submitted": (Kind.PROBLEM, State.SUBMITTED),
        "returned": (Kind.COMMENT, State.RETURNED),
        "hidden": (Kind.PROBLEM, State.HIDDEN),
        "drafted plan": (Kind.PLAN, State.DRAFT),
    }
    return {
        name: make_item(session, *stand, by=by, participation_id=PLACE, measure_id=MEASURE)
        for name, stand in stands.items()
    }


def seen(session: Session, actor: Actor, items: dict[str, Item]) -> set[str]:
    rows = set(session.execute(select(ITEM.c.id).where(visible(actor))).scalars())
    found = {
        name for name, item in items.items() if find_item(session, actor, item.reference, item.kind)
    }
    assert found == {name for name, item in items.items() if item.id in rows}
    return found


def test_authors_find_all_that_is_theirs(session: Session) -> None:
    author = make_person(session)
    items = make_items(session, author)

    assert seen(session, author, items) == set(items)


def test_others_find_what_is_public(session: Session) -> None:
    items = make_items(session)
    operator = make_officer(session, Office.OPERATOR)

    for actor in (VISITOR, SYSTEM, make_person(session), operator):
        assert seen(session, actor, items) == {"published"}
    listed = session.execute(select(ITEM.c.id).where(public())).scalars().all()
    assert listed == [items["published"].id]


@pytest.mark.parametrize(
    ("office", "scope", "more"),
    [
        (Office.MODERATOR, 0, {"submitted", "returned", "hidden"}),
        (Office.MODERATOR, PLACE, {"submitted", "returned", "hidden"}),
        (Office.MODERATOR, 99, set()),
        (Office.ADMINISTRATION, 0, {"drafted plan"}),
        (Office.TEAM, 0, {"drafted plan"}),
        (Office.TEAM, MEASURE, {"drafted plan"}),
        (Office.TEAM, 99, set()),
        (Office.CDO, 0, set()),
        (Office.BODY, 0, set()),
    ],
)
def test_an_office_finds_what_it_works_on(
    session: Session, office: Office, scope: int, more: set[str]
) -> None:
    items = make_items(session)

    assert seen(session, make_officer(session, office, scope), items) == {"published"} | more


def test_an_item_is_found_only_as_what_it_is(session: Session) -> None:
    items = make_items(session)
    reference = items["published"].reference

    assert find_item(session, VISITOR, reference) is items["published"]
    assert find_item(session, VISITOR, reference, Kind.PROBLEM, lock=True) is items["published"]
    assert find_item(session, VISITOR, reference, Kind.TOPIC, Kind.PLAN) is None


def test_only_what_is_hidden_leaves_a_stub(session: Session) -> None:
    items = make_items(session)

    stubs = {name for name, item in items.items() if stub_of(session, item.reference)}

    assert stubs == {"hidden"}
