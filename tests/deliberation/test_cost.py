"""What supports and comments cost, in statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event
from sqlmodel import Session

from app.deliberation.commands import support_item
from app.deliberation.parts import comments_part, support_part
from app.deliberation.targets import find_target
from app.process.vocabulary import Eligibility, Stance
from tests.client import CheckingClient
from tests.deliberation.makers import let_phases, make_code, make_comment, make_supports
from tests.makers import make_person, make_problem
from tests.queries import counted_queries


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every SQL statement that is sent meanwhile."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_a_support_takes_few_statements(session: Session) -> None:
    problem, person = make_problem(session), make_person(session)
    reference = problem.reference
    session.commit()

    with statements() as seen:
        target = find_target(session, reference)
        assert target is not None
        support_item(session, person, target)

    on_postgres = session.get_bind().dialect.name == "postgresql"
    counted = ["WITH"] if on_postgres else ["INSERT", "UPDATE"]
    words = [each.split()[0] for each in seen if "BEGIN" not in each]
    assert words == ["SELECT", *counted, "INSERT"]


def test_the_parts_on_a_problems_page_take_five_queries_at_most(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session)
    make_supports(session, problem, citizens=6)
    for stance in Stance:
        comment = make_comment(session, problem, stance=stance)
        make_comment(session, problem, parent=comment)
    client.sign_in(make_person(session))
    address = f"/en/problems/{problem.reference}"

    client.app.state.parts = (support_part, comments_part)  # type: ignore[attr-defined]
    with statements() as with_parts:
        client.get(address)
    client.app.state.parts = ()  # type: ignore[attr-defined]
    with statements() as without_parts:
        client.get(address)

    assert len(with_parts) - len(without_parts) <= 5


def test_the_whole_request_of_a_support_takes_five_queries(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session)
    client.sign_in(make_person(session))
    address = f"/en/items/{problem.reference}/supports"

    with counted_queries() as sent:
        answer = client.post(address)

    assert answer.status_code == 303
    assert len(sent) <= 5


def test_limits_and_codes_cost_at_most_four_more(client: CheckingClient, session: Session) -> None:
    problem = make_problem(session)
    code = make_code(session, problem)
    let_phases(session, problem, eligibility=Eligibility.CODE, supports_each=3)
    client.post(f"/en/items/{problem.reference}/admission", data={"code": code})
    address = f"/en/items/{problem.reference}/supports"

    with counted_queries() as sent:
        answer = client.post(address)

    assert answer.status_code == 303
    assert len(sent) <= 9


def test_a_long_discussion_takes_few_queries(client: CheckingClient, session: Session) -> None:
    problem, author = make_problem(session), make_person(session, name="Anna")
    for number in range(40):
        comment = make_comment(session, problem, author, stance=list(Stance)[number % 3])
        make_comment(session, problem, parent=comment, text="Hello @Anna.")
    client.app.state.parts = (comments_part,)  # type: ignore[attr-defined]
    client.sign_in(make_person(session))
    address = f"/en/problems/{problem.reference}"
    client.get(address)

    with counted_queries() as with_part:
        client.get(address)
    client.app.state.parts = ()  # type: ignore[attr-defined]
    with counted_queries() as without_part:
        client.get(address)

    assert len(with_part) - len(without_part) <= 5
