"""Which perspectives are missing, and who was invited."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from app.db.clock import now
from app.items.models import Item
from app.items.spine import new_item
from app.organisations.commands import register_organisation
from app.organisations.forms import Registration
from app.outreach.commands import log_outreach
from app.outreach.forms import NOT_YET, OutreachForm
from app.participation.figures import figures
from app.process.refusal import Refused
from app.process.rules import WRONG_OFFICE
from app.process.vocabulary import Group, Kind, Office, Phase, State
from tests.client import CheckingClient
from tests.makers import make_officer, make_participation, make_person, make_problem
from tests.outreach.makers import TYPED, make_outreach


def missing_on(client: CheckingClient, place: Item) -> str:
    page = client.get(f"/en/participation/{place.reference}").text
    return page.partition("Nobody yet from:")[2].partition("</ul>")[0]


def make_statement(session: Session, place: Item, group: Group, state: State) -> Item:
    """A statement of an organisation of this group, written by a citizen."""
    author = make_person(session)
    form = Registration(name=f"Institute {author.id}", group=group)
    organisation = register_organisation(session, author, form)
    return new_item(
        session,
        author,
        Kind.STATEMENT,
        state,
        title="Statement",
        language="en",
        participation_id=place.id,
        organisation_id=organisation,
    )


def test_the_page_says_who_is_missing_while_it_is_open(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session)
    make_problem(session, place, make_person(session, Group.CITIZENS))
    supported = make_problem(session, place, make_person(session, Group.UNSTATED))
    supported.supporters, supported.supporters_business = 1, 1
    session.flush()

    missing = missing_on(client, place)

    assert "Academia" in missing
    assert "Citizens" not in missing
    assert "Business" not in missing


def test_a_statement_counts_for_the_group_of_its_organisation_once_it_is_handed_in(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session)
    make_statement(session, place, Group.ACADEMIA, State.SUBMITTED)
    make_statement(session, place, Group.POLITICS, State.DRAFT)

    missing = missing_on(client, place)

    assert "Academia" not in missing
    assert "Politics" in missing


def test_people_are_counted_from_five_on_only(client: CheckingClient, session: Session) -> None:
    place = make_participation(session)
    for _ in range(5):
        make_problem(session, place, make_person(session, Group.CITIZENS))
    one = make_person(session, Group.BUSINESS)
    for _ in range(6):
        make_problem(session, place, one)

    found = figures(session, place.id)
    page = client.get(f"/en/participation/{place.reference}").text

    assert found.people == {Group.CITIZENS: 5}
    assert "5 people wrote" in page
    assert "6 people wrote" not in page


def test_once_it_is_closed_nobody_is_asked_any_more(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session, Phase.CLOSED)

    assert "Nobody yet from" not in client.get(f"/en/participation/{place.reference}").text


def test_others_are_invited_by_an_address_that_one_can_pass_on(
    client: CheckingClient, session: Session
) -> None:
    place = make_participation(session)

    page = client.get(f"/en/participation/{place.reference}/outreach").text

    assert f"http://testserver/en/participation/{place.reference}" in page
    assert 'href="mailto:?subject=Getting%20around' in page


@pytest.mark.parametrize("office", [Office.ADMINISTRATION, Office.MODERATOR])
def test_an_office_notes_whom_it_invited_and_everybody_reads_it(
    client: CheckingClient, session: Session, office: Office
) -> None:
    place = make_participation(session)
    client.sign_in(make_officer(session, office, scope_id=place.id))
    at = f"/en/participation/{place.reference}"

    form = client.get(f"{at}/outreach/new")
    noted = client.post(f"{at}/outreach/new", data=TYPED)

    assert form.status_code == 200
    assert noted.status_code == 303
    for path in (at, f"{at}/outreach"):
        page = client.sign_out().get(path).text
        assert "People who work at night in the hospital" in page
        assert "Nine of them wrote." in page


def test_what_came_of_it_is_added_later(client: CheckingClient, session: Session) -> None:
    place = make_participation(session)
    office = make_officer(session, Office.ADMINISTRATION)
    note = make_outreach(session, place, result="")
    at = f"/en/participation/{place.reference}/outreach"
    client.sign_in(office)

    before = client.get(f"{at}/{note.id}").text
    changed = client.post(f"{at}/{note.id}", data=TYPED)

    assert "a visit to the night shift" in before
    assert changed.status_code == 303
    assert "Nine of them wrote." in client.get(at).text
    assert client.get(f"{at}/17").status_code == 404


def test_what_has_not_happened_is_not_noted(client: CheckingClient, session: Session) -> None:
    place = make_participation(session)
    client.sign_in(make_officer(session, Office.ADMINISTRATION))
    ahead = (now() + timedelta(days=2)).date().isoformat()

    answer = client.post(
        f"/en/participation/{place.reference}/outreach/new", data=TYPED | {"on_day": ahead}
    )

    assert answer.status_code == 422
    assert NOT_YET in answer.text


def test_others_note_nothing(session: Session) -> None:
    place = make_participation(session)
    elsewhere = make_officer(session, Office.MODERATOR, scope_id=17)

    for actor in (make_person(session), elsewhere):
        with pytest.raises(Refused) as refusal:
            log_outreach(session, actor, place, OutreachForm.model_validate(TYPED), language="en")
        assert refusal.value.reasons == (WRONG_OFFICE,)
