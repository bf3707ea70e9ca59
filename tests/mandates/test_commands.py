"""What may be put to decision, who decides, and what an amendment changes."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from app.db.clock import now
from app.items.models import ITEM, LINK, Item
from app.items.spine import set_state
from app.mandates.commands import (
    AMEND_INSTEAD,
    MEASURE_ENDED,
    NOT_A_DECIDING_BODY,
    NOT_IN_FORCE,
    STILL_OPEN,
    decide_mandate,
    prepare_mandate,
    submit_mandate,
)
from app.mandates.deciding import BEFORE_SUBMISSION, IN_FUTURE
from app.mandates.models import DECISION, PACKAGE, Decision, Mandate, Package
from app.mandates.packages import hash_of
from app.organisations.models import Body
from app.process.objections import OTHER_BODY, OWN_SUBMISSION
from app.process.paths import NO_STEP
from app.process.refusal import Refused
from app.process.rules import WRONG_OFFICE
from app.process.vocabulary import Link, Office, State, Station
from tests.makers import make_body, make_officer, make_person, make_problem
from tests.mandates.makers import (
    ADMINISTRATION,
    IMPLEMENTERS,
    also_in_office,
    decision_form,
    make_amendment,
    make_mandate,
    make_member,
    make_ready_measure,
    package_form,
)


def _refusal(error: pytest.ExceptionInfo[Refused]) -> tuple[str, ...]:
    return error.value.reasons


def _body_of(session: Session, item: Item) -> Body:
    return session.get_one(Body, session.get_one(Mandate, item.id).body_id)


def test_a_package_in_preparation_can_be_changed(session: Session) -> None:
    item = make_mandate(session)
    officer, body = make_officer(session, ADMINISTRATION), make_body(session)
    measure = session.get_one(Item, item.measure_id)
    form = package_form(body, source="Another chapter")
    prepare_mandate(session, officer, measure, form, language="en", item=item)

    mandate = session.get_one(Mandate, item.id)
    assert (mandate.body_id, mandate.source) == (body.id, "Another chapter")


def test_a_submitted_package_does_not_change_any_more(session: Session) -> None:
    item = make_mandate(session, State.SUBMITTED)
    officer, measure = make_officer(session, ADMINISTRATION), session.get_one(Item, item.measure_id)
    form = package_form(_body_of(session, item))

    with pytest.raises(Refused) as error:
        prepare_mandate(session, officer, measure, form, language="en", item=item)

    assert _refusal(error) == (NO_STEP,)


@pytest.mark.parametrize("state", [State.PREPARED, State.SUBMITTED])
def test_a_measure_has_one_open_package_at_a_time(session: Session, state: State) -> None:
    measure = make_ready_measure(session)
    make_mandate(session, state, measure=measure)

    with pytest.raises(Refused) as error:
        make_mandate(session, measure=measure)

    assert _refusal(error) == (STILL_OPEN,)


def test_a_mandate_in_force_is_amended_not_replaced(session: Session) -> None:
    measure = make_ready_measure(session)
    make_mandate(session, State.GRANTED, measure=measure)

    with pytest.raises(Refused) as error:
        make_mandate(session, measure=measure)

    assert _refusal(error) == (AMEND_INSTEAD,)


@pytest.mark.parametrize("state", [State.REFUSED, State.DEFERRED])
def test_after_a_no_the_measure_may_be_put_to_decision_again(
    session: Session, state: State
) -> None:
    measure = make_ready_measure(session)
    make_mandate(session, state, measure=measure)

    item = make_mandate(session, State.GRANTED, measure=measure)

    assert item.state is State.GRANTED


def test_an_ended_measure_is_not_put_to_decision(session: Session) -> None:
    measure = make_ready_measure(session)
    set_state(session, measure, State.ENDED)

    with pytest.raises(Refused) as error:
        make_mandate(session, measure=measure)

    assert _refusal(error) == (MEASURE_ENDED,)


def test_only_a_body_that_decides_can_be_asked(session: Session) -> None:
    advisers = make_body(session, decides_mandates=False)

    with pytest.raises(Refused) as error:
        make_mandate(session, body=advisers)

    assert _refusal(error) == (NOT_A_DECIDING_BODY,)


def test_citizens_prepare_no_package(session: Session) -> None:
    measure, form = make_ready_measure(session), package_form(make_body(session))

    with pytest.raises(Refused) as error:
        prepare_mandate(session, make_person(session), measure, form, language="en")

    assert _refusal(error) == (WRONG_OFFICE,)


def test_a_team_prepares_the_package_of_its_own_measure_only(session: Session) -> None:
    own, other = make_ready_measure(session), make_ready_measure(session)
    team, form = make_officer(session, Office.TEAM, own.id), package_form(make_body(session))

    prepare_mandate(session, team, own, form, language="en")

    with pytest.raises(Refused):
        prepare_mandate(session, team, other, form, language="en")


def test_submitting_freezes_the_package_with_its_hash(session: Session) -> None:
    problem = make_problem(session)
    item = make_mandate(session, State.SUBMITTED, measure=make_ready_measure(session, problem))

    package = session.get_one(Package, item.id)

    assert package.hash == hash_of(package.content)
    assert package.content["requirements"][0]["origins"] == [problem.reference]
    assert package.content["implementers"] == IMPLEMENTERS
    assert package.content["budget"]["cents"] == 48_000_000
    assert package.content["plan"]["version"] == package.plan_version == 1
    assert package.content["measure"]["effect"] == "Way home"


def test_a_submitted_package_is_at_the_end_of_the_way_so_far(session: Session) -> None:
    problem = make_problem(session)

    item = make_mandate(session, State.SUBMITTED, measure=make_ready_measure(session, problem))

    led = session.execute(select(LINK.c.how).where(LINK.c.to_id == item.id)).scalars().all()
    assert led == [Link.MANDATED_BY]
    assert _way(session, problem) == (Station.MANDATE, False)


def _way(session: Session, item: Item) -> tuple[int, bool]:
    row = session.execute(select(ITEM.c.way, ITEM.c.way_ended).where(ITEM.c.id == item.id)).one()
    return row.way, row.way_ended


@pytest.mark.parametrize("state", [State.REFUSED, State.DEFERRED])
def test_the_way_ends_with_a_no(session: Session, state: State) -> None:
    problem = make_problem(session)

    make_mandate(session, state, measure=make_ready_measure(session, problem))

    assert _way(session, problem) == (Station.MANDATE, True)


def test_the_way_goes_on_when_another_measure_has_its_mandate(session: Session) -> None:
    problem = make_problem(session)
    make_mandate(session, State.GRANTED, measure=make_ready_measure(session, problem))

    item = make_mandate(session, State.REFUSED, measure=make_ready_measure(session, problem))

    assert _way(session, problem) == (Station.MANDATE, False)
    assert _way(session, item) == (Station.MANDATE, True)


@pytest.mark.parametrize(
    "result", [State.GRANTED, State.CONDITIONAL, State.DEFERRED, State.REFUSED]
)
def test_a_body_decides_once(session: Session, result: State) -> None:
    item = make_mandate(session, result)
    member = make_member(session, _body_of(session, item))

    with pytest.raises(Refused) as error:
        decide_mandate(session, member, item, decision_form(State.GRANTED))

    assert item.state is result
    assert _refusal(error) == (NO_STEP,)


def test_a_mandate_fixes_implementer_and_budget(session: Session) -> None:
    item = make_mandate(session, State.GRANTED)

    decision = session.get_one(Decision, item.id)

    assert decision.implementers == IMPLEMENTERS
    assert decision.budget_cents == 48_000_000 == sum(row["cents"] for row in decision.years)


def test_a_refusal_fixes_no_implementer_and_no_budget(session: Session) -> None:
    item = make_mandate(session, State.REFUSED)

    decision = session.get_one(Decision, item.id)

    assert (decision.implementers, decision.years, decision.budget_cents) == ([], [], 0)


def test_a_decision_is_never_changed(session: Session) -> None:
    make_mandate(session, State.GRANTED)
    session.commit()

    for table in (DECISION, PACKAGE):
        for statement in (update(table).values(mandate_id=1), delete(table)):
            with pytest.raises(DBAPIError, match="append-only"):
                session.execute(statement)
            session.rollback()


def test_a_member_of_another_body_does_not_decide(session: Session) -> None:
    item = make_mandate(session, State.SUBMITTED)
    stranger = make_member(session, make_body(session))

    with pytest.raises(Refused) as error:
        decide_mandate(session, stranger, item, decision_form())

    assert _refusal(error) == (WRONG_OFFICE, OTHER_BODY.sentence)


def test_the_officer_for_digital_decides_only_as_their_own_body(session: Session) -> None:
    officer = make_officer(session, Office.CDO)
    own = make_mandate(session, State.SUBMITTED, body=make_body(session, code="cdo"))
    other = make_mandate(session, State.SUBMITTED)

    decide_mandate(session, officer, own, decision_form())

    assert own.state is State.GRANTED
    with pytest.raises(Refused) as error:
        decide_mandate(session, officer, other, decision_form())
    assert _refusal(error) == (OTHER_BODY.sentence,)


def test_nobody_decides_on_what_they_submitted(session: Session) -> None:
    item = make_mandate(session)
    member = make_member(session, _body_of(session, item))
    submitter = also_in_office(session, member, ADMINISTRATION)
    submit_mandate(session, submitter, item)

    with pytest.raises(Refused) as error:
        decide_mandate(session, submitter, item, decision_form())

    assert _refusal(error) == (OWN_SUBMISSION.sentence,)


@pytest.mark.parametrize(("days", "sentence"), [(1, IN_FUTURE), (-1, BEFORE_SUBMISSION)])
def test_the_day_of_a_decision_lies_between_submission_and_today(
    session: Session, days: int, sentence: str
) -> None:
    item = make_mandate(session, State.SUBMITTED)
    member = make_member(session, _body_of(session, item))
    form = decision_form(decided_on=now().date() + timedelta(days=days))

    with pytest.raises(Refused) as error:
        decide_mandate(session, member, item, form)

    assert _refusal(error) == (sentence,)


def test_the_old_mandate_holds_until_its_amendment_is_granted(session: Session) -> None:
    old = make_mandate(session, State.CONDITIONAL)
    new = make_amendment(session, old)
    submit_mandate(session, make_officer(session, ADMINISTRATION), new)
    assert old.state is State.CONDITIONAL

    member = make_member(session, _body_of(session, new))
    decide_mandate(session, member, new, decision_form())

    assert (old.state, new.state) == (State.AMENDED, State.GRANTED)
    links = select(LINK.c.to_id).where(LINK.c.from_id == old.id, LINK.c.how == Link.CHANGED_BY)
    assert session.execute(links).scalars().all() == [new.id]
    assert session.get_one(Package, new.id).content["amends"] == old.reference


@pytest.mark.parametrize("result", [State.REFUSED, State.DEFERRED])
def test_the_old_mandate_stays_when_its_amendment_is_not_granted(
    session: Session, result: State
) -> None:
    problem = make_problem(session)
    old = make_mandate(session, State.GRANTED, measure=make_ready_measure(session, problem))
    new = make_amendment(session, old)
    submit_mandate(session, make_officer(session, ADMINISTRATION), new)

    member = make_member(session, _body_of(session, new))
    decide_mandate(session, member, new, decision_form(result))

    assert (old.state, new.state) == (State.GRANTED, result)
    assert _way(session, old) == _way(session, problem) == (Station.MANDATE, False)
    assert _way(session, new) == (Station.MANDATE, True)


def test_an_amendment_can_bemake_amendment(session: Session) -> None:
    first = make_mandate(session, State.GRANTED)
    member, officer = (
        make_member(session, _body_of(session, first)),
        make_officer(session, ADMINISTRATION),
    )
    second = make_amendment(session, first)
    submit_mandate(session, officer, second)
    decide_mandate(session, member, second, decision_form())

    third = make_amendment(session, second)
    submit_mandate(session, officer, third)
    decide_mandate(session, member, third, decision_form())

    assert [item.state for item in (first, second, third)] == [
        State.AMENDED,
        State.AMENDED,
        State.GRANTED,
    ]


@pytest.mark.parametrize("state", [State.PREPARED, State.SUBMITTED, State.REFUSED])
def test_only_a_mandate_in_force_can_bemake_amendment(session: Session, state: State) -> None:
    item = make_mandate(session, state)

    with pytest.raises(Refused) as error:
        make_amendment(session, item)

    assert _refusal(error) == (NOT_IN_FORCE,)


def test_one_amendment_at_a_time(session: Session) -> None:
    item = make_mandate(session, State.GRANTED)
    make_amendment(session, item)

    with pytest.raises(Refused) as error:
        make_amendment(session, item)

    assert _refusal(error) == (STILL_OPEN,)
