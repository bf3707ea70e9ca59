"""The administration on a phone: preparing, asking organisations, answering, reaching out."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from app.process.actor import Actor
from app.process.vocabulary import Office, Phase
from tests.browser.person import Somebody
from tests.browser.roles import Stage
from tests.makers import make_officer, make_participation, make_problem
from tests.projects.makers import make_request
from tests.segments.makers import FARES, make_consultation, make_organisation, make_statement

pytestmark = pytest.mark.browser
PASTED = "1 Shade\n\nTrees stand at every square.\n\n2 Water\n\nFountains run in summer."


def test_a_participation_is_prepared_shown_and_published(stage: Stage) -> None:
    title = f"Shade in summer {stage.name}"
    office = an_office(stage)

    prepare_a_draft(office, title)
    link = give_out_a_link(office)
    look_at_the_draft(stage.visitor(), link, title)
    office.presses("Publish")
    office.reads("Announced", title)
    set_who_may_take_part(office)
    prepare_a_consultation(office, f"Plan for shade {stage.name}")

    stage.expect_no_trouble()


def test_statements_are_cut_answered_and_their_synopsis_released(stage: Stage) -> None:
    title, club = make_consulted(stage)
    office = an_office(stage)

    cut_the_statement(office, title, club)
    answer_each_segment(office)
    release_the_synopsis(office)
    download_as_csv(stage.visitor(), office.page.url)

    stage.expect_no_trouble()


def test_what_came_at_any_time_is_assigned_and_requests_are_decided(stage: Stage) -> None:
    idea, place, request = make_arena(stage)
    office = an_office(stage)

    assign(office, idea, place)
    note_an_invitation(office, place)
    decide_a_request(office, request)

    stage.expect_no_trouble()


def an_office(stage: Stage) -> Somebody:
    with stage.database() as session:
        officer: Actor = make_officer(session, Office.ADMINISTRATION)
    return stage.signed_in(officer)


def day(number: int) -> str:
    """So many days from now, as a date field takes it."""
    return (datetime.now(UTC) + timedelta(days=number)).date().isoformat()


def prepare_a_draft(office: Somebody, title: str) -> None:
    office.goes_to("/en/desk")
    office.follows("Open a participation")
    office.writes(
        title=title,
        subject="Where the city is too hot in summer.",
        aim="Find the places that need shade first.",
        can_decide="Which places are looked at first.",
        fixed="Trees are planted in autumn only.",
        authority="Parks department",
        contact="parks@example.org",
        collecting_opens=day(2),
        collecting_closes=day(20),
        synthesis_opens=day(21),
        synthesis_closes=day(40),
        answers_due=day(50),
    )
    office.picks("You are heard")
    office.presses("Keep as a draft")
    office.reads("This is a draft.", title)


def give_out_a_link(office: Somebody) -> str:
    office.follows("Links to look at it")
    office.writes(days="9")
    office.presses("Make a link")
    link = office.page.get_by_role("link", name="/participation/preview/").inner_text()
    office.follows("Back to the participation")
    return link


def look_at_the_draft(guest: Somebody, link: str, title: str) -> None:
    guest.page.goto(link)
    guest.reads("This is a preview.", title)
    guest.goes_to("/en/participation")
    expect(guest.page.get_by_role("link", name=title)).to_have_count(0)


def set_who_may_take_part(office: Somebody) -> None:
    """In a phase that has not begun; afterwards nobody could."""
    office.page.get_by_role("link", name="Set who may take part").click()
    office.picks("Everybody with an e-mail address; supporting needs no account")
    office.writes(supports_each="5")
    office.presses("Save")
    office.reads("Everybody with an e-mail address; supporting needs no account.")
    office.reads("Everybody can give 5 supports.")


def prepare_a_consultation(office: Somebody, title: str) -> None:
    office.follows("Prepare a consultation")
    office.writes(title=title, introduction="Please say what you think.")
    office.opens("Paste a whole text")
    office.writes(pasted=PASTED)
    office.presses("Split it into sections")
    second = office.page.get_by_role("group", name="Section in place 2")
    expect(second.get_by_label("Title")).to_have_value("Water")
    office.presses("Save")
    office.reads("Only the administration sees this.", "Fountains run in summer.")
    office.presses("Publish")
    office.reads("Statements can be submitted from", "Invite organisations")


def make_consulted(stage: Stage) -> tuple[str, str]:
    """A consultation that is over, and who has answered it."""
    club = f"Passengers' League {stage.name}"
    with stage.database() as session:
        consultation = make_consultation(session)
        consultation.title = f"Rules for buses {stage.name}"
        make_statement(session, consultation, organisation=make_organisation(session, name=club))
        return consultation.title, club


def cut_the_statement(office: Somebody, title: str, club: str) -> None:
    office.goes_to("/en/")
    office.follows("Consultations of organisations")
    office.follows(title)
    office.follows(club)
    office.follows("Cut it into segments")
    office.reads("It would be cut like this", FARES)
    office.presses("Cut it into segments")
    office.page.get_by_role("link", name="1 Title of section 1").or_(
        office.page.get_by_role("link", name="Title of section 1")
    ).first.click()
    office.reads("Segment of a statement", club)


def answer_each_segment(office: Somebody) -> None:
    """One after the other, as far as there are any."""
    for verdict in ("Taken up", "Not taken up", "Noted"):
        office.follows("Answer the segment")
        office.page.get_by_label(verdict, exact=True).check()
        office.writes(reason="The transport plan says so, and the next one changes it.")
        office.presses("Keep the answer")
        office.reads("read inside")
        if verdict != "Noted":
            office.follows("Next segment without an answer")


def release_the_synopsis(office: Somebody) -> None:
    office.follows("All segments of this statement")
    office.follows("Synopsis of the consultation")
    office.reads("Not released yet", "3 of 3", FARES)
    office.presses("Release the synopsis")
    expect(office.page.get_by_text("Not released yet")).to_have_count(0)


def download_as_csv(reader: Somebody, address: str) -> None:
    reader.page.goto(address)
    reader.reads("Synopsis", "Not taken up")
    with reader.page.expect_download() as waited:
        reader.follows("CSV")
    rows = waited.value.path().read_text("utf-8-sig")
    assert FARES in rows
    assert "The transport plan says so" in rows


def make_arena(stage: Stage) -> tuple[str, str, str]:
    """The titles of an idea that came at any time, of where it fits, and of a request."""
    idea, title = f"A path through the meadow {stage.name}", f"Paths {stage.name}"
    request = f"Let us choose the lights {stage.name}"
    with stage.database() as session:
        arena = make_participation(session, Phase.STANDING, title=f"The arena {stage.name}")
        make_problem(session, arena, title=idea)
        make_participation(session, title=title)
        make_request(session, title=request)
    return idea, title, request


def assign(office: Somebody, idea: str, place: str) -> None:
    office.goes_to("/en/problems")
    office.follows(idea)
    office.selects("participation", place)
    office.writes(why="It is about the same paths.")
    office.presses("Assign")
    office.reads("Why: It is about the same paths.", f"Assigned to “{place}”")


def note_an_invitation(office: Somebody, place: str) -> None:
    office.follows(place)
    office.follows("Note an invitation")
    office.writes(whom="People who work at night", how="A visit to the night shift")
    office.selects("group", "Citizens")
    office.writes(on_day=day(-1))
    office.presses("Save")
    office.reads("People who work at night", "A visit to the night shift")


def decide_a_request(office: Somebody, request: str) -> None:
    office.goes_to("/en/desk")
    line = office.page.locator("tr", has_text=request)
    line.get_by_role("link", name="Decide on this request").click()
    office.picks("Granted")
    office.writes(decision="You know the path best.")
    office.presses("Publish the decision")
    office.reads("You know the path best.", "The participation is being prepared.")
