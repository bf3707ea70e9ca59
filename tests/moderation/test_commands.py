from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.deliberation.commands import edit_comment
from app.deliberation.forms import CommentText
from app.items.visibility import find_item
from app.moderation.commands import hide_item, publish_item, restore_item, return_item
from app.moderation.models import MODERATION_NOTE
from app.process.actor import VISITOR
from app.process.objections import OWN_WORK
from app.process.paths import NO_STEP
from app.process.refusal import Refused
from app.process.rules import WRONG_OFFICE
from app.process.vocabulary import Action, Office, Reason, Stance, State, Station
from app.record.models import EVENT
from tests.deliberation.makers import make_comment
from tests.makers import make_officer, make_participation, make_person, make_problem
from tests.moderation.makers import grounds, make_moderator


def test_a_published_problem_can_be_found_by_everybody(session: Session) -> None:
    problem = make_problem(session, state=State.SUBMITTED)
    assert find_item(session, VISITOR, problem.reference) is None

    publish_item(session, make_moderator(session, problem), problem)

    assert find_item(session, VISITOR, problem.reference) is problem
    assert problem.state is State.PUBLISHED
    assert problem.published_at is not None
    assert problem.way == Station.PROBLEM


def test_a_returned_problem_is_for_its_author_alone(session: Session) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author, state=State.SUBMITTED)

    return_item(session, make_moderator(session, problem), problem, grounds())

    assert problem.state is State.RETURNED
    assert find_item(session, author, problem.reference) is problem
    assert find_item(session, make_person(session), problem.reference) is None


def test_every_act_is_on_the_record_with_its_note(session: Session) -> None:
    """AC27: the entry says who did it, and leads to the reason."""
    problem = make_problem(session, state=State.SUBMITTED)
    moderator = make_moderator(session, problem)

    hide_item(session, moderator, problem, grounds(reason=Reason.INSULT, words="Be polite."))

    line = session.execute(select(EVENT).where(EVENT.c.action == Action.HIDE_ITEM)).one()
    note = session.execute(select(MODERATION_NOTE)).one()
    assert (line.actor_id, line.subject_id) == (moderator.id, problem.id)
    assert line.details == {"note": note.id}
    assert (note.reason, note.words, note.by_id) == (Reason.INSULT, "Be polite.", moderator.id)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.PUBLISHED])
def test_a_hidden_problem_is_gone_for_others(session: Session, state: State) -> None:
    """AC27: nobody else finds it any more."""
    problem = make_problem(session, state=state)

    hide_item(session, make_moderator(session, problem), problem, grounds())

    assert find_item(session, VISITOR, problem.reference) is None
    assert find_item(session, make_person(session), problem.reference) is None


def test_what_is_hidden_is_not_hidden_again(session: Session) -> None:
    """AC27: the second time is refused."""
    problem = make_problem(session)
    moderator = make_moderator(session, problem)
    hide_item(session, moderator, problem, grounds())

    with pytest.raises(Refused) as refusal:
        hide_item(session, moderator, problem, grounds())

    assert refusal.value.reasons == (NO_STEP,)


def test_restoring_brings_back_what_was_hidden(session: Session) -> None:
    """AC27"""
    problem = make_problem(session)
    moderator = make_moderator(session, problem)
    hide_item(session, moderator, problem, grounds())

    restore_item(session, moderator, problem)

    assert find_item(session, VISITOR, problem.reference) is problem


@pytest.mark.parametrize("act", [publish_item, restore_item])
def test_nobody_moderates_their_own(session: Session, act: Callable[..., None]) -> None:
    moderator = make_officer(session, Office.MODERATOR)
    problem = make_problem(session, author=moderator, state=State.SUBMITTED)

    with pytest.raises(Refused) as refusal:
        act(session, moderator, problem)

    assert refusal.value.reasons == (OWN_WORK.sentence,)


@pytest.mark.parametrize("act", [return_item, hide_item])
def test_nobody_returns_or_hides_their_own(session: Session, act: Callable[..., None]) -> None:
    moderator = make_officer(session, Office.MODERATOR)
    problem = make_problem(session, author=moderator, state=State.SUBMITTED)

    with pytest.raises(Refused) as refusal:
        act(session, moderator, problem, grounds())

    assert refusal.value.reasons == (OWN_WORK.sentence,)


def test_the_office_ends_at_its_participation(session: Session) -> None:
    problem = make_problem(session, state=State.SUBMITTED)
    elsewhere = make_officer(session, Office.MODERATOR, make_participation(session).id)

    with pytest.raises(Refused) as refusal:
        publish_item(session, elsewhere, problem)

    assert refusal.value.reasons == (WRONG_OFFICE,)


@pytest.mark.parametrize("office", [Office.ADMINISTRATION, Office.CDO, Office.OPERATOR])
def test_no_other_office_moderates(session: Session, office: Office) -> None:
    """AC28: the office of moderation is needed, whatever else one holds."""
    problem = make_problem(session, state=State.SUBMITTED)

    with pytest.raises(Refused) as refusal:
        hide_item(session, make_officer(session, office), problem, grounds())

    assert refusal.value.reasons == (WRONG_OFFICE,)


def test_what_is_published_is_not_published_again(session: Session) -> None:
    problem = make_problem(session)

    with pytest.raises(Refused) as refusal:
        publish_item(session, make_moderator(session, problem), problem)

    assert refusal.value.reasons == (NO_STEP,)


def test_a_withdrawn_problem_is_out_of_moderations_hands(session: Session) -> None:
    problem = make_problem(session, state=State.WITHDRAWN)

    with pytest.raises(Refused):
        hide_item(session, make_moderator(session, problem), problem, grounds())


def test_a_hidden_comment_is_not_counted_until_it_is_restored(session: Session) -> None:
    """AC27: the number of comments follows."""
    problem = make_problem(session)
    comment = make_comment(session, problem)
    moderator = make_moderator(session, problem)

    hide_item(session, moderator, comment, grounds())
    session.refresh(problem)
    hidden = problem.comments
    restore_item(session, moderator, comment)
    session.refresh(problem)

    assert (hidden, problem.comments) == (0, 1)


def test_a_returned_comment_is_counted_again_once_it_is_published(session: Session) -> None:
    problem, author = make_problem(session), make_person(session)
    comment = make_comment(session, problem, author)
    moderator = make_moderator(session, problem)

    counts = []
    return_item(session, moderator, comment, grounds())
    session.refresh(problem)
    counts.append(problem.comments)
    edit_comment(session, author, comment, CommentText(stance=Stance.PRO, text="Kinder words."))
    publish_item(session, moderator, comment)
    session.refresh(problem)

    assert [*counts, problem.comments] == [0, 1]
    assert comment.state is State.PUBLISHED


def test_hiding_a_comment_that_waits_changes_no_count(session: Session) -> None:
    problem, author = make_problem(session), make_person(session)
    comment = make_comment(session, problem, author)
    moderator = make_moderator(session, problem)
    return_item(session, moderator, comment, grounds())
    edit_comment(session, author, comment, CommentText(stance=Stance.PRO, text="Worse words."))

    hide_item(session, moderator, comment, grounds())

    session.refresh(problem)
    assert problem.comments == 0
