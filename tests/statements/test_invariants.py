import pytest
from sqlalchemy import text
from sqlmodel import Session

from app.invariants import first_broken
from app.record.proofs import seal_record
from tests.statements.makers import make_consultation, make_statement, make_team


def test_two_statements_of_two_organisations_break_nothing(session: Session) -> None:
    consultation = make_consultation(session)
    make_statement(session, consultation)
    make_statement(session, consultation, submitted=False)
    seal_record(session)

    assert first_broken(session) == ""


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("UPDATE item SET state = 'submitted' WHERE state = 'draft'", "has its words kept"),
        (
            "UPDATE item SET organisation_id = 1 WHERE kind = 'statement'",
            "one statement to a consultation",
        ),
    ],
)
def test_a_change_behind_the_commands_is_found(session: Session, change: str, name: str) -> None:
    consultation = make_consultation(session)
    make_statement(session, consultation, make_team(session))
    make_statement(session, consultation, submitted=False)
    seal_record(session)

    session.execute(text(change))

    assert name in first_broken(session)
