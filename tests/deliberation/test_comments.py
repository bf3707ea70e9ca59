from datetime import timedelta

import pytest
from sqlmodel import Session

from app.db.clock import clock_at, now
from app.deliberation.commands import delete_comment, edit_comment, write_comment
from app.deliberation.commands.comments import NO_REPLIES, NOTHING_TO_TALK_ABOUT, TOO_DEEP
from app.deliberation.comments import former_versions
from app.deliberation.forms import CommentText
from app.deliberation.models import Comment
from app.items.models import Item
from app.items.spine import set_state
from app.process.actor import VISITOR
from app.process.objections import NOT_PUBLIC, NOT_YOURS, OUTSIDE_DISCUSSION
from app.process.refusal import Refused
from app.process.rules import SIGN_IN_FIRST, WRONG_PHASE
from app.process.vocabulary import Kind, Office, Phase, Stance, State
from tests.deliberation.makers import make_comment, make_requirement_item
from tests.makers import make_officer, make_participation, make_person, make_problem


def words(
    text: str = "A later bus would bring me home.", stance: Stance = Stance.PRO
) -> CommentText:
    return CommentText(text=text, stance=stance)


def test_a_comment_belongs_to_what_it_is_about(session: Session) -> None:
    problem = make_problem(session)

    comment = make_comment(session, problem)

    assert (comment.kind, comment.state) == (Kind.COMMENT, State.PUBLISHED)
    assert comment.about_id == problem.id
    assert comment.participation_id == problem.participation_id


def test_comments_and_replies_are_counted_on_their_item(session: Session) -> None:
    problem = make_problem(session)

    first = make_comment(session, problem)
    make_comment(session, problem, parent=first)

    session.refresh(problem)
    assert problem.comments == 2


@pytest.mark.parametrize("phase", [Phase.COLLECTING, Phase.DELIBERATING])
def test_problems_are_discussed_while_collecting_and_deliberating(
    session: Session, phase: Phase
) -> None:
    problem = make_problem(session, make_participation(session, phase))

    assert make_comment(session, problem).state is State.PUBLISHED


@pytest.mark.parametrize("phase", [Phase.SYNTHESIS, Phase.PAUSED, Phase.CLOSED])
def test_comments_are_refused_outside_the_discussion(session: Session, phase: Phase) -> None:
    """AC21: a comment is refused when the phase has none, for staff as well."""
    problem = make_problem(session, make_participation(session, phase))

    for actor in (make_person(session), make_officer(session, Office.MODERATOR)):
        with pytest.raises(Refused) as refusal:
            make_comment(session, problem, actor)

        assert refusal.value.reasons == (WRONG_PHASE[phase],)


def test_replies_are_refused_outside_the_discussion(session: Session) -> None:
    """AC21: so are replies to comments that exist already."""
    problem = make_problem(session)
    first = make_comment(session, problem)

    with clock_at(now() + timedelta(days=30)), pytest.raises(Refused) as refusal:
        make_comment(session, problem, parent=first)

    assert refusal.value.reasons == (WRONG_PHASE[Phase.SYNTHESIS],)


def test_problems_are_not_discussed_while_requirements_are(session: Session) -> None:
    problem = make_problem(session, make_participation(session, Phase.REQUIREMENTS))

    with pytest.raises(Refused) as refusal:
        make_comment(session, problem)

    assert refusal.value.reasons == (OUTSIDE_DISCUSSION.sentence,)


def test_requirements_are_discussed_in_their_phase(session: Session) -> None:
    participation = make_participation(session, Phase.REQUIREMENTS)

    comment = make_comment(session, make_requirement_item(session, participation))

    assert comment.state is State.PUBLISHED


def test_requirements_are_not_discussed_before_their_phase(session: Session) -> None:
    requirement = make_requirement_item(session, make_participation(session))

    with pytest.raises(Refused) as refusal:
        make_comment(session, requirement)

    assert refusal.value.reasons == (OUTSIDE_DISCUSSION.sentence,)


def test_nothing_else_is_commented_on(session: Session) -> None:
    with pytest.raises(Refused) as refusal:
        make_comment(session, make_participation(session))

    assert refusal.value.reasons == (NOTHING_TO_TALK_ABOUT,)


def test_visitors_write_no_comments(session: Session) -> None:
    with pytest.raises(Refused) as refusal:
        make_comment(session, make_problem(session), VISITOR)

    assert SIGN_IN_FIRST in refusal.value.reasons


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.SUBMITTED, State.HIDDEN])
def test_what_is_not_public_takes_no_comments(session: Session, state: State) -> None:
    with pytest.raises(Refused) as refusal:
        make_comment(session, make_problem(session, state=state))

    assert refusal.value.reasons == (NOT_PUBLIC.sentence,)


def test_a_reply_takes_no_replies(session: Session) -> None:
    """AC22: there is one level of replies."""
    problem = make_problem(session)
    reply = make_comment(session, problem, parent=make_comment(session, problem))

    with pytest.raises(Refused) as refusal:
        make_comment(session, problem, parent=reply)

    assert refusal.value.reasons == (TOO_DEEP,)


def test_a_deleted_comment_takes_no_replies(session: Session) -> None:
    problem, author = make_problem(session), make_person(session)
    comment = make_comment(session, problem, author)
    delete_comment(session, author, comment)

    with pytest.raises(Refused) as refusal:
        make_comment(session, problem, parent=comment)

    assert refusal.value.reasons == (NO_REPLIES,)


def test_a_reply_stays_with_the_item_of_its_comment(session: Session) -> None:
    comment = make_comment(session, make_problem(session))

    with pytest.raises(Refused) as refusal:
        make_comment(session, make_problem(session), parent=comment)

    assert refusal.value.reasons == (NO_REPLIES,)


def test_a_changed_comment_keeps_what_it_said(session: Session) -> None:
    author = make_person(session)
    comment = make_comment(session, make_problem(session), author, text="No bus after nine.")

    edit_comment(session, author, comment, words("No bus after ten.", Stance.NEUTRAL))

    stored = session.get_one(Comment, comment.id)
    assert (stored.text, stored.stance) == ("No bus after ten.", Stance.NEUTRAL)
    assert stored.edited_at is not None
    assert comment.title == "No bus after ten."
    assert [(old.number, old.text) for old in former_versions(session, comment)] == [
        (1, "No bus after nine.")
    ]


def test_only_its_author_changes_a_comment(session: Session) -> None:
    comment = make_comment(session, make_problem(session))

    with pytest.raises(Refused) as refusal:
        edit_comment(session, make_person(session), comment, words())

    assert refusal.value.reasons == (NOT_YOURS.sentence,)


def test_a_comment_is_not_changed_after_the_discussion(session: Session) -> None:
    author = make_person(session)
    comment = make_comment(session, make_problem(session), author)

    with clock_at(now() + timedelta(days=30)), pytest.raises(Refused) as refusal:
        edit_comment(session, author, comment, words())

    assert refusal.value.reasons == (WRONG_PHASE[Phase.SYNTHESIS],)


def test_a_returned_comment_that_is_changed_waits_again(session: Session) -> None:
    author = make_person(session)
    comment = returned_comment(session, author)

    edit_comment(session, author, comment, words("Someone parks there every night."))

    assert comment.state is State.SUBMITTED


def test_words_that_moderation_returned_are_not_shown_as_a_version(session: Session) -> None:
    author = make_person(session)
    comment = make_comment(session, make_problem(session), author, text="Mr Miller parks there.")
    edit_comment(session, author, comment, words("Mr Miller of number 3 parks there."))
    set_state(session, comment, State.RETURNED)
    edit_comment(session, author, comment, words("Somebody parks there."))

    assert former_versions(session, comment) == []


def test_a_deleted_comment_leaves_a_place_without_words(session: Session) -> None:
    problem, author = make_problem(session), make_person(session)
    comment = make_comment(session, problem, author)
    make_comment(session, problem, parent=comment)

    delete_comment(session, author, comment)

    session.refresh(problem)
    assert comment.state is State.DELETED
    assert comment.title == session.get_one(Comment, comment.id).text == ""
    assert problem.comments == 1


def test_a_comment_is_deleted_in_any_phase_but_only_by_its_author(session: Session) -> None:
    author = make_person(session)
    comment = make_comment(session, make_problem(session), author)

    with clock_at(now() + timedelta(days=300)):
        with pytest.raises(Refused):
            delete_comment(session, make_officer(session, Office.MODERATOR), comment)
        delete_comment(session, author, comment)

    assert comment.state is State.DELETED


def test_deleting_a_returned_comment_changes_no_count(session: Session) -> None:
    problem, author = make_problem(session), make_person(session)
    comment = make_comment(session, problem, author)
    make_comment(session, problem)
    set_state(session, comment, State.RETURNED)
    problem.comments = 1

    delete_comment(session, author, comment)

    session.refresh(problem)
    assert problem.comments == 1


@pytest.mark.parametrize("text", ["", " x ", "x" * 4001])
def test_a_comment_has_two_to_four_thousand_characters(text: str) -> None:
    with pytest.raises(ValueError, match="text"):
        words(text)


def test_a_long_comment_is_named_by_its_beginning(session: Session) -> None:
    comment = make_comment(session, make_problem(session), text="Every  night\n" * 30)

    assert comment.title.startswith("Every night Every night")
    assert comment.title.endswith("…")
    assert len(comment.title) <= 90


def test_a_comment_is_written_in_a_language(session: Session) -> None:
    comment = make_comment(session, make_problem(session), language="de")

    assert comment.language == "de"


def returned_comment(session: Session, author: object) -> Item:
    comment = write_comment(session, author, make_problem(session), words(), language="en")  # type: ignore[arg-type]
    set_state(session, comment, State.RETURNED)
    return comment
