from sqlmodel import Session

from tests.client import CheckingClient
from tests.makers import make_person, make_problem


def test_the_list_shows_published_problems(client: CheckingClient, session: Session) -> None:
    make_problem(session, title="No lift at the library")

    answer = client.get("/en/problems")

    assert answer.status_code == 200
    assert "No lift at the library" in answer.text


def test_a_problem_has_its_page(client: CheckingClient, session: Session) -> None:
    problem = make_problem(session, title="No lift at the library")

    answer = client.get(f"/en/problems/{problem.reference}")

    assert "About 300 people who work at the clinic." in answer.text


def test_signed_in_people_see_the_list_too(client: CheckingClient, session: Session) -> None:
    make_problem(session, title="No lift at the library")

    answer = client.sign_in(make_person(session)).get("/en/problems")

    assert "No lift at the library" in answer.text
