from sqlmodel import Session

from app.goals.models import Goal
from app.process.vocabulary import State
from tests.client import CheckingClient
from tests.makers import make_problem, make_strategy
from tests.queries import counted_queries


def test_the_strategy_is_on_one_page_with_what_is_linked_to_it(
    client: CheckingClient, session: Session
) -> None:
    _, field, _ = make_strategy(session)
    session.add(Goal(code="g", name={"en": "Shade", "de": "Schatten"}, text={"en": "Trees."}))
    make_problem(session, action_fields=(field.id,))
    make_problem(session, action_fields=(field.id,), state=State.SUBMITTED)

    with counted_queries() as sent:
        page = client.get("/en/goals")

    assert "Shade" in page.text
    assert "Less waste." in page.text
    assert f'href="/en/problems?field={field.id}">1 contribution<' in page.text
    assert "Schatten" in client.get("/de/goals").text
    assert len(sent) <= 6


def test_before_there_is_a_strategy_the_page_says_so(client: CheckingClient) -> None:
    page = client.get("/en/goals")

    assert "The strategy has not been entered yet." in page.text
