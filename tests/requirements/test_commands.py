from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import clock_at
from app.items.models import ITEM_VERSION, LINK, LINK_END, Item
from app.items.spine import set_state
from app.process.gates import APPROVAL_GATE, DISCUSSION_GATE
from app.process.paths import NO_STEP
from app.process.refusal import Refused
from app.process.rules import WRONG_OFFICE
from app.process.vocabulary import Action, Office, Phase, State, Station
from app.record.models import EVENT
from app.requirements.commands import (
    UNKNOWN_ORIGIN,
    approve_requirement,
    discuss_requirement,
    drop_requirement,
    edit_requirement,
    make_requirement,
)
from app.requirements.models import Requirement
from app.requirements.origins import origin_ids, public_origins
from tests.deliberation.makers import make_comment
from tests.makers import in_days, make_officer, make_participation, make_person, make_problem
from tests.requirements.makers import (
    REASON,
    RESULT,
    make_measure,
    make_measure_with_problem,
    make_requirement_of,
    make_topic,
    requirement_text,
)

ADMINISTRATION = Office.ADMINISTRATION


def test_a_requirement_keeps_its_origin_and_belongs_to_its_measure(session: Session) -> None:
    measure, problem = make_measure_with_problem(session)
    officer = make_officer(session, ADMINISTRATION)

    item = make_requirement(session, officer, measure, requirement_text(problem), language="de")

    assert (item.state, item.language, item.measure_id) == (State.PROPOSED, "de", measure.id)
    assert item.participation_id == measure.participation_id
    assert origin_ids(session, item.id) == [problem.id]
    actions = session.execute(select(EVENT.c.action).where(EVENT.c.subject_id == item.id))
    assert list(actions.scalars()) == [Action.MAKE_REQUIREMENT]


def test_topics_and_comments_of_any_participation_may_be_an_origin(session: Session) -> None:
    elsewhere = make_participation(session)
    comment = make_comment(session, make_problem(session, elsewhere))
    topic = make_topic(session, elsewhere)

    item = make_requirement_of(session, make_measure(session), topic, comment)

    assert set(origin_ids(session, item.id)) == {topic.id, comment.id}


@pytest.mark.parametrize("state", [State.SUBMITTED, State.HIDDEN, State.WITHDRAWN])
def test_what_is_not_public_or_was_withdrawn_is_no_origin(session: Session, state: State) -> None:
    problem = make_problem(session, state=state)
    measure = make_measure(session)

    with pytest.raises(Refused) as refusal:
        make_requirement_of(session, measure, problem)

    assert refusal.value.reasons == (UNKNOWN_ORIGIN,)


def test_a_measure_is_no_origin(session: Session) -> None:
    measure = make_measure(session)

    with pytest.raises(Refused):
        make_requirement_of(session, measure, measure)


def test_references_may_be_typed_in_any_writing(session: Session) -> None:
    problem, other = make_problem(session), make_problem(session)
    typed = f" {problem.reference.lower()}, {other.reference};"

    item = make_requirement_of(session, make_measure(session), further=typed)

    assert set(origin_ids(session, item.id)) == {problem.id, other.id}


def test_the_team_of_the_measure_may_propose_and_another_team_may_not(session: Session) -> None:
    measure = make_measure(session)
    own = make_officer(session, Office.TEAM, measure.id)
    other = make_officer(session, Office.TEAM, measure.id + 1)

    make_requirement_of(session, measure, officer=own)

    with pytest.raises(Refused) as refusal:
        make_requirement_of(session, measure, officer=other)
    assert refusal.value.reasons == (WRONG_OFFICE,)


def test_a_changed_requirement_keeps_its_words_before(session: Session) -> None:
    measure, problem = make_measure_with_problem(session)
    item = make_requirement_of(session, measure, problem, text="It takes 45 minutes at most.")
    officer = make_officer(session, ADMINISTRATION)

    edit_requirement(session, officer, item, requirement_text(problem, priority="could"))

    [kept] = session.execute(select(ITEM_VERSION.c.fields)).scalars()
    assert kept["text"] == "It takes 45 minutes at most."
    assert kept["priority"] == "must"
    assert kept["origins"] == [problem.reference]
    assert session.get_one(Requirement, item.id).priority == "could"


def test_an_origin_that_is_taken_away_leaves_an_ended_link(session: Session) -> None:
    measure, problem = make_measure_with_problem(session)
    item = make_requirement_of(session, measure, problem)
    officer, other = make_officer(session, ADMINISTRATION), make_problem(session)

    edit_requirement(session, officer, item, requirement_text(other))

    assert list(public_origins(session, item.id)) == [other.reference]
    links = LINK.outerjoin(LINK_END, LINK_END.c.link_id == LINK.c.id)
    ended_by = session.execute(
        select(LINK_END.c.by_id).select_from(links).where(LINK.c.from_id == problem.id)
    ).scalars()
    assert officer.id in list(ended_by)


def test_an_origin_that_was_hidden_later_stays_when_the_words_change(session: Session) -> None:
    measure, problem = make_measure_with_problem(session)
    item = make_requirement_of(session, measure, problem)
    set_state(session, problem, State.HIDDEN)

    edit_requirement(session, make_officer(session, ADMINISTRATION), item, requirement_text())

    assert origin_ids(session, item.id) == [problem.id]


def test_a_requirement_is_not_discussed_before_the_public_could_discuss_it(
    session: Session,
) -> None:
    measure = make_measure(session, make_participation(session, Phase.PAUSED))
    item = make_requirement_of(session, measure)
    officer = make_officer(session, ADMINISTRATION)

    with pytest.raises(Refused) as refusal:
        discuss_requirement(session, officer, item, RESULT)

    assert refusal.value.reasons == (DISCUSSION_GATE[0].missing,)
    with clock_at(in_days(6)):
        discuss_requirement(session, officer, item, RESULT)
    assert item.state is State.DISCUSSED


def test_what_is_proposed_after_the_discussion_was_not_discussed(session: Session) -> None:
    measure = make_measure(session)
    officer = make_officer(session, ADMINISTRATION)

    with clock_at(in_days(6)):
        item = make_requirement_of(session, measure, officer=officer)
        with pytest.raises(Refused):
            discuss_requirement(session, officer, item, RESULT)


def test_a_discussion_that_is_over_counts(session: Session) -> None:
    item = make_requirement_of(session, make_measure(session))

    with clock_at(in_days(6)):
        discuss_requirement(session, make_officer(session, ADMINISTRATION), item, RESULT)

    assert session.get_one(Requirement, item.id).result == RESULT


def test_there_is_no_approval_without_an_origin(session: Session) -> None:
    item = make_requirement_of(session, make_measure(session), state=State.DISCUSSED)

    with pytest.raises(Refused) as refusal:
        approve_requirement(session, make_officer(session, ADMINISTRATION), item)

    assert refusal.value.reasons == (APPROVAL_GATE[1].missing,)
    assert item.state is State.DISCUSSED


def test_there_is_no_approval_without_a_discussion(session: Session) -> None:
    measure, problem = make_measure_with_problem(session)
    item = make_requirement_of(session, measure, problem)

    with pytest.raises(Refused) as refusal:
        approve_requirement(session, make_officer(session, ADMINISTRATION), item)

    assert refusal.value.reasons == (APPROVAL_GATE[0].missing,)


def test_the_team_may_discuss_but_not_approve_or_drop(session: Session) -> None:
    measure, problem = make_measure_with_problem(session)
    team = make_officer(session, Office.TEAM, measure.id)
    item = make_requirement_of(session, measure, problem, officer=team, state=State.DISCUSSED)

    with pytest.raises(Refused, match=WRONG_OFFICE):
        approve_requirement(session, team, item)
    with pytest.raises(Refused, match=WRONG_OFFICE):
        drop_requirement(session, team, item, REASON)


def test_approval_brings_what_it_comes_from_to_the_station_requirement(session: Session) -> None:
    place = make_participation(session, Phase.REQUIREMENTS)
    named, in_topic, unnamed = (make_problem(session, place) for _ in range(3))
    topic, other = make_topic(session, place, in_topic), make_topic(session, place, unnamed)
    measure = make_measure(session, place, topic, other)

    make_requirement_of(session, measure, named, topic, state=State.APPROVED)

    assert _ways(session, named, in_topic, topic) == [Station.REQUIREMENT] * 3
    assert _ways(session, unnamed, other) == [Station.PROBLEM, Station.ANSWER]


def test_an_approved_requirement_is_neither_changed_nor_approved_again(session: Session) -> None:
    measure, problem = make_measure_with_problem(session)
    item = make_requirement_of(session, measure, problem, state=State.APPROVED)
    officer = make_officer(session, ADMINISTRATION)

    acts: tuple[Callable[[], object], ...] = (
        lambda: edit_requirement(session, officer, item, requirement_text()),
        lambda: discuss_requirement(session, officer, item, RESULT),
        lambda: approve_requirement(session, officer, item),
    )
    for act in acts:
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.reasons == (NO_STEP,)


@pytest.mark.parametrize("state", [State.PROPOSED, State.DISCUSSED, State.APPROVED])
def test_a_requirement_is_dropped_with_a_reason_and_stays(session: Session, state: State) -> None:
    measure, problem = make_measure_with_problem(session)
    item = make_requirement_of(session, measure, problem, state=state)

    drop_requirement(session, make_officer(session, ADMINISTRATION), item, REASON)

    assert (item.state, item.way_ended) == (State.DROPPED, True)
    assert session.get_one(Requirement, item.id).reason == REASON
    assert origin_ids(session, item.id) == [problem.id]


def test_what_is_dropped_stays_dropped(session: Session) -> None:
    item = make_requirement_of(session, make_measure(session), state=State.DROPPED)

    with pytest.raises(Refused, match=NO_STEP):
        drop_requirement(session, make_officer(session, ADMINISTRATION), item, REASON)


def test_people_without_an_office_change_nothing(session: Session) -> None:
    measure, problem = make_measure_with_problem(session)
    person, item = make_person(session), make_requirement_of(session, measure, problem)

    acts: tuple[Callable[[], object], ...] = (
        lambda: make_requirement(session, person, measure, requirement_text(), language="en"),
        lambda: edit_requirement(session, person, item, requirement_text()),
        lambda: discuss_requirement(session, person, item, RESULT),
        lambda: approve_requirement(session, person, item),
        lambda: drop_requirement(session, person, item, REASON),
    )
    for act in acts:
        with pytest.raises(Refused, match=WRONG_OFFICE):
            act()


def _ways(session: Session, *items: Item) -> list[int]:
    for item in items:
        session.refresh(item)
    return [item.way for item in items]
