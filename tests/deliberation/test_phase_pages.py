"""What a phase asks for, on the pages where people look for it."""

from sqlalchemy import func, select
from sqlmodel import Session

from app.accounts.models import WEB_SESSION
from app.deliberation.models import SUPPORT
from app.process.vocabulary import Assurance, Eligibility, Office, Phase
from tests.client import CheckingClient
from tests.deliberation.makers import let_phases, make_comment, phase_row
from tests.makers import make_officer, make_participation, make_person, make_problem


def supports(session: Session) -> int:
    count: int = session.execute(select(func.count()).select_from(SUPPORT)).scalar_one()
    return count


def test_ac01_neither_button_nor_count_is_on_the_page_where_supports_are_off(
    client: CheckingClient, session: Session
) -> None:
    problem, person = make_problem(session), make_person(session)
    let_phases(session, problem, supporting=False)
    address = f"/en/problems/{problem.reference}"

    guest, member = client.get(address).text, client.sign_in(person).get(address).text
    answer = client.post(f"/en/items/{problem.reference}/supports")

    for page in (guest, member):
        assert f"/en/items/{problem.reference}/supports" not in page
        assert 'id="support"' not in page
        assert "support this" not in page
    assert answer.status_code == 403
    assert supports(session) == 0


def test_ac05_the_box_shows_how_many_are_left(client: CheckingClient, session: Session) -> None:
    place, person = make_participation(session), make_person(session)
    let_phases(session, place, supports_each=1)
    first, second = make_problem(session, place), make_problem(session, place)
    client.sign_in(person)
    before = client.get(f"/en/problems/{second.reference}").text

    client.post(f"/en/items/{first.reference}/supports")
    page = client.get(f"/en/problems/{second.reference}").text
    answer = client.post(f"/en/items/{second.reference}/supports")

    assert "Left: 1." in before
    assert "Left: 0." in page
    assert "You have given all your supports." in page
    assert answer.status_code == 403


def test_ac07_pressing_leads_to_what_is_missing_and_names_both(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session)
    let_phases(session, problem, eligibility=Eligibility.PROVIDER, assurance=Assurance.SUBSTANTIAL)
    client.sign_in(make_person(session))

    shown = client.get(f"/en/problems/{problem.reference}").text
    answer = client.post(f"/en/items/{problem.reference}/supports")
    page = client.get(answer.headers["location"]).text

    assert f'href="/en/items/{problem.reference}/admission"' in shown
    assert answer.headers["location"] == f"/en/items/{problem.reference}/admission"
    assert page.count("<b>Missing</b>") == 2
    assert "a sign-in with a confirmed account" in page
    assert "at this level or higher: Substantial" in page
    assert supports(session) == 0


def test_ac07_what_one_has_is_met(client: CheckingClient, session: Session) -> None:
    problem = make_problem(session)
    let_phases(session, problem, eligibility=Eligibility.PROVIDER, assurance=Assurance.SUBSTANTIAL)
    client.sign_in(make_person(session))
    session.execute(WEB_SESSION.update().values(provider="city"))

    page = client.get(f"/en/items/{problem.reference}/admission").text

    assert page.count("<b>Missing</b>") == 1
    assert page.count("<b>Met</b>") == 1


def test_the_participation_says_who_may_take_part(client: CheckingClient, session: Session) -> None:
    place = make_participation(session)
    let_phases(session, place, eligibility=Eligibility.CODE, supports_each=5)

    page = client.get(f"/en/participation/{place.reference}").text

    assert "Who may take part?" in page
    assert "Everybody with a participation code" in page
    assert "Everybody can give 5 supports." in page
    assert "Participation codes" not in page


def test_ac21_blocked_comments_show_a_notice_and_no_form(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session)
    comment = make_comment(session, problem)
    let_phases(session, problem, commenting=False)
    client.sign_in(make_person(session))
    form = {"stance": "pro", "text": "I say it all the same."}

    page = client.get(f"/en/problems/{problem.reference}").text
    own_page = client.get(f"/en/comments/{comment.reference}").text
    answers = [
        client.post(f"/en/items/{problem.reference}/comments", data=form).status_code,
        client.post(f"/en/comments/{comment.reference}/replies", data=form).status_code,
    ]

    for shown in (page, own_page):
        assert "This is switched off in the current phase." in shown
        assert "<textarea" not in shown
    assert answers == [403, 403]


def test_ac21_the_office_may_answer_where_comments_are_blocked(
    client: CheckingClient, session: Session
) -> None:
    problem = make_problem(session)
    let_phases(session, problem, commenting=False)
    client.sign_in(make_officer(session, Office.MODERATOR, problem.participation_id))
    form = {"stance": "neutral", "text": "The answer of the office."}

    answer = client.post(f"/en/items/{problem.reference}/comments", data=form)

    assert answer.status_code == 303
    assert "The answer of the office." in client.get(f"/en/problems/{problem.reference}").text


def test_the_office_sets_a_phase_that_is_to_come(client: CheckingClient, session: Session) -> None:
    place = make_participation(session, Phase.ANNOUNCED)
    address = f"/en/participation/{place.reference}/phases/{phase_row(session, place).id}"
    client.sign_in(make_officer(session, Office.ADMINISTRATION))

    link = client.get(f"/en/participation/{place.reference}").text
    form = client.get(address).text
    answer = client.post(
        address, data={"eligibility": "open", "supporting": "true", "supports_each": "7"}
    )
    page = client.get(f"/en/participation/{place.reference}").text

    assert address in link
    assert 'name="supporting" value="true" checked' in form
    assert answer.status_code == 303
    assert "Everybody can give 7 supports." in page
    assert "Only the offices can comment in this phase." in page


def test_a_limit_without_supports_is_refused_beside_its_field(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session, Phase.ANNOUNCED)
    address = f"/en/participation/{place.reference}/phases/{phase_row(session, place).id}"
    client.sign_in(make_officer(session, Office.ADMINISTRATION))

    answer = client.post(address, data={"eligibility": "mail", "supports_each": "7"})
    no_provider = client.post(address, data={"eligibility": "provider"})

    assert answer.status_code == no_provider.status_code == 422
    assert 'id="supports_each-error"' in answer.text
    assert "No provider is set up on this site" in no_provider.text


def test_a_phase_that_has_begun_shows_why_nothing_can_be_set(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session)
    address = f"/en/participation/{place.reference}/phases/{phase_row(session, place).id}"
    client.sign_in(make_officer(session, Office.ADMINISTRATION))

    page, answer = client.get(address), client.post(address, data={"eligibility": "open"})

    assert "This phase has begun already" in page.text
    assert '<button class="button act"' not in page.text
    assert answer.status_code == 403
