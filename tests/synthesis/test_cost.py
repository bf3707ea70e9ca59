"""What the pages cost, in statements."""

from sqlmodel import Session

from app.process.vocabulary import Office
from tests.client import CheckingClient
from tests.makers import make_officer, make_problem
from tests.measures.makers import make_measure
from tests.queries import counted_queries
from tests.synthesis.makers import make_synthesis, put_into_topic


def test_the_workbench_takes_six_queries_however_much_there_is(
    client: CheckingClient, session: Session
) -> None:
    participation, problems = make_synthesis(session, 60)
    for problem in problems[:8]:
        put_into_topic(session, participation, [problem])
    client.sign_in(make_officer(session, Office.ADMINISTRATION))

    for more in ("", "?all=1", "?q=clinic"):
        address = f"/en/participation/{participation.reference}/synthesis{more}"
        client.get(address)
        with counted_queries() as seen:
            client.get(address)
        assert len(seen) <= 6, seen


def test_the_list_of_measures_takes_one_query_of_its_own(
    client: CheckingClient, session: Session
) -> None:
    for _ in range(3):
        make_measure(session)

    client.get("/en/measures")
    with counted_queries() as seen:
        client.get("/en/measures")

    assert len([each for each in seen if " measure" in each]) == 1


def test_a_problem_in_no_topic_costs_nothing_more(client: CheckingClient, session: Session) -> None:
    problem = make_problem(session)

    with counted_queries() as seen:
        client.get(f"/en/problems/{problem.reference}")

    assert not [each for each in seen if "JOIN topic" in each or "JOIN answer" in each]
