"""Gate 1 says what is missing before a package can be submitted."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, select, update
from sqlmodel import Session

from app.items.models import ITEM, LINK, Item
from app.items.spine import unlink
from app.mandates.commands import submit_mandate
from app.mandates.gate import gate_checklist
from app.mandates.models import MANDATE, PACKAGE, Mandate
from app.measures.models import MEASURE, TEAM_MEMBER
from app.process.gates import GATE_1
from app.process.refusal import Refused
from app.process.vocabulary import Kind, Link, State
from tests.makers import make_officer, make_problem
from tests.mandates.makers import (
    ADMINISTRATION,
    make_mandate,
    make_measure,
    make_ready_measure,
    make_requirement,
    publish_without,
)


def _no_team(session: Session, item: Item) -> None:
    session.execute(delete(TEAM_MEMBER).where(TEAM_MEMBER.c.measure_id == item.measure_id))


def _no_effect(session: Session, item: Item) -> None:
    session.execute(update(MEASURE).where(MEASURE.c.id == item.measure_id).values(effect=""))


def _no_origin(session: Session, item: Item) -> None:
    officer = make_officer(session, ADMINISTRATION)
    wanted = (ITEM.c.kind == Kind.REQUIREMENT) & (ITEM.c.measure_id == item.measure_id)
    origins = select(LINK.c.from_id, LINK.c.to_id).join(ITEM, ITEM.c.id == LINK.c.to_id)
    for origin, requirement in session.execute(origins.where(wanted)).all():
        unlink(session, officer, origin, requirement, how=Link.ORIGIN_OF)


def _one_undecided(session: Session, item: Item) -> None:
    measure = session.get_one(Item, item.measure_id)
    officer = make_officer(session, ADMINISTRATION)
    make_requirement(session, officer, measure, make_problem(session), state=State.PROPOSED)


def _no_milestone(session: Session, item: Item) -> None:
    publish_without(session, item.measure_id or 0, "milestones")


def _not_covered(session: Session, item: Item) -> None:
    publish_without(session, item.measure_id or 0, "requirements")


def _no_implementer(session: Session, item: Item) -> None:
    session.execute(update(MANDATE).values(implementers=[]))


def _no_budget(session: Session, item: Item) -> None:
    session.execute(update(MANDATE).values(years=[]))


def _no_source(session: Session, item: Item) -> None:
    session.execute(update(MANDATE).values(source=""))


TEAM, EFFECT, APPROVED, ORIGIN, DISCUSSED, PLANNED, COVERED, IMPLEMENTER, BUDGET, BODY = (
    condition.missing for condition in GATE_1
)


@pytest.mark.parametrize(
    ("take_away", "sentence"),
    [
        (_no_team, TEAM),
        (_no_effect, EFFECT),
        (_no_origin, ORIGIN),
        (_one_undecided, DISCUSSED),
        (_no_milestone, PLANNED),
        (_not_covered, COVERED),
        (_no_implementer, IMPLEMENTER),
        (_no_budget, BUDGET),
        (_no_source, BUDGET),
    ],
)
def test_each_unmet_condition_stops_the_submission(
    session: Session, take_away: Callable[[Session, Item], None], sentence: str
) -> None:
    item = make_mandate(session)
    take_away(session, item)
    session.expire_all()

    with pytest.raises(Refused) as error:
        submit_mandate(session, make_officer(session, ADMINISTRATION), item)

    assert error.value.reasons == (sentence,)
    assert item.state is State.PREPARED
    assert session.execute(select(PACKAGE)).all() == []


def test_the_checklist_is_public_before_there_is_a_package(session: Session) -> None:
    measure = make_ready_measure(session)

    unmet = [line.reason for line in gate_checklist(session, measure.id, None) if not line.met]

    assert unmet == [IMPLEMENTER, BUDGET, BODY]


def test_without_an_approved_requirement_nothing_is_put_to_decision(session: Session) -> None:
    measure = make_ready_measure(session)
    session.execute(update(ITEM).where(ITEM.c.kind == Kind.REQUIREMENT).values(state=State.DROPPED))

    unmet = [line.reason for line in gate_checklist(session, measure.id, None) if not line.met]

    assert APPROVED in unmet


def test_a_complete_package_passes(session: Session) -> None:
    item = make_mandate(session)
    package = session.get_one(Mandate, item.id)

    assert all(line.met for line in gate_checklist(session, item.measure_id or 0, package))


def test_a_plan_that_was_never_published_is_none(session: Session) -> None:
    measure = make_measure(session)

    unmet = [line.reason for line in gate_checklist(session, measure.id, None) if not line.met]

    assert PLANNED in unmet
