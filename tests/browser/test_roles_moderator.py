"""Moderators on phones: a full desk, a second pair of eyes, duplicates, personal data, the log."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from app.items.models import Item
from app.moderation.commands import return_item
from app.process.actor import Actor
from app.process.vocabulary import Office, State
from tests.browser.person import Somebody
from tests.browser.roles import Stage, waits_to_read
from tests.makers import make_officer, make_participation, make_person, make_problem
from tests.moderation.makers import grounds

pytestmark = pytest.mark.browser
SPAM = "Win a new car today, only today: look at https://win.example/{0}"
DONE = "Done. The authors are told by mail."


@dataclass(frozen=True)
class Desk:
    """Two moderators of one participation."""

    place_id: int
    first: Actor
    second: Actor


def test_a_full_desk_is_cleared_in_a_few_presses(stage: Stage) -> None:
    desk = make_desk(stage)
    good = fill_desk(stage, desk)
    moderator = stage.signed_in(desk.first)

    hide_everything_alike(moderator)
    return_the_others(moderator, good)
    publish_the_good_one(moderator, good)
    read_the_log(stage, good)

    stage.expect_no_trouble()


def test_hiding_and_objections_are_seen_by_two(stage: Stage) -> None:
    desk = make_desk(stage)
    rude, returned, author = make_rude_and_returned(stage, desk)
    first, second = stage.signed_in(desk.first), stage.signed_in(desk.second)

    hide_what_is_public(first, rude)
    confirm_hiding(second, f"They are all fools {stage.name}")
    object_to(stage.signed_in(author), returned)
    first.goes_to("/en/moderation")
    first.reads("Nothing waits here. Thank you.")
    decide_the_objection(second, returned)

    stage.expect_no_trouble()


def test_duplicates_become_one_and_a_number_is_blacked_out(stage: Stage) -> None:
    desk = make_desk(stage)
    one, other, telling = make_pair_and_number(stage, desk)
    moderator = stage.signed_in(desk.first)

    merge(moderator, one, other)
    black_out(moderator, telling)
    reader = stage.visitor()
    reader.goes_to(f"/en/problems/{telling}")
    reader.reads("Please ring")
    assert "0151 2345678" not in reader.page.content()

    stage.expect_no_trouble()


def test_keys_work_at_the_desk_until_they_are_switched_off(stage: Stage) -> None:
    desk = make_desk(stage)
    fill_desk(stage, desk, spam=0, unclear=2)
    moderator = stage.signed_in(desk.first)
    chosen = moderator.page.locator("[data-row]:checked")

    press(moderator, "j", "j", "k", "x", "?")
    expect(chosen).to_have_count(1 if stage.scripts else 0)
    if stage.scripts:
        moderator.page.get_by_label("Keys work on this page").uncheck()
    press(moderator, "j", "x")
    expect(chosen).to_have_count(0)
    moderator.picks("Choose Something unclear 1")
    expect(chosen).to_have_count(1)

    stage.expect_no_trouble()


def press(moderator: Somebody, *keys: str) -> None:
    """On a desk that was opened anew; a page that is loaded again keeps what was chosen."""
    moderator.goes_to("/en/desk")
    moderator.follows("Read what waits for moderation")
    moderator.reads("Public log of moderation")
    moderator.page.wait_for_load_state()
    for key in keys:
        moderator.page.keyboard.press(key)


def make_desk(stage: Stage) -> Desk:
    with stage.database() as session:
        place = make_participation(session, title=f"Parks {stage.name}")
        first, second = (make_officer(session, Office.MODERATOR, place.id) for _ in "12")
        return Desk(place.id, first, second)


def fill_desk(stage: Stage, desk: Desk, *, spam: int = 10, unclear: int = 14) -> str:
    """The title of the one thing among it that can be published."""
    titles = [f"Something unclear {number + 1}" for number in range(unclear)]
    good = f"The fountain is dry {stage.name}"
    with stage.database() as session:
        place = session.get_one(Item, desk.place_id)
        for title in (*titles, good):
            make_problem(session, place, state=State.SUBMITTED, title=title)
        for number in range(spam):
            title, words = f"Win a new car {number}", SPAM.format(number)
            make_problem(session, place, state=State.SUBMITTED, title=title, what=words)
    return good


def hide_everything_alike(moderator: Somebody) -> None:
    """The rules read what is handed in a moment later."""
    moderator.goes_to("/en/desk")
    moderator.follows("Read what waits for moderation")
    moderator.reads("Waits for you", "25")
    moderator.follows("Win a new car 0")
    moderator.follows("With the same text, apart from numbers and links")
    waits_to_read(moderator, moderator.page.url, "10 contributions would be decided")
    moderator.selects("reason", "It is advertising.")
    moderator.presses("Hide")
    moderator.reads(DONE, "15")


def return_the_others(moderator: Somebody, good: str) -> None:
    moderator.goes_to("/en/moderation")
    moderator.follows("Choose all on this page")
    moderator.page.get_by_role("checkbox", name=f"Choose {good}").uncheck()
    moderator.selects("reason", "It is not clear what is meant.")
    moderator.writes(words="Please say which place you mean.")
    moderator.presses("Return")
    moderator.reads(DONE)


def publish_the_good_one(moderator: Somebody, good: str) -> None:
    moderator.picks(f"Choose {good}")
    moderator.presses("Publish")
    moderator.reads(DONE, "Nothing waits here. Thank you.")


def read_the_log(stage: Stage, good: str) -> None:
    """Everybody may, and nobody is named."""
    reader = stage.visitor()
    reader.goes_to("/en/moderation/log")
    reader.reads("Hidden", "It is advertising.", "Returned to its author", "Published")
    shown = reader.page.get_by_role("main").inner_text()
    assert "Person " not in shown
    assert "Win a new" not in shown
    assert good not in shown


def make_rude_and_returned(stage: Stage, desk: Desk) -> tuple[str, str, Actor]:
    """The references, and who wrote what was returned."""
    with stage.database() as session:
        place, author = session.get_one(Item, desk.place_id), make_person(session)
        rude = make_problem(session, place, title=f"They are all fools {stage.name}")
        returned = make_problem(session, place, author, state=State.SUBMITTED)
        return_item(session, desk.first, returned, grounds())
        return rude.reference, returned.reference, author


def hide_what_is_public(first: Somebody, reference: str) -> None:
    first.goes_to(f"/en/problems/{reference}")
    first.opens("Moderate this")
    first.selects("reason", "It insults people or calls for hatred.")
    first.presses("Hide")
    first.reads("Hidden by moderation")


def confirm_hiding(second: Somebody, title: str) -> None:
    second.goes_to("/en/moderation")
    second.follows("Hidden, to be confirmed (1)")
    second.follows(title)
    second.reads("A colleague has hidden this.")
    second.presses("Confirm that it stays hidden")
    second.reads(DONE)


def object_to(author: Somebody, reference: str) -> None:
    author.goes_to(f"/en/problems/{reference}")
    author.reads("Returned by moderation", "Please name the stop you mean.")
    author.follows("Object; somebody else decides")
    author.writes(words="There is only one stop in the village.")
    author.presses("Send the objection")
    author.reads("The author has objected.")


def decide_the_objection(second: Somebody, reference: str) -> None:
    second.goes_to("/en/moderation")
    second.follows("Read the objection and decide")
    second.reads("There is only one stop in the village.")
    second.picks("The author is right: everybody can read it")
    second.page.get_by_label("Why? The author reads this.").fill("That is true.")
    second.presses("Decide the objection")
    second.goes_to(f"/en/problems/{reference}")
    second.reads("0 people support this")


def make_pair_and_number(stage: Stage, desk: Desk) -> tuple[str, str, str]:
    with stage.database() as session:
        place = session.get_one(Item, desk.place_id)
        telling = "The lamp is broken. Please ring 0151 2345678 before you come."
        made = (
            make_problem(session, place, title="The pond smells in summer"),
            make_problem(session, place, title="In summer the pond smells"),
            make_problem(session, place, title="The lamp is broken", what=telling),
        )
        one, other, number = (each.reference for each in made)
        return one, other, number


def merge(moderator: Somebody, one: str, other: str) -> None:
    moderator.goes_to(f"/en/problems/{one}")
    moderator.follows("Merge with others that say the same")
    moderator.picks(f"Says the same: {other}")
    moderator.presses("Continue")
    moderator.reads("2 contributions become a new one.")
    moderator.writes(title="The pond smells")
    moderator.presses("Merge them")
    moderator.reads("The pond smells", "Several people said this", one, other)


def black_out(moderator: Somebody, reference: str) -> None:
    moderator.goes_to(f"/en/problems/{reference}")
    moderator.opens("Moderate this")
    moderator.follows("Reports, notes, history, blacking out")
    moderator.follows("Black out personal data")
    moderator.writes(typed="0151 2345678")
    moderator.presses("Look at it first")
    preview = moderator.page.get_by_role("main").locator("#preview")
    expect(preview).to_contain_text("Please ring")
    expect(preview).not_to_contain_text("0151")
    moderator.presses("Black it out")
    moderator.goes_to("/en/moderation/log")
    moderator.reads("Personal data blacked out", reference)
