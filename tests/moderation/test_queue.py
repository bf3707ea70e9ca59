from datetime import timedelta

from sqlmodel import Session

from app.db.clock import clock_at, now
from app.deliberation.commands import edit_comment
from app.deliberation.forms import CommentText
from app.moderation.commands import hide_item, publish_item, return_item
from app.moderation.desk import Desk, Hours, Wanted, desk, first_due, next_waiting
from app.moderation.queries import last_note, waiting_for
from app.moderation.rows import Waiting
from app.moderation.words import Sort, Waits
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

HOURS = Hours(24, 72)


def page_of(session: Session, actor: Actor, **wanted: object) -> Desk:
    return desk(session, actor, Wanted(**wanted), HOURS)  # type: ignore[arg-type]


def rows(session: Session, actor: Actor, **wanted: object) -> tuple[Waiting, ...]:
    return page_of(session, actor, **wanted).rows


def references(session: Session, actor: Actor, **wanted: object) -> list[str]:
    return [row.item.reference for row in rows(session, actor, **wanted)]


def test_what_was_handed_in_waits_in_the_queue(session: Session) -> None:
    problem = make_problem(session, state=State.SUBMITTED)

    (row,) = rows(session, make_moderator(session, problem))

    assert (row.item.reference, row.item.kind, row.waits) == (
        problem.reference,
        Kind.PROBLEM,
        Waits.NEW,
    )
    assert ("What is needed?", "A departure after the end of the late shift.") in row.item.said


def test_what_is_published_returned_or_hidden_does_not_wait(session: Session) -> None:
    place = make_participation(session)
    for state in (State.DRAFT, State.PUBLISHED, State.RETURNED, State.HIDDEN, State.WITHDRAWN):
        problem = make_problem(session, place, state=state)

    assert rows(session, make_moderator(session, problem)) == ()


def test_a_moderator_sees_the_queue_of_their_participations(session: Session) -> None:
    here = make_problem(session, state=State.SUBMITTED)
    there = make_problem(session, state=State.SUBMITTED)

    assert references(session, make_moderator(session, here)) == [here.reference]
    everywhere = references(session, make_officer(session, Office.MODERATOR))
    assert set(everywhere) == {here.reference, there.reference}


def test_ones_own_never_waits_for_oneself(session: Session) -> None:
    moderator = make_officer(session, Office.MODERATOR)
    make_problem(session, author=moderator, state=State.SUBMITTED)

    assert rows(session, moderator) == ()
    assert waiting_for(session, moderator) == 0


def test_what_one_has_entered_for_somebody_waits_for_a_colleague(session: Session) -> None:
    problem = make_problem(session, state=State.SUBMITTED)
    moderator = make_moderator(session, problem)
    problem.entered_by_id = moderator.id
    session.flush()

    assert rows(session, moderator) == ()
    assert len(rows(session, make_moderator(session, problem))) == 1


def test_the_oldest_comes_first_with_its_due_time(session: Session) -> None:
    place = make_participation(session)
    with clock_at(in_days(-0.1)):
        newer = make_problem(session, place, state=State.SUBMITTED)
    with clock_at(in_days(-2)):
        older = make_problem(session, make_participation(session), state=State.SUBMITTED)

    first, second = rows(session, make_officer(session, Office.MODERATOR))

    assert {first.item.reference, second.item.reference} == {older.reference, newer.reference}
    assert first.due_at <= second.due_at
    assert first.due_at < now()


def test_a_problem_changed_after_publication_is_due_from_the_change(session: Session) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)
    edit_problem(session, author, problem, problem_text(title="No bus after half past nine"))

    (row,) = rows(session, make_moderator(session, problem))

    assert row.item.published_at is not None
    assert row.due_at > now() + timedelta(hours=23)


def test_a_changed_comment_waits_with_the_reason_it_was_returned_for(session: Session) -> None:
    problem, author = make_problem(session), make_person(session)
    comment = make_comment(session, problem, author)
    moderator = make_moderator(session, problem)
    return_item(session, moderator, comment, grounds(reason=Reason.PERSONAL_DATA))
    edit_comment(session, author, comment, CommentText(stance=Stance.CONTRA, text="No names."))

    (row,) = rows(session, moderator)

    assert (row.item.kind, row.item.stance) == (Kind.COMMENT, Stance.CONTRA)
    assert row.item.said == (("", "No names."),)
    assert (row.item.about, row.item.before) == (problem.title, Reason.PERSONAL_DATA)


def test_the_queue_is_paged_by_key_in_every_order(session: Session) -> None:
    place = make_participation(session)
    for each in range(32):
        with clock_at(in_days(-each)):
            problem = make_problem(session, place, state=State.SUBMITTED)
            problem.created_at = now()
    moderator = make_moderator(session, problem)

    for sort in Sort:
        first = page_of(session, moderator, sort=sort)
        second = page_of(session, moderator, sort=sort, after=first.after)
        shown = [row.item.reference for row in (*first.rows, *second.rows)]

        assert (len(first.rows), len(second.rows), second.after) == (30, 2, "")
        assert len(set(shown)) == 32


def test_an_address_made_up_by_hand_begins_at_the_beginning(session: Session) -> None:
    problem = make_problem(session, state=State.SUBMITTED)
    moderator = make_moderator(session, problem)

    for after in ("x", "1", "1.x", "-.1", f"{'9' * 30}.1", "1.9999999999999999999999"):
        assert len(page_of(session, moderator, after=after).rows) <= 1


def test_the_queue_is_filtered(session: Session) -> None:
    place = make_participation(session)
    lift = make_problem(session, place, state=State.SUBMITTED, title="No lift at the library")
    bus = make_problem(session, state=State.SUBMITTED)
    comment = make_comment(session, make_problem(session, place), text="Nonsense with 100% sure.")
    comment.state, comment.visibility = State.SUBMITTED, lift.visibility
    bus.language = "de"
    session.flush()
    moderator = make_officer(session, Office.MODERATOR)

    assert references(session, moderator, words="library") == [lift.reference]
    assert references(session, moderator, words="100%") == [comment.reference]
    assert references(session, moderator, words="1%0") == []
    assert references(session, moderator, kind=Kind.COMMENT) == [comment.reference]
    assert references(session, moderator, language="de") == [bus.reference]
    here = references(session, moderator, participation=place.reference)
    assert set(here) == {lift.reference, comment.reference}
    assert references(session, moderator, waits=Waits.APPEAL) == []


def test_what_is_due_first_comes_next(session: Session) -> None:
    place = make_participation(session)
    problems = [make_problem(session, place, state=State.SUBMITTED) for _ in range(2)]
    moderator = make_moderator(session, problems[0])
    first, second = rows(session, moderator)

    following = next_waiting(session, moderator, HOURS, but=first.item.id)

    assert following is not None
    assert following.item.reference == second.item.reference
    due = first_due(session, moderator, HOURS)
    assert due is not None
    assert due[0] == first.due_at


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
