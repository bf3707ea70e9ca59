"""What one reads of the comments on an item, and what one does not."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session

from app.deliberation import comments, listing
from app.deliberation.commands import delete_comment, mark_comment
from app.deliberation.comments import (
    CommentView,
    Key,
    comments_on,
    new_comments,
    people_by_group,
    this_moment,
    thread_of,
)
from app.items.models import Item
from app.items.spine import set_state
from app.process.actor import VISITOR, Actor
from app.process.vocabulary import CommentOrder, Group, Mark, Office, Stance, State
from tests.deliberation.makers import make_comment
from tests.makers import make_officer, make_people, make_person, make_problem


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two comments a page in each column."""
    monkeypatch.setattr(comments, "PAGE_SIZE", 2)
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    listing.page_of_comments.cache_clear()
    yield
    listing.page_of_comments.cache_clear()


def shown_to(actor: Actor, session: Session, problem: Item, **wish: Any) -> list[CommentView]:
    """The comments of all columns."""
    return [view for each in comments_on(session, actor, problem, **wish) for view in each.comments]


def test_comments_come_in_the_order_one_asks_for(session: Session) -> None:
    problem, reader = make_problem(session), make_person(session)
    first, second, third = (make_comment(session, problem) for _ in range(3))
    mark_comment(session, reader, second, Mark.HELPFUL)
    mark_comment(session, reader, third, Mark.UNHELPFUL)

    shown = {
        order: [each.id for each in shown_to(VISITOR, session, problem, order=order)]
        for order in CommentOrder
    }

    assert shown == {
        CommentOrder.HELPFUL: [second.id, first.id, third.id],
        CommentOrder.NEWEST: [third.id, second.id, first.id],
        CommentOrder.OLDEST: [first.id, second.id, third.id],
    }


def test_each_stance_has_its_column(session: Session) -> None:
    problem = make_problem(session)
    made = {stance: make_comment(session, problem, stance=stance).id for stance in Stance}

    columns = comments_on(session, VISITOR, problem)

    assert {each.stance: [view.id for view in each.comments] for each in columns} == {
        stance: [comment] for stance, comment in made.items()
    }


@pytest.mark.parametrize("order", CommentOrder)
def test_columns_are_read_on_one_by_one_without_gaps(
    session: Session, order: CommentOrder, small_pages: None
) -> None:
    problem, reader = make_problem(session), make_person(session)
    pro = [make_comment(session, problem) for _ in range(5)]
    contra = make_comment(session, problem, stance=Stance.CONTRA)
    mark_comment(session, reader, pro[3], Mark.HELPFUL)

    after: dict[Stance, Key] = {}
    seen, others = [], set()
    for _ in range(3):
        columns = comments_on(session, VISITOR, problem, order, after=after)
        mine = next(each for each in columns if each.stance is Stance.PRO)
        others |= {view.id for each in columns if each is not mine for view in each.comments}
        seen += [view.id for view in mine.comments]
        after = {Stance.PRO: mine.after} if mine.after else {}

    assert after == {}
    assert others == {contra.id}
    assert len(seen) == 5
    assert set(seen) == {each.id for each in pro}


def test_what_one_said_of_a_comment_is_seen_by_oneself(session: Session) -> None:
    problem, reader = make_problem(session), make_person(session)
    mark_comment(session, reader, make_comment(session, problem), Mark.HELPFUL)

    (mine,) = shown_to(reader, session, problem)
    (public,) = shown_to(VISITOR, session, problem)

    assert (mine.my_mark, mine.helpful) == (Mark.HELPFUL, 1)
    assert (public.my_mark, public.helpful) == (None, 1)


def test_only_comments_of_others_are_news(session: Session) -> None:
    problem, reader = make_problem(session), make_person(session)
    make_comment(session, problem)
    since = this_moment()
    make_comment(session, problem, reader)
    new = make_comment(session, problem)
    set_state(session, make_comment(session, problem), State.HIDDEN)
    make_comment(session, problem, parent=new)

    assert new_comments(session, reader, problem, since) == 2


def test_replies_stand_below_their_comment_in_order(session: Session) -> None:
    problem = make_problem(session)
    comment = make_comment(session, problem)
    replies = [make_comment(session, problem, parent=comment).id for _ in range(2)]

    shown = shown_to(VISITOR, session, problem)

    assert [[reply.id for reply in each.replies] for each in shown] == [replies]


def test_only_the_first_replies_are_shown_and_all_are_counted(session: Session) -> None:
    problem = make_problem(session)
    comment = make_comment(session, problem)
    for _ in range(7):
        make_comment(session, problem, parent=comment)

    (shown,) = shown_to(VISITOR, session, problem)
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

    (stub,) = shown_to(make_person(session), session, problem)

    assert (stub.readable, stub.text, stub.author) == (False, "", "")


def test_a_moderator_reads_what_is_hidden(session: Session) -> None:
    problem = make_problem(session)
    set_state(session, make_comment(session, problem, text="Nasty words."), State.HIDDEN)

    moderator = make_officer(session, Office.MODERATOR, problem.participation_id)
    (shown,) = shown_to(moderator, session, problem)

    assert (shown.readable, shown.text) == (True, "Nasty words.")


def test_a_returned_comment_has_no_place_unless_others_answered_it(session: Session) -> None:
    problem = make_problem(session)
    alone, answered = make_comment(session, problem), make_comment(session, problem)
    reply = make_comment(session, problem, parent=answered)
    for comment in (alone, answered):
        set_state(session, comment, State.RETURNED)

    (stub,) = shown_to(VISITOR, session, problem)

    assert (stub.id, stub.readable, stub.text) == (answered.id, False, "")
    assert [each.id for each in stub.replies] == [reply.id]


def test_the_author_reads_what_was_returned(session: Session) -> None:
    problem, author = make_problem(session), make_person(session)
    set_state(session, make_comment(session, problem, author, text="Mine."), State.RETURNED)

    (shown,) = shown_to(author, session, problem)

    assert (shown.readable, shown.text) == (True, "Mine.")


def test_a_deleted_comment_keeps_its_replies(session: Session) -> None:
    problem, author = make_problem(session), make_person(session)
    comment = make_comment(session, problem, author)
    reply = make_comment(session, problem, parent=comment)
    delete_comment(session, author, comment)

    (stub,) = shown_to(VISITOR, session, problem)

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
