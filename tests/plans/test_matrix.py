"""From each requirement one sees the sentences it comes from and the work that covers it."""

import pytest
from sqlmodel import Session

from app.items.models import Item
from app.statements.sheets import rows_of
from tests.client import CheckingClient
from tests.plans.makers import make_plan
from tests.queries import counted_queries
from tests.requirements.makers import (
    make_measure,
    make_measure_with_problem,
    make_requirement_of,
)


def traced(session: Session) -> tuple[Item, Item, Item]:
    """A measure, the problem behind it, and a requirement that the published plan covers."""
    measure, problem = make_measure_with_problem(session)
    requirement = make_requirement_of(session, measure, problem)
    make_plan(session, measure, requirement)
    return measure, problem, requirement


def test_the_matrix_leads_from_the_sentence_to_the_work(
    client: CheckingClient, session: Session
) -> None:
    measure, problem, requirement = traced(session)

    shown = client.get(f"/en/measures/{measure.reference}/matrix").text

    assert f"/en/requirements/{requirement.reference}" in shown
    assert f"/en/items/{problem.reference}" in shown
    assert "Routes and zones" in shown


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_the_same_can_be_taken_along_as_a_sheet(
    client: CheckingClient, session: Session, kind: str
) -> None:
    measure, problem, requirement = traced(session)

    head, *rows = rows_of(client.get(f"/en/measures/{measure.reference}/matrix/{kind}").content)

    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["Requirement"] for row in found] == [requirement.reference]
    assert [row["Origin"] for row in found] == [problem.reference]
    assert [row["Work package"] for row in found] == ["Routes and zones"]
    assert found[0]["Acceptance test"]


def test_without_a_published_plan_it_says_so(client: CheckingClient, session: Session) -> None:
    measure, problem = make_measure_with_problem(session)
    requirement = make_requirement_of(session, measure, problem)
    make_plan(session, measure, requirement, published=False)

    shown = client.get(f"/en/measures/{measure.reference}/matrix").text

    assert "No plan has been published yet" in shown
    assert "Routes and zones" not in shown


def test_it_takes_few_queries(client: CheckingClient, session: Session) -> None:
    measure, _, _ = traced(session)

    with counted_queries() as sent:
        client.get(f"/en/measures/{measure.reference}/matrix")

    assert len(sent) <= 6


def test_there_is_no_sheet_of_another_kind(client: CheckingClient, session: Session) -> None:
    measure = make_measure(session)

    assert client.get(f"/en/measures/{measure.reference}/matrix/pdf").status_code == 404
