"""What one reads of the comments on an item, and what one does not."""

import pytest
from sqlmodel import Session

from app.deliberation import queries
from app.deliberation.commands import delete_comment
from app.deliberation.forms import Sort
from app.deliberation.queries import comments_on, people_by_group, thread_of
from app.items.spine import set_state
from app.process.actor import VISITOR
from app.process.vocabulary import Group, Office, State
from tests.deliberation.makers import make_comment
from tests.makers import make_officer, make_people, make_person, make_problem


def test_the_newest_comment_comes_first_or_last(session: Session) -> None:
    problem = make_problem(session)
    first, second = (make_comment(session, problem, text=text) for text in ("First.", "Second."))

    newest = comments_on(session, VISITOR, problem).comments
    oldest = comments_on(session, VISITOR, problem, sort=Sort.OLDEST).comments

    assert [each.id for each in newest] == [second.id, first.id]
    assert [each.id for each in oldest] == [first.id, second.id]


@pytest.mark.parametrize("sort", Sort)
def test_pages_follow_each_other_without_gaps(
    session: Session, sort: Sort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    problem = make_problem(session)
    made = [make_comment(session, problem).id for _ in range(5)]

    seen, after = [], 0
    for _ in range(3):
        page = comments_on(session, VISITOR, problem, sort=sort, after=after)
        seen += [each.id for each in page.comments]
        after = page.after

    assert after == 0
    assert seen == (made if sort is Sort.OLDEST else made[::-1])


def test_replies_stand_below_their_comment_in_order(session: Session) -> None:
    problem = make_problem(session)
    comment = make_comment(session, problem)
    replies = [make_comment(session, problem, parent=comment).id for _ in range(2)]

    shown = comments_on(session, VISITOR, problem).comments

    assert [[reply.id for reply in each.replies] for each in shown] == [replies]


def test_only_the_first_replies_are_shown_and_all_are_counted(session: Session) -> None:
    problem = make_problem(session)
    comment = make_comment(session, problem)
    for _ in range(7):
        make_comment(session, problem, parent=comment)

    (shown,) = comments_on(session, VISITOR, problem).comments
    thread = thread_of(session, VISITOR, comment)

    assert (len(shown.replies), shown.replies_in_all, shown.replies_left_out) == (5, 7, 2)
    assert thread is not None
    assert len(thread.replies) == 7


def test_a_reply_is_read_with_the_comment_it_answers(session: Session) -> None:
    problem = make_problem(session)
    comment = make_comment(session, problem)
    reply = make_comment(session, problem, parent=comment)

    thread = thread_of(session, VISITOR, reply)

    assert thread is not None
    assert (thread.id, [each.id for each in thread.replies]) == (comment.id, [reply.id])


def test_a_hidden_comment_is_a_stub_without_words_or_name(session: Session) -> None:
    problem = make_problem(session)
    set_state(session, make_comment(session, problem, text="Nasty words."), State.HIDDEN)

    (stub,) = comments_on(session, make_person(session), problem).comments

    assert (stub.readable, stub.text, stub.author) == (False, "", "")


def test_a_moderator_reads_what_is_hidden(session: Session) -> None:
    problem = make_problem(session)
    set_state(session, make_comment(session, problem, text="Nasty words."), State.HIDDEN)

    moderator = make_officer(session, Office.MODERATOR, problem.participation_id)
    (shown,) = comments_on(session, moderator, problem).comments

    assert (shown.readable, shown.text) == (True, "Nasty words.")


def test_a_returned_comment_has_no_place_unless_others_answered_it(session: Session) -> None:
    problem = make_problem(session)
    alone, answered = make_comment(session, problem), make_comment(session, problem)
    reply = make_comment(session, problem, parent=answered)
    for comment in (alone, answered):
        set_state(session, comment, State.RETURNED)

    (stub,) = comments_on(session, VISITOR, problem).comments

    assert (stub.id, stub.readable, stub.text) == (answered.id, False, "")
    assert [each.id for each in stub.replies] == [reply.id]


def test_the_author_reads_what_was_returned(session: Session) -> None:
    problem, author = make_problem(session), make_person(session)
    set_state(session, make_comment(session, problem, author, text="Mine."), State.RETURNED)

    (shown,) = comments_on(session, author, problem).comments

    assert (shown.readable, shown.text) == (True, "Mine.")


def test_a_deleted_comment_keeps_its_replies(session: Session) -> None:
    problem, author = make_problem(session), make_person(session)
    comment = make_comment(session, problem, author)
    reply = make_comment(session, problem, parent=comment)
    delete_comment(session, author, comment)

    (stub,) = comments_on(session, VISITOR, problem).comments

    assert (stub.state, stub.text) == (State.DELETED, "")
    assert [each.id for each in stub.replies] == [reply.id]


def test_people_are_counted_once_per_group_however_much_they_write(session: Session) -> None:
    problem = make_problem(session)
    for person in make_people(session, [Group.BUSINESS] * 6 + [Group.CITIZENS] * 5):
        make_comment(session, problem, person)
        make_comment(session, problem, person)

    rows = people_by_group(session, problem)

    assert [(row.group, row.count) for row in rows] == [(Group.CITIZENS, 5), (Group.BUSINESS, 6)]


def test_a_group_of_fewer_than_five_who_comment_is_not_shown(session: Session) -> None:
    problem = make_problem(session)
    groups = [Group.BUSINESS] * 4 + [Group.CITIZENS] * 5 + [Group.ACADEMIA] * 7
    for person in make_people(session, groups):
        make_comment(session, problem, person)

    rows = people_by_group(session, problem)

    assert [(row.group, row.count) for row in rows] == [
        (Group.CITIZENS, None),
        (Group.BUSINESS, None),
        (Group.ACADEMIA, 7),
    ]
