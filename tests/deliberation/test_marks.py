"""Helpful or not: one row for each person and comment."""

from functools import partial

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.accounts.sessions import actor_of
from app.deliberation.commands import mark_comment, unmark_comment
from app.deliberation.models import COMMENT, COMMENT_MARK
from app.items.models import Item
from app.items.visibility import find_item
from app.process.objections import OWN_WORK
from app.process.refusal import Refused
from app.process.vocabulary import Kind, Mark
from tests.client import CheckingClient
from tests.deliberation.makers import make_comment
from tests.deliberation.test_races import PARALLEL, Press, race, run_once
from tests.makers import make_person, make_problem


def counted(session: Session, comment: Item) -> tuple[int, int, int]:
    columns = (COMMENT.c.helpful, COMMENT.c.unhelpful, COMMENT.c.score)
    row = session.execute(select(*columns).where(COMMENT.c.id == comment.id)).one()
    return row.helpful, row.unhelpful, row.score


def marks(session: Session) -> list[Mark]:
    return list(session.execute(select(COMMENT_MARK.c.mark)).scalars())


def test_ac09_a_mark_changes_in_its_row(session: Session) -> None:
    comment, reader = make_comment(session, make_problem(session)), make_person(session)

    first = mark_comment(session, reader, comment, Mark.HELPFUL)
    same = mark_comment(session, reader, comment, Mark.HELPFUL)
    as_helpful = counted(session, comment)
    changed = mark_comment(session, reader, comment, Mark.UNHELPFUL)

    assert (first, same, changed) == (True, False, True)
    assert (as_helpful, counted(session, comment)) == ((1, 0, 1), (0, 1, -1))
    assert marks(session) == [Mark.UNHELPFUL]


def test_a_mark_is_taken_back_once(session: Session) -> None:
    comment, reader = make_comment(session, make_problem(session)), make_person(session)
    mark_comment(session, reader, comment, Mark.HELPFUL)

    assert unmark_comment(session, reader, comment)
    assert not unmark_comment(session, reader, comment)
    assert counted(session, comment) == (0, 0, 0)
    assert marks(session) == []


def test_nobody_marks_their_own_comment(session: Session) -> None:
    author = make_person(session)
    comment = make_comment(session, make_problem(session), author)

    with pytest.raises(Refused, match=OWN_WORK.sentence):
        mark_comment(session, author, comment, Mark.HELPFUL)


def test_twenty_changing_marks_at_once_leave_one_row_and_a_true_count(database_url: str) -> None:
    made = run_once(database_url, _comment_and_reader)
    assert isinstance(made, tuple)
    comment, reader = made
    presses: list[Press] = [
        partial(_mark, comment, reader, mark) for mark in [*Mark] * (PARALLEL // 2)
    ]

    race(database_url, presses)

    found = run_once(database_url, partial(_state, comment))
    assert found in {(1, (1, 0, 1)), (1, (0, 1, -1))}


def _comment_and_reader(session: Session) -> tuple[str, int]:
    return make_comment(session, make_problem(session)).reference, make_person(session).id


def _mark(reference: str, person: int, mark: Mark, session: Session) -> object:
    actor = actor_of(session, person)
    comment = find_item(session, actor, reference, Kind.COMMENT, lock=True)
    assert comment is not None
    return mark_comment(session, actor, comment, mark)


def _state(reference: str, session: Session) -> tuple[int, tuple[int, int, int]]:
    comment = find_item(session, actor_of(session, make_person(session).id), reference)
    assert comment is not None
    return len(marks(session)), counted(session, comment)


def test_ac09_a_guest_marks_nothing(client: CheckingClient, session: Session) -> None:
    comment = make_comment(session, make_problem(session))

    answer = client.post(f"/en/comments/{comment.reference}/marks", data={"mark": "helpful"})

    assert answer.headers["location"].startswith("/en/sign-in")
    assert marks(session) == []


def test_a_mark_leads_back_to_the_comment_in_its_discussion(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session)
    comment = make_comment(session, problem)
    page = f"http://testserver/en/problems/{problem.reference}?comments=oldest"
    client.sign_in(make_person(session))
    address = f"/en/comments/{comment.reference}/marks"

    answer = client.post(address, data={"mark": "helpful"}, headers={"referer": page})
    shown = client.get(page).text
    client.post(f"{address}/withdrawal", headers={"referer": page})

    here = f"/en/problems/{problem.reference}?comments=oldest#{comment.reference}"
    assert answer.headers["location"] == here
    assert 'aria-pressed="true"' in shown
    assert 'aria-pressed="true"' not in client.get(page).text


def test_htmx_is_given_the_marks_alone(client: CheckingClient, session: Session) -> None:
    comment = make_comment(session, make_problem(session))
    client.sign_in(make_person(session))

    answer = client.post(
        f"/en/comments/{comment.reference}/marks",
        data={"mark": "unhelpful"},
        headers={"HX-Request": "true"},
    )

    assert f'id="marks-{comment.reference}"' in answer.text
    assert "<html" not in answer.text
