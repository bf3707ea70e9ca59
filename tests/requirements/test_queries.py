from sqlmodel import Session

from app.process.actor import VISITOR
from app.process.vocabulary import Office, Priority, State
from app.requirements.commands import edit_requirement
from app.requirements.coverage import coverage
from app.requirements.history import Line, difference, revisions
from app.requirements.origins import offers, quotes
from app.requirements.queries import (
    Acts,
    acts_on,
    open_until,
    requirement_facts,
    requirements_from,
    requirements_of,
)
from tests.deliberation.makers import make_comment
from tests.makers import make_officer, make_participation, make_person, make_problem
from tests.queries import counted_queries
from tests.requirements.makers import (
    make_measure,
    make_measure_with_problem,
    make_requirement_of,
    make_topic,
    requirement_text,
)


def test_what_binds_most_is_listed_first_and_what_was_dropped_last(session: Session) -> None:
    measure, problem = make_measure_with_problem(session)
    make_requirement_of(session, measure, state=State.DROPPED, title="Rides for free")
    make_requirement_of(session, measure, priority="could", title="A round of passengers")
    make_requirement_of(session, measure, problem, title="A bus at ten")

    with counted_queries() as sent:
        cards = requirements_of(session, measure.id)

    titles = ["A bus at ten", "A round of passengers", "Rides for free"]
    assert [card.title for card in cards] == titles
    assert [card.origins for card in cards] == [1, 0, 0]
    assert len(sent) == 1


def test_origins_are_quoted_with_the_group_of_their_author(session: Session) -> None:
    measure, problem = make_measure_with_problem(session)
    comment = make_comment(session, make_problem(session), text="Thirty minutes, not 45, please.")
    item = make_requirement_of(session, measure, problem, comment)

    first, second = quotes(session, VISITOR, item.id)

    assert first.sentences == (
        "The last bus leaves before the late shift at the clinic ends.",
        "A departure after the end of the late shift.",
    )
    assert (second.sentences, second.group) == (
        ("Thirty minutes, not 45, please.",),
        comment.author_group,
    )


def test_gate_1_learns_what_is_approved_undecided_and_without_origin(session: Session) -> None:
    measure, problem = make_measure_with_problem(session)
    make_requirement_of(session, measure, problem, state=State.APPROVED)
    make_requirement_of(session, measure, problem, state=State.DISCUSSED)
    make_requirement_of(session, measure)
    make_requirement_of(session, measure, state=State.DROPPED)

    facts = requirement_facts(session, measure.id)

    assert facts == {"approved": 1, "without_origin": 1, "undecided": 2}


def test_each_change_is_told_sentence_by_sentence(session: Session) -> None:
    measure, problem = make_measure_with_problem(session)
    officer = make_officer(session, Office.ADMINISTRATION)
    item = make_requirement_of(session, measure, text="It runs daily. It takes 45 minutes.")
    changed = requirement_text(
        problem, text="It runs daily. It takes 30 minutes.", priority="should"
    )

    edit_requirement(session, officer, item, changed)
    edit_requirement(session, officer, item, changed)

    unchanged, revision = revisions(session, item)
    assert (unchanged.number, unchanged.changes) == (3, ())
    assert (revision.number, revision.by) == (2, officer.name)
    assert [change.label for change in revision.changes] == ["Requirement", "Priority", "Origin"]
    assert revision.changes[0].lines == (
        Line("same", "It runs daily."),
        Line("removed", "It takes 45 minutes."),
        Line("added", "It takes 30 minutes."),
    )
    assert revision.changes[1].before is Priority.MUST
    assert revision.changes[1].after is Priority.SHOULD
    assert revision.changes[2].lines == (Line("added", problem.reference),)


def test_a_difference_keeps_paragraphs_apart() -> None:
    lines = difference("One.\nTwo.", "One.\n\nThree.\nTwo.")

    assert [(line.kind, line.text) for line in lines] == [
        ("same", "One."),
        ("added", "Three."),
        ("same", "Two."),
    ]


def test_coverage_tells_what_no_requirement_names(session: Session) -> None:
    place = make_participation(session)
    named, through_topic, unheard = (make_problem(session, place) for _ in range(3))
    topic = make_topic(session, place, through_topic)
    measure = make_measure(session, place, topic, make_topic(session, place, named, unheard))
    without_origin = make_requirement_of(session, measure)
    make_requirement_of(session, measure, named, topic)
    make_requirement_of(session, measure, unheard, state=State.DROPPED)

    lists = coverage(session, measure.id)

    assert [each.reference for each in lists.unheard] == [unheard.reference]
    assert [each.reference for each in lists.through_topic] == [through_topic.reference]
    assert [card.reference for card in lists.without_origin] == [without_origin.reference]
    assert len(lists.without_work) == 2


def test_a_contribution_knows_its_requirements_also_through_its_topic(session: Session) -> None:
    place = make_participation(session)
    problem = make_problem(session, place)
    topic = make_topic(session, place, problem)
    measure = make_measure(session, place, topic)
    direct = make_requirement_of(session, measure, problem)
    by_topic = make_requirement_of(session, measure, topic)

    from_problem = requirements_from(session, problem)

    assert {card.reference for card in from_problem} == {direct.reference, by_topic.reference}
    assert [card.reference for card in requirements_from(session, topic)] == [by_topic.reference]
    assert requirements_from(session, make_problem(session, place)) == []


def test_the_topics_of_the_measure_are_offered_as_origins(session: Session) -> None:
    place = make_participation(session)
    problems = [make_problem(session, place) for _ in range(2)]
    topic = make_topic(session, place, *problems)
    measure = make_measure(session, place, topic)

    with counted_queries() as sent:
        [chosen, rest] = offers(session, measure.id, "", [problems[0].reference])

    assert [each.reference for each in chosen.offers] == [problems[0].reference]
    assert [each.reference for each in rest.offers] == [topic.reference, problems[1].reference]
    assert rest.topic is not None
    assert len(sent) <= 3


def test_origins_are_found_by_words_in_every_participation(session: Session) -> None:
    elsewhere = make_problem(session, title="Dark underpass at the harbour")
    make_problem(session, title="Dark lanes in the park", state=State.WITHDRAWN)
    measure, _ = make_measure_with_problem(session)

    [found] = offers(session, measure.id, "dark", [])

    assert [each.reference for each in found.offers] == [elsewhere.reference]


def test_the_open_discussion_says_until_when(session: Session) -> None:
    assert open_until(session, make_measure(session).participation_id) is not None
    assert open_until(session, make_participation(session).id) is None


def test_acts_are_shown_to_offices_with_the_reasons_against(session: Session) -> None:
    measure = make_measure(session)
    item = make_requirement_of(session, measure)
    team = make_officer(session, Office.TEAM, measure.id)

    acts = acts_on(session, team, item)

    assert (acts.edit, acts.discuss) == ((), ())
    assert acts.approve is not None
    assert len(acts.approve) == 3
    assert acts.drop
    assert acts_on(session, make_person(session), item) == Acts()


def test_a_dropped_requirement_offers_no_act_any_more(session: Session) -> None:
    measure = make_measure(session)
    item = make_requirement_of(session, measure, state=State.DROPPED)

    assert acts_on(session, make_officer(session, Office.ADMINISTRATION), item) == Acts()
