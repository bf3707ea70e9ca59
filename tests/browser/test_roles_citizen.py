"""A citizen on a phone: an idea handed in and followed, and all the small ways to have a say."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.goals.models import DISTRICT, District
from app.items.models import ITEM, Item
from app.items.visibility import find_item
from app.moderation.commands import publish_item
from app.process.actor import Actor
from app.process.vocabulary import Kind, Office, Stance, State
from tests.browser.person import Somebody
from tests.browser.roles import Stage, hands_over, is_told_off, waits_to_read
from tests.deliberation.makers import make_comment
from tests.files.makers import a_picture_from_a_phone
from tests.makers import make_officer, make_participation, make_problem
from tests.opinions.makers import make_thesis
from tests.priorities.makers import make_prioritisation

pytestmark = pytest.mark.browser
RUDE = "Only fools would sit there."
AGAINST = "Benches are in the way of wheelchairs."


@dataclass(frozen=True)
class Surroundings:
    """What a citizen finds in the town: where to bring something in, and a district."""

    place: str
    district: str
    moderator: Actor
    idea: str
    nearby: str


def test_an_idea_is_handed_in_followed_and_discussed(stage: Stage) -> None:
    around = make_surroundings(stage)
    citizen = stage.visitor(f"anna.{stage.name.split()[-1]}@example.org")
    sign_in_by_mail(citizen)

    begin_an_idea(citizen, around)
    add_a_picture(citizen)
    reference, tracking = hand_in(citizen)
    follow_it_signed_out(stage, tracking)
    publish(stage, around.moderator, reference)
    comment = support_and_discuss(stage, around.idea)
    report_a_comment(citizen, around.idea, comment)

    stage.expect_no_trouble()


def test_a_citizen_is_told_only_what_they_want_to_know(stage: Stage) -> None:
    around = make_surroundings(stage)
    citizen = stage.somebody()

    follow_a_district(citizen, around.district)
    something_happens_there(stage, around)
    read_the_inbox(citizen, around.nearby)
    want_no_letters_about_one_kind(citizen)

    stage.expect_no_trouble()


def test_opinions_and_priorities_are_given_in_a_few_presses(stage: Stage) -> None:
    with stage.database() as session:
        setting, choices = make_prioritisation(session, title=f"Which first, {stage.name}?")
        place = session.get_one(Item, setting.participation_id)
        for text in ("Buses should run until midnight.", "Bicycles belong on trains."):
            make_thesis(session, place, text=text)
        titles, reference = [each.reference for each in choices], place.reference
    citizen = stage.somebody()

    citizen.goes_to(f"/en/participation/{reference}")
    give_two_opinions(citizen)
    citizen.follows("Back to the participation")
    set_priorities(citizen, f"Which first, {stage.name}?", titles)

    stage.expect_no_trouble()


def make_surroundings(stage: Stage) -> Surroundings:
    with stage.database() as session:
        place = make_participation(session, title=f"Waiting well {stage.name}")
        name = f"Nordheide {stage.name}"
        session.add(District(code=stage.name, name=name))
        moderator = make_officer(session, Office.MODERATOR, place.id)
        return Surroundings(
            place=place.title,
            district=name,
            moderator=moderator,
            idea=f"A bench at every second stop {stage.name}",
            nearby=f"The lamp at the school is dark {stage.name}",
        )


def sign_in_by_mail(citizen: Somebody) -> None:
    citizen.goes_to("/en/")
    citizen.opens("Menu")
    citizen.follows("Sign in")
    citizen.asks_for_a_link()
    citizen.opens_the_letter()
    citizen.says_who_they_are("Anna", "Citizens")


def begin_an_idea(citizen: Somebody, around: Surroundings) -> None:
    citizen.goes_to("/en/")
    citizen.follows("Contribute something")
    citizen.follows("Idea")
    choose_where(citizen, around.place)
    citizen.answers("What is your idea, in one sentence?", around.idea)
    citizen.answers("What is the idea?", "Old people rest on the way to the doctor.")
    citizen.answers("Whom does it help?", "Everybody who cannot stand for long.")
    citizen.answers("What would be needed for it?", "Benches, and a place to put them.")
    citizen.selects("district_id", around.district)
    citizen.presses("Continue")
    citizen.presses("Continue")
    citizen.reads("Check your answers", around.idea, around.district)


def choose_where(citizen: Somebody, place: str) -> None:
    """Asked only where several participations are open."""
    where = citizen.page.get_by_role("heading", name="Where does it belong?")
    expect(where.or_(citizen.page.get_by_label("What is your idea"))).to_be_visible()
    if where.is_visible():
        citizen.follows(place)


def add_a_picture(citizen: Somebody) -> None:
    citizen.follows("Add a picture or a file")
    hands_over(citizen, "Picture or file", "stop.jpg", a_picture_from_a_phone(), "image/jpeg")
    citizen.writes(alt="A stop without a bench")
    citizen.presses("Add")
    expect(citizen.page.get_by_role("img", name="A stop without a bench")).to_be_visible()
    citizen.follows("Done")
    citizen.reads("Check your answers")


def hand_in(citizen: Somebody) -> tuple[str, str]:
    """The reference, and the link that leads to it without an account."""
    citizen.presses("Hand in")
    citizen.reads("Thank you. We have received it.", "Your reference number:")
    link = citizen.page.get_by_role("link", name=re.compile("^http")).inner_text()
    citizen.follows("Follow it here")
    citizen.reads("Moderation has not read it yet.")
    return citizen.reference, link


def follow_it_signed_out(stage: Stage, link: str) -> None:
    somebody = stage.visitor()
    somebody.page.goto(link)
    somebody.reads("Where it stands now:", "moderation reads it", "We have received it.")
    assert "Anna" not in somebody.page.content()


def publish(stage: Stage, moderator: Actor, reference: str) -> None:
    with stage.database() as session:
        item = find_item(session, moderator, reference, Kind.PROBLEM)
        assert item is not None
        publish_item(session, moderator, item)


def support_and_discuss(stage: Stage, idea: str) -> str:
    """The reference of a comment that went too far."""
    reader = stage.somebody("Cem")
    with stage.database() as session:
        item = session.execute(select(Item).where(ITEM.c.title == idea)).scalar_one()
        rude = make_comment(session, item, text=RUDE).reference
        make_comment(session, item, text="My mother could go out alone.", stance=Stance.PRO)
    reader.goes_to("/en/problems")
    reader.follows(idea)
    expect(reader.page.get_by_role("img", name="A stop without a bench")).to_be_visible()
    reader.presses("Support")
    reader.reads("You support it.", "1 person supports this")
    reader.opens("Write a comment")
    reader.picks("Against it")
    reader.writes(text=AGAINST)
    reader.presses("Publish comment")
    reader.reads("Your comment is published.", AGAINST)
    mark_helpful(reader, "My mother could go out alone.")
    return rude


def mark_helpful(reader: Somebody, words: str) -> None:
    argument = reader.page.get_by_role("article").filter(has_text=words)
    argument.get_by_role("button", name="Helpful", exact=True).click()
    expect(argument.get_by_role("button", name="Helpful 1", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )


def report_a_comment(citizen: Somebody, idea: str, comment: str) -> None:
    """From the own contribution, which shows what others said."""
    citizen.goes_to("/en/mine")
    citizen.follows(idea)
    citizen.reads("1 person supports this", AGAINST)
    citizen.follows(f"Report {comment}")
    citizen.picks("It insults people")
    citizen.writes(words="The last sentence.")
    citizen.presses("Send the report")
    citizen.reads("You reported this on")


def follow_a_district(citizen: Somebody, district: str) -> None:
    citizen.goes_to("/en/")
    citizen.opens("Menu")
    citizen.follows("Inbox")
    citizen.reads("Nothing yet.")
    citizen.follows("What I follow")
    citizen.selects("district", district)
    citizen.presses("Follow this district")
    expect(citizen.page.get_by_role("link", name=district)).to_be_visible()


def something_happens_there(stage: Stage, around: Surroundings) -> None:
    with stage.database() as session:
        place = session.execute(select(Item).where(ITEM.c.title == around.place)).scalars().first()
        here = session.execute(select(DISTRICT.c.id).where(DISTRICT.c.name == around.district))
        problem = make_problem(
            session,
            place,
            state=State.SUBMITTED,
            title=around.nearby,
            district_id=here.scalar_one(),
        )
        publish_item(session, around.moderator, problem)


def read_the_inbox(citizen: Somebody, title: str) -> None:
    waits_to_read(citizen, "/en/inbox", title)
    citizen.follows(title)
    citizen.reads("0 people support this")


def want_no_letters_about_one_kind(citizen: Somebody) -> None:
    citizen.opens("Menu")
    citizen.follows("My account")
    citizen.follows("Letters by mail")
    group = citizen.page.get_by_role("group", name="New contributions in what I follow")
    group.get_by_label("Never").check()
    citizen.presses("Save")
    citizen.reads("Saved.")
    expect(group.get_by_label("Never")).to_be_checked()


def give_two_opinions(citizen: Somebody) -> None:
    citizen.follows("Give your opinion")
    citizen.reads("0 of 2 answered.")
    citizen.presses("I agree")
    citizen.reads("1 of 2 answered.")
    citizen.presses("I pass")
    citizen.reads("You have answered all of them. Thank you.")


def set_priorities(citizen: Somebody, title: str, choices: list[str]) -> None:
    citizen.follows(title)
    citizen.reads("You have 5 points.")
    citizen.writes(**{choices[0]: "3", choices[1]: "3"})
    citizen.presses("Give it")
    is_told_off(citizen)
    citizen.writes(**{choices[1]: "2"})
    citizen.presses("Give it")
    citizen.reads("You have taken part.")
    citizen.presses("Change what I gave")
    citizen.reads("Saved.")
