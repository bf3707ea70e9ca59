import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.items.models import Item
from app.problems.commands import (
    NOT_A_MEMBER,
    discard_problem,
    draft_problem,
    edit_problem,
    submit_problem,
    withdraw_problem,
)
from app.problems.forms import Withdrawal
from app.process.actor import VISITOR
from app.process.objections import NOT_YOURS
from app.process.paths import NO_STEP
from app.process.refusal import Refused
from app.process.rules import SIGN_IN_FIRST, WRONG_PHASE
from app.process.vocabulary import Action, Phase, Retraction, State, Visibility
from app.record.models import EVENT
from tests.makers import make_participation, make_person, make_problem, problem_text
from tests.problems.makers import make_member

REPAIRED = Withdrawal(reason=Retraction.SETTLED, explanation="It has been repaired.")


def record_of(session: Session, item: Item) -> list[Action]:
    lines = select(EVENT.c.action).where(EVENT.c.subject_id == item.id).order_by(EVENT.c.id)
    return list(session.execute(lines).scalars())


def test_every_act_is_on_record(session: Session) -> None:
    author, place = make_person(session), make_participation(session)

    item = draft_problem(session, author, place, {"title": "No bus at night"})
    draft_problem(session, author, item, {"what": "The last bus leaves too early."})
    submit_problem(session, author, item, problem_text())
    edit_problem(session, author, item, problem_text())
    withdraw_problem(session, author, item, REPAIRED)

    assert record_of(session, item) == [
        Action.DRAFT_PROBLEM,
        Action.DRAFT_PROBLEM,
        Action.SUBMIT_PROBLEM,
        Action.EDIT_PROBLEM,
        Action.WITHDRAW_PROBLEM,
    ]


def test_a_visitor_drafts_nothing(session: Session) -> None:
    place = make_participation(session)

    with pytest.raises(Refused) as refusal:
        draft_problem(session, VISITOR, place, {"title": "No bus at night"})

    assert refusal.value.reasons[0] == SIGN_IN_FIRST


def test_a_draft_speaks_the_language_of_its_participation_unless_told(session: Session) -> None:
    author, place = make_person(session), make_participation(session)

    german = draft_problem(session, author, place, {"title": "Kein Bus"}, language="de")
    other = draft_problem(session, author, place, {"title": "No bus"})

    assert (german.language, other.language) == ("de", "en")


def test_nobody_writes_in_somebody_elses_draft(session: Session) -> None:
    draft = make_problem(session, state=State.DRAFT)

    for act in (
        lambda actor: draft_problem(session, actor, draft, {"what": "Something else."}),
        lambda actor: submit_problem(session, actor, draft, problem_text()),
        lambda actor: discard_problem(session, actor, draft),
    ):
        with pytest.raises(Refused) as refusal:
            act(make_person(session))
        assert NOT_YOURS.sentence in refusal.value.reasons


def test_nothing_is_handed_in_after_collecting(session: Session) -> None:
    author, place = make_person(session), make_participation(session, Phase.DELIBERATING)
    draft = draft_problem(session, author, place, {})

    with pytest.raises(Refused) as refusal:
        submit_problem(session, author, draft, problem_text())

    assert refusal.value.reasons == (WRONG_PHASE[Phase.DELIBERATING],)


def test_nobody_writes_in_the_name_of_a_foreign_organisation(session: Session) -> None:
    author = make_person(session)
    foreign = make_member(session, make_person(session), "Bus company")
    draft = make_problem(session, author=author, state=State.DRAFT)

    with pytest.raises(Refused) as refusal:
        submit_problem(session, author, draft, problem_text(organisation_id=foreign.id))

    assert refusal.value.reasons == (NOT_A_MEMBER,)


def test_what_is_withdrawn_cannot_be_changed(session: Session) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)
    withdraw_problem(session, author, problem, REPAIRED)

    with pytest.raises(Refused) as refusal:
        edit_problem(session, author, problem, problem_text())

    assert refusal.value.reasons == (NO_STEP,)


def test_a_discarded_draft_is_nobodys_to_find(session: Session) -> None:
    author = make_person(session)
    draft = make_problem(session, author=author, state=State.DRAFT)

    discard_problem(session, author, draft)

    assert draft.visibility is Visibility.PRIVATE
    assert draft.title == ""
