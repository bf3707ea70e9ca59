"""What a phase asks for is said before somebody writes, and asked when they hand in."""

from dataclasses import replace

import pytest
from sqlmodel import Session

from app.problems.commands import draft_problem, submit_problem
from app.problems.queries import similar_problems
from app.process.objections import NOT_ELIGIBLE, NOT_TAKEN_UP, OWN_WORK
from app.process.refusal import Refused
from app.process.rules import WRONG_PHASE
from app.process.vocabulary import Eligibility, Phase, State, Verdict
from tests.client import CheckingClient
from tests.deliberation.makers import let_phases
from tests.makers import make_participation, make_person, make_problem, problem_text


def test_who_is_not_known_well_enough_hands_nothing_in(session: Session) -> None:
    place, person = make_participation(session), make_person(session)
    let_phases(session, place, eligibility=Eligibility.PROVIDER)
    item = draft_problem(session, person, place, {"title": "Draft"}, language="en")

    with pytest.raises(Refused) as refused:
        submit_problem(session, person, item, problem_text())
    assert refused.value.reasons == (NOT_ELIGIBLE.sentence,)
    submit_problem(session, replace(person, provider="city"), item, problem_text())

    assert item.state is State.SUBMITTED


def test_what_is_asked_for_stands_where_one_begins(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session)
    let_phases(session, place, eligibility=Eligibility.CODE)

    page = client.get(f"/en/problems/new?participation={place.reference}").text

    assert "a participation code for this phase" in page
    assert f'href="/en/items/{place.reference}/admission"' in page


def test_an_offer_that_cannot_be_supported_says_why(session: Session) -> None:
    place, closed = make_participation(session), make_participation(session, Phase.CLOSED)
    person = make_person(session)
    make_problem(session, place, person, title="No bus to the harbour")
    make_problem(session, place, title="No bus to the harbour").verdict = Verdict.NOT_TAKEN_UP
    make_problem(session, closed, title="No bus to the harbour")
    make_problem(session, place, title="No bus to the harbour")
    session.flush()

    offers = similar_problems(session, person, "No bus to the harbour")

    assert {(offer.open, *offer.reasons) for offer in offers} == {
        (True,),
        (False, OWN_WORK.sentence),
        (False, NOT_TAKEN_UP.sentence),
        (False, WRONG_PHASE[Phase.CLOSED]),
    }
