import pytest
from sqlmodel import Session

from app.organisations.bodies import bodies
from app.organisations.commands import edit_organisation, verify_organisation
from app.organisations.forms import Registration
from app.organisations.members import members, speaks_for
from app.organisations.models import Organisation
from app.organisations.queries import organisations_of
from app.process.refusal import Refused
from app.process.vocabulary import Group, Office, State
from tests.client import CheckingClient
from tests.makers import make_body, make_officer, make_person, make_problem
from tests.organisations.makers import again, make_member, make_organisation, make_verified


def test_whoever_registers_an_organisation_represents_it(session: Session) -> None:
    anna = make_person(session)

    made = make_organisation(session, anna)

    assert [each.value for each in organisations_of(session, anna.id)] == [str(made)]
    assert again(session, anna).holds(Office.REPRESENTATIVE, frozenset({made}))
    assert [each.office for each in members(session, made)] == [Office.REPRESENTATIVE]


def test_two_organisations_have_two_names(session: Session) -> None:
    make_organisation(session, name="Night bus club")

    with pytest.raises(Refused, match="already"):
        make_organisation(session, name="Night bus club")


def test_the_administration_verifies_an_organisation(
    client: CheckingClient, session: Session
) -> None:
    officer = make_officer(session, Office.ADMINISTRATION)
    make_organisation(session, officer, name="Office of Clubs", group=Group.ADMINISTRATION)
    club = make_organisation(session, name="Night bus club")
    client.sign_in(again(session, officer))

    assert "Night bus club" in client.get("/en/organisations/unverified").text
    client.post(f"/en/organisations/{club}/verify", data={"basis": "Register of clubs, no. 7"})

    assert "Night bus club" not in client.get("/en/organisations/unverified").text
    page = client.sign_out().get(f"/en/organisations/{club}").text
    assert "Verified by Office of Clubs on " in page
    assert "no. 7" not in page
    client.sign_in(officer).post(f"/en/organisations/{club}/verify", data={"take_back": "1"})
    assert "not verified yet" in client.get(f"/en/organisations/{club}").text


def test_nobody_verifies_their_own_organisation_or_without_the_office(session: Session) -> None:
    officer, anna = make_officer(session, Office.ADMINISTRATION), make_person(session)
    own = make_organisation(session, officer)

    with pytest.raises(Refused, match="somebody else verifies"):
        verify_organisation(session, again(session, officer), own, "Register")
    with pytest.raises(Refused, match="office"):
        verify_organisation(session, anna, own, "Register")


def test_another_name_or_number_is_verified_again(session: Session) -> None:
    anna = make_person(session)
    made = make_verified(session, anna, name="Night bus club")
    anna = again(session, anna)
    same = {"name": "Night bus club", "group": Group.CIVIL_SOCIETY}

    edit_organisation(session, anna, made, Registration(**same, text="Now with a garden."))
    assert session.get_one(Organisation, made).verified_at is not None

    edit_organisation(session, anna, made, Registration(**same, register_number="VR 12"))
    assert session.get_one(Organisation, made).verified_at is None


def test_only_a_representative_changes_the_page(client: CheckingClient, session: Session) -> None:
    made = make_organisation(session)
    author = make_member(session, made)
    fields = {"name": "Day bus club", "group": "civil_society", "represented": "1.200"}

    refused = client.sign_in(author).post(f"/en/organisations/{made}/edit", data=fields)
    head = make_member(session, made, Office.REPRESENTATIVE)
    client.sign_in(head).post(f"/en/organisations/{made}/edit", data=fields)

    assert refused.status_code == 403
    page = client.get(f"/en/organisations/{made}").text
    assert "Day bus club" in page
    assert "1,200" in page


def test_a_person_registers_by_the_pages(client: CheckingClient, session: Session) -> None:
    client.sign_in(make_person(session))
    fields = {"name": "Night bus club", "group": "civil_society", "website": "example.org"}
    fields |= {"text": "We ride at night.", "represents": "People on late shifts"}

    made = client.post("/en/organisations", data=fields).headers["location"].partition("?")[0]

    page = client.sign_out().get(made).text
    assert "We ride at night." in page
    assert 'href="https://example.org"' in page
    assert "People on late shifts" in page
    assert "Night bus club" in client.get("/en/organisations?q=night").text


def test_whoever_came_to_register_goes_on_where_they_were(
    client: CheckingClient, session: Session
) -> None:
    client.sign_in(make_person(session))
    fields = {"name": "Night bus club", "group": "business"}

    there = client.post("/en/organisations", data=fields | {"next": "/en/measures"})
    away = {"name": "Day bus club", "group": "business", "next": "https://example.org/"}

    assert there.headers["location"] == "/en/measures"
    assert client.post("/en/organisations", data=away).headers["location"] == "/en/"


def test_bad_answers_get_a_message(client: CheckingClient, session: Session) -> None:
    make_organisation(session, name="Night bus club")
    client.sign_in(make_person(session))
    fields = {"name": "NIGHT bus club", "group": "business"}

    taken = client.post("/en/organisations", data=fields)
    wrong = client.post("/en/organisations", data={"name": "Club", "website": "javascript://x"})

    assert taken.status_code == wrong.status_code == 422
    assert "with this name already" in taken.text
    assert "address of the web" in wrong.text


def test_names_of_members_are_for_members_and_the_administration(
    client: CheckingClient, session: Session
) -> None:
    made = make_organisation(session, make_person(session, name="Anna Meier"))
    address = f"/en/organisations/{made}"

    assert "Anna Meier" not in client.get(address).text
    assert "Anna Meier" not in client.sign_in(make_person(session)).get(address).text
    assert "Anna Meier" in client.sign_in(make_member(session, made)).get(address).text
    officer = make_officer(session, Office.ADMINISTRATION)
    assert "Anna Meier" in client.sign_in(officer).get(address).text


def test_the_page_shows_what_was_said_in_public(client: CheckingClient, session: Session) -> None:
    made = make_organisation(session)
    said = make_problem(session, title="Lights go out at ten")
    hidden = make_problem(session, title="Insulting words here", state=State.HIDDEN)
    said.organisation_id = hidden.organisation_id = made

    page = client.get(f"/en/organisations/{made}").text

    assert "Lights go out at ten" in page
    assert "Insulting words" not in page


def test_an_office_in_an_organisation_is_no_office_of_the_city(
    client: CheckingClient, session: Session
) -> None:
    member = make_member(session, make_organisation(session), Office.REPRESENTATIVE)

    assert not member.in_office
    assert speaks_for(member)
    assert "/en/desk" not in client.sign_in(member).get("/en/account").text
    assert client.get("/en/desk").status_code == 403


def test_a_long_list_goes_on(client: CheckingClient, session: Session) -> None:
    anna = make_person(session)
    for number in range(52):
        make_organisation(session, anna, name=f"Club {number:02}")

    first = client.get("/en/organisations").text

    assert "Club 49" in first
    assert "Club 50" not in first
    assert "Club 51" in client.get("/en/organisations?q=&after=Club+49").text


def test_what_does_not_exist_is_not_found(client: CheckingClient, session: Session) -> None:
    client.sign_in(make_person(session))

    for path in (
        "/en/organisations/1",
        f"/en/organisations/{10**30}",
        "/en/organisations/invitations/none",
        "/en/bodies/none",
        "/en/bodies/%00",
        "/en/organisations?q=%00",
    ):
        assert client.get(path).status_code == 404
    assert client.post("/en/organisations/1/join").status_code == 404


def test_a_body_shows_its_members(client: CheckingClient, session: Session) -> None:
    body = make_body(session, code="senate")
    member = make_officer(session, Office.BODY, body.id)

    page = client.get("/en/bodies/senate").text

    assert member.name in page
    assert "Grants mandates." in page
    assert "Decision round" in client.get("/en/bodies").text


def test_bodies_speak_the_language_of_the_page(session: Session) -> None:
    make_body(session)

    [entry] = bodies(session, "de")

    assert (entry.name, entry.purpose) == ("Entscheidungsrunde", "Grants mandates.")
