"""The whole way in a browser on a phone: from a sentence to a mandate, each person apart."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.person import Somebody
from tests.browser.town import town
from tests.real.browser import phone
from tests.real.ports import wait_until

pytestmark = pytest.mark.browser
PROBLEM = "No bus to the clinic after nine"
NEED = "A departure after the end of the late shift."
TOPIC = "Getting home at night"
MEASURE = "Night bus on call"
REQUIREMENT = "A departure within thirty minutes"
WHY = "The need is shown by many, and it can be met with the means there are."


@dataclass
class Cast:
    """Who takes part in the walk."""

    citizen: Somebody
    company: Somebody
    moderator: Somebody
    office: Somebody
    member: Somebody

    def everybody(self) -> list[Somebody]:
        return [self.citizen, self.company, self.moderator, self.office, self.member]


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def cast(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Cast]:
    with ExitStack() as open_:
        city = open_.enter_context(town(tmp_path / "city"))

        def somebody(name: str) -> Somebody:
            device: Any = phone(browser, scripts=request.param, locale="en-GB")
            return Somebody(open_.enter_context(device), city, f"{name}@example.org")

        names = ("citizen", "company", "moderator", "office", "member")
        yield Cast(*map(somebody, names))


def test_a_sentence_goes_its_whole_way(cast: Cast) -> None:
    entrust(cast)
    sign_in_by_mail(cast)
    open_participation(cast.office)
    problem = describe_a_problem(cast.citizen)
    publish(cast.moderator)
    support_and_comment(cast.company, problem)
    cast.citizen.town.let_days_pass(12)
    make_a_topic_and_answer(cast.office)
    measure = open_a_measure(cast.office)
    close_the_synthesis(cast.office)
    appoint_a_team(cast.office, measure, cast.company.email)
    requirement = propose_a_requirement(cast.office, measure)
    cast.citizen.town.let_days_pass(10)
    discuss_and_approve(cast, requirement)
    make_a_plan(cast.office, measure)
    mandate = put_to_decision(cast.office, measure)
    decide(cast.member, mandate)

    expect_the_trail(cast.citizen)
    assert [each.trouble for each in cast.everybody()] == [[], [], [], [], []]
    assert "holds" in cast.citizen.town.server.run("verify")


def entrust(cast: Cast) -> None:
    cast.office.town.make_strategy_and_council()
    for person, office, scope in (
        (cast.moderator, "moderator", ""),
        (cast.office, "administration", ""),
        (cast.member, "body", "council"),
    ):
        person.town.grant(person.email, office, scope)


def sign_in_by_mail(cast: Cast) -> None:
    """All letters are on their way before the first is opened."""
    staff = (cast.moderator, cast.office, cast.member)
    for person in staff:
        person.goes_to("/en/sign-in")
    for person in staff:
        person.asks_for_a_link()
    for person in staff:
        person.opens_the_letter()
        person.reads("My desk")


def open_participation(office: Somebody) -> None:
    office.goes_to("/en/participation")
    office.follows("Open a participation")
    office.writes(
        title="Getting around without a car",
        subject="How people reach work, school and care.",
        aim="Find out where public transport fails people.",
        can_decide="Which lines are looked at first.",
        fixed="The number of buses is fixed by a contract.",
        authority="Mobility department",
        contact="mobility@example.org",
        collecting_opens=day(0),
        collecting_closes=day(10),
        synthesis_opens=day(11),
        synthesis_closes=day(20),
        requirements_opens=day(21),
        requirements_closes=day(40),
        answers_due=day(30),
    )
    office.picks("You are heard")
    office.presses("Publish")
    office.reads("Saved.")


def describe_a_problem(citizen: Somebody) -> str:
    """Begun as a visitor, who comes back to the first question after signing in."""
    citizen.goes_to("/en/problems/new")
    citizen.follows("Problem")
    citizen.asks_for_a_link()
    citizen.opens_the_letter()
    citizen.says_who_they_are("Anna", "Citizens")
    citizen.answers("What is the problem, in one sentence?", PROBLEM)
    citizen.answers("What is the problem?", "The last bus leaves before the late shift ends.")
    citizen.answers("Who is affected?", "About 300 people who work at the clinic.")
    citizen.answers("What is an ordinary day like?", "I walk along the motorway at night.")
    citizen.answers("What is needed?", NEED)
    citizen.writes(place="Clinic at the northern ring")
    citizen.presses("Continue")
    citizen.presses("Continue")
    citizen.reads("Check your answers", PROBLEM, NEED)
    citizen.page.wait_for_timeout(1100)  # nobody reads it in less; what is quicker is refused
    citizen.presses("Hand in")
    citizen.reads("Thank you. We have received it.")
    citizen.follows("Follow it here")
    return citizen.reference


def publish(moderator: Somebody) -> None:
    moderator.goes_to("/en/moderation")
    moderator.picks(f"Choose {PROBLEM}")
    moderator.presses("Publish")
    moderator.reads("Done. The authors are told by mail.", "Nothing waits here. Thank you.")


def support_and_comment(company: Somebody, problem: str) -> None:
    """A press before signing in leads back to the same page, and counts nothing."""
    company.goes_to("/en/problems")
    company.follows(PROBLEM)
    company.presses("Support")
    company.signs_in_with_the_provider()
    company.says_who_they_are("Nordbus", "Business")
    assert company.reference == problem
    company.reads("0 people support this")
    company.presses("Support")
    company.reads("You support it.", "1 person supports this")
    company.opens("Write a comment")
    company.picks("For it")
    company.writes(text="We could drive until ten if there were a contract.")
    company.presses("Publish comment")
    company.reads("Your comment is published.")


def make_a_topic_and_answer(office: Somebody) -> None:
    office.goes_to("/en/participation")
    office.follows("Getting around without a car")
    office.follows("Answer them in the workbench")
    office.picks(PROBLEM)
    office.presses("New topic from these")
    office.writes(title=TOPIC, digest="People cannot get home after the late shift.")
    office.presses("Publish the topic")
    office.follows("Answer the topic")
    office.picks("Taken up")
    office.writes(reason=WHY)
    office.presses("Publish the answer")
    office.reads("The answer is published.", WHY)


def open_a_measure(office: Somebody) -> str:
    office.follows("Open a measure from this topic")
    office.writes(title=MEASURE, responsible="Mobility department", reason=WHY)
    office.picks("Decentralised measure")
    office.picks("Sustainable")
    office.picks("Enabling administration")
    office.presses("Check the conditions again")
    office.presses("Open the measure")
    office.reads("Saved.", MEASURE)
    return office.reference


def close_the_synthesis(office: Somebody) -> None:
    """Everything is answered, so it may be closed, and requirements can be discussed."""
    office.goes_to("/en/participation")
    office.follows("Getting around without a car")
    office.presses("Close the synthesis")
    office.reads("Saved.")


def appoint_a_team(office: Somebody, measure: str, email: str) -> None:
    office.goes_to(f"/en/measures/{measure}")
    office.follows("Appoint the team")
    office.writes(email=email, role="Operation")
    office.picks("Others may turn to this person")
    office.presses("Appoint")
    office.reads("Saved.", "Nordbus")
    office.goes_to(f"/en/measures/{measure}")
    office.follows("Write on the description")
    office.writes(effect="Nobody walks along the motorway at night any more.")
    office.presses("Publish this version")
    office.reads("Saved.")


def propose_a_requirement(office: Somebody, measure: str) -> str:
    office.goes_to(f"/en/measures/{measure}/requirements")
    office.follows("Propose a requirement")
    office.writes(
        title=REQUIREMENT,
        text="A vehicle leaves within thirty minutes of the end of each shift.",
        acceptance="Thirty ends of shifts are watched; it holds for 27 of them.",
    )
    office.selects("kind", "Function")
    office.picks("Must")
    office.picks(PROBLEM)
    office.presses("Propose")
    office.reads("Saved.", PROBLEM)
    return office.reference


def discuss_and_approve(cast: Cast, requirement: str) -> None:
    cast.company.goes_to(f"/en/requirements/{requirement}")
    cast.company.opens("Write a comment")
    cast.company.picks("Against it")
    cast.company.writes(text="Thirty minutes are too long in winter.")
    cast.company.presses("Publish comment")
    office = cast.office
    office.goes_to(f"/en/requirements/{requirement}")
    office.reads("Thirty minutes are too long in winter.")
    office.writes(result="In winter the first vehicle waits at the door.")
    office.presses("Record the result")
    office.writes(grounds="Everybody agrees.")
    office.presses("Approve this requirement")
    office.reads("Saved.", "Approved")


def make_a_plan(office: Somebody, measure: str) -> None:
    office.goes_to(f"/en/measures/{measure}")
    office.presses("Begin the plan")
    office.follows("Add a work package")
    office.writes(title="Drive", result="Four lines", owner="Nordbus", cost="480,000")
    office.writes(starts_on="2027-01-01", ends_on="2027-06-30")
    office.picks(REQUIREMENT)
    office.presses("Save")
    office.follows("Add a milestone")
    office.writes(title="First ride", due_on="2027-02-01")
    office.presses("Save")
    office.presses("Publish version 1")
    office.reads("Saved.")


def put_to_decision(office: Somebody, measure: str) -> str:
    office.goes_to(f"/en/measures/{measure}")
    office.follows("Prepare a decision package")
    office.selects("body_id", "City council")
    office.writes(implementer_name="Nordbus", implementer_role="Operation")
    office.writes(implementer_contact="bus@example.org", year="2027", amount="480,000")
    office.writes(source="City budget, chapter 7310")
    office.presses("Save")
    office.presses("Put it to decision")
    office.reads("It is put to decision.")
    return office.reference


def decide(member: Somebody, mandate: str) -> None:
    member.goes_to("/en/desk")
    member.reads(mandate)
    member.goes_to(f"/en/mandates/{mandate}")
    member.follows("Enter the decision")
    member.picks("Granted")
    member.writes(reason="The need is proven by numbers.", votes_for="9", votes_against="2")
    member.presses("Publish the decision")
    member.reads("The decision is on the record.", "Nordbus", "€480,000")


def expect_the_trail(citizen: Somebody) -> None:
    """The letter leads the citizen to what became of the sentence."""
    mail, address = citizen.town.mail, citizen.email
    wait_until(
        lambda: any("480,000" in letter.text for letter in mail.to(address)),
        what="the letter about the decision",
        seconds=15,
    )
    citizen.goes_to("/en/mine")
    citizen.follows(PROBLEM)
    citizen.reads(PROBLEM, TOPIC, WHY, MEASURE, REQUIREMENT, "Nordbus", "€480,000")
    citizen.opens("Station 6 of 9")
    stations = citizen.page.get_by_role("group", name="The way").get_by_role("listitem")
    expect(stations.filter(has_text="Mandate")).to_contain_text("open now")


def day(number: int) -> str:
    """So many days from now, as a date field takes it."""
    return (datetime.now(UTC) + timedelta(days=number)).date().isoformat()
