"""Participation codes: printed once, entered by people or guests, good for one phase."""

import re

from sqlalchemy import func, select, update
from sqlmodel import Session

from app.accounts.models import PARTICIPATION_CODE, WEB_SESSION
from app.deliberation.models import SUPPORT
from app.items.models import Item
from app.process.vocabulary import Eligibility, Office
from tests.client import CheckingClient
from tests.deliberation.makers import let_phases, make_code, phase_row
from tests.makers import make_officer, make_participation, make_person, make_problem


def supports(session: Session) -> int:
    count: int = session.execute(select(func.count()).select_from(SUPPORT)).scalar_one()
    return count


def make_place_with_codes(session: Session) -> Item:
    place = make_participation(session)
    let_phases(session, place, eligibility=Eligibility.CODE)
    return place


def make_problem_there(session: Session, place: Item) -> Item:
    """Brought in while an account was enough."""
    let_phases(session, place, eligibility=Eligibility.MAIL)
    problem = make_problem(session, place)
    let_phases(session, place, eligibility=Eligibility.CODE)
    return problem


def enter(client: CheckingClient, item: Item, code: str):  # type: ignore[no-untyped-def]
    return client.post(f"/en/items/{item.reference}/admission", data={"code": code})


def press(client: CheckingClient, problem: Item):  # type: ignore[no-untyped-def]
    return client.post(f"/en/items/{problem.reference}/supports")


def switch(session: Session, *, active: bool) -> None:
    session.execute(update(PARTICIPATION_CODE).values(active=active))


def test_a_guest_with_a_code_supports_without_an_account(
    client: CheckingClient, session: Session
) -> None:
    place = make_place_with_codes(session)
    problem = make_problem_there(session, place)
    code = make_code(session, place)

    entered = enter(client, problem, code.lower().replace("-", " "))
    answer = press(client, problem)

    assert entered.headers["location"] == f"/en/problems/{problem.reference}?notice=entered"
    assert answer.headers["location"].endswith("notice=supported")
    assert supports(session) == 1


def test_the_same_code_leads_a_guest_back_to_the_same_supports(
    client: CheckingClient, session: Session
) -> None:
    place = make_place_with_codes(session)
    problem, code = make_problem_there(session, place), make_code(session, place)
    enter(client, problem, code)
    press(client, problem)

    enter(client.sign_out(), problem, code)
    press(client, problem)

    assert supports(session) == 1


def test_a_code_of_an_account_lets_nobody_else_in(client: CheckingClient, session: Session) -> None:
    place = make_place_with_codes(session)
    problem, code = make_problem_there(session, place), make_code(session, place)
    enter(client.sign_in(make_person(session)), problem, code)
    before = session.execute(select(func.count()).select_from(WEB_SESSION)).scalar_one()

    answer = enter(client.sign_out(), problem, code)

    assert answer.status_code == 422
    assert "Somebody else has used this code already." in answer.text
    session.rollback()
    assert session.execute(select(func.count()).select_from(WEB_SESSION)).scalar_one() == before


def test_ac10_a_code_of_one_phase_is_refused_in_another(
    client: CheckingClient, session: Session
) -> None:
    place, other = make_place_with_codes(session), make_place_with_codes(session)
    problem, code = make_problem_there(session, other), make_code(session, place)

    entered = enter(client, problem, code)
    enter(client, place, code)
    pressed = press(client, problem)

    assert entered.status_code == 422
    assert "This code is not valid here." in entered.text
    assert pressed.headers["location"] == f"/en/items/{problem.reference}/admission"
    assert supports(session) == 0


def test_ac10_a_guest_with_a_code_is_refused_where_an_account_is_asked_for(
    client: CheckingClient, session: Session
) -> None:
    place = make_place_with_codes(session)
    problem = make_problem(session)
    enter(client, place, make_code(session, place))

    press(client, problem)

    assert supports(session) == 0


def test_ac11_a_code_counts_while_it_is_active_and_for_five_supports(
    client: CheckingClient, session: Session
) -> None:
    place = make_place_with_codes(session)
    problems = [make_problem_there(session, place) for _ in range(6)]
    code = make_code(session, place, supports=5)
    switch(session, active=False)

    refused = enter(client, place, code)
    switch(session, active=True)
    enter(client, place, code)
    switch(session, active=False)
    press(client, problems[0])
    assert supports(session) == 0
    switch(session, active=True)
    answers = [press(client, problem).status_code for problem in problems]

    assert "This code is switched off at the moment." in refused.text
    assert answers == [303, 303, 303, 303, 303, 403]
    assert supports(session) == 5


def test_the_list_of_codes_is_shown_once(client: CheckingClient, session: Session) -> None:
    place = make_place_with_codes(session)
    phase = phase_row(session, place)
    client.sign_in(make_officer(session, Office.ADMINISTRATION))
    address = f"/en/participation/{place.reference}/phases/{phase.id}/codes"

    printed = client.post(address, data={"count": "3", "supports": "5"})
    later = client.get(address)

    codes = re.findall(r"<code>([\w-]+)</code>", printed.text)
    assert len(codes) == 3
    assert printed.headers["cache-control"] == "private, no-store"
    assert all(code not in later.text for code in codes)
    assert enter(client.sign_out(), place, codes[0]).status_code == 303


def test_the_office_switches_a_code_off_and_on(client: CheckingClient, session: Session) -> None:
    place = make_place_with_codes(session)
    make_code(session, place)
    code_id = session.execute(select(PARTICIPATION_CODE.c.id)).scalar_one()
    address = f"/en/participation/{place.reference}/phases/{phase_row(session, place).id}/codes"
    client.sign_in(make_officer(session, Office.ADMINISTRATION))

    client.post(f"{address}/switch", data={"code": str(code_id), "active": "false"})
    page = client.get(address)

    assert "Switch on" in page.text
    session.rollback()
    assert session.execute(select(PARTICIPATION_CODE.c.active)).scalar_one() is False


def test_somebody_without_the_office_makes_no_codes(
    client: CheckingClient, session: Session
) -> None:
    place = make_place_with_codes(session)
    phase = phase_row(session, place)
    elsewhere = make_officer(session, Office.ADMINISTRATION, 7)
    address = f"/en/participation/{place.reference}/phases/{phase.id}/codes"

    answers = [
        client.sign_in(actor).post(address, data={"count": "3", "supports": "5"}).status_code
        for actor in (make_person(session), elsewhere)
    ]

    assert answers == [403, 403]
    session.rollback()
    assert session.execute(select(PARTICIPATION_CODE.c.id)).all() == []
