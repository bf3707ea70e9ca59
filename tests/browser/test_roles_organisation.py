"""Organisations on phones: registered, verified, answering a consultation, co-signing, waiving."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from app.process.vocabulary import Office
from tests.browser.person import Somebody
from tests.browser.roles import Stage, follows_the_letter
from tests.makers import make_officer, make_person
from tests.organisations.makers import make_verified
from tests.statements.makers import make_consultation

pytestmark = pytest.mark.browser
WORDS = "The plan makes streets safe at night. It is checked every year."


@dataclass
class Club:
    """An organisation that is new in the town, and its two members."""

    name: str
    chair: Somebody
    second: Somebody
    consultation: str


def test_an_organisation_answers_and_others_join_in(stage: Stage) -> None:
    club = make_club(stage)

    register(club)
    invite_a_second_member(club)
    accept_the_invitation(club)
    be_verified(stage, club)
    answer_section_by_section(club)
    release_and_submit(club)
    cosign(stage, club, link_to_sign(club))
    have_no_objection(stage, club)

    stage.expect_no_trouble()


def make_club(stage: Stage) -> Club:
    with stage.database() as session:
        title = f"Plan for safe streets {stage.name}"
        make_consultation(session, title=title, verified_only=True)
        actors = make_person(session, name="Kerstin"), make_person(session, name="Ole")
    chair, second = map(stage.signed_in, actors)
    return Club(f"Walkers' club {stage.name}", chair, second, title)


def find_the_consultation(person: Somebody, title: str) -> None:
    """From the foot of every page."""
    person.goes_to("/en/")
    person.follows("Consultations of organisations")
    person.follows(title)


def register(club: Club) -> None:
    chair = club.chair
    find_the_consultation(chair, club.consultation)
    chair.follows("Register your organisation")
    chair.writes(name=club.name, represents="People who walk", represented="240")
    chair.picks("Civil society")
    chair.presses("Register")
    chair.reads("Not verified yet. You can write, but not submit.", club.name)


def invite_a_second_member(club: Club) -> None:
    chair = club.chair
    chair.goes_to("/en/account")
    chair.follows(club.name)
    chair.follows("Members and roles")
    chair.writes(email=club.second.email)
    role = chair.page.get_by_label("Role", exact=True)
    role.select_option(label="Releases statements of an organisation")
    chair.presses("Send the invitation")
    chair.reads("Invitations that nobody has used yet", club.second.email)


def accept_the_invitation(club: Club) -> None:
    second = club.second
    follows_the_letter(second)
    second.reads("You are invited to belong to an organisation", club.name)
    second.presses("Belong to it")
    second.reads(club.name, "2 people speak for it here")


def be_verified(stage: Stage, club: Club) -> None:
    with stage.database() as session:
        officer = make_officer(session, Office.ADMINISTRATION)
    office = stage.signed_in(officer)
    office.goes_to("/en/")
    office.follows("Organisations")
    office.follows("Organisations to verify")
    office.follows(club.name)
    office.writes(basis="Extract of the register of associations")
    office.presses("Verify")
    office.reads("verified")
    expect(office.page.get_by_role("button", name="Take the verification back")).to_be_visible()


def answer_section_by_section(club: Club) -> None:
    chair = club.chair
    find_the_consultation(chair, club.consultation)
    chair.presses("Write a statement")
    chair.follows("Go on with section 1")
    chair.picks("We support this with changes")
    chair.writes(reason="Most accidents happen in the dark.")
    if not chair.page.get_by_label("Proposed wording").is_visible():
        chair.opens("Propose other words")
    chair.writes(wording=WORDS)
    chair.presses("Save and go on")
    expect(chair.page.get_by_role("heading", level=1)).to_have_text("2 Speed")
    chair.picks("We have no objection")
    chair.presses("Save and go on")
    chair.writes(reason="The one at the school.")
    chair.presses("Save and see the overview")
    chair.reads("3 of 3 sections answered")
    chair.reads("so another member reads it")


def release_and_submit(club: Club) -> None:
    """By the second member, who did not write it."""
    second = club.second
    find_the_consultation(second, club.consultation)
    second.follows("Go on with the statement")
    second.follows("Check the whole statement")
    expect(second.page.locator("ins")).to_contain_text("at night")
    second.presses("Release it inside")
    second.presses("Submit the statement")
    second.reads("Thank you. The statement is submitted.", "Your reference number:")
    assert (
        "Most accidents happen in the dark." in second.town.mail.wait_for(second.email, 2)[-1].text
    )


def link_to_sign(club: Club) -> str:
    club.second.follows("Look at the statement")
    return club.second.page.get_by_label("Give this link to another organisation").input_value()


def another(stage: Stage, name: str) -> Somebody:
    """Who speaks for an organisation that has been verified before."""
    with stage.database() as session:
        person = make_person(session)
        make_verified(session, person, name=name)
    return stage.signed_in(person)


def cosign(stage: Stage, club: Club, link: str) -> None:
    other = another(stage, f"Parents {stage.name}")
    other.page.goto(link)
    other.reads(f"Co-sign the statement of {club.name}", "Most accidents happen in the dark.")
    other.presses("Co-sign it")
    other.reads("Co-signed on")
    club.second.page.reload()
    expect(club.second.page.get_by_role("link", name=f"Parents {stage.name}")).to_be_visible()


def have_no_objection(stage: Stage, club: Club) -> None:
    third = another(stage, f"Taxi guild {stage.name}")
    find_the_consultation(third, club.consultation)
    third.presses("No objection")
    third.reads("Thank you. The statement is submitted.", f"Taxi guild {stage.name}")
