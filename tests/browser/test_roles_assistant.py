"""Whoever enters on a phone what came by telephone: it waits like everything else."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from app.items.models import Item
from app.process.actor import Actor
from app.process.vocabulary import Office
from tests.browser.person import Somebody
from tests.browser.roles import Stage
from tests.makers import make_officer, make_participation

pytestmark = pytest.mark.browser


def test_what_came_by_phone_waits_for_moderation_and_is_listed(stage: Stage) -> None:
    place, assistant, moderator = make_staff(stage)
    title = f"When does the bath open again? {stage.name}"
    enterer = stage.signed_in(assistant)

    enter_what_came_by_phone(enterer, place, title)
    expect_it_in_the_list(enterer, title)
    expect_it_is_not_public(stage.visitor(), title)
    publish_it(stage.signed_in(moderator), title)
    read_it(enterer, title)

    stage.expect_no_trouble()


def make_staff(stage: Stage) -> tuple[str, Actor, Actor]:
    with stage.database() as session:
        place: Item = make_participation(session, title=f"Bathing {stage.name}")
        assistant = make_officer(session, Office.ASSISTANT, place.id)
        return place.title, assistant, make_officer(session, Office.MODERATOR, place.id)


def enter_what_came_by_phone(enterer: Somebody, place: str, title: str) -> None:
    enterer.goes_to("/en/desk")
    enterer.follows("Enter what came by phone, on paper or in a workshop")
    enterer.follows("Enter something")
    enterer.follows("Question")
    enterer.picks("By phone")
    enterer.selects("participation", place)
    enterer.writes(
        filed_on=datetime.now(UTC).date().isoformat(),
        person_name="Frieda Klein",
        title=title,
        what="She goes there every Thursday.",
    )
    enterer.picks("The person agreed that the text is published.")
    enterer.presses("Hand in for this person")


def expect_it_in_the_list(enterer: Somebody, title: str) -> None:
    enterer.goes_to("/en/desk")
    enterer.follows("Enter what came by phone, on paper or in a workshop")
    entry = enterer.page.get_by_role("listitem").filter(has_text=title)
    expect(entry).to_contain_text("By phone")
    expect(entry).to_contain_text("For Frieda Klein")


def expect_it_is_not_public(reader: Somebody, title: str) -> None:
    reader.goes_to("/en/problems")
    expect(reader.page.get_by_role("link", name=title)).to_have_count(0)


def publish_it(moderator: Somebody, title: str) -> None:
    moderator.goes_to("/en/moderation")
    moderator.reads(title, "By phone")
    moderator.picks(f"Choose {title}")
    moderator.presses("Publish")
    moderator.reads("Nothing waits here. Thank you.")


def read_it(enterer: Somebody, title: str) -> None:
    """Public now, with how it came and without the name."""
    enterer.goes_to("/en/problems")
    enterer.follows(title)
    enterer.reads("She goes there every Thursday.", "By phone")
    expect(enterer.page.get_by_role("main")).not_to_contain_text("Frieda Klein")
