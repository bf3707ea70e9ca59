"""What supports and comments cost, in statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event
from sqlmodel import Session

from app.deliberation.commands import support_item
from app.deliberation.parts import comments_part, support_part
from app.deliberation.targets import find_target
from app.process.vocabulary import Stance
from tests.client import CheckingClient
from tests.deliberation.makers import make_comment, make_supports
from tests.makers import make_person, make_problem


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
