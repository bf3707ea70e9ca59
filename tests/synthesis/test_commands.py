from collections.abc import Iterable

import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from app.items.models import ITEM_VERSION, LINK, LINK_END, Item
from app.items.spine import link
from app.items.trail import forward
from app.process.actor import VISITOR
from app.process.objections import NOT_PUBLIC
from app.process.paths import NO_STEP
from app.process.refusal import Refused
from app.process.rules import SIGN_IN_FIRST, WRONG_OFFICE, WRONG_PHASE
from app.process.vocabulary import Action, Kind, Link, Office, Phase, State, Station, Verdict
from app.record.models import EVENT
from app.synthesis.answers import answer_page, answers_to
from app.synthesis.commands import (
    CARRIED_ON,
    REASON_MISSING,
    answer_item,
    edit_topic,
    make_topic,
    sort_topic,
)
from app.synthesis.forms import Sorting, TopicForm, TopicText
from app.synthesis.members import LEFT_ALONE, NOT_OF_THIS
from app.synthesis.models import Answer
from tests.makers import make_officer, make_participation, make_person, make_problem
from tests.synthesis.makers import (
    REASON,
    give_answer,
    make_synthesis,
    make_topic_of,
    put_into_topic,
)

TEXT = TopicText(title="Getting home late", digest="Nobody gets home after nine in the evening.")
FORM = TopicForm(**TEXT.model_dump())


def _standing(session: Session, how: Link) -> int:
    standing = LINK.outerjoin(LINK_END, LINK_END.c.link_id == LINK.c.id)
    count: int = session.execute(
        select(func.count())
        .select_from(standing)
        .where(LINK.c.how == how, LINK_END.c.link_id.is_(None))
    ).scalar_one()
    return count


def _references(items: Iterable[Item]) -> tuple[str, ...]:
    return tuple(item.reference for item in items)


def test_a_topic_is_made_of_contributions_and_they_reach_it(session: Session) -> None:
    participation, problems = make_synthesis(session)

    topic = put_into_topic(session, participation, problems)

    assert (topic.kind, topic.state) == (Kind.TOPIC, State.PUBLISHED)
    assert [problem.way for problem in problems] == [Station.TOPIC, Station.TOPIC]
    assert _standing(session, Link.PART_OF) == 2


def test_making_a_topic_is_on_record(session: Session) -> None:
    topic = make_topic_of(session)

    actions = session.execute(select(EVENT.c.action).where(EVENT.c.subject_id == topic.id))

    assert list(actions.scalars()) == [Action.MAKE_TOPIC]


def test_a_topic_may_be_made_while_contributions_are_collected(session: Session) -> None:
    participation = make_participation(session, Phase.COLLECTING)

    topic = put_into_topic(session, participation, [make_problem(session, participation)])

    assert topic.way == Station.TOPIC


@pytest.mark.parametrize("office", [Office.MODERATOR, Office.TEAM, Office.CDO, Office.BODY])
def test_another_office_makes_no_topic(session: Session, office: Office) -> None:
    participation, _ = make_synthesis(session)

    with pytest.raises(Refused) as refusal:
        make_topic(session, make_officer(session, office), participation, FORM, language="en")

    assert refusal.value.reasons == (WRONG_OFFICE,)


def test_the_administration_of_another_participation_makes_no_topic(session: Session) -> None:
    participation, _ = make_synthesis(session)
    elsewhere = make_officer(session, Office.ADMINISTRATION, make_participation(session).id)

    with pytest.raises(Refused) as refusal:
        make_topic(session, elsewhere, participation, FORM, language="en")

    assert refusal.value.reasons == (WRONG_OFFICE,)


def test_an_unpublished_contribution_is_in_no_topic(session: Session) -> None:
    participation, _ = make_synthesis(session, 0)
    hidden = make_problem(session, participation, state=State.HIDDEN)

    with pytest.raises(Refused) as refusal:
        put_into_topic(session, participation, [hidden])

    assert refusal.value.reasons == (NOT_OF_THIS,)


def test_a_contribution_of_another_participation_is_refused(session: Session) -> None:
    participation, _ = make_synthesis(session, 0)

    with pytest.raises(Refused) as refusal:
        put_into_topic(session, participation, [make_problem(session)])

    assert refusal.value.reasons == (NOT_OF_THIS,)


def test_the_words_of_a_topic_are_kept_when_they_change(session: Session) -> None:
    topic = make_topic_of(session)
    officer = make_officer(session, Office.ADMINISTRATION)

    edit_topic(session, officer, topic, TEXT)

    assert topic.title == TEXT.title
    kept = session.execute(select(ITEM_VERSION.c.fields).where(ITEM_VERSION.c.item_id == topic.id))
    assert [fields["title"] for fields in kept.scalars()] == ["Getting home at night"]


def test_taking_a_contribution_out_ends_the_link_and_leaves_it_on_record(session: Session) -> None:
    participation, (staying, leaving) = make_synthesis(session)
    topic = put_into_topic(session, participation, [staying, leaving])
    officer = make_officer(session, Office.ADMINISTRATION)

    sort_topic(session, officer, topic, Sorting(remove=_references([leaving])))

    assert (staying.way, leaving.way) == (Station.TOPIC, Station.PROBLEM)
    assert _standing(session, Link.PART_OF) == 1
    ended_by = session.execute(select(LINK_END.c.by_id)).scalar_one()
    assert ended_by == officer.id


def test_who_leaves_an_answered_topic_has_no_answer_any_more(session: Session) -> None:
    participation, (staying, leaving) = make_synthesis(session)
    topic = put_into_topic(session, participation, [staying, leaving])
    give_answer(session, topic)

    officer = make_officer(session, Office.ADMINISTRATION)
    sort_topic(session, officer, topic, Sorting(remove=_references([leaving])))

    assert (leaving.verdict, leaving.way) == (None, Station.PROBLEM)
    assert (staying.verdict, staying.way) == (Verdict.TAKEN_UP, Station.ANSWER)


def test_after_the_synthesis_nothing_loses_its_only_answer(session: Session) -> None:
    participation = make_participation(session, Phase.REQUIREMENTS)
    problem = make_problem(session, participation)
    topics = [put_into_topic(session, participation, [problem]) for _ in range(2)]
    for topic in topics:
        give_answer(session, topic)
    officer = make_officer(session, Office.ADMINISTRATION)
    leaving = Sorting(remove=_references([problem]))
    sort_topic(session, officer, topics[0], leaving)

    with pytest.raises(Refused) as refusal:
        sort_topic(session, officer, topics[1], leaving)

    assert refusal.value.reasons == (LEFT_ALONE,)


def test_who_comes_into_an_answered_topic_has_its_answer(session: Session) -> None:
    participation, (first, second) = make_synthesis(session)
    topic = put_into_topic(session, participation, [first])
    give_answer(session, topic, Verdict.NOT_TAKEN_UP)

    officer = make_officer(session, Office.ADMINISTRATION)
    sort_topic(session, officer, topic, Sorting(add=_references([second])))

    assert (second.verdict, second.way) == (Verdict.NOT_TAKEN_UP, Station.ANSWER)
    assert second.way_ended


def test_an_answer_reaches_the_topic_and_every_contribution_in_it(session: Session) -> None:
    participation, problems = make_synthesis(session)
    topic = put_into_topic(session, participation, problems)

    answer = give_answer(session, topic, Verdict.PARTLY)

    assert topic.state is State.ANSWERED
    assert (answer.title, answer.verdict) == (topic.title, Verdict.PARTLY)
    assert session.get_one(Answer, answer.id).reason == REASON
    for item in (topic, *problems):
        assert (item.verdict, item.way, item.way_ended) == (
            Verdict.PARTLY,
            Station.ANSWER,
            False,
        )


def test_what_is_not_taken_up_ends_here(session: Session) -> None:
    participation, problems = make_synthesis(session)
    topic = put_into_topic(session, participation, problems)

    give_answer(session, topic, Verdict.NOT_TAKEN_UP)

    assert topic.way_ended
    assert all(problem.way_ended for problem in problems)


def test_of_several_answers_the_strongest_counts(session: Session) -> None:
    participation, (problem,) = make_synthesis(session, 1)
    topics = [put_into_topic(session, participation, [problem]) for _ in range(3)]

    for topic, verdict in zip(
        topics, (Verdict.LATER, Verdict.TAKEN_UP, Verdict.PARTLY), strict=True
    ):
        give_answer(session, topic, verdict)

    assert problem.verdict is Verdict.TAKEN_UP


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_way_that_goes_on_through_another_topic_is_not_ended(
    session: Session, order: tuple[int, int]
) -> None:
    participation, (problem,) = make_synthesis(session, 1)
    topics = [put_into_topic(session, participation, [problem]) for _ in range(2)]
    verdicts = (Verdict.NOT_TAKEN_UP, Verdict.LATER)

    for which in order:
        give_answer(session, topics[which], verdicts[which])

    assert (problem.verdict, problem.way_ended) == (Verdict.LATER, False)


def test_a_way_is_not_ended_while_another_topic_waits_for_its_answer(session: Session) -> None:
    participation, (problem,) = make_synthesis(session, 1)
    refused, _waiting = (put_into_topic(session, participation, [problem]) for _ in range(2))

    give_answer(session, refused, Verdict.NOT_TAKEN_UP)

    assert not problem.way_ended


def test_a_problem_can_be_answered_directly(session: Session) -> None:
    _, (problem,) = make_synthesis(session, 1)

    answer = give_answer(session, problem, Verdict.NOT_TAKEN_UP)

    assert (problem.verdict, problem.way, problem.way_ended) == (
        Verdict.NOT_TAKEN_UP,
        Station.ANSWER,
        True,
    )
    assert problem.state is State.PUBLISHED
    assert [entry.id for entry in forward(session, VISITOR, problem)] == [answer.id]


def test_a_direct_answer_and_that_of_a_topic_count_together(session: Session) -> None:
    participation, (problem,) = make_synthesis(session, 1)
    topic = put_into_topic(session, participation, [problem])
    give_answer(session, problem, Verdict.PARTLY)

    give_answer(session, topic, Verdict.NOT_TAKEN_UP)

    assert (problem.verdict, problem.way_ended) == (Verdict.PARTLY, False)


def test_answering_again_replaces_the_answer_and_keeps_it_readable(session: Session) -> None:
    participation, (problem,) = make_synthesis(session, 1)
    topic = put_into_topic(session, participation, [problem])
    older = give_answer(session, topic, Verdict.NOT_TAKEN_UP)

    newer = give_answer(session, topic, Verdict.LATER)

    assert (topic.verdict, topic.way_ended) == (Verdict.LATER, False)
    assert (problem.verdict, problem.way_ended) == (Verdict.LATER, False)
    lines = answers_to(session, topic.id)
    assert [(line.reference, line.replaced_at is None) for line in lines] == [
        (newer.reference, True),
        (older.reference, False),
    ]
    assert answer_page(session, older).newer == newer.reference


def test_a_promise_may_be_taken_back_as_long_as_nothing_came_of_it(session: Session) -> None:
    participation, (problem,) = make_synthesis(session, 1)
    topic = put_into_topic(session, participation, [problem])
    give_answer(session, topic, Verdict.TAKEN_UP)

    give_answer(session, topic, Verdict.NOT_TAKEN_UP)

    assert (topic.verdict, topic.way_ended) == (Verdict.NOT_TAKEN_UP, True)
    assert (problem.verdict, problem.way_ended) == (Verdict.NOT_TAKEN_UP, True)


@pytest.mark.parametrize("reason", ["", "  Too expensive.  ", " " * 40])
def test_an_answer_needs_a_reason(session: Session, reason: str) -> None:
    topic = make_topic_of(session)
    officer = make_officer(session, Office.ADMINISTRATION)

    with pytest.raises(Refused) as refusal:
        answer_item(session, officer, topic, Verdict.LATER, reason=reason)

    assert refusal.value.reasons == (REASON_MISSING,)


@pytest.mark.parametrize("phase", [Phase.ANNOUNCED, Phase.COLLECTING, Phase.DELIBERATING])
def test_nothing_is_answered_before_the_synthesis(session: Session, phase: Phase) -> None:
    topic = put_into_topic(session, make_participation(session, phase), [])
    officer = make_officer(session, Office.ADMINISTRATION)

    with pytest.raises(Refused) as refusal:
        answer_item(session, officer, topic, Verdict.LATER, reason=REASON)

    assert refusal.value.reasons == (WRONG_PHASE[phase],)


@pytest.mark.parametrize("phase", [Phase.SYNTHESIS, Phase.REQUIREMENTS, Phase.CLOSED])
def test_answers_are_given_from_the_synthesis_on(session: Session, phase: Phase) -> None:
    topic = put_into_topic(session, make_participation(session, phase), [])

    give_answer(session, topic)

    assert topic.verdict is Verdict.TAKEN_UP


def test_only_the_administration_answers(session: Session) -> None:
    topic = make_topic_of(session)

    for actor, reason in ((make_person(session), WRONG_OFFICE), (VISITOR, SIGN_IN_FIRST)):
        with pytest.raises(Refused) as refusal:
            answer_item(session, actor, topic, Verdict.LATER, reason=REASON)
        assert refusal.value.reasons == (reason,)


def test_a_withdrawn_problem_is_not_answered(session: Session) -> None:
    participation, _ = make_synthesis(session, 0)
    withdrawn = make_problem(session, participation, state=State.WITHDRAWN)

    with pytest.raises(Refused) as refusal:
        give_answer(session, withdrawn)

    assert NOT_PUBLIC.sentence in refusal.value.reasons


def test_other_kinds_of_items_are_not_answered(session: Session) -> None:
    participation, _ = make_synthesis(session, 0)

    with pytest.raises(Refused) as refusal:
        give_answer(session, participation)

    assert refusal.value.reasons == (NO_STEP,)


def test_what_led_on_cannot_be_answered_as_not_taken_up(session: Session) -> None:
    topic = make_topic_of(session)
    officer = make_officer(session, Office.ADMINISTRATION)
    link(session, officer, topic.id, make_problem(session).id, how=Link.ORIGIN_OF)

    with pytest.raises(Refused) as refusal:
        give_answer(session, topic, Verdict.NOT_TAKEN_UP)

    assert refusal.value.reasons == (CARRIED_ON,)
