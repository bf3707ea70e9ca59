import pytest
from sqlalchemy import text
from sqlmodel import Session

from app.db.clock import clock_at
from app.deliberation.commands import support_item
from app.deliberation.targets import find_target
from app.invariants import first_broken, invariants
from app.record.proofs import seal_record
from tests.deliberation.makers import make_comment
from tests.makers import in_days, make_person, make_problem


def test_every_rule_of_the_file_is_read() -> None:
    names = [invariant.name for invariant in invariants()]

    assert len(names) == len(set(names)) >= 14
    assert all(invariant.broken.startswith("SELECT") for invariant in invariants())


def test_an_ordinary_course_breaks_nothing(session: Session) -> None:
    _support(session)
    _seal(session)

    assert first_broken(session) == ""


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("UPDATE item SET supporters = supporters + 1", "The count of supporters is"),
        ("UPDATE item SET comments = 3 WHERE kind = 'problem'", "The count of comments"),
        (
            "UPDATE support SET person_id = (SELECT author_id FROM item WHERE kind = 'problem')",
            "own",
        ),
        ("UPDATE person SET unread = 1", "unread news"),
        ("UPDATE comment SET helpful = 1", "what readers say of a comment"),
        ("UPDATE plannedphase SET supports_each = 0", "more supports in a phase"),
        ("UPDATE item SET state = 'submitted' WHERE kind = 'problem'", "is not public"),
        ("UPDATE item SET kind = 'measure', state = 'trial' WHERE kind = 'problem'", "a mandate"),
    ],
)
def test_a_change_behind_the_commands_is_found(session: Session, change: str, name: str) -> None:
    _support(session)

    session.execute(text(change))

    assert name in first_broken(session)


def test_a_changed_line_of_the_record_is_found(session: Session) -> None:
    _support(session)
    _seal(session)
    dialect = session.get_bind().dialect.name
    on_table = " ON event" if dialect == "postgresql" else ""
    session.execute(text(f"DROP TRIGGER event_no_update{on_table}"))

    session.execute(text("UPDATE event SET actor_id = 99 WHERE id = (SELECT min(id) FROM event)"))

    assert "seal 1" in first_broken(session)


def _seal(session: Session) -> None:
    with clock_at(in_days(1)):
        seal_record(session)


def _support(session: Session) -> None:
    problem = make_problem(session)
    target = find_target(session, problem.reference)
    assert target is not None
    support_item(session, make_person(session), target)
    make_comment(session, problem)
    session.flush()
