"""The start page: what is open, what became of a sentence, which answers are owed."""

from datetime import UTC

from sqlmodel import Session

from app.guide.queries import Owed, StartPage, start_page
from app.process.vocabulary import Group, Office, Phase, State, Verdict
from tests.client import CheckingClient
from tests.deliberation.makers import make_comment, make_supports
from tests.guide.makers import make_way
from tests.makers import in_days, make_officer, make_participation, make_person, make_problem
from tests.mandates.makers import make_mandate
from tests.queries import counted_queries
from tests.segments.makers import cut, make_consultation, make_statement
from tests.synthesis.makers import give_answer, make_synthesis, put_into_topic


def start_of(session: Session) -> StartPage:
    session.flush()
    return start_page(session, "en", UTC)


def test_what_is_open_is_shown_with_its_end_and_who_answers(
    session: Session, client: CheckingClient
) -> None:
    make_participation(session, title="Getting home at night", authority="Mobility department")

    html = client.get("/en/").text

    assert "Getting home at night" in html
    assert "5 days left" in html
    assert "from: Mobility department" in html
    assert "Nobody has written yet" in html


def test_what_is_announced_comes_with_its_first_day(
    session: Session, client: CheckingClient
) -> None:
    make_participation(session, Phase.ANNOUNCED, title="Safe ways to school")

    html = client.get("/en/").text

    assert "Safe ways to school" in html
    assert "days left" not in html


def test_the_page_says_so_when_nothing_is_open(client: CheckingClient) -> None:
    html = client.get("/en/").text

    assert "Nothing is open at this moment" in html
    assert "What became of a sentence" not in html


def test_a_group_is_heard_by_writing_supporting_or_commenting(session: Session) -> None:
    place = make_participation(session)
    problem = make_problem(session, place, make_person(session, Group.BUSINESS))
    make_supports(session, problem, academia=1)
    make_comment(session, problem, make_person(session, Group.POLITICS))

    (box,) = start_of(session).open

    assert box.unheard == (Group.CITIZENS, Group.CIVIL_SOCIETY, Group.ADMINISTRATION)
    assert box.contributions == 1


def test_what_waits_for_moderation_is_neither_counted_nor_heard(session: Session) -> None:
    place = make_participation(session)
    make_problem(session, place, state=State.SUBMITTED)

    (box,) = start_of(session).open

    assert box.contributions == 0
    assert Group.CITIZENS in box.unheard


def test_topics_and_contributions_without_answer_are_owed_once_the_talk_is_over(
    session: Session,
) -> None:
    participation, problems = make_synthesis(session, problems=3)
    put_into_topic(session, participation, problems[:2])
    make_problem(session, make_participation(session))

    assert start_of(session).owed == Owed(waiting=4, late=0, late_since=None, answered=0)


def test_an_answer_settles_the_topic_and_what_is_in_it(session: Session) -> None:
    participation, problems = make_synthesis(session, problems=3)
    give_answer(session, put_into_topic(session, participation, problems[:2]))

    assert start_of(session).owed == Owed(waiting=1, late=0, late_since=None, answered=1)


def test_the_segments_of_statements_are_owed_an_answer_too(session: Session) -> None:
    place, _ = make_synthesis(session, problems=1)
    statement = make_statement(session, make_consultation(session, place), texts=["Wider, please."])
    segments = cut(session, statement, make_officer(session, Office.ADMINISTRATION))

    assert start_of(session).owed.waiting == 1 + len(segments)


def test_a_missed_day_is_named_since_when(session: Session, client: CheckingClient) -> None:
    late = make_participation(session, Phase.SYNTHESIS, answers_due=in_days(-6))
    make_problem(session, late)

    html = client.get("/en/").text

    assert "over the day we promised, for 6 days" in html


def test_the_sentence_that_came_furthest_is_told_with_its_decision(
    session: Session, client: CheckingClient
) -> None:
    way = make_way(session, State.CONDITIONAL)
    make_problem(session, title="The clock at the station is wrong")

    html = client.get("/en/").text

    assert f"<q>{way.problem.title}</q>" in html
    assert "The clock at the station is wrong" not in html
    assert "Decision round decided on" in html
    assert "It is carried out by: City transport." in html
    assert "It may cost €480,000." in html
    assert f"/en/items/{way.problem.reference}/trail" in html


def test_a_sentence_that_was_not_taken_up_is_no_example_while_another_goes_on(
    session: Session,
) -> None:
    participation, problems = make_synthesis(session)
    not_taken = put_into_topic(session, participation, problems[:1])
    give_answer(session, not_taken, Verdict.NOT_TAKEN_UP)
    give_answer(session, put_into_topic(session, participation, problems[1:], title="Two stops"))

    example = start_of(session).example

    assert example is not None
    assert example.reference == problems[1].reference


def test_the_newest_decisions_are_listed_the_refused_ones_too(session: Session) -> None:
    for state in (State.GRANTED, State.DEFERRED, State.REFUSED, State.CONDITIONAL):
        make_mandate(session, state)
    make_mandate(session, State.SUBMITTED)

    decided = start_of(session).decided

    assert [each.result for each in decided] == [State.CONDITIONAL, State.REFUSED, State.DEFERRED]


def test_the_start_page_takes_six_queries(session: Session, client: CheckingClient) -> None:
    make_way(session, State.GRANTED)
    session.commit()

    with counted_queries() as sent:
        client.get("/en/")

    assert len(sent) <= 6


def test_an_address_of_the_language_alone_leads_to_the_start_page(client: CheckingClient) -> None:
    answer = client.get("/de")

    assert answer.headers["location"] == "/de/"
