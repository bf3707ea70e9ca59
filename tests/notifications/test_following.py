"""Following an item, a place, an organisation, a search."""

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import clock_at
from app.items.spine import set_state
from app.notifications.circles import middle_of
from app.notifications.commands import begin_following, end_following
from app.notifications.followed import follow_state, followings, own_following
from app.notifications.models import FOLLOWING
from app.notifications.searches import kept_of
from app.notifications.wishes import (
    TOO_NARROW,
    TOO_WIDE,
    Limits,
    district_wish,
    item_wish,
    search_wish,
)
from app.process.actor import VISITOR, Actor
from app.process.refusal import Refused
from app.process.vocabulary import Kind, State
from app.record.models import EVENT
from tests.makers import (
    in_days,
    make_participation,
    make_person,
    make_problem,
    make_strategy,
)
from tests.notifications.makers import circle, follow


def test_following_twice_is_following_once(session: Session) -> None:
    person, problem = make_person(session), make_problem(session)

    first = follow(session, person, problem)
    second = follow(session, person, problem)

    assert first.id == second.id
    assert [each.name for each in followings(session, person)] == [problem.title]


def test_what_was_ended_can_be_followed_again(session: Session) -> None:
    person, problem = make_person(session), make_problem(session)
    end_following(session, person, follow(session, person, problem))
    assert followings(session, person) == []

    with clock_at(in_days(1)):
        again = begin_following(session, person, item_wish(problem))

    assert again.ended_at is None
    assert len(followings(session, person)) == 1


def test_a_visitor_follows_nothing(session: Session) -> None:
    problem = make_problem(session)

    with pytest.raises(Refused):
        begin_following(session, VISITOR, item_wish(problem))


@pytest.mark.parametrize("state", [State.HIDDEN, State.SUBMITTED])
def test_what_is_not_public_cannot_be_followed(session: Session, state: State) -> None:
    problem = make_problem(session)
    set_state(session, problem, state)

    with pytest.raises(Refused):
        item_wish(problem)


def test_a_followed_item_that_was_hidden_loses_its_name(session: Session) -> None:
    person, problem = make_person(session), make_problem(session)
    follow(session, person, problem)
    set_state(session, problem, State.HIDDEN)

    [line] = followings(session, person)

    assert (line.name, line.reference, line.kind) == ("", "", None)


def test_followers_are_counted_from_five_on(session: Session) -> None:
    problem, someone = make_problem(session), make_person(session)
    for _ in range(4):
        follow(session, make_person(session), problem)
    assert follow_state(session, someone, item_wish(problem)).shown == 0

    mine = follow(session, someone, problem)

    state = follow_state(session, someone, item_wish(problem))
    assert (state.mine, state.shown) == (mine.id, 5)


def test_the_record_does_not_say_what_is_followed(session: Session) -> None:
    person, problem = make_person(session), make_problem(session)

    following = follow(session, person, problem)

    lines = session.execute(
        select(EVENT.c.subject_id, EVENT.c.details).where(EVENT.c.actor_id == person.id)
    ).all()
    assert [tuple(line) for line in lines] == [(following.id, {"what": "item"})]


def test_a_search_keeps_what_is_looked_for_and_not_how_it_is_shown() -> None:
    kept = kept_of({"q": " Bus ", "order": "newest", "after": "9.9", "group": "x", "notice": "y"})

    assert kept == {"q": "Bus"}


def test_the_same_search_written_otherwise_is_the_same(session: Session) -> None:
    person, (_, _, district) = make_person(session), make_strategy(session)
    one = {"q": "bus", "district": str(district.id)}

    follow(session, person, search_wish(kept_of(one)))
    follow(session, person, search_wish(kept_of(dict(reversed(one.items())))))

    assert len(followings(session, person)) == 1


def _circles(session: Session, actor: Actor) -> int:
    return len([each for each in followings(session, actor) if each.what == "circle"])


def test_ac41_five_circles_are_kept_and_the_sixth_is_refused(session: Session) -> None:
    person, other = make_person(session), make_person(session)
    for number in range(5):
        follow(session, person, circle(latitude=52.5 + number / 10))

    with pytest.raises(Refused):
        follow(session, person, circle(latitude=53.5))

    assert _circles(session, person) == 5
    follow(session, other, circle(latitude=53.5))


def test_ac41_drawing_the_same_circle_again_is_not_a_sixth(session: Session) -> None:
    person = make_person(session)
    for number in range(5):
        follow(session, person, circle(latitude=52.5 + number / 10))

    follow(session, person, circle(latitude=52.5))

    assert _circles(session, person) == 5


@pytest.mark.parametrize(
    ("radius", "sentence"), [(499, TOO_NARROW), (500, ""), (3000, ""), (3001, TOO_WIDE)]
)
def test_ac41_a_circle_is_from_500_to_3000_metres_wide(radius: int, sentence: str) -> None:
    if not sentence:
        assert circle(radius=radius).columns["radius"] == radius
        return

    with pytest.raises(Refused) as refusal:
        circle(radius=radius)

    assert refusal.value.reasons == (sentence,)


def test_ac41_nobody_lists_or_edits_or_ends_the_circles_of_another(session: Session) -> None:
    owner, other = make_person(session), make_person(session)
    mine = follow(session, owner, circle())

    assert followings(session, other) == []
    assert own_following(session, other, mine.id) is None
    with pytest.raises(Refused):
        begin_following(session, other, circle(radius=700), former=mine)
    with pytest.raises(Refused):
        end_following(session, other, mine)


def test_a_circle_can_be_changed(session: Session) -> None:
    person = make_person(session)
    mine = follow(session, person, circle())

    begin_following(session, person, circle(radius=2000), former=mine, limits=Limits(circles=1))

    [line] = followings(session, person)
    assert line.radius == 2000


def test_a_district_is_listed_by_its_name(session: Session) -> None:
    person, (_, _, district) = make_person(session), make_strategy(session)

    follow(session, person, district_wish(district.id))

    assert [each.name for each in followings(session, person)] == [district.name]
    kept = select(FOLLOWING.c.district_id).where(FOLLOWING.c.person_id == person.id)
    assert session.execute(kept).scalar_one() == district.id


def test_a_participation_can_be_followed(session: Session) -> None:
    person, place = make_person(session), make_participation(session)

    follow(session, person, place)

    assert [each.kind for each in followings(session, person)] == [Kind.PARTICIPATION]


def test_the_middle_of_a_district_is_that_of_its_outline(session: Session) -> None:
    _, _, district = make_strategy(session)
    assert middle_of(session, district.id) is None

    district.shape = [[[13.0, 52.0], [14.0, 52.0], [14.0, 53.0], [13.0, 52.5]]]
    session.flush()

    assert middle_of(session, district.id) == (52.5, 13.5)
