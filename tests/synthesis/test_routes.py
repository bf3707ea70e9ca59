import re

import pytest
from sqlmodel import Session

from app.items.models import Item
from app.items.spine import set_state
from app.process.vocabulary import Group, Office, Phase, State, Verdict
from tests.client import CheckingClient
from tests.makers import make_officer, make_participation, make_person, make_problem
from tests.synthesis.makers import (
    REASON,
    give_answer,
    give_supporters,
    make_synthesis,
    make_topic_of,
    put_into_topic,
)

DIGEST = "Nobody gets home after nine in the evening, from six places of the city."


def _office(client: CheckingClient, session: Session) -> CheckingClient:
    return client.sign_in(make_officer(session, Office.ADMINISTRATION))


def _desk(participation: Item) -> str:
    return f"/en/participation/{participation.reference}/synthesis"


def test_the_workbench_shows_what_waits_beside_the_topics(
    client: CheckingClient, session: Session
) -> None:
    participation, (sorted_one, _) = make_synthesis(session)
    waiting = make_problem(session, participation, title="Nothing runs on Sundays")
    sorted_one.title = "Already in a topic somewhere"
    put_into_topic(session, participation, [sorted_one], title="The topic there is")

    answer = _office(client, session).get(_desk(participation))

    assert waiting.title in answer.text
    assert "The topic there is" in answer.text
    assert "Already in a topic somewhere" not in answer.text
    assert "1 of 3" in answer.text


def test_the_workbench_finds_words_and_shows_all_on_request(
    client: CheckingClient, session: Session
) -> None:
    participation, _ = make_synthesis(session, 0)
    bus = make_problem(session, participation, title="No bus on Sundays at all")
    make_problem(session, participation, title="The lift at the library is broken")
    put_into_topic(session, participation, [bus])
    office = _office(client, session)

    assert "No bus on Sundays" not in office.get(_desk(participation) + "?q=sundays").text
    everything = office.get(_desk(participation) + "?q=sundays&all=1").text
    assert "No bus on Sundays" in everything
    assert "The lift at the library" not in everything


def test_a_long_list_is_shown_in_pages(client: CheckingClient, session: Session) -> None:
    participation, problems = make_synthesis(session, 53)
    office = _office(client, session)

    first = office.get(_desk(participation)).text
    rest = office.get(_desk(participation) + f"?after={problems[49].id}").text

    assert first.count("data-row") == 50
    assert rest.count("data-row") == 3
    assert f"after={problems[49].id}" in first


@pytest.mark.parametrize("office", [Office.MODERATOR, Office.TEAM, Office.CDO, None])
def test_the_workbench_is_for_the_administration(
    client: CheckingClient, session: Session, office: Office | None
) -> None:
    participation, _ = make_synthesis(session)
    actor = make_officer(session, office) if office else make_person(session)

    answer = client.sign_in(actor).get(_desk(participation))

    assert answer.status_code == 403


def test_the_administration_of_another_participation_does_not_see_it(
    client: CheckingClient, session: Session
) -> None:
    participation, _ = make_synthesis(session)
    elsewhere = make_officer(session, Office.ADMINISTRATION, make_participation(session).id)

    assert client.sign_in(elsewhere).get(_desk(participation)).status_code == 403


def test_many_at_once_become_a_new_topic(client: CheckingClient, session: Session) -> None:
    participation, problems = make_synthesis(session, 3)
    office = _office(client, session)
    chosen = [problem.reference for problem in problems[:2]]

    form = office.get(
        f"/en/participation/{participation.reference}/topics/new", params={"contributions": chosen}
    )
    answer = office.post(
        f"/en/participation/{participation.reference}/topics",
        data={"title": "Home at night", "digest": DIGEST, "contributions": chosen},
    )

    assert len(re.findall(r'name="contributions" value="[^"]+" checked', form.text)) == 2
    assert answer.status_code == 303
    page = office.get(answer.headers["location"])
    assert "made of 2 contributions" in page.text
    assert DIGEST in page.text


def test_a_topic_without_words_comes_back_with_its_contributions(
    client: CheckingClient, session: Session
) -> None:
    participation, (problem, _) = make_synthesis(session)

    answer = _office(client, session).post(
        f"/en/participation/{participation.reference}/topics",
        data={"title": "Home", "digest": DIGEST, "contributions": problem.reference},
    )

    assert answer.status_code == 422
    assert "Please write at least 5 characters." in answer.text
    assert DIGEST in answer.text
    assert problem.reference in answer.text


def test_many_at_once_are_added_to_a_topic(client: CheckingClient, session: Session) -> None:
    participation, problems = make_synthesis(session, 3)
    topic = put_into_topic(session, participation, problems[:1])

    answer = _office(client, session).post(
        _desk(participation),
        data={"topic": topic.reference, "contributions": [each.reference for each in problems]},
    )

    assert answer.status_code == 303
    assert "made of 3 contributions" in client.get(f"/en/topics/{topic.reference}").text


def test_adding_nothing_is_told(client: CheckingClient, session: Session) -> None:
    participation, problems = make_synthesis(session)
    topic = put_into_topic(session, participation, problems[:1])

    answer = _office(client, session).post(_desk(participation), data={"topic": topic.reference})

    assert answer.status_code == 422
    assert "Something is not right yet." in answer.text


def test_marked_contributions_are_taken_out(client: CheckingClient, session: Session) -> None:
    participation, problems = make_synthesis(session)
    topic = put_into_topic(session, participation, problems)

    _office(client, session).post(
        f"/en/topics/{topic.reference}/sort", data={"remove": problems[0].reference}
    )

    assert "made of 1 contribution<" in client.get(f"/en/topics/{topic.reference}").text


def test_everybody_reads_a_topic_and_when_its_answer_is_due(
    client: CheckingClient, session: Session
) -> None:
    participation, _ = make_synthesis(session, 0)
    problem = make_problem(session, participation, title="No way home from the clinic")
    topic = put_into_topic(session, participation, [problem])

    page = client.get(f"/en/topics/{topic.reference}").text

    assert "No way home from the clinic" in page
    assert "An answer is due by" in page
    assert "Answer the topic" not in page


def test_supports_of_a_topic_are_counted_by_group_but_not_below_five(
    client: CheckingClient, session: Session
) -> None:
    participation, (problem,) = make_synthesis(session, 1)
    give_supporters(session, problem, citizens=40, business=12, academia=2)
    topic = put_into_topic(session, participation, [problem])

    page = client.get(f"/en/topics/{topic.reference}").text

    assert "<b>40</b>" in page
    assert "fewer than five" in page
    assert "<b>2</b>" not in page


def test_the_administration_answers_and_the_topic_shows_it(
    client: CheckingClient, session: Session
) -> None:
    topic = make_topic_of(session)
    office = _office(client, session)
    address = f"/en/items/{topic.reference}/answer"

    assert "Publish the answer" in office.get(address).text
    answer = office.post(address, data={"verdict": "partly", "reason": REASON})

    assert answer.headers["location"] == f"/en/topics/{topic.reference}?notice=answered"
    page = client.sign_out().get(f"/en/topics/{topic.reference}").text
    assert "Taken up in part" in page
    assert REASON in page


def test_an_answer_without_reason_comes_back(client: CheckingClient, session: Session) -> None:
    topic = make_topic_of(session)

    answer = _office(client, session).post(
        f"/en/items/{topic.reference}/answer", data={"verdict": "later", "reason": "No money."}
    )

    assert answer.status_code == 422
    assert "Please write at least 20 characters." in answer.text
    assert "No money." in answer.text


def test_the_act_is_disabled_with_its_reason_while_people_still_write(
    client: CheckingClient, session: Session
) -> None:
    participation = make_participation(session, Phase.COLLECTING)
    topic = put_into_topic(session, participation, [make_problem(session, participation)])

    page = _office(client, session).get(f"/en/topics/{topic.reference}").text

    assert 'aria-disabled="true"' in page
    assert "This is not open while contributions are collected." in page
    assert client.get(f"/en/items/{topic.reference}/answer").status_code == 403


def test_the_page_of_a_problem_shows_its_answers_and_topics(
    client: CheckingClient, session: Session
) -> None:
    participation, (problem,) = make_synthesis(session, 1)
    answered = put_into_topic(session, participation, [problem], title="An answered topic")
    put_into_topic(session, participation, [problem], title="A waiting topic")
    give_answer(session, answered)

    page = client.get(f"/en/problems/{problem.reference}").text

    assert REASON in page
    assert "Mobility department" in page
    assert "An answered topic" in page
    assert "A waiting topic" in page
    assert "An answer is due by" in page


def test_a_problem_in_no_topic_says_nothing_of_answers(
    client: CheckingClient, session: Session
) -> None:
    _, (problem,) = make_synthesis(session, 1)

    assert "An answer" not in client.get(f"/en/problems/{problem.reference}").text


def test_an_answer_that_was_replaced_says_so(client: CheckingClient, session: Session) -> None:
    topic = make_topic_of(session)
    older = give_answer(session, topic, Verdict.LATER)
    newer = give_answer(session, topic, Verdict.TAKEN_UP)

    page = client.get(f"/en/answers/{older.reference}").text

    assert "Replaced on" in page
    assert newer.reference in page
    assert "Replaced on" not in client.get(f"/en/answers/{newer.reference}").text
    assert older.reference in client.get(f"/en/topics/{topic.reference}").text


def test_what_was_changed_on_a_topic_is_shown(client: CheckingClient, session: Session) -> None:
    topic = make_topic_of(session, digest="The first sentence stays. The second one goes away.")

    _office(client, session).post(
        f"/en/topics/{topic.reference}/edit",
        data={"title": topic.title, "digest": "The first sentence stays. A new one comes."},
    )

    page = client.sign_out().get(f"/en/topics/{topic.reference}/versions").text
    assert "The second one goes away.</del>" in page
    assert "A new one comes.</ins>" in page
    assert "<p>The first sentence stays.</p>" in page


def test_the_participation_lists_its_topics(client: CheckingClient, session: Session) -> None:
    participation, problems = make_synthesis(session)
    put_into_topic(session, participation, problems, title="Getting home at night")

    page = client.get(f"/en/participation/{participation.reference}").text

    assert "Getting home at night" in page
    assert "Not answered yet" in page


def test_a_hidden_contribution_is_not_quoted(client: CheckingClient, session: Session) -> None:
    participation, _ = make_synthesis(session, 0)
    problem = make_problem(session, participation, title="Something that is not nice")
    topic = put_into_topic(session, participation, [problem])
    set_state(session, problem, State.HIDDEN)

    assert "Something that is not nice" not in client.get(f"/en/topics/{topic.reference}").text


def test_a_visitor_who_answers_is_sent_to_sign_in(client: CheckingClient, session: Session) -> None:
    topic = make_topic_of(session)

    answer = client.post(f"/en/items/{topic.reference}/answer", data={"verdict": "later"})

    assert answer.status_code == 303
    assert "sign-in" in answer.headers["location"]


def test_a_person_of_any_group_cannot_answer(client: CheckingClient, session: Session) -> None:
    topic = make_topic_of(session)
    person = make_person(session, Group.ADMINISTRATION)

    answer = client.sign_in(person).post(
        f"/en/items/{topic.reference}/answer", data={"verdict": "later", "reason": REASON}
    )

    assert answer.status_code == 403
