import pytest
from sqlmodel import Session

from app.accounts.models import Person
from app.accounts.sessions import actor_of
from app.items.models import Item
from app.measures.commands import appoint_measure, log_measure, move_measure
from app.measures.forms import Appointment
from app.measures.queries import words_of
from app.process.actor import Actor
from app.process.vocabulary import Group, Office, State, Verdict
from tests.client import CheckingClient
from tests.makers import make_officer, make_person, make_strategy
from tests.measures.makers import REASON, give_mandate, make_answered_topic, make_measure

WHY = "The mandate is granted, so we look at it closely."


def _office(client: CheckingClient, session: Session) -> CheckingClient:
    return client.sign_in(make_officer(session, Office.ADMINISTRATION))


def _form(session: Session, *topics: Item, **changes: object) -> dict[str, object]:
    value, field, _ = make_strategy(session)
    return {
        "topics": [topic.reference for topic in topics],
        "title": "Night bus on call",
        "type": "decentral",
        "responsible": "Mobility department",
        "reason": REASON,
        "values": str(value.id),
        "action_fields": str(field.id),
    } | changes


def _member(session: Session, item: Item) -> Actor:
    person = make_person(session)
    officer = make_officer(session, Office.ADMINISTRATION)
    appoint_measure(
        session, officer, item, person.id, appointment=Appointment(role="Lead", contact=True)
    )
    return actor_of(session, person.id)


def test_everybody_sees_the_measures_and_their_phase(
    client: CheckingClient, session: Session
) -> None:
    make_measure(session)

    page = client.get("/en/measures").text

    assert "Night bus on call" in page
    assert "Pre-process" in page
    assert "Decentralised measure" in page
    assert "Open a measure" not in page


def test_without_measures_the_page_says_where_they_come_from(client: CheckingClient) -> None:
    assert "No measure has been opened yet." in client.get("/en/measures").text


def test_a_long_list_goes_on(client: CheckingClient, session: Session) -> None:
    topic = make_answered_topic(session)
    for number in range(32):
        make_measure(session, topic, title=f"Measure number {number:02}")

    first = client.get("/en/measures").text
    after = first.partition("?after=")[2].partition('"')[0]

    assert "Measure number 31" in first
    assert "Measure number 01" not in first
    assert "Measure number 01" in client.get(f"/en/measures?after={after}").text


def test_the_gate_is_shown_before_anything_is_filled_in(
    client: CheckingClient, session: Session
) -> None:
    topic = make_answered_topic(session)

    page = _office(client, session).get(f"/en/measures/new?topic={topic.reference}").text

    assert 'aria-disabled="true"' in page
    assert "Choose at least one value of the strategy." in page
    assert "Write why this is taken up." in page
    assert "Only one declared group" not in page


def test_the_conditions_can_be_checked_without_opening(
    client: CheckingClient, session: Session
) -> None:
    topic = make_answered_topic(session)
    office = _office(client, session)

    filled = office.post("/en/measures", data=_form(session, topic, check="1"))
    lacking = office.post("/en/measures", data=_form(session, topic, check="1", reason=""))

    assert (filled.status_code, lacking.status_code) == (200, 200)
    assert 'aria-disabled="true"' not in filled.text
    assert 'aria-disabled="true"' in lacking.text
    assert "Night bus on call" in lacking.text
    assert "No measure has been opened yet." in office.get("/en/measures").text


def test_the_checklist_alone_is_sent_to_who_asks_for_it(
    client: CheckingClient, session: Session
) -> None:
    topic = make_answered_topic(session)

    answer = _office(client, session).post(
        "/en/measures", data=_form(session, topic, check="1"), headers={"HX-Target": "section#gate"}
    )

    assert answer.text.strip().startswith('<section id="gate"')


def test_a_measure_is_opened_on_its_page(client: CheckingClient, session: Session) -> None:
    topic = make_answered_topic(session)

    answer = _office(client, session).post("/en/measures", data=_form(session, topic))

    assert answer.status_code == 303
    page = client.sign_out().get(answer.headers["location"].partition("?")[0]).text
    assert REASON in page
    assert topic.title in page
    assert "Nobody has been appointed yet." in page
    assert "Enter the phase" not in page


def test_gate_0_refuses_with_its_sentences_and_keeps_the_text(
    client: CheckingClient, session: Session
) -> None:
    topic = make_answered_topic(session, groups=(Group.CITIZENS,))
    office = _office(client, session)

    answer = office.post("/en/measures", data=_form(session, topic, values=""))

    assert answer.status_code == 422
    assert "Only one declared group has written or supported so far." in answer.text
    assert "Choose at least one value of the strategy." in answer.text
    assert REASON in answer.text


def test_a_title_that_is_missing_is_told_at_its_field(
    client: CheckingClient, session: Session
) -> None:
    answer = _office(client, session).post(
        "/en/measures", data=_form(session, make_answered_topic(session), title="")
    )

    assert answer.status_code == 422
    assert "Please fill this in." in answer.text


@pytest.mark.parametrize("office", [Office.MODERATOR, Office.TEAM, Office.BODY, None])
def test_others_do_not_reach_the_opening(
    client: CheckingClient, session: Session, office: Office | None
) -> None:
    actor = make_officer(session, office) if office else make_person(session)

    assert client.sign_in(actor).get("/en/measures/new").status_code == 403


def test_a_visitor_is_sent_to_sign_in(client: CheckingClient, session: Session) -> None:
    item = make_measure(session)

    for path in ("new", f"{item.reference}/describe", f"{item.reference}/move"):
        answer = client.get(f"/en/measures/{path}")
        assert answer.status_code == 303
        assert "sign-in" in answer.headers["location"]


def test_the_page_of_a_topic_shows_the_measure_it_led_to(
    client: CheckingClient, session: Session
) -> None:
    topic = make_answered_topic(session)
    make_measure(session, topic)

    page = client.get(f"/en/topics/{topic.reference}").text

    assert "It led to a measure" in page
    assert "Night bus on call" in page


def test_the_page_of_a_topic_says_why_no_measure_can_come_of_it(
    client: CheckingClient, session: Session
) -> None:
    refused = make_answered_topic(session, Verdict.NOT_TAKEN_UP)
    ready = make_answered_topic(session)
    officer = client.sign_in(make_officer(session, Office.CDO))

    assert (
        "Answer each of these topics first." in officer.get(f"/en/topics/{refused.reference}").text
    )
    assert f"topic={ready.reference}" in officer.get(f"/en/topics/{ready.reference}").text


def test_the_team_sees_its_acts_with_the_reason_against_the_next_phase(
    client: CheckingClient, session: Session
) -> None:
    item = make_measure(session)

    page = client.sign_in(_member(session, item)).get(f"/en/measures/{item.reference}").text

    assert "Enter the phase: Exploration" in page
    assert "A political body has to grant the mandate first." in page
    assert "Write on the description" in page
    assert "Appoint the team" not in page
    assert "End the measure" not in page


def test_the_team_of_another_measure_sees_no_acts(client: CheckingClient, session: Session) -> None:
    item, other = make_measure(session), make_measure(session)
    member = client.sign_in(_member(session, other))

    assert "Write on the description" not in member.get(f"/en/measures/{item.reference}").text
    assert member.get(f"/en/measures/{item.reference}/describe").status_code == 403


def test_team_logbook_and_phases_are_public(client: CheckingClient, session: Session) -> None:
    item = make_measure(session)
    give_mandate(session, item)
    member = _member(session, item)
    log_measure(session, member, item, "First round with eleven people.")
    move_measure(session, member, item, State.EXPLORATION, reason=WHY)

    page = client.get(f"/en/measures/{item.reference}").text

    assert member.name in page
    assert "Contact person" in page
    assert "First round with eleven people." in page
    assert WHY in page


def test_the_description_is_changed_and_compared(client: CheckingClient, session: Session) -> None:
    item = make_measure(session)
    member = client.sign_in(_member(session, item))
    address = f"/en/measures/{item.reference}/describe"

    assert "Night bus on call" in member.get(address).text
    words = words_of(session, item) | {"aim": "Home within half an hour.", "plain": "A bus comes."}
    answer = member.post(address, data=words)

    assert answer.status_code == 303
    page = member.sign_out().get(f"/en/measures/{item.reference}").text
    assert "Home within half an hour." in page
    compared = client.get(f"/en/measures/{item.reference}/versions").text
    assert "Home within half an hour.</ins>" in compared
    same = client.get(f"/en/measures/{item.reference}/versions?from=1&to=1").text
    assert "These two say the same." in same


def test_a_bad_description_comes_back(client: CheckingClient, session: Session) -> None:
    item = make_measure(session)

    answer = _office(client, session).post(
        f"/en/measures/{item.reference}/describe",
        data={"title": "", "type": "decentral", "responsible": "Us", "aim": "Keep this text"},
    )

    assert answer.status_code == 422
    assert "Keep this text" in answer.text


def test_the_administration_appoints_by_address(client: CheckingClient, session: Session) -> None:
    item, person = make_measure(session), make_person(session)
    address = str(session.get_one(Person, person.id).email)
    office = _office(client, session)

    form = {"email": address, "role": "Voice of the passengers", "contact": "true"}
    answer = office.post(f"/en/measures/{item.reference}/team", data=form)

    assert answer.status_code == 303
    assert "Voice of the passengers" in office.get(f"/en/measures/{item.reference}/team").text
    office.post(f"/en/measures/{item.reference}/team/leave", data={"person": str(person.id)})
    page = office.get(f"/en/measures/{item.reference}/team").text
    assert "Voice of the passengers" not in page
    assert address not in page


def test_an_address_that_nobody_has_is_told(client: CheckingClient, session: Session) -> None:
    item = make_measure(session)

    answer = _office(client, session).post(
        f"/en/measures/{item.reference}/team",
        data={"email": "nobody@example.org", "role": "Lead"},
    )

    assert answer.status_code == 422
    assert "Nobody with this address has an account here yet." in answer.text


def test_the_team_writes_into_the_logbook(client: CheckingClient, session: Session) -> None:
    item = make_measure(session)
    member = client.sign_in(_member(session, item))
    address = f"/en/measures/{item.reference}/log"

    assert member.get(address).status_code == 200
    assert member.post(address, data={"text": "Too short"}).status_code == 422
    member.post(address, data={"text": "Counted a night at the clinic."})

    page = member.get(f"/en/measures/{item.reference}").text
    assert "Counted a night at the clinic." in page


def test_a_measure_moves_on_with_a_mandate(client: CheckingClient, session: Session) -> None:
    item = make_measure(session)
    office = _office(client, session)
    address = f"/en/measures/{item.reference}/move"

    barred = office.get(address).text
    refused = office.post(address, data={"to": "exploration", "reason": WHY})
    give_mandate(session, item)
    open_now = office.get(address + "?to=exploration").text
    moved = office.post(address, data={"to": "exploration", "reason": WHY})

    assert "A political body has to grant the mandate first." in barred
    assert 'value="exploration"' not in barred
    assert refused.status_code == 403
    assert 'value="exploration"' in open_now
    assert moved.status_code == 303


def test_a_move_needs_a_reason(client: CheckingClient, session: Session) -> None:
    item = make_measure(session)
    give_mandate(session, item)

    answer = _office(client, session).post(
        f"/en/measures/{item.reference}/move", data={"to": "exploration", "reason": "Go."}
    )

    assert answer.status_code == 422
    assert "Please write at least 20 characters." in answer.text


def test_a_measure_that_ended_says_why(client: CheckingClient, session: Session) -> None:
    item = make_measure(session)
    office = client.sign_in(make_officer(session, Office.CDO))
    address = f"/en/measures/{item.reference}/end"

    assert office.get(address).status_code == 200
    assert office.post(address, data={"reason": ""}).status_code == 422
    office.post(address, data={"reason": "The approach was not confirmed by the trial."})

    page = office.sign_out().get(f"/en/measures/{item.reference}").text
    assert "The approach was not confirmed by the trial." in page
    assert "Ended" in client.get("/en/measures").text
    moving = _office(client, session).get(f"/en/measures/{item.reference}/move").text
    assert "Into which phase?" not in moving


def test_there_is_no_measure_at_another_reference(client: CheckingClient, session: Session) -> None:
    topic = make_answered_topic(session)

    assert client.get(f"/en/measures/{topic.reference}").status_code == 404
