"""The pages of mandates, and the forms without script."""

import hashlib
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from app.items.models import Item
from app.mandates.deciding import IN_FUTURE
from app.mandates.forms import NO_CONDITIONS, WHOLE_YEAR
from app.mandates.models import Decision, Mandate, Package
from app.mandates.queries import PAGE_SIZE, waiting_decisions
from app.organisations.models import Body
from app.process.gates import GATE_1
from app.process.paths import NO_STEP
from app.process.vocabulary import Office, State
from tests.client import CheckingClient
from tests.makers import in_days, make_body, make_officer, make_person
from tests.mandates.makers import (
    ADMINISTRATION,
    make_amendment,
    make_mandate,
    make_measure,
    make_member,
    make_ready_measure,
)

ROWS: dict[str, Any] = {
    "implementer_name": ["City transport", ""],
    "implementer_role": ["Operation", ""],
    "implementer_contact": ["bus@example.org", ""],
    "year": ["2027", ""],
    "amount": ["480,000", ""],
    "source": "City budget",
}


def _body_of(session: Session, item: Item) -> Body:
    return session.get_one(Body, session.get_one(Mandate, item.id).body_id)


def _day_in_the_city(days: int = 0) -> str:
    return in_days(days).astimezone(ZoneInfo("Europe/Berlin")).date().isoformat()


def _decision(**changes: Any) -> dict[str, Any]:
    fields = {
        "result": "granted",
        "decided_on": _day_in_the_city(),
        "reason": "The need is proven by numbers.",
    }
    return ROWS | fields | changes


def test_the_list_shows_what_was_decided(client: CheckingClient, session: Session) -> None:
    make_mandate(session, State.GRANTED)

    answer = client.get("/en/mandates")

    assert "Night bus" in answer.text
    assert "€480,000" in answer.text
    assert "Decision round" in answer.text


def test_the_list_goes_on_where_it_ended(client: CheckingClient, session: Session) -> None:
    body, measure = make_body(session), make_ready_measure(session)
    items = [
        make_mandate(session, State.REFUSED, measure=measure, body=body)
        for _ in range(PAGE_SIZE + 1)
    ]

    first = client.get("/en/mandates").text
    following = first.split('rel="next" href="')[1].split('"')[0]
    second = client.get(following).text

    assert items[0].reference not in first
    assert items[0].reference in second
    assert items[1].reference not in second


def test_a_decision_stands_at_the_top_of_its_page(client: CheckingClient, session: Session) -> None:
    item = make_mandate(session, State.CONDITIONAL)

    text = client.get(f"/en/mandates/{item.reference}").text

    for words in (
        "Granted with conditions by Decision round",
        "The need is proven by numbers.",
        "A public report after six months.",
        "City transport",
        "€480,000",
        session.get_one(Package, item.id).hash,
    ):
        assert words in text


def test_the_package_can_be_fetched_and_its_fingerprint_checked(
    client: CheckingClient, session: Session
) -> None:
    item = make_mandate(session, State.SUBMITTED)

    answer = client.get(f"/en/mandates/{item.reference}/package.json")

    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json()["mandate"] == item.reference
    package_hash = session.get_one(Package, item.id).hash
    assert hashlib.sha256(answer.content).hexdigest() == package_hash


def test_there_is_no_package_before_submission(client: CheckingClient, session: Session) -> None:
    item = make_mandate(session)

    assert client.get(f"/en/mandates/{item.reference}/package.json").status_code == 404


def test_everybody_sees_what_is_still_missing(client: CheckingClient, session: Session) -> None:
    item = make_mandate(session, measure=make_measure(session))

    text = client.get(f"/en/mandates/{item.reference}").text

    assert GATE_1[2].missing in text
    assert "Put it to decision" not in text


def test_the_administration_sees_why_it_cannot_submit_yet(
    client: CheckingClient, session: Session
) -> None:
    item = make_mandate(session, measure=make_measure(session))
    client.sign_in(make_officer(session, ADMINISTRATION))

    text = client.get(f"/en/mandates/{item.reference}").text
    refused = client.post(f"/en/mandates/{item.reference}/submission")

    assert "Gate 1 is not met yet. The list says what is missing." in text
    assert refused.status_code == 403
    assert GATE_1[2].missing in refused.text


def test_a_package_is_prepared_changed_and_submitted(
    client: CheckingClient, session: Session
) -> None:
    measure, body = make_ready_measure(session), make_body(session)
    client.sign_in(make_officer(session, ADMINISTRATION))
    assert client.get(f"/en/measures/{measure.reference}/mandate").status_code == 200

    typed = {"body_id": str(body.id)}
    address = (
        client.post(f"/en/measures/{measure.reference}/mandate", data=typed)
        .headers["location"]
        .partition("?")[0]
    )
    changed = client.post(f"{address}/edit", data=ROWS | typed)
    assert "480000" in client.get(f"{address}/edit").text
    submitted = client.post(f"{address}/submission")

    assert (changed.status_code, submitted.status_code) == (303, 303)
    assert "has not decided yet" in client.get(address).text


def test_more_rows_come_without_losing_what_was_typed(
    client: CheckingClient, session: Session
) -> None:
    measure = make_ready_measure(session)
    client.sign_in(make_officer(session, ADMINISTRATION))

    answer = client.post(f"/en/measures/{measure.reference}/mandate", data=ROWS | {"more": "years"})

    assert answer.status_code == 200
    assert answer.text.count('name="year"') == 5
    assert answer.text.count('name="implementer_name"') == 3
    assert 'value="480,000"' in answer.text


def test_a_wrong_row_is_told_beside_the_table(client: CheckingClient, session: Session) -> None:
    measure, body = make_ready_measure(session), make_body(session)
    client.sign_in(make_officer(session, ADMINISTRATION))

    typed = ROWS | {"body_id": str(body.id), "year": ["", ""]}
    answer = client.post(f"/en/measures/{measure.reference}/mandate", data=typed)

    assert answer.status_code == 422
    assert f'id="year-error">{WHOLE_YEAR}' in answer.text
    assert 'value="480,000"' in answer.text


def test_a_member_enters_the_decision_of_their_body(
    client: CheckingClient, session: Session
) -> None:
    item = make_mandate(session, State.SUBMITTED)
    client.sign_in(make_member(session, _body_of(session, item)))
    address = f"/en/mandates/{item.reference}"
    assert "Enter the decision" in client.get(address).text
    assert "City transport" in client.get(f"{address}/decision").text

    answer = client.post(f"{address}/decision", data=_decision(votes_for="7"))

    assert answer.status_code == 303
    session.expire_all()
    decision = session.get_one(Decision, item.id)
    assert (decision.result, decision.votes_for) == (State.GRANTED, 7)
    assert decision.budget_cents == 48_000_000


def test_what_is_wrong_with_a_decision_is_told_beside_the_field(
    client: CheckingClient, session: Session
) -> None:
    item = make_mandate(session, State.SUBMITTED)
    client.sign_in(make_member(session, _body_of(session, item)))

    for changes, field, sentence in (
        ({"result": "conditional"}, "conditions", NO_CONDITIONS),
        ({"decided_on": _day_in_the_city(1)}, "decided_on", IN_FUTURE),
        ({"votes_against": "-1"}, "votes_against", "This number is too small."),
        ({"reason": ""}, "reason", "Please fill this in."),
        ({"amount": "", "year": ""}, "year", "Write 0 when no money is needed."),
    ):
        answer = client.post(f"/en/mandates/{item.reference}/decision", data=_decision(**changes))
        assert answer.status_code == 422
        beside = answer.text.split(f'id="{field}-error">')[1].split("</p>")[0]
        assert sentence in beside
        assert "City transport" in answer.text


def test_a_member_of_another_body_reads_why_they_cannot_decide(
    client: CheckingClient, session: Session
) -> None:
    item = make_mandate(session, State.SUBMITTED)
    client.sign_in(make_member(session, make_body(session)))

    assert "Another body decides on this." in client.get(f"/en/mandates/{item.reference}").text
    refused = client.post(f"/en/mandates/{item.reference}/decision", data=_decision())

    assert refused.status_code == 403
    assert "Another body decides on this." in refused.text


def test_people_without_office_see_no_forms(client: CheckingClient, session: Session) -> None:
    item = make_mandate(session, State.SUBMITTED)
    client.sign_in(make_person(session))

    assert "Enter the decision" not in client.get(f"/en/mandates/{item.reference}").text
    assert client.get(f"/en/mandates/{item.reference}/decision").status_code == 403


def test_an_amendment_leads_to_the_mandate_it_changes_and_back(
    client: CheckingClient, session: Session
) -> None:
    item = make_mandate(session, State.GRANTED)
    client.sign_in(make_officer(session, ADMINISTRATION))
    assert "City transport" in client.get(f"/en/mandates/{item.reference}/amendment").text

    typed = ROWS | {"reason": "Too few vehicles on Fridays."}
    body = str(_body_of(session, item).id)
    answer = client.post(f"/en/mandates/{item.reference}/amendment", data=typed | {"body_id": body})

    address = answer.headers["location"].partition("?")[0]
    text = client.get(address).text
    assert f"This changes the mandate {item.reference}." in text
    assert "Too few vehicles on Fridays." in text
    again = client.get(f"/en/mandates/{item.reference}").text
    assert "Another decision package of this measure is not decided yet." in again


def test_all_languages_show_all_states(client: CheckingClient, session: Session) -> None:
    items = [make_mandate(session, state) for state in (State.PREPARED, State.REFUSED)]
    items.append(make_amendment(session, make_mandate(session, State.CONDITIONAL)))

    for language in ("de", "xb"):
        for item in items:
            assert client.get(f"/{language}/mandates/{item.reference}").status_code == 200


def test_a_body_finds_what_waits_for_it(session: Session) -> None:
    body = make_body(session)
    waiting = make_mandate(session, State.SUBMITTED, body=body)
    make_mandate(session, State.SUBMITTED)
    make_mandate(session, State.GRANTED, body=body)

    cards = waiting_decisions(session, make_member(session, body))

    assert [card.id for card in cards] == [waiting.id]
    assert waiting_decisions(session, make_person(session)) == []


def test_the_officer_for_digital_finds_what_waits_for_their_body(session: Session) -> None:
    own = make_mandate(session, State.SUBMITTED, body=make_body(session, code="cdo"))
    make_mandate(session, State.SUBMITTED)

    cards = waiting_decisions(session, make_officer(session, Office.CDO))

    assert [card.id for card in cards] == [own.id]


def test_the_measure_says_what_its_mandate_still_needs(
    client: CheckingClient, session: Session
) -> None:
    measure = make_measure(session)

    everybody = client.get(f"/en/measures/{measure.reference}").text
    client.sign_in(make_officer(session, ADMINISTRATION))
    office = client.get(f"/en/measures/{measure.reference}").text

    assert "Next, a decision package is prepared." in everybody
    assert GATE_1[2].missing in everybody
    assert f"/en/measures/{measure.reference}/mandate" not in everybody
    assert f"/en/measures/{measure.reference}/mandate" in office


def test_the_measure_leads_to_the_mandate_in_force_and_to_its_amendment(
    client: CheckingClient, session: Session
) -> None:
    item = make_mandate(session, State.GRANTED)
    amendment = make_amendment(session, item)
    measure = session.get_one(Item, item.measure_id)

    text = client.get(f"/en/measures/{measure.reference}").text

    assert "The mandate is in force" in text
    for each in (item, amendment):
        assert f"/en/mandates/{each.reference}" in text


def test_a_form_for_what_is_already_decided_says_so_before_anything_is_typed(
    client: CheckingClient, session: Session
) -> None:
    body = make_body(session)
    item = make_mandate(session, State.GRANTED, body=body)
    client.sign_in(make_member(session, body))

    answer = client.get(f"/en/mandates/{item.reference}/decision")

    assert answer.status_code == 403
    assert NO_STEP in answer.text


def test_the_package_is_the_next_act_once_only_it_is_missing(
    client: CheckingClient, session: Session
) -> None:
    early, ready = make_measure(session), make_ready_measure(session)
    client.sign_in(make_officer(session, ADMINISTRATION))

    pages = [client.get(f"/en/measures/{each.reference}").text for each in (early, ready)]

    link = 'class="button {}" href="/en/measures/{}/mandate"'
    assert link.format("second", early.reference) in pages[0]
    assert link.format("act", ready.reference) in pages[1]
