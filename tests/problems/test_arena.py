"""The arena: contributions come at any time, and the administration assigns them."""

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.items.models import Item
from app.problems.commands import NOT_COLLECTING, NOT_FROM_THE_ARENA, assign_problem
from app.problems.models import ASSIGNMENT
from app.process.refusal import Refused
from app.process.rules import WRONG_OFFICE
from app.process.vocabulary import Action, Office, Phase, State
from app.record.models import EVENT
from tests.client import CheckingClient
from tests.deliberation.makers import make_comment
from tests.makers import make_officer, make_participation, make_person, make_problem
from tests.problems.makers import answer_all, begin_draft
from tests.problems.test_writing import let_time_pass, state_of
from tests.queries import counted_queries

WHY = "It is about the same stops."


def make_arena(session: Session) -> Item:
    return make_participation(session, Phase.STANDING, title="The city arena")


def test_the_arena_is_offered_beside_what_is_open(client: CheckingClient, session: Session) -> None:
    make_arena(session)
    make_participation(session)
    client.sign_in(make_person(session))

    page = client.get("/en/problems/new/where?contribution=idea").text

    assert "Open at any time, for any subject" in page
    assert page.index("Getting around without a car") < page.index("The city arena")


def test_a_contribution_comes_in_at_any_time_and_no_end_is_shown(
    client: CheckingClient, session: Session
) -> None:
    arena = make_arena(session)
    client.sign_in(make_person(session))

    reference = begin_draft(client, arena)
    answer_all(client, reference)
    let_time_pass(session, reference)
    handed_in = client.post(f"/en/problems/drafts/{reference}/submit")
    thanks = client.get(handed_in.headers["location"]).text

    assert state_of(session, reference) is State.SUBMITTED
    assert "assigns it to a participation that fits" in thanks
    assert "Until " not in thanks


def test_the_administration_assigns_it_with_its_comments_and_says_so(
    client: CheckingClient, session: Session
) -> None:
    arena, place = make_arena(session), make_participation(session, title="Stops in the city")
    problem = make_problem(session, arena)
    comment = make_comment(session, problem, make_person(session))
    client.sign_in(make_officer(session, Office.ADMINISTRATION))

    page = client.get(f"/en/problems/{problem.reference}").text
    at = f"/en/problems/{problem.reference}/assign"
    answer = client.post(at, data={"participation": place.reference, "why": WHY})
    told = client.sign_out().get(f"/en/problems/{problem.reference}").text

    assert at in page
    assert answer.status_code == 303
    session.expire_all()
    assert problem.participation_id == comment.participation_id == place.id
    for text in ("Came in through “The city arena”.", "Stops in the city", WHY):
        assert text in told
    details = session.execute(
        select(EVENT.c.details).where(EVENT.c.action == Action.ASSIGN_PROBLEM)
    ).scalar_one()
    assert details == {"from": arena.id, "to": place.id}


def test_only_what_came_at_any_time_is_assigned(session: Session) -> None:
    officer = make_officer(session, Office.ADMINISTRATION)
    problem, other = make_problem(session), make_participation(session)

    with pytest.raises(Refused, match=NOT_FROM_THE_ARENA[:20]):
        assign_problem(session, officer, problem, other, reason="")


@pytest.mark.parametrize("phase", [Phase.SYNTHESIS, Phase.CLOSED, Phase.STANDING])
def test_it_is_assigned_only_where_it_is_still_heard(session: Session, phase: Phase) -> None:
    officer = make_officer(session, Office.ADMINISTRATION)
    problem = make_problem(session, make_arena(session))

    with pytest.raises(Refused, match=NOT_COLLECTING[:20]):
        assign_problem(session, officer, problem, make_participation(session, phase), reason="")


@pytest.mark.parametrize("office", [Office.MODERATOR, Office.ASSISTANT, Office.TEAM])
def test_other_offices_assign_nothing(
    client: CheckingClient, session: Session, office: Office
) -> None:
    problem = make_problem(session, make_arena(session))
    place = make_participation(session)
    client.sign_in(make_officer(session, office))
    at = f"/en/problems/{problem.reference}"

    page = client.get(at).text
    answer = client.post(f"{at}/assign", data={"participation": place.reference})

    assert "Assign it to a participation" not in page
    assert (answer.status_code, WRONG_OFFICE in answer.text) == (403, True)


def test_a_place_that_is_not_offered_is_refused_in_words(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session, make_arena(session))
    client.sign_in(make_officer(session, Office.ADMINISTRATION))
    at = f"/en/problems/{problem.reference}/assign"

    for reference in ("", "P-2020-1", problem.reference):
        answer = client.post(at, data={"participation": reference, "why": WHY})
        assert answer.status_code == 422
        assert WHY in answer.text
    assert session.execute(select(ASSIGNMENT)).all() == []


def test_what_is_in_the_arena_is_discussed(session: Session) -> None:
    problem = make_problem(session, make_arena(session))

    comment = make_comment(session, problem, make_person(session))

    assert comment.participation_id == problem.participation_id


@pytest.mark.parametrize(
    "path", ["new", "new/where?contribution=idea", "new/title?contribution=idea"]
)
def test_the_pages_of_beginning_cost_few_queries(
    client: CheckingClient, session: Session, path: str
) -> None:
    for _ in range(5):
        make_arena(session)
    client.sign_in(make_person(session))

    with counted_queries() as sent:
        client.get(f"/en/problems/{path}")

    assert len(sent) <= 6, sent


def test_an_assignment_without_a_place_names_the_field(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session, make_arena(session))
    make_participation(session)
    client.sign_in(make_officer(session, Office.ADMINISTRATION))

    answer = client.post(f"/en/problems/{problem.reference}/assign", data={"why": WHY})

    assert answer.status_code == 422
    assert "Participation: Please fill" in answer.text
    assert WHY in answer.text
