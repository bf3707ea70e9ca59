"""The record is only ever added to, and whoever changes it all the same is found."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from app.db.clock import clock_at
from app.process.actor import SYSTEM
from app.process.vocabulary import Action
from app.record import record, record_all
from app.record.models import EVENT, SEAL
from app.record.proofs import first_broken_seal, line_hash, position, seal_record
from tests.makers import in_days, make_person

DAY = datetime(2027, 3, 31, 12, tzinfo=UTC)


def make_lines(session: Session, number: int = 3) -> None:
    for subject in range(1, number + 1):
        record(session, SYSTEM, Action.SUPPORT_ITEM, subject, place="Zürich")


def seal(session: Session) -> int:
    with clock_at(in_days(1)):
        return seal_record(session)


def test_a_line_says_who_did_what_to_which_row_and_when(session: Session) -> None:
    actor = make_person(session)

    with clock_at(DAY):
        record(session, actor, Action.HIDE_ITEM, 7, reason="insult")

    [line] = session.execute(select(EVENT)).all()
    assert (line.actor_id, line.action, line.subject_id) == (actor.id, Action.HIDE_ITEM, 7)
    assert (line.at, line.details) == (DAY, {"reason": "insult"})


def test_one_act_on_many_rows_leaves_a_line_for_each(session: Session) -> None:
    record_all(session, SYSTEM, Action.IMPORT_PROBLEM, [3, 1, 2])

    assert session.execute(select(EVENT.c.subject_id).order_by(EVENT.c.id)).scalars().all() == [
        3,
        1,
        2,
    ]


def test_the_position_is_the_number_of_the_newest_line(session: Session) -> None:
    before = position(session)
    make_lines(session, 2)

    assert before == 0
    assert position(session) == session.execute(text("SELECT max(id) FROM event")).scalar()


@pytest.mark.parametrize("table", ["event", "seal"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {} = 1", "DELETE FROM {}"])
def test_the_database_refuses_to_change_the_record(
    session: Session, table: str, change: str
) -> None:
    make_lines(session)
    seal(session)
    column = {"event": "actor_id", "seal": "sequence"}[table]

    with pytest.raises(DBAPIError, match=f"{table} is append-only"):
        session.execute(text(change.format(table, column)))


def test_an_act_that_is_rolled_back_leaves_no_line(session: Session) -> None:
    make_lines(session, 1)
    session.commit()

    make_lines(session, 5)
    session.rollback()

    assert len(session.execute(select(EVENT)).all()) == 1


def test_every_line_is_sealed_once_in_its_order(session: Session) -> None:
    make_lines(session, 2)
    first = seal(session)
    make_lines(session, 1)

    assert (first, seal(session), seal(session)) == (2, 1, 0)
    sealed = session.execute(select(SEAL.c.sequence, SEAL.c.event_id)).all()
    assert [number for number, _ in sorted(sealed)] == [1, 2, 3]
    assert first_broken_seal(session) is None


def test_the_same_words_make_the_same_seal_on_every_machine() -> None:
    line = (1, DAY, 2, Action.SUPPORT_ITEM, 3, {"b": "ü", "a": [1, None]})
    far = DAY.astimezone(ZoneInfo("Asia/Tokyo"))
    same = (1, far, 2, Action.SUPPORT_ITEM, 3, {"a": [1, None], "b": "ü"})

    assert line_hash("", line) == line_hash("", same)
    assert line_hash("", line) != line_hash("x", line)
    assert line_hash("", line) != line_hash("", (1, DAY + timedelta(microseconds=1), *line[2:]))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE event SET at = '2020-01-01' WHERE subject_id = 2",
        "UPDATE event SET subject_id = 9 WHERE subject_id = 2",
        "UPDATE event SET details = '{}' WHERE subject_id = 2",
        "UPDATE seal SET hash = 'f' WHERE sequence = 2",
        "DELETE FROM seal WHERE sequence = 2",
    ],
)
def test_a_change_behind_the_record_breaks_its_chain(session: Session, change: str) -> None:
    make_lines(session)
    seal(session)
    verb, table = change.split(maxsplit=1)[0].lower(), "seal" if " seal " in change else "event"
    on_table = f" ON {table}" if session.get_bind().dialect.name == "postgresql" else ""
    session.execute(text(f"DROP TRIGGER {table}_no_{verb}{on_table}"))

    session.execute(text(change))

    assert first_broken_seal(session) in {2, 3}
