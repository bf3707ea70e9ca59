from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import clock_at, now
from app.deliberation.commands import support_item, unsupport_item
from app.deliberation.models import SUPPORT
from app.deliberation.targets import find_target
from app.items.models import Item
from app.process.actor import VISITOR
from app.process.objections import NOT_PUBLIC, NOT_TAKEN_UP, OWN_WORK
from app.process.refusal import Refused
from app.process.rules import SIGN_IN_FIRST, WRONG_PHASE
from app.process.vocabulary import Action, Group, Office, Phase, State, Verdict
from app.record.models import EVENT
from tests.deliberation.makers import make_requirement_item, make_supports, target_of
from tests.makers import (
    make_officer,
    make_participation,
    make_person,
    make_problem,
)


def rows(session: Session, item: Item) -> int:
    session.refresh(item)
    return len(session.execute(select(SUPPORT).where(SUPPORT.c.item_id == item.id)).all())


def test_a_support_is_counted_for_its_group(session: Session) -> None:
    problem = make_problem(session)

    support_item(session, make_person(session, Group.BUSINESS), target_of(session, problem))

    assert rows(session, problem) == problem.supporters == problem.supporters_business == 1
    assert problem.supporters_citizens == 0


def test_supporting_twice_counts_once(session: Session) -> None:
    """AC03: one row, one count, later answers change nothing."""
    problem, person = make_problem(session), make_person(session)

    first = support_item(session, person, target_of(session, problem))
    second = support_item(session, person, target_of(session, problem))

    assert (first, second) == (True, False)
    assert rows(session, problem) == problem.supporters == 1


def test_a_second_press_leaves_no_second_line_on_the_record(session: Session) -> None:
    """AC03: what changes nothing is not on the record."""
    problem, person = make_problem(session), make_person(session)

    support_item(session, person, target_of(session, problem))
    support_item(session, person, target_of(session, problem))

    lines = session.execute(
        select(EVENT.c.actor_id).where(EVENT.c.action == Action.SUPPORT_ITEM)
    ).all()
    assert [line.actor_id for line in lines] == [person.id]


def test_a_support_changes_the_version_of_the_item(session: Session) -> None:
    problem = make_problem(session)
    before = problem.version

    make_supports(session, problem, citizens=1)

    assert problem.version == before + 1


def test_a_support_taken_back_is_gone(session: Session) -> None:
    """AC04: the count goes down and the row is gone."""
    problem, person = make_problem(session), make_person(session, Group.ACADEMIA)
    support_item(session, person, target_of(session, problem))

    unsupport_item(session, person, target_of(session, problem))

    assert rows(session, problem) == problem.supporters == problem.supporters_academia == 0


def test_taking_back_twice_counts_once(session: Session) -> None:
    """AC04: taking back what is not there changes nothing."""
    problem, person = make_problem(session), make_person(session)
    make_supports(session, problem, citizens=2)
    support_item(session, person, target_of(session, problem))

    first = unsupport_item(session, person, target_of(session, problem))
    second = unsupport_item(session, person, target_of(session, problem))

    assert (first, second) == (True, False)
    assert rows(session, problem) == problem.supporters == 2


def test_a_support_counts_for_the_group_of_its_moment(session: Session) -> None:
    problem = make_problem(session)
    person = make_person(session, Group.CITIZENS)
    support_item(session, person, target_of(session, problem))

    moved = make_person(session, Group.POLITICS)
    object.__setattr__(moved, "id", person.id)
    unsupport_item(session, moved, target_of(session, problem))

    session.refresh(problem)
    assert (problem.supporters_citizens, problem.supporters_politics) == (0, 0)


def test_nobody_supports_their_own(session: Session) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)

    with pytest.raises(Refused) as refusal:
        support_item(session, author, target_of(session, problem))

    assert refusal.value.reasons == (OWN_WORK.sentence,)


def test_a_visitor_supports_nothing(session: Session) -> None:
    problem = make_problem(session)

    with pytest.raises(Refused) as refusal:
        support_item(session, VISITOR, target_of(session, problem))

    assert SIGN_IN_FIRST in refusal.value.reasons
    assert rows(session, problem) == 0


@pytest.mark.parametrize("phase", [Phase.SYNTHESIS, Phase.REQUIREMENTS, Phase.PAUSED, Phase.CLOSED])
def test_outside_its_phases_nothing_is_supported_or_taken_back(
    session: Session, phase: Phase
) -> None:
    problem = make_problem(session, make_participation(session, phase))

    for act in (support_item, unsupport_item):
        with pytest.raises(Refused) as refusal:
            act(session, make_person(session), target_of(session, problem))

        assert refusal.value.reasons == (WRONG_PHASE[phase],)


@pytest.mark.parametrize("office", [Office.MODERATOR, Office.ADMINISTRATION, Office.OPERATOR])
def test_staff_have_no_way_past_the_phase(session: Session, office: Office) -> None:
    problem = make_problem(session, make_participation(session, Phase.CLOSED))

    with pytest.raises(Refused) as refusal:
        support_item(session, make_officer(session, office), target_of(session, problem))

    assert refusal.value.reasons == (WRONG_PHASE[Phase.CLOSED],)
    assert rows(session, problem) == 0


def test_a_phase_that_closes_while_the_request_is_under_way_is_closed(session: Session) -> None:
    problem = make_problem(session)
    target = target_of(session, problem)

    with clock_at(now() + timedelta(days=5, seconds=1)), pytest.raises(Refused) as refusal:
        support_item(session, make_person(session), target)

    assert refusal.value.reasons == (WRONG_PHASE[Phase.PAUSED],)


def test_ac06_what_is_not_taken_up_is_not_supported(session: Session) -> None:
    problem = make_problem(session)
    problem.verdict = Verdict.NOT_TAKEN_UP

    with pytest.raises(Refused) as refusal:
        support_item(session, make_person(session), target_of(session, problem))

    assert refusal.value.reasons == (NOT_TAKEN_UP.sentence,)


@pytest.mark.parametrize("act", [support_item, unsupport_item])
def test_ac08_what_was_withdrawn_is_neither_supported_nor_taken_back(session: Session, act) -> None:  # type: ignore[no-untyped-def]
    problem = make_problem(session, state=State.WITHDRAWN)

    with pytest.raises(Refused) as refusal:
        act(session, make_person(session), target_of(session, problem))

    assert refusal.value.reasons == (NOT_PUBLIC.sentence,)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RETURNED, State.HIDDEN])
def test_what_is_not_public_cannot_be_found_to_be_supported(session: Session, state: State) -> None:
    problem = make_problem(session, state=state)

    assert find_target(session, problem.reference) is None


def test_only_problems_are_supported(session: Session) -> None:
    requirement = make_requirement_item(session, make_participation(session))

    assert find_target(session, requirement.reference) is None
