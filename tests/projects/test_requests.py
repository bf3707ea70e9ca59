"""Requests for participation where none is planned, decided in public."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from app.db.clock import clock_at, now
from app.process.paths import NO_STEP
from app.process.refusal import Refused
from app.process.rules import WRONG_OFFICE
from app.process.vocabulary import Group, Office, State, Visibility
from app.projects.commands import LINKED_ALREADY, decide_request
from app.projects.forms import DecisionForm
from tests.client import CheckingClient
from tests.makers import make_officer, make_participation, make_person
from tests.projects.makers import make_project, make_request, typed_request
from tests.queries import counted_queries

REASONS = "The lamps are ordered already and cannot be sent back."


def decision(result: State, participation: str = "") -> DecisionForm:
    return DecisionForm.model_validate(
        {"result": result, "decision": REASONS, "participation": participation}
    )


def test_a_request_is_public_once_moderation_has_let_it_through(
    client: CheckingClient, session: Session
) -> None:
    author = make_person(session)
    waiting = make_request(session, author, state=State.SUBMITTED)
    at = f"/en/requests/{waiting.reference}"

    assert waiting.visibility is Visibility.WAITING
    assert f'href="{at}"' in client.sign_in(author).get("/en/mine").text
    client.sign_out()
    assert client.get(at).status_code == 404
    assert "Let us choose" not in client.get("/en/requests").text
    assert client.sign_in(author).get(at).status_code == 200
    assert client.sign_in(make_person(session)).get(at).status_code == 404


def test_anybody_signed_in_asks_for_participation(client: CheckingClient, session: Session) -> None:
    project = make_project(session)
    client.sign_in(make_person(session))

    form = client.get(f"/en/requests/new?project={project.id}").text
    asked = client.post("/en/requests/new", data=typed_request(project_id=str(project.id)))
    page = client.get(asked.headers["location"]).text

    assert f'value="{project.id}" selected' in form
    assert "Moderation looks at it before it is published." in page
    assert f'href="/en/projects/{project.id}"' in page
    assert client.sign_out().get("/en/requests/new").headers["location"].startswith("/en/sign-in")


def test_a_request_about_no_listed_project_is_told_so(
    client: CheckingClient, session: Session
) -> None:
    make_project(session)
    client.sign_in(make_person(session))

    answer = client.post("/en/requests/new", data=typed_request(project_id="17"))

    assert answer.status_code == 422
    assert "There is none with this reference." in answer.text


def test_the_clock_of_the_decision_turns_red(client: CheckingClient, session: Session) -> None:
    request = make_request(session)

    with counted_queries() as sent:
        before = client.get("/en/requests").text
    with clock_at(now() + timedelta(days=33)):
        late = client.get("/en/requests").text
        page = client.get(f"/en/requests/{request.reference}").text

    assert "Decision by" in before
    assert len(sent) <= 6
    for text in (late, page):
        assert 'class="due"' in text
        assert "3 days ago" in text


@pytest.mark.parametrize("office", [Office.ADMINISTRATION, Office.CDO])
def test_an_office_grants_a_request_and_names_the_participation(
    client: CheckingClient, session: Session, office: Office
) -> None:
    request, place = make_request(session), make_participation(session)
    client.sign_in(make_officer(session, office))
    at = f"/en/requests/{request.reference}"
    typed = {"result": "granted", "decision": REASONS, "participation": place.reference}

    form = client.get(f"{at}/decide")
    decided = client.post(f"{at}/decide", data=typed)
    page = client.sign_out().get(at).text

    assert form.status_code == 200
    assert decided.status_code == 303
    assert client.sign_in(make_officer(session, office)).get(f"{at}/decide").status_code == 404
    assert REASONS in page
    assert f'href="/en/participation/{place.reference}"' in page


def test_a_refusal_needs_reasons_and_is_public(client: CheckingClient, session: Session) -> None:
    request = make_request(session)
    client.sign_in(make_officer(session, Office.CDO))
    at = f"/en/requests/{request.reference}"

    without = client.post(f"{at}/decide", data={"result": "refused", "decision": ""})
    other = client.post(f"{at}/decide", data={"result": "answered", "decision": REASONS})
    decided = client.post(f"{at}/decide", data={"result": "refused", "decision": REASONS})

    assert without.status_code == other.status_code == 422
    assert decided.status_code == 303
    page = client.sign_out().get(at).text
    assert "Refused" in page
    assert REASONS in page
    assert "Refused" in client.get("/en/requests").text


def test_the_participation_of_a_granted_request_may_be_named_later(session: Session) -> None:
    request, office = make_request(session), make_officer(session, Office.ADMINISTRATION)
    decide_request(session, office, request, decision(State.GRANTED))
    place = make_participation(session)

    decide_request(session, office, request, decision(State.GRANTED, place.reference))

    with pytest.raises(Refused) as twice:
        decide_request(session, office, request, decision(State.GRANTED, place.reference))
    with pytest.raises(Refused) as turned:
        decide_request(session, office, request, decision(State.REFUSED))
    assert twice.value.reasons == (LINKED_ALREADY,)
    assert turned.value.reasons == (NO_STEP,)


def test_nobody_decides_on_their_own_request_nor_without_the_office(session: Session) -> None:
    office = make_officer(session, Office.ADMINISTRATION)
    own, other = make_request(session, office), make_request(session)

    with pytest.raises(Refused) as mine:
        decide_request(session, office, own, decision(State.GRANTED))
    with pytest.raises(Refused) as outside:
        decide_request(session, make_person(session), other, decision(State.GRANTED))

    assert mine.value.reasons == ("You wrote this yourself.",)
    assert outside.value.reasons == (WRONG_OFFICE,)


def test_what_waits_for_moderation_is_not_decided(client: CheckingClient, session: Session) -> None:
    office = make_officer(session, Office.ADMINISTRATION)
    request = make_request(session, state=State.SUBMITTED)
    client.sign_in(office)

    with pytest.raises(Refused):
        decide_request(session, office, request, decision(State.GRANTED))
    assert client.get(f"/en/requests/{request.reference}/decide").status_code == 404


def test_the_group_of_the_author_is_shown(client: CheckingClient, session: Session) -> None:
    request = make_request(session, make_person(session, Group.ACADEMIA))

    assert "Academia" in client.get(f"/en/requests/{request.reference}").text


@pytest.mark.parametrize("office", [Office.ADMINISTRATION, Office.CDO])
def test_what_is_to_be_decided_waits_on_the_desk(
    client: CheckingClient, session: Session, office: Office
) -> None:
    request = make_request(session)
    client.sign_in(make_officer(session, office))

    desk = client.get("/en/desk").text

    assert f'href="/en/requests/{request.reference}/decide"' in desk
    assert "1 waiting" in desk


def test_what_moderation_returned_is_changed_and_handed_in_again(
    client: CheckingClient, session: Session
) -> None:
    author = make_person(session)
    request = make_request(session, author, state=State.RETURNED)
    at = f"/en/requests/{request.reference}"
    client.sign_in(author)

    page = client.get(at).text
    form = client.get(f"{at}/edit").text
    again = client.post(f"{at}/edit", data=typed_request(title="Light along the whole path"))

    assert f'href="{at}/edit"' in page
    assert "Which parts of the path are lit" in form
    assert again.status_code == 303
    session.refresh(request)
    assert (request.state, request.title) == (State.SUBMITTED, "Light along the whole path")
    assert client.get(f"{at}/edit").status_code == 404
    assert client.sign_in(make_person(session)).get(f"{at}/edit").status_code == 404


def test_a_request_is_talked_about_on_any_day(client: CheckingClient, session: Session) -> None:
    request = make_request(session)
    waiting = make_request(session, state=State.SUBMITTED)
    client.sign_in(make_person(session))
    at = f"/en/requests/{request.reference}"
    typed = {"stance": "pro", "text": "Our street would like to be asked as well."}

    form = client.get(at).text
    written = client.post(f"/en/items/{request.reference}/comments", data=typed)
    unread = client.post(f"/en/items/{waiting.reference}/comments", data=typed)

    assert 'name="text"' in form
    assert written.status_code == 303
    assert unread.status_code == 404
    assert "Our street would like to be asked as well." in client.sign_out().get(at).text
