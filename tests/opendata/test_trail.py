"""The trail as data and as a page, for everybody and for those who may see more."""

from typing import Any

from sqlmodel import Session

from app.items.spine import link, unlink
from app.process.vocabulary import Link, Office, State, Verdict
from app.requirements.commands import drop_requirement
from tests.client import CheckingClient
from tests.deliberation.makers import make_comment
from tests.guide.makers import make_way
from tests.makers import make_officer, make_participation, make_person, make_problem
from tests.queries import counted_queries
from tests.synthesis.makers import give_answer, make_synthesis, put_into_topic

KEYS = {"reference", "kind", "contribution", "title", "state", "url"}


def trail_of(client: CheckingClient, reference: str) -> Any:
    answer = client.get(f"/api/v1/items/{reference}/trail")
    assert answer.status_code == 200
    return answer.json()


def references(entries: list[dict[str, str]]) -> list[str]:
    return [entry["reference"] for entry in entries]


def test_the_data_has_exactly_the_promised_keys(session: Session, client: CheckingClient) -> None:
    way = make_way(session)

    data = trail_of(client, way.topic.reference)

    assert set(data) == {"item", "forward", "backward"}
    assert set(data["item"]) == KEYS
    for entry in data["forward"] + data["backward"]:
        assert set(entry) == KEYS | {"how", "at"}


def test_a_problem_leads_in_the_order_of_the_way_to_its_mandate(
    session: Session, client: CheckingClient
) -> None:
    way = make_way(session)

    data = trail_of(client, way.problem.reference)

    items = (way.topic, way.answer, way.measure, way.requirement, way.plan, way.mandate)
    assert references(data["forward"]) == [item.reference for item in items]
    assert data["backward"] == []
    assert data["item"]["url"] == f"http://testserver/en/problems/{way.problem.reference}"


def test_a_mandate_leads_back_to_every_sentence(session: Session, client: CheckingClient) -> None:
    way = make_way(session, problems=3)

    data = trail_of(client, way.mandate.reference)

    behind = {entry["reference"] for entry in data["backward"] if entry["kind"] == "problem"}
    assert behind == {item.reference for item in (way.problem, *way.others)}
    assert data["forward"] == []


def test_a_mandate_leads_back_over_the_answer_in_the_order_of_the_way(
    session: Session, client: CheckingClient
) -> None:
    way = make_way(session)

    data = trail_of(client, way.mandate.reference)

    items = (way.topic, way.answer, way.measure, way.requirement, way.plan)
    behind = [each for each in data["backward"] if each["kind"] != "problem"]
    assert references(behind) == [item.reference for item in items]


def test_an_answer_stands_once_and_beside_its_topic(
    session: Session, client: CheckingClient
) -> None:
    participation, problems = make_synthesis(session)
    first = put_into_topic(session, participation, problems, title="Shade")
    second = put_into_topic(session, participation, problems, title="Water")
    later = give_answer(session, second, Verdict.LATER)
    sooner = give_answer(session, first, Verdict.TAKEN_UP)

    page = client.get(f"/en/items/{problems[0].reference}/trail").text
    own = client.get(f"/en/items/{sooner.reference}/trail").text

    places = [page.index(f">{each.reference}<") for each in (first, sooner, second, later)]
    assert places == sorted(places)
    assert own.count(f"/en/answers/{sooner.reference}") == 2 + 1


def test_a_comment_goes_the_way_of_what_it_is_about(
    session: Session, client: CheckingClient
) -> None:
    problem = make_problem(session, make_participation(session))
    comment = make_comment(session, problem)

    data = trail_of(client, comment.reference)

    assert references(data["forward"]) == [problem.reference]
    assert data["forward"][0]["how"] == "part_of"


def test_what_is_hidden_is_missing_from_the_trail(session: Session, client: CheckingClient) -> None:
    participation, problems = make_synthesis(session)
    hidden = make_problem(session, participation, state=State.HIDDEN)
    topic = put_into_topic(session, participation, problems)
    link(
        session, make_officer(session, Office.ADMINISTRATION), hidden.id, topic.id, how=Link.PART_OF
    )

    data = trail_of(client, topic.reference)

    assert sorted(references(data["backward"])) == sorted(each.reference for each in problems)


def test_a_link_that_was_ended_leads_nowhere(session: Session, client: CheckingClient) -> None:
    participation, problems = make_synthesis(session)
    topic = put_into_topic(session, participation, problems)
    officer = make_officer(session, Office.ADMINISTRATION)
    unlink(session, officer, problems[0].id, topic.id, how=Link.PART_OF)

    assert trail_of(client, problems[0].reference)["forward"] == []


def test_the_data_is_the_same_whoever_asks(session: Session, client: CheckingClient) -> None:
    author = make_person(session)
    waiting = make_problem(session, author=author, state=State.SUBMITTED)

    answer = client.sign_in(author).get(f"/api/v1/items/{waiting.reference}/trail")

    assert answer.status_code == 404


def test_an_unknown_reference_is_answered_in_json(client: CheckingClient) -> None:
    answer = client.get("/api/v1/items/A-2026-99999-X/trail")

    assert answer.status_code == 404
    assert answer.json() == {"error": 404}


def test_other_sites_may_read_the_data(session: Session, client: CheckingClient) -> None:
    problem = make_problem(session)

    answer = client.get(f"/api/v1/items/{problem.reference}/trail")

    assert answer.headers["access-control-allow-origin"] == "*"


def test_the_page_tells_what_is_decisive_at_each_station(
    session: Session, client: CheckingClient
) -> None:
    way = make_way(session, State.CONDITIONAL)

    html = client.get(f"/en/items/{way.problem.reference}/trail").text

    assert "What became of this sentence" in html
    for sentence in (
        "People at the edge of the city cannot get home",
        "Taken up",
        "The need is shown by many",
        "Many asked.",
        "Must",
        "It costs €480,000.",
        "Granted with conditions",
        "A public report after six months.",
        "City transport",
        "Decision round",
        "It is decided, with the money for it.",
    ):
        assert sentence in html


def test_the_page_of_a_mandate_shows_the_answer_to_its_topic_too(
    session: Session, client: CheckingClient
) -> None:
    way = make_way(session)

    html = client.get(f"/en/items/{way.mandate.reference}/trail").text

    assert "It comes from 2 contributions" in html
    assert way.problem.title in html
    assert way.answer.reference in html


def test_a_sentence_that_was_not_taken_up_ends_with_the_reason(
    session: Session, client: CheckingClient
) -> None:
    participation, problems = make_synthesis(session)
    topic = put_into_topic(session, participation, problems)
    give_answer(session, topic, Verdict.NOT_TAKEN_UP)

    html = client.get(f"/en/items/{problems[0].reference}/trail").text

    assert '<li class="ended">' in html
    assert "Not taken up" in html
    assert "<strong>Now</strong>" not in html


def test_a_dropped_requirement_says_why(session: Session, client: CheckingClient) -> None:
    way = make_way(session)
    officer = make_officer(session, Office.ADMINISTRATION)
    drop_requirement(session, officer, way.requirement, "Another law forbids it since March.")

    html = client.get(f"/en/items/{way.problem.reference}/trail").text

    assert "Another law forbids it since March." in html


def test_what_waits_for_its_answer_says_by_when(session: Session, client: CheckingClient) -> None:
    participation, problems = make_synthesis(session)
    put_into_topic(session, participation, problems)

    html = client.get(f"/en/items/{problems[0].reference}/trail").text

    assert "An answer is due by" in html


def test_a_comment_shows_the_stations_of_what_it_is_about(
    session: Session, client: CheckingClient
) -> None:
    problem = make_problem(session, make_participation(session))
    comment = make_comment(session, problem)

    html = client.get(f"/en/items/{comment.reference}/trail").text

    assert 'class="way"' in html
    assert problem.title in html


def test_only_those_who_may_see_an_item_see_its_page(
    session: Session, client: CheckingClient
) -> None:
    author = make_person(session)
    waiting = make_problem(session, author=author, state=State.SUBMITTED)

    assert client.get(f"/en/items/{waiting.reference}/trail").status_code == 404
    assert client.sign_in(author).get(f"/en/items/{waiting.reference}/trail").status_code == 200


def test_the_page_takes_one_query_for_each_kind_on_the_way(
    session: Session, client: CheckingClient
) -> None:
    few, many = make_way(session), make_way(session, problems=12)
    session.commit()

    with counted_queries() as sent:
        client.get(f"/en/items/{few.problem.reference}/trail")
    with counted_queries() as sent_for_many:
        client.get(f"/en/items/{many.problem.reference}/trail")

    assert len(sent) == len(sent_for_many) <= 11


def test_every_reference_leads_to_its_page(session: Session, client: CheckingClient) -> None:
    way = make_way(session)

    for item, place in ((way.problem, "problems"), (way.topic, "topics"), (way.plan, "plans")):
        answer = client.get(f"/en/items/{item.reference.lower()}")
        assert answer.headers["location"] == f"/en/{place}/{item.reference}"
