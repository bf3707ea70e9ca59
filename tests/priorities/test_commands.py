from functools import partial
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import func, select
from sqlmodel import Session

from app.items.models import ITEM_VERSION, Item
from app.items.spine import set_state
from app.priorities.commands import LOOSENED, cast_priorities, edit_prioritisation
from app.priorities.forms import (
    EACH_TOO_MANY,
    NO_SUCH_PLACE,
    NOT_IN_QUESTION,
    NOTHING_GIVEN,
    TOO_MANY,
    TOO_MANY_FOR_ONE,
    TOO_MANY_PLACES,
    TWICE,
    TWO_AT_LEAST,
)
from app.priorities.models import PRIORITY_BALLOT, PRIORITY_VOTE
from app.priorities.queries import result_of, setting_of
from app.process.actor import VISITOR, Actor
from app.process.objections import VOTED
from app.process.refusal import Refused
from app.process.rules import WRONG_PHASE
from app.process.vocabulary import Method, Office, Phase, State
from tests.deliberation.test_races import race, run_once
from tests.makers import make_officer, make_person, make_problem
from tests.priorities.makers import make_prioritisation, rules


def points_of(session: Session, item: Item) -> list[tuple[str, int, int]]:
    setting = setting_of(session, VISITOR, item)
    found = result_of(session, item, setting)
    return [(each.reference, each.points, each.people) for each in found]


def counted_again(session: Session, item: Item) -> dict[int, int]:
    """The same from the single votes, without SQL's sums."""
    rows = session.execute(
        select(PRIORITY_VOTE).where(PRIORITY_VOTE.c.prioritisation_id == item.id)
    )
    found: dict[int, int] = {}
    for row in rows:
        found[row.item_id] = found.get(row.item_id, 0) + row.value
    return found


def test_points_are_added_up_and_two_alike_stand_by_their_reference(session: Session) -> None:
    item, (one, two, three) = make_prioritisation(session)

    cast_priorities(session, make_person(session), item, {three.id: 3, one.id: 1})
    cast_priorities(session, make_person(session), item, {two.id: 3, one.id: 2})

    assert points_of(session, item) == [
        (one.reference, 3, 2),
        (two.reference, 3, 1),
        (three.reference, 3, 1),
    ]
    assert counted_again(session, item) == {one.id: 3, two.id: 3, three.id: 3}


def test_an_order_is_counted_by_borda(session: Session) -> None:
    item, (one, two, three) = make_prioritisation(session, method=Method.RANKING, most=3)

    cast_priorities(session, make_person(session), item, {one.id: 1, two.id: 2, three.id: 3})
    cast_priorities(session, make_person(session), item, {two.id: 1})

    assert points_of(session, item) == [
        (two.reference, 5, 2),
        (one.reference, 3, 1),
        (three.reference, 1, 1),
    ]


def test_a_second_ballot_takes_the_place_of_the_first(session: Session) -> None:
    (item, (one, two, _)), person = make_prioritisation(session), make_person(session)
    cast_priorities(session, person, item, {one.id: 3})

    cast_priorities(session, person, item, {two.id: 2})

    assert counted_again(session, item) == {two.id: 2}
    assert session.execute(select(func.count()).select_from(PRIORITY_BALLOT)).scalar_one() == 1


@pytest.mark.parametrize(
    ("values", "objection"),
    [
        ({}, NOTHING_GIVEN),
        ({0: 0, 1: 0}, NOTHING_GIVEN),
        ({0: 4}, TOO_MANY_FOR_ONE),
        ({0: -1, 1: 1}, TOO_MANY_FOR_ONE),
        ({0: 3, 1: 3}, TOO_MANY),
    ],
)
def test_a_ballot_of_points_keeps_its_limits(
    session: Session, values: dict[int, int], objection: str
) -> None:
    item, choices = make_prioritisation(session)

    with pytest.raises(Refused) as refusal:
        cast_priorities(
            session, make_person(session), item, {choices[at].id: v for at, v in values.items()}
        )

    assert refusal.value.reasons == (objection,)
    assert counted_again(session, item) == {}


@pytest.mark.parametrize(("values", "objection"), [({0: 1, 1: 1}, TWICE), ({0: 3}, NO_SUCH_PLACE)])
def test_an_order_keeps_its_limits(
    session: Session, values: dict[int, int], objection: str
) -> None:
    item, choices = make_prioritisation(session, method=Method.RANKING, most=2)

    with pytest.raises(Refused) as refusal:
        cast_priorities(
            session, make_person(session), item, {choices[at].id: v for at, v in values.items()}
        )

    assert refusal.value.reasons == (objection,)


def test_what_is_not_in_question_gets_nothing(session: Session) -> None:
    item, _ = make_prioritisation(session)

    with pytest.raises(Refused) as refusal:
        cast_priorities(session, make_person(session), item, {make_problem(session).id: 1})

    assert refusal.value.reasons == (NOT_IN_QUESTION,)


def test_nobody_votes_when_the_phase_is_over(session: Session) -> None:
    item, choices = make_prioritisation(session, phase=Phase.CLOSED)

    with pytest.raises(Refused) as refusal:
        cast_priorities(session, make_person(session), item, {choices[0].id: 1})

    assert refusal.value.reasons == (WRONG_PHASE[Phase.CLOSED],)


def test_the_rules_change_until_somebody_votes(session: Session) -> None:
    item, choices = make_prioritisation(session)
    officer = make_officer(session, Office.ADMINISTRATION)

    edit_prioritisation(session, officer, item, rules(*choices, most=7))
    cast_priorities(session, make_person(session), item, {choices[0].id: 3})
    with pytest.raises(Refused) as refusal:
        edit_prioritisation(session, officer, item, rules(*choices, most=9))

    assert refusal.value.reasons == (VOTED.sentence,)
    assert setting_of(session, VISITOR, item).most == 7
    kept = select(ITEM_VERSION.c.fields).where(ITEM_VERSION.c.item_id == item.id)
    assert session.execute(kept).scalar_one()["most"] == 5


def test_what_was_to_stay_hidden_stays_hidden(session: Session) -> None:
    item, choices = make_prioritisation(session, hidden=True)
    officer = make_officer(session, Office.ADMINISTRATION)

    with pytest.raises(Refused) as refusal:
        edit_prioritisation(session, officer, item, rules(*choices, hidden=False))

    assert refusal.value.reasons == (LOOSENED,)


def test_only_what_is_public_here_can_be_put_in_question(session: Session) -> None:
    item, choices = make_prioritisation(session)
    officer = make_officer(session, Office.ADMINISTRATION)
    set_state(session, choices[0], State.HIDDEN)

    for unfit in (choices[0], make_problem(session)):
        with pytest.raises(Refused) as refusal:
            edit_prioritisation(session, officer, item, rules(unfit, *choices[1:]))
        assert refusal.value.reasons == (NOT_IN_QUESTION,)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"choices": ("A-2026-00001-S",)}, TWO_AT_LEAST),
        ({"most_each": 6}, EACH_TOO_MANY),
        ({"method": Method.RANKING, "most": 3, "choices": ("a", "b")}, TOO_MANY_PLACES),
    ],
)
def test_rules_that_cannot_be_followed_are_not_taken(
    changes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ValidationError, match=sentence[:30]):
        rules(**({"choices": ("a", "b", "c")} | changes))


def test_ballots_of_one_person_at_once_leave_one(database_url: str) -> None:
    made: Any = run_once(database_url, in_question)
    item_id, ids, person = made

    race(database_url, [partial(vote, item_id, person, {ids[at % 3]: 2}) for at in range(10)])

    left: Any = run_once(database_url, partial(given, item_id))
    assert sum(left.values()) == 2


def in_question(session: Session) -> tuple[int, list[int], Actor]:
    item, choices = make_prioritisation(session)
    return item.id, [each.id for each in choices], make_person(session)


def given(item_id: int, session: Session) -> dict[int, int]:
    return counted_again(session, session.get_one(Item, item_id))


def vote(item_id: int, person: Actor, values: dict[int, int], session: Session) -> None:
    item = session.get_one(Item, item_id, with_for_update=True)
    cast_priorities(session, person, item, values)
