"""A guest on a phone: supports with an address alone, and takes it back."""

import pytest

from app.process.vocabulary import Eligibility
from tests.browser.person import Somebody
from tests.browser.roles import Stage, follows_the_letter, waits_to_read
from tests.deliberation.makers import let_phases
from tests.makers import make_problem

pytestmark = pytest.mark.browser


def test_a_guest_supports_with_an_address_and_takes_it_back(stage: Stage) -> None:
    title, reference = make_open_problem(stage)
    guest = stage.visitor(f"guest.{stage.name.replace(' ', '.')}@example.org")

    ask_to_support(guest, title)
    support_by_letter(guest, title)
    waits_to_read(stage.visitor(), f"/en/problems/{reference}", "1 person supports this")
    guest.presses("Take back")
    guest.reads("You have taken your support back.", "0 people support this")

    assert len(guest.town.mail.to(guest.email)) == 1
    stage.expect_no_trouble()


def make_open_problem(stage: Stage) -> tuple[str, str]:
    """In a phase that asks for no account."""
    with stage.database() as session:
        problem = make_problem(session, title=f"No light at the stop {stage.name}")
        let_phases(session, problem, eligibility=Eligibility.OPEN)
        return problem.title, problem.reference


def ask_to_support(guest: Somebody, title: str) -> None:
    guest.goes_to("/en/")
    guest.page.get_by_role("link", name="Contributions", exact=True).locator("visible=true").click()
    guest.follows(title)
    guest.reads("You need no account: an e-mail address is enough.")
    guest.follows("Support")
    guest.page.get_by_role("textbox", name="E-mail address").fill(guest.email)
    guest.presses("Send me a link")
    guest.reads("Until then nothing is counted.")


def support_by_letter(guest: Somebody, title: str) -> None:
    follows_the_letter(guest)
    guest.reads("Confirm your support", title, guest.email)
    if guest.page.get_by_role("checkbox").count():
        guest.picks("I agree to the terms of this site.")
    guest.presses("Support")
    guest.reads("Thank you. You support this now.")
