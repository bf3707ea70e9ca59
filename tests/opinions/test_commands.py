from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from app.items.models import Item
from app.opinions.commands import give_opinion, propose_thesis
from app.opinions.models import GIVEN_OPINION, THESIS, THESIS_GROUP
from app.process.actor import Actor
from app.process.objections import NOT_PUBLIC
from app.process.refusal import Refused
from app.process.rules import WRONG_PHASE
from app.process.vocabulary import Group, Office, Opinion, Phase, State, Visibility
from app.record.models import EVENT
from tests.deliberation.test_races import race, run_once
from tests.makers import make_officer, make_participation, make_person
from tests.opinions.makers import make_thesis, say

AGREE, DISAGREE, PASS = Opinion.AGREE, Opinion.DISAGREE, Opinion.PASS


def counted(thesis_id: int, session: Session) -> tuple[int, int, int]:
    wanted = select(THESIS.c.agree, THESIS.c.disagree, THESIS.c.passed)
    return tuple(session.execute(wanted.where(THESIS.c.id == thesis_id)).one())


def test_what_a_person_proposes_waits_for_moderation_and_counts_as_agreed(
    session: Session,
) -> None:
    place = make_participation(session, Phase.DELIBERATING)

    item = propose_thesis(session, make_person(session), place, "More benches.", language="en")

    assert (item.state, item.visibility) == (State.SUBMITTED, Visibility.WAITING)
    assert counted(item.id, session) == (1, 0, 0)


def test_what_the_administration_writes_is_public_and_nobodys_opinion(session: Session) -> None:
    item = make_thesis(session)

    assert item.state is State.PUBLISHED
    assert counted(item.id, session) == (0, 0, 0)


def test_each_person_counts_once_in_the_whole_and_in_the_group(session: Session) -> None:
    thesis, person = make_thesis(session), make_person(session, Group.ACADEMIA)

    say(session, thesis, AGREE, person)
    say(session, thesis, AGREE, person)

    by_group = select(THESIS_GROUP.c.group, THESIS_GROUP.c.agree)
    assert counted(thesis.id, session) == (1, 0, 0)
    assert session.execute(by_group).all() == [(Group.ACADEMIA, 1)]


def test_a_changed_opinion_moves_and_leaves_no_second_row(session: Session) -> None:
    thesis, person = make_thesis(session), make_person(session)
    say(session, thesis, AGREE, person)

    say(session, thesis, PASS, person)

    assert counted(thesis.id, session) == (0, 0, 1)
    assert session.execute(select(GIVEN_OPINION.c.opinion)).scalars().all() == [PASS]


def test_a_person_who_changes_groups_is_counted_where_they_were(session: Session) -> None:
    thesis, person = make_thesis(session), make_person(session, Group.CITIZENS)
    say(session, thesis, AGREE, person)
    elsewhere = type(person)(person.id, Group.BUSINESS)

    say(session, thesis, DISAGREE, elsewhere)

    rows = session.execute(select(THESIS_GROUP.c.group, THESIS_GROUP.c.disagree)).all()
    assert rows == [(Group.CITIZENS, 1)]


def test_the_same_opinion_again_is_not_on_the_record(session: Session) -> None:
    thesis, person = make_thesis(session), make_person(session)
    say(session, thesis, AGREE, person)
    lines = select(func.count()).select_from(EVENT)
    before = session.execute(lines).scalar_one()

    assert give_opinion(session, person, thesis, AGREE) is False
    assert session.execute(lines).scalar_one() == before


def test_nobody_says_anything_when_the_phase_is_over(session: Session) -> None:
    thesis = make_thesis(session, make_participation(session, Phase.COLLECTING))
    thesis.participation_id = make_participation(session, Phase.CLOSED).id

    with pytest.raises(Refused) as refusal:
        give_opinion(session, make_person(session), thesis, AGREE)

    assert refusal.value.reasons == (WRONG_PHASE[Phase.CLOSED],)


def test_what_is_hidden_takes_no_opinion(session: Session) -> None:
    thesis = make_thesis(session)
    thesis.state = State.HIDDEN

    with pytest.raises(Refused) as refusal:
        give_opinion(session, make_person(session), thesis, AGREE)

    assert refusal.value.reasons == (NOT_PUBLIC.sentence,)


def test_an_officer_of_another_participation_proposes_like_anybody(session: Session) -> None:
    place = make_participation(session, Phase.DELIBERATING)
    elsewhere = make_officer(session, Office.ADMINISTRATION, scope_id=12345)

    item = propose_thesis(session, elsewhere, place, "More benches.", language="en")

    assert item.state is State.SUBMITTED


def test_fifty_at_once_are_counted_exactly(database_url: str) -> None:
    made: Any = run_once(database_url, a_thesis_and_fifty)
    thesis_id, people = made

    answers = race(
        database_url, [partial(one, thesis_id, at, person) for at, person in enumerate(people)]
    )

    assert answers == [True] * 50
    assert run_once(database_url, partial(counted, thesis_id)) == (25, 25, 0)


def a_thesis_and_fifty(session: Session) -> tuple[int, list[Actor]]:
    return make_thesis(session).id, [make_person(session) for _ in range(50)]


def one(thesis_id: int, at: int, person: Actor, session: Session) -> object:
    thesis = session.get_one(Item, thesis_id, with_for_update=True)
    return give_opinion(session, person, thesis, (AGREE, DISAGREE)[at % 2])
