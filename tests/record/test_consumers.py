"""Whoever follows the record sees every line, in order, and never loses one."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlmodel import Session

from app.db.clock import clock_at, now
from app.process.actor import SYSTEM
from app.process.vocabulary import Action
from app.record import record
from app.record.consumers import AT_ONCE, LAG, Consumer, Line, consume
from app.record.models import BOOKMARK
from app.record.proofs import seal_record
from tests.makers import in_days

on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
SUPPORTS = frozenset({Action.SUPPORT_ITEM})


def make_lines(session: Session, *subjects: int, action: Action = Action.SUPPORT_ITEM) -> None:
    for subject in subjects:
        record(session, SYSTEM, action, subject, number=subject)


def noting(seen: list[int], name: str = "notes") -> Consumer:
    """A consumer that notes the subjects of all supports."""
    return Consumer(name, SUPPORTS, lambda _session, line: seen.append(line.subject_id))


def later(session: Session, consumer: Consumer) -> int:
    """Let it see what there is, the lag being over."""
    return patiently(session, lambda: consume(session, consumer))


def patiently(session: Session, read: Callable[[], int]) -> int:
    """On PostgreSQL an act in any database of the server, such as another test's, holds it up."""
    moved, tries = 0, 1 if session.get_bind().dialect.name == "sqlite" else 40
    while not moved and tries:
        with clock_at(now() + LAG * 5):
            moved = read()
        tries -= 1
        time.sleep(0 if moved else 0.05)
    return moved


def test_lines_are_seen_once_in_their_order(session: Session) -> None:
    seen: list[int] = []
    make_lines(session, 3, 1)

    moved = later(session, noting(seen))
    make_lines(session, 2)
    later(session, noting(seen))

    assert moved == 2
    assert seen == [3, 1, 2]
    assert later(session, noting(seen)) == 0


def test_a_consumer_sees_its_own_actions_with_their_details(session: Session) -> None:
    seen: list[Line] = []
    make_lines(session, 1, action=Action.HIDE_ITEM)
    make_lines(session, 2)

    moved = later(session, Consumer("own", SUPPORTS, lambda _session, line: seen.append(line)))

    assert moved == 2
    [line] = seen
    assert (line.actor_id, line.action, line.subject_id) == (SYSTEM.id, Action.SUPPORT_ITEM, 2)
    assert line.details == {"number": 2}


def test_each_consumer_has_a_bookmark_of_its_own(session: Session) -> None:
    early: list[int] = []
    late: list[int] = []
    make_lines(session, 1)
    later(session, noting(early, "early"))
    make_lines(session, 2)

    later(session, noting(early, "early"))
    later(session, noting(late, "late"))

    assert early == late == [1, 2]


def test_a_long_record_is_seen_piece_by_piece(session: Session) -> None:
    seen: list[int] = []
    make_lines(session, *range(AT_ONCE + 1))

    pieces = [later(session, noting(seen)) for _ in range(3)]

    assert pieces == [AT_ONCE, 1, 0]
    assert seen == list(range(AT_ONCE + 1))


def test_what_breaks_on_the_way_is_seen_again_and_its_effects_are_undone(session: Session) -> None:
    make_lines(session, 1, 2, 3)
    session.commit()
    effect = text("INSERT INTO installation (key, value) VALUES ('one', '')")

    def stumble(working: Session, line: Line) -> None:
        if line.subject_id == 1:
            working.execute(effect)
        if line.subject_id == 2:
            raise ValueError("power cut")

    with pytest.raises(ValueError, match="power cut"):
        later(session, Consumer("notes", SUPPORTS, stumble))
    session.rollback()
    seen: list[int] = []
    later(session, noting(seen))

    assert seen == [1, 2, 3]
    assert session.execute(text("SELECT count(*) FROM installation")).scalar() == 0


def test_a_bookmark_that_was_not_saved_leads_to_seeing_the_lines_again(session: Session) -> None:
    seen: list[int] = []
    make_lines(session, 1)
    session.commit()

    later(session, noting(seen))
    session.rollback()
    later(session, noting(seen))
    session.commit()
    later(session, noting(seen))

    assert seen == [1, 1]
    assert session.execute(select(BOOKMARK.c.consumer)).scalars().all() == ["notes"]


@on_postgresql
def test_the_newest_lines_wait_a_moment(session: Session) -> None:
    seen: list[int] = []
    make_lines(session, 1)

    at_once = consume(session, noting(seen))

    assert (at_once, later(session, noting(seen))) == (0, 1)


def _follow(session: Session, seen: list[int]) -> int:
    return later(session, noting(seen))


def _seal(session: Session, seen: list[int]) -> int:
    sealed = patiently(session, lambda: seal_record(session))
    seen.extend(session.execute(text("SELECT subject_id FROM event ORDER BY id")).scalars())
    return sealed


@on_postgresql
@pytest.mark.parametrize("reader", [_follow, _seal])
def test_a_line_that_appears_late_is_waited_for(
    session: Session, reader: Callable[[Session, list[int]], int]
) -> None:
    seen: list[int] = []
    with Session(session.get_bind()) as slow, Session(session.get_bind()) as quick:
        make_lines(slow, 1)
        make_lines(quick, 2)
        quick.commit()

        before = reader(session, [])
        session.rollback()
        slow.commit()

    assert (before, reader(session, seen)) == (0, 2)
    assert seen == [1, 2]


@on_postgresql
def test_no_line_is_passed_over_whose_clock_was_a_little_ahead(session: Session) -> None:
    seen: list[int] = []
    with clock_at(now() + timedelta(minutes=1)):
        make_lines(session, 1)
    make_lines(session, 2)

    passed = later(session, noting(seen))
    with clock_at(in_days(1)):
        consume(session, noting(seen))

    assert passed == 0
    assert seen == [1, 2]
