from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from app.goals.queries import action_fields_of, values_of
from app.items.models import ITEM, Item
from app.items.trail import backward, forward
from app.measures.commands import open_measure
from app.measures.models import Measure, PhaseVisit
from app.measures.queries import topics_behind, visits_of
from app.process.actor import VISITOR
from app.process.gates import GATE_0
from app.process.refusal import Refused
from app.process.rules import SIGN_IN_FIRST, WRONG_OFFICE
from app.process.vocabulary import Group, Kind, Office, State, Verdict
from tests.makers import make_officer, make_participation, make_person, make_problem
from tests.measures.makers import REASON, make_answered_topic, make_measure, opening
from tests.synthesis.makers import give_supporters, make_synthesis, put_into_topic

MISSING = {condition.name: condition.missing for condition in GATE_0}


def _no_topic(session: Session) -> tuple[list[Item], dict[str, object]]:
    return [], {}


def _unanswered(session: Session) -> tuple[list[Item], dict[str, object]]:
    return [make_answered_topic(session, None)], {}


def _one_group(session: Session) -> tuple[list[Item], dict[str, object]]:
    groups = (Group.CITIZENS, Group.UNSTATED)
    return [make_answered_topic(session, groups=groups)], {}


def _without(**nothing: object) -> Callable[[Session], tuple[list[Item], dict[str, object]]]:
    return lambda session: ([make_answered_topic(session)], nothing)


LACKS = {
    "At least one topic made of contributions": _no_topic,
    "Every topic has an answer that takes it up": _unanswered,
    "At least two declared groups took part": _one_group,
    "Linked to at least one value": _without(values=()),
    "Linked to at least one action field": _without(action_fields=()),
    "A public reason": _without(reason="  "),
}


def test_a_measure_is_opened_from_an_answered_topic(session: Session) -> None:
    topic = make_answered_topic(session)

    item = make_measure(session, topic)

    assert (item.kind, item.state) == (Kind.MEASURE, State.PREPROCESS)
    assert (item.participation_id, item.measure_id) == (topic.participation_id, item.id)
    assert session.get_one(Measure, item.id).reason == REASON
    assert [each.name for each in values_of(session, item.id, "en")] == ["Sustainable"]
    assert len(action_fields_of(session, item.id, "en")) == 1
    assert [(visit.state, visit.reason) for visit in visits_of(session, item.id)] == [
        (State.PREPROCESS, REASON)
    ]


def test_the_trail_leads_from_the_topic_to_the_measure_and_back(session: Session) -> None:
    topics = [make_answered_topic(session), make_answered_topic(session, Verdict.PARTLY)]

    item = make_measure(session, *topics)

    assert item.id in {entry.id for entry in forward(session, VISITOR, topics[0])}
    kinds = [entry.kind for entry in backward(session, VISITOR, item)]
    assert kinds == [Kind.PROBLEM] * 4 + [Kind.TOPIC] * 2
    assert [line.id for line in topics_behind(session, item.id)] == [each.id for each in topics]


@pytest.mark.parametrize("condition", MISSING)
def test_gate_0_says_what_is_missing(session: Session, condition: str) -> None:
    topics, changes = LACKS[condition](session)
    officer = make_officer(session, Office.ADMINISTRATION)

    with pytest.raises(Refused) as refusal:
        open_measure(session, officer, topics, opening(session, **changes), language="en")

    assert MISSING[condition] in refusal.value.reasons
    count = select(func.count()).select_from(ITEM).where(ITEM.c.kind == Kind.MEASURE)
    assert session.execute(count).scalar_one() == 0


def test_gate_0_names_everything_that_is_missing_at_once(session: Session) -> None:
    officer = make_officer(session, Office.ADMINISTRATION)
    lacking = opening(session, reason="", values=(), action_fields=())

    with pytest.raises(Refused) as refusal:
        open_measure(session, officer, [make_answered_topic(session)], lacking, language="en")

    assert refusal.value.reasons == (
        MISSING["Linked to at least one value"],
        MISSING["Linked to at least one action field"],
        MISSING["A public reason"],
    )


def test_a_topic_that_is_not_taken_up_leads_to_no_measure(session: Session) -> None:
    topics = [
        make_answered_topic(session),
        make_answered_topic(session, Verdict.NOT_TAKEN_UP),
    ]

    with pytest.raises(Refused) as refusal:
        make_measure(session, *topics)

    assert refusal.value.reasons == (MISSING["Every topic has an answer that takes it up"],)


def test_what_is_not_in_the_strategy_is_no_value(session: Session) -> None:
    with pytest.raises(Refused) as refusal:
        make_measure(session, values=(4711,))

    assert refusal.value.reasons == (MISSING["Linked to at least one value"],)


def test_a_group_that_only_supports_has_taken_part(session: Session) -> None:
    topic = make_answered_topic(session, groups=(Group.CITIZENS,))
    problem = next(iter(backward(session, VISITOR, topic)))
    give_supporters(session, session.get_one(Item, problem.id), academia=1)

    assert make_measure(session, topic).state is State.PREPROCESS


def test_people_who_state_no_group_count_for_none(session: Session) -> None:
    topic = make_answered_topic(session, groups=(Group.CITIZENS,))
    problem = next(iter(backward(session, VISITOR, topic)))
    give_supporters(session, session.get_one(Item, problem.id), unstated=90)

    with pytest.raises(Refused) as refusal:
        make_measure(session, topic)

    assert refusal.value.reasons == (MISSING["At least two declared groups took part"],)


def test_the_groups_of_several_topics_count_together(session: Session) -> None:
    topics = [
        make_answered_topic(session, groups=(group,)) for group in (Group.CITIZENS, Group.POLITICS)
    ]

    assert len(topics_behind(session, make_measure(session, *topics).id)) == 2


@pytest.mark.parametrize("office", [Office.MODERATOR, Office.TEAM, Office.BODY, Office.OPERATOR])
def test_other_offices_open_no_measure(session: Session, office: Office) -> None:
    with pytest.raises(Refused) as refusal:
        make_measure(session, by=make_officer(session, office))

    assert refusal.value.reasons == (WRONG_OFFICE,)


def test_people_and_visitors_open_no_measure(session: Session) -> None:
    for actor, reason in ((make_person(session), WRONG_OFFICE), (VISITOR, SIGN_IN_FIRST)):
        with pytest.raises(Refused) as refusal:
            make_measure(session, by=actor)
        assert refusal.value.reasons == (reason,)


def test_the_digital_officer_opens_measures(session: Session) -> None:
    officer = make_officer(session, Office.CDO)

    assert make_measure(session, by=officer).author_id == officer.id


def test_the_administration_of_another_participation_opens_none(session: Session) -> None:
    elsewhere = make_officer(session, Office.ADMINISTRATION, make_participation(session).id)

    with pytest.raises(Refused) as refusal:
        make_measure(session, by=elsewhere)

    assert refusal.value.reasons == (WRONG_OFFICE,)


def test_a_visit_of_a_phase_knows_who_decided_it(session: Session) -> None:
    officer = make_officer(session, Office.ADMINISTRATION)
    item = make_measure(session, by=officer)

    visit = session.execute(select(PhaseVisit)).scalar_one()

    assert (visit.measure_id, visit.by_id) == (item.id, officer.id)


def test_an_empty_topic_brings_no_group(session: Session) -> None:
    participation, _ = make_synthesis(session, 0)
    topic = put_into_topic(session, participation, [])
    make_problem(session, participation)

    with pytest.raises(Refused) as refusal:
        make_measure(session, topic)

    assert MISSING["At least two declared groups took part"] in refusal.value.reasons
