from datetime import timedelta

from sqlmodel import Session

from app.db.clock import clock_at, now
from app.deliberation.commands import edit_comment
from app.deliberation.forms import CommentText
from app.moderation.commands import hide_item, publish_item, return_item
from app.moderation.queries import Waiting, last_note, log, queue, waiting_for
from app.problems.commands import edit_problem
from app.process.actor import VISITOR, Actor
from app.process.vocabulary import Action, Kind, Office, Reason, Stance, State
from tests.deliberation.makers import make_comment
from tests.makers import (
    in_days,
    make_officer,
    make_participation,
    make_person,
    make_problem,
    problem_text,
)
from tests.moderation.makers import grounds, make_moderator


def rows(session: Session, actor: Actor) -> list[Waiting]:
    return queue(session, actor, hours=24).rows


def test_what_was_handed_in_waits_in_the_queue(session: Session) -> None:
    problem = make_problem(session, state=State.SUBMITTED)

    (row,) = rows(session, make_moderator(session, problem))

    assert (row.reference, row.kind) == (problem.reference, Kind.PROBLEM)
    assert row.words.need == "A departure after the end of the late shift."


def test_what_is_published_returned_or_hidden_does_not_wait(session: Session) -> None:
    place = make_participation(session)
    for state in (State.DRAFT, State.PUBLISHED, State.RETURNED, State.HIDDEN, State.WITHDRAWN):
        problem = make_problem(session, place, state=state)

    assert rows(session, make_moderator(session, problem)) == []


def test_a_moderator_sees_the_queue_of_their_participations(session: Session) -> None:
    here = make_problem(session, state=State.SUBMITTED)
    there = make_problem(session, state=State.SUBMITTED)

    assert [row.reference for row in rows(session, make_moderator(session, here))] == [
        here.reference
    ]
    everywhere = rows(session, make_officer(session, Office.MODERATOR))
    assert {row.reference for row in everywhere} == {here.reference, there.reference}


def test_ones_own_never_waits_for_oneself(session: Session) -> None:
    moderator = make_officer(session, Office.MODERATOR)
    make_problem(session, author=moderator, state=State.SUBMITTED)

    assert rows(session, moderator) == []
    assert waiting_for(session, moderator) == 0


def test_the_oldest_comes_first_with_its_due_time(session: Session) -> None:
    place = make_participation(session)
    with clock_at(in_days(-0.1)):
        newer = make_problem(session, place, state=State.SUBMITTED)
    with clock_at(in_days(-2)):
        older = make_problem(session, make_participation(session), state=State.SUBMITTED)

    first, second = rows(session, make_officer(session, Office.MODERATOR))

    assert {first.reference, second.reference} == {older.reference, newer.reference}
    assert first.due_at <= second.due_at
    assert first.due_at < now()


def test_a_problem_changed_after_publication_is_due_from_the_change(session: Session) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)
    edit_problem(session, author, problem, problem_text(title="No bus after half past nine"))

    (row,) = rows(session, make_moderator(session, problem))

    assert row.published_before
    assert row.due_at > now() + timedelta(hours=23)


def test_a_changed_comment_waits_with_the_reason_it_was_returned_for(session: Session) -> None:
    problem, author = make_problem(session), make_person(session)
    comment = make_comment(session, problem, author)
    moderator = make_moderator(session, problem)
    return_item(session, moderator, comment, grounds(reason=Reason.PERSONAL_DATA))
    edit_comment(session, author, comment, CommentText(stance=Stance.CONTRA, text="No names."))

    (row,) = rows(session, moderator)

    assert (row.kind, row.stance, row.words.text) == (Kind.COMMENT, Stance.CONTRA, "No names.")
    assert (row.about, row.before) == (problem.title, Reason.PERSONAL_DATA)


def test_the_queue_is_paged(session: Session) -> None:
    place = make_participation(session)
    for _ in range(3):
        problem = make_problem(session, place, state=State.SUBMITTED)
    moderator = make_moderator(session, problem)

    shown = queue(session, moderator, hours=24, skip=2)

    assert (len(shown.rows), shown.total, shown.next_skip) == (1, 3, 0)


def test_who_does_not_moderate_has_nothing_waiting(session: Session) -> None:
    """AC28"""
    author = make_person(session)
    make_problem(session, author=author, state=State.SUBMITTED)

    for actor in (VISITOR, author, make_officer(session, Office.ADMINISTRATION)):
        assert waiting_for(session, actor) == 0


def test_the_number_waiting_is_the_length_of_the_queue(session: Session) -> None:
    place = make_participation(session)
    for _ in range(2):
        problem = make_problem(session, place, state=State.SUBMITTED)
    make_problem(session, state=State.SUBMITTED)

    assert waiting_for(session, make_moderator(session, problem)) == 2


def test_the_newest_reason_is_told(session: Session) -> None:
    problem = make_problem(session, state=State.SUBMITTED)
    moderator = make_moderator(session, problem)
    publish_item(session, moderator, problem)
    hide_item(session, moderator, problem, grounds(reason=Reason.ADVERTISING, words="An advert."))

    note = last_note(session, problem)

    assert note is not None
    assert (note.action, note.reason) == (Action.HIDE_ITEM, Reason.ADVERTISING)
    assert note.words == "An advert."


def test_the_public_log_has_every_act_and_no_words(session: Session) -> None:
    problem = make_problem(session, state=State.SUBMITTED)
    moderator = make_moderator(session, problem)
    publish_item(session, moderator, problem)
    hide_item(session, moderator, problem, grounds(reason=Reason.INSULT))

    shown = log(session)

    assert [(line.action, line.reason) for line in shown.lines] == [
        (Action.HIDE_ITEM, Reason.INSULT),
        (Action.PUBLISH_ITEM, None),
    ]
    assert shown.acts == {Action.HIDE_ITEM: 1, Action.PUBLISH_ITEM: 1}
    assert shown.reasons == [(Reason.INSULT, 1)]
    assert (shown.waiting, shown.after) == (0, 0)
