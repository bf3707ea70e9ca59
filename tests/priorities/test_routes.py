from datetime import timedelta
from typing import Any

from sqlmodel import Session

from app.db.clock import now
from app.items.models import Item
from app.participation.models import PlannedPhase
from app.priorities.commands import cast_priorities
from app.process.vocabulary import Group, Method, Office, Phase
from tests.client import CheckingClient
from tests.makers import make_officer, make_participation, make_person, make_problem
from tests.opinions.test_routes import end
from tests.priorities.makers import make_prioritisation
from tests.queries import counted_queries

FORM = {
    "title": "What comes first?",
    "explanation": "The department plans by it.",
    "method": "points",
    "most": "5",
    "most_each": "3",
}


def test_the_administration_opens_one_and_the_participation_leads_there(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session, Phase.DELIBERATING)
    references = [make_problem(session, place).reference for _ in range(3)]
    client.sign_in(make_officer(session, Office.ADMINISTRATION))
    path = f"/en/participation/{place.reference}"

    assert all(each in client.get(f"{path}/priorities/new").text for each in references)
    answer = client.post(f"{path}/priorities/new", data=FORM | {"choices": references})

    assert answer.status_code == 303
    assert answer.headers["location"].partition("?")[0] in client.get(path).text


def test_somebody_else_cannot_open_one(client: CheckingClient, session: Session) -> None:
    place = make_participation(session, Phase.DELIBERATING)
    client.sign_in(make_person(session))

    answer = client.post(f"/en/participation/{place.reference}/priorities/new", data=FORM)

    assert answer.status_code in {403, 422}


def test_a_ballot_of_points(client: CheckingClient, session: Session) -> None:
    item, (one, two, three) = make_prioritisation(session)
    client.sign_in(make_person(session))
    path = f"/en/priorities/{item.reference}"

    answer = client.post(path, data={one.reference: "3", two.reference: "", three.reference: "2"})

    assert answer.status_code == 303
    shown = client.get(path).text
    assert "You have taken part." in shown
    assert 'value="3"' in shown


def test_a_ballot_that_does_not_count_comes_back_as_it_was_written(
    client: CheckingClient, session: Session
) -> None:
    item, (one, two, _) = make_prioritisation(session)
    client.sign_in(make_person(session))
    path = f"/en/priorities/{item.reference}"

    too_many = client.post(path, data={one.reference: "3", two.reference: "3"})
    no_number = client.post(path, data={one.reference: "many"})

    assert (too_many.status_code, no_number.status_code) == (422, 422)
    assert "You have given more points than you have." in too_many.text
    assert too_many.text.count('value="3"') == 2
    assert "Please write a whole number" in no_number.text


def test_an_order_is_given_by_places(client: CheckingClient, session: Session) -> None:
    item, (one, two, _) = make_prioritisation(session, method=Method.RANKING, most=2)
    client.sign_in(make_person(session))
    path = f"/en/priorities/{item.reference}"

    answer = client.post(path, data={one.reference: "2", two.reference: "1"})

    assert answer.status_code == 303
    shown = client.get(path).text
    assert "The first place counts 2 points" in shown


def test_a_hidden_result_is_in_no_answer_until_the_end(
    client: CheckingClient, session: Session
) -> None:
    item, (one, _, _) = make_prioritisation(session, hidden=True)
    cast_priorities(session, make_person(session), item, {one.id: 3})
    place = session.get_one(Item, item.participation_id)
    path = f"/en/priorities/{item.reference}"
    client.sign_in(make_officer(session, Office.ADMINISTRATION))

    during = client.get(path).text
    assert client.get(f"{path}/result.csv").status_code == 404
    end(session, place)
    after = client.get(path).text

    assert "has taken part" not in during
    assert "One person has taken part." in after
    assert f"{one.reference},{one.title},3,1" in client.get(f"{path}/result.csv").text


def test_groups_are_shown_from_five_people_on(client: CheckingClient, session: Session) -> None:
    item, (one, _, _) = make_prioritisation(session)
    for group, count in ((Group.CITIZENS, 6), (Group.ACADEMIA, 2)):
        for _ in range(count):
            cast_priorities(session, make_person(session, group), item, {one.id: 1})

    shown = client.get(f"/en/priorities/{item.reference}").text

    assert "8 people have taken part." in shown
    assert "Academia" not in shown


def test_a_visitor_is_led_to_sign_in(client: CheckingClient, session: Session) -> None:
    item, (one, _, _) = make_prioritisation(session)

    answer = client.post(f"/en/priorities/{item.reference}", data={one.reference: "1"})

    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["location"]


def test_it_is_read_in_few_queries(client: CheckingClient, session: Session) -> None:
    item, choices = make_prioritisation(session, among=12)
    for _ in range(6):
        cast_priorities(session, make_person(session), item, {choices[0].id: 3})
    client.sign_in(make_person(session))

    with counted_queries() as sent:
        assert client.get(f"/en/priorities/{item.reference}").status_code == 200

    assert len(sent) <= 10, "\n".join(sent)


def test_a_pause_before_people_vote_again_shows_no_hidden_result(
    client: CheckingClient, session: Session
) -> None:
    item, (one, _, _) = make_prioritisation(session, hidden=True)
    cast_priorities(session, make_person(session), item, {one.id: 3})
    place = session.get_one(Item, item.participation_id)
    end(session, place)
    later = now() + timedelta(days=20)
    again: dict[str, Any] = {
        "kind": Phase.DELIBERATING,
        "opens_at": later,
        "closes_at": later + timedelta(days=9),
    }
    session.add(PlannedPhase(participation_id=place.id, **again))
    session.flush()

    shown = client.get(f"/en/priorities/{item.reference}").text

    assert "has taken part" not in shown
    assert client.get(f"/en/priorities/{item.reference}/result.csv").status_code == 404
