import pytest
from sqlmodel import Session

from app.db.clock import clock_at
from app.items.models import Item
from app.organisations.models import Organisation
from app.process.vocabulary import Kind, Office, Phase, State, Workplace
from app.segments.commands import edit_segment, tag_item
from app.segments.models import Segment
from app.segments.queries import tags_on
from tests.client import CheckingClient
from tests.makers import in_days, make_officer, make_participation, make_person, make_problem
from tests.queries import counted_queries
from tests.segments.makers import (
    FARES,
    HOURS,
    answer_segment,
    cut,
    finish_segment,
    live_segments,
    make_consultation,
    make_organisation,
    make_segments,
    make_statement,
    text_of,
)
from tests.statements.makers import make_team, organisation_of
from tests.synthesis.makers import make_synthesis


def _desk(session: Session, item: Item) -> str:
    place = session.get_one(Item, item.participation_id)
    return f"/en/participation/{place.reference}/segments"


def _office(client: CheckingClient, session: Session) -> CheckingClient:
    return client.sign_in(make_officer(session, Office.ADMINISTRATION))


def test_a_statement_is_shown_before_it_is_cut_and_cut_by_one_press(
    client: CheckingClient, session: Session
) -> None:
    statement = make_statement(session, make_consultation(session))
    address = f"/en/statements/{statement.reference}/segments"
    office = _office(client, session)

    before = office.get(address).text
    office.post(address)
    after = office.get(address).text

    assert "It would be cut like this" in before
    assert FARES in before
    assert len(live_segments(session, statement)) == 3
    assert "It would be cut like this" not in after
    assert "1 Title of section 1" in after
    assert "General remarks" in after


def test_the_office_sees_which_statements_are_not_cut_yet(
    client: CheckingClient, session: Session
) -> None:
    consultation = make_consultation(session)
    statement = make_statement(session, consultation)
    quiet = make_statement(session, consultation, texts=(), remarks="")
    page = f"/en/consultations/{consultation.reference}"
    office = _office(client, session)

    before, release = office.get(page).text, office.get(f"{page}/synopsis").text
    cut(session, statement)

    assert before.count("not cut into segments yet") == 1
    assert f'href="{page}#submitted"' in release
    assert "not cut into segments yet" not in office.get(page).text
    assert quiet.reference in before


def test_nothing_is_cut_while_its_organisation_can_still_change_it(
    client: CheckingClient, session: Session
) -> None:
    team = make_team(session)
    organisation = session.get_one(Organisation, organisation_of(team[0]))
    asked = make_consultation(session, make_participation(session, Phase.COLLECTING))
    statement = make_statement(session, asked, organisation=organisation)
    page = f"/en/statements/{statement.reference}"

    promised = client.sign_in(team[1]).get(f"{page}/received").text
    shown = _office(client, session).get(f"{page}/segments").text
    refused = client.post(f"{page}/segments")
    with clock_at(in_days(200)):
        cut_later = client.post(f"{page}/segments")

    assert "You can change it and submit it again." in promised
    assert "Its organisation can still change this statement." in shown
    assert f'action="{page}/segments"' not in shown
    assert (refused.status_code, cut_later.status_code) == (403, 303)


def test_what_is_cut_no_longer_offers_its_organisation_to_change_it(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session, Phase.STANDING)
    team = make_team(session)
    organisation = session.get_one(Organisation, organisation_of(team[0]))
    statement = make_statement(
        session, make_consultation(session, place), organisation=organisation
    )
    page = f"/en/statements/{statement.reference}"
    client.sign_in(team[1])

    before = client.get(page).text
    cut(session, statement)
    after, receipt = client.get(page).text, client.get(f"{page}/received").text

    assert f'action="{page}/reopen"' in before
    assert f'action="{page}/reopen"' not in after
    assert f'href="{page}/withdraw"' not in after
    assert "works on its answer already" in after
    assert "works on its answer already" in receipt
    assert "You can change it" not in receipt


@pytest.mark.parametrize("office", [Office.MODERATOR, Office.TEAM, None])
def test_others_neither_see_the_desk_nor_the_cutting(
    client: CheckingClient, session: Session, office: Office | None
) -> None:
    statement = make_statement(session, make_consultation(session))
    segment = cut(session, statement)[0]
    actor = make_officer(session, office) if office else make_person(session)
    visitor = client.sign_in(actor)

    assert visitor.get(_desk(session, segment)).status_code == 403
    assert visitor.get(f"/en/statements/{statement.reference}/segments").status_code in {403, 404}
    assert visitor.get(f"/en/segments/{segment.reference}").status_code == 404


def test_the_page_of_a_segment_shows_what_it_is_about_and_what_others_say(
    client: CheckingClient, session: Session
) -> None:
    consultation = make_consultation(session)
    segment = make_segments(session, consultation)[0]
    make_segments(session, consultation, texts=("Another voice on fares.",))

    shown = _office(client, session).get(f"/en/segments/{segment.reference}").text

    assert FARES in shown
    assert "Section 1 says this." in shown
    assert "Another voice on fares." in shown
    assert "Read inside only" in shown


def test_work_on_a_segment_is_saved_with_its_history(
    client: CheckingClient, session: Session
) -> None:
    segment = make_segments(session)[0]
    officer = make_officer(session, Office.ADMINISTRATION)
    address = f"/en/segments/{segment.reference}"
    fields = {
        "workplace": "legal",
        "assignee": str(officer.id),
        "due_on": "2031-03-31",
        "note": "Ask the lawyers.",
    }

    answer = client.sign_in(officer).post(address, data=fields)
    shown = client.get(address).text

    assert answer.status_code == 303
    assert session.get_one(Segment, segment.id).workplace is Workplace.LEGAL
    assert "Ask the lawyers." in shown
    assert shown.count(officer.name) >= 2
    assert "31 March 2031" in shown


def test_a_wrong_day_is_said_beside_the_field(client: CheckingClient, session: Session) -> None:
    segment = make_segments(session)[0]
    fields = {"workplace": "legal", "due_on": "someday"}

    answer = _office(client, session).post(f"/en/segments/{segment.reference}", data=fields)

    assert answer.status_code == 422
    assert "Please write a date" in answer.text


def test_ac29_a_request_that_moves_a_locked_segment_out_is_refused(
    client: CheckingClient, session: Session
) -> None:
    segment = make_segments(session)[0]
    finish_segment(session, segment)
    office = _office(client, session)

    answer = office.post(f"/en/segments/{segment.reference}", data={"workplace": "sorting"})
    shown = office.get(f"/en/segments/{segment.reference}").text

    session.expire_all()
    assert answer.status_code == 403
    assert session.get_one(Segment, segment.id).workplace is Workplace.DONE
    assert "This segment is done and locked." in shown
    assert "Open it again" in shown


def test_a_finished_segment_is_opened_again_by_somebody_else(
    client: CheckingClient, session: Session
) -> None:
    segment = make_segments(session)[0]
    finisher = finish_segment(session, segment)
    address = f"/en/segments/{segment.reference}/unlock"

    assert client.sign_in(finisher).post(address).status_code == 403
    assert _office(client, session).post(address).status_code == 303


def test_many_segments_are_set_with_one_press_and_locked_ones_stay(
    client: CheckingClient, session: Session
) -> None:
    first, second, locked = make_segments(session)
    finish_segment(session, locked)
    officer = make_officer(session, Office.ADMINISTRATION)
    fields = {
        "references": [first.reference, second.reference, locked.reference],
        "workplace": "technical",
        "assignee": str(officer.id),
        "due_on": "2031-01-01",
        "tag": "Fares",
    }

    answer = client.sign_in(officer).post(_desk(session, first), data=fields)

    session.expire_all()
    rows = [session.get_one(Segment, each.id) for each in (first, second, locked)]
    assert "notice=partly" in answer.headers["location"]
    assert [row.workplace.value for row in rows] == ["technical", "technical", "done"]
    assert [row.assignee_id for row in rows] == [officer.id, officer.id, None]
    assert [tags_on(session, row.id) for row in rows] == [["Fares"], ["Fares"], []]


def test_what_is_left_blank_for_many_stays_as_it_is(
    client: CheckingClient, session: Session
) -> None:
    segment = make_segments(session)[0]
    officer = make_officer(session, Office.ADMINISTRATION)
    edit_segment(session, officer, segment, {"assignee_id": officer.id})
    fields = {"references": [segment.reference], "workplace": "legal", "assignee": ""}

    client.sign_in(officer).post(_desk(session, segment), data=fields)

    session.expire_all()
    row = session.get_one(Segment, segment.id)
    assert (row.workplace, row.assignee_id) == (Workplace.LEGAL, officer.id)


def test_nothing_chosen_is_said(client: CheckingClient, session: Session) -> None:
    segment = make_segments(session)[0]

    answer = _office(client, session).post(_desk(session, segment), data={"workplace": "legal"})

    assert answer.status_code == 422
    assert "Please choose at least one of these." in answer.text


def test_segments_are_filtered_by_what_is_asked(client: CheckingClient, session: Session) -> None:
    first, second, _ = make_segments(session)
    answer_segment(session, second)
    office = _office(client, session)

    waiting = office.get(_desk(session, first) + "?state=unanswered").text
    nobody = office.get(_desk(session, first) + "?assignee=nobody&workplace=done").text

    assert first.reference in waiting
    assert second.reference not in waiting
    assert "No segment fits." in nobody


def test_nonsense_in_the_filters_does_no_harm(client: CheckingClient, session: Session) -> None:
    segment = make_segments(session)[0]
    query = "?tag=x&section=²&workplace=moon&assignee=²&organisation=-1&after=zz&consultation=%27"

    assert _office(client, session).get(_desk(session, segment) + query).status_code == 200


def test_sentences_are_cut_out_and_joined_again_without_script(
    client: CheckingClient, session: Session
) -> None:
    segment = make_segments(session)[0]
    address = f"/en/segments/{segment.reference}/cut"
    office = _office(client, session)
    form = office.get(address).text

    made = office.post(address, data={"sentence": ["0", "2"]}).headers["location"]
    fresh = made.partition("/segments/")[2].partition("?")[0]
    session.expire_all()
    middle = text_of(session, segment)
    office.post(address, data={"join": fresh})

    session.expire_all()
    assert form.count('name="sentence"') == 3
    assert middle == "People at the edge pay twice."
    assert "Make one zone of them." in text_of(session, segment)


def test_tags_are_set_and_taken_off_on_the_page(client: CheckingClient, session: Session) -> None:
    segment = make_segments(session)[0]
    place = session.get_one(Item, segment.participation_id)
    address = f"/en/participation/{place.reference}/tags"
    back = f"/en/segments/{segment.reference}"
    fields = {"references": segment.reference, "tag": "Night", "back": back}
    office = _office(client, session)

    answer = office.post(address, data=fields)
    tagged = office.get(back).text
    office.post(address, data=fields | {"off": "1"})

    assert answer.headers["location"] == back
    assert '<span class="tag">Night</span>' in tagged
    assert tags_on(session, segment.id) == []


def test_tagging_leads_to_no_other_site(client: CheckingClient, session: Session) -> None:
    segment = make_segments(session)[0]
    place = session.get_one(Item, segment.participation_id)
    fields = {"references": segment.reference, "tag": "Night", "back": "//example.org/"}

    answer = _office(client, session).post(f"/en/participation/{place.reference}/tags", data=fields)

    assert answer.headers["location"] == "/en/"


def test_tags_are_shown_on_contributions_to_the_administration_only(
    client: CheckingClient, session: Session
) -> None:
    problem = make_synthesis(session, 1)[1][0]
    tag_item(session, make_officer(session, Office.ADMINISTRATION), problem, "Night")
    address = f"/en/problems/{problem.reference}"

    assert ">Night<" not in client.get(address).text
    assert ">Night<" in _office(client, session).get(address).text


@pytest.mark.parametrize("more", ["", "?state=overdue", "?q=buses", "?assignee=me&tag=1&section=1"])
def test_the_desk_takes_six_queries(client: CheckingClient, session: Session, more: str) -> None:
    consultation = make_consultation(session)
    officer = make_officer(session, Office.ADMINISTRATION)
    for _ in range(4):
        make_segments(session, consultation, organisation=make_organisation(session))
    make_problem(session, session.get_one(Item, consultation.participation_id))
    client.sign_in(officer)
    address = _desk(session, consultation) + more
    client.get(address)

    with counted_queries() as seen:
        client.get(address)

    assert len(seen) <= 6, seen


def test_a_segment_is_no_public_page_before_the_release(
    client: CheckingClient, session: Session
) -> None:
    segment = make_segments(session)[0]
    answer = answer_segment(session, segment, reason=HOURS * 2)

    assert client.get(f"/en/segments/{segment.reference}").status_code == 404
    assert client.get(f"/en/answers/{answer.reference}").status_code == 404
    assert client.get(f"/api/v1/items/{segment.reference}/trail").status_code == 404
    assert (answer.kind, answer.state) == (Kind.ANSWER, State.DRAFT)
