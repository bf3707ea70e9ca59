"""What is not published is told through no channel: page, list, search, trail, data, outbox."""

import re
from typing import Any

import pytest
from sqlmodel import Session

from app.items.models import Item
from app.items.spine import set_state
from app.process.actor import VISITOR
from app.process.vocabulary import Office, State
from tests.client import CheckingClient
from tests.deliberation.makers import make_comment
from tests.makers import make_officer, make_participation, make_person, make_problem
from tests.plans.makers import make_plan, package_row
from tests.requirements.makers import make_measure
from tests.test_access import ROUTES, address_of, enter_as, method_of, on_sqlite
from tests.test_access import demo as demo  # noqa: PLC0414 - the fixture with every door

SECRET = "Quittenbaum"
UNPUBLISHED = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.HIDDEN)


@on_sqlite
@pytest.mark.parametrize("signed_in", [False, True])
def test_what_is_not_published_is_told_nowhere(
    demo: CheckingClient, session: Session, signed_in: bool
) -> None:
    things = make_unpublished(session)
    enter_as(demo, make_person(session) if signed_in else VISITOR)

    told = []
    for route in [each for each in ROUTES if method_of(each) == "GET"]:
        for thing in things if "{reference}" in route.path else things[:1]:
            answer = demo.get(address_of(route, parameter(thing)), params=asked())
            shown = answer.status_code == 200 and "{reference}" in route.path
            if shown or SECRET in as_answered(answer.text):
                told.append(f"{route.name} {thing.kind} {thing.state}")

    assert told == []


@on_sqlite
def test_nobody_without_the_office_learns_what_waits_for_moderation(
    demo: CheckingClient, session: Session
) -> None:
    make_unpublished(session)

    answer = demo.sign_in(make_officer(session, Office.ADMINISTRATION)).get("/en/moderation")
    moderated = demo.sign_in(make_officer(session, Office.MODERATOR)).get("/en/moderation")

    assert SECRET in moderated.text
    assert answer.status_code == 403
    assert SECRET not in answer.text
    assert "Waits for you" not in answer.text


@on_sqlite
@pytest.mark.parametrize("state", UNPUBLISHED)
def test_nobody_acts_on_what_is_not_published(
    demo: CheckingClient, session: Session, state: State
) -> None:
    thing = make_problem(session, state=state, title=f"{SECRET} in the yard")
    demo.sign_in(make_person(session))

    acts = [
        demo.post(f"/en/items/{thing.reference}/supports"),
        demo.post(f"/en/items/{thing.reference}/comments", data={"stance": "pro", "text": "Yes"}),
    ]

    assert {act.status_code for act in acts} <= {403, 404}
    assert not any(SECRET in act.text for act in acts)
    session.refresh(thing)
    assert (thing.supporters, thing.comments) == (0, 0)


def make_unpublished(session: Session) -> list[Item]:
    """Problems, a comment and a plan that everybody else must not see."""
    place, words = make_participation(session), f"{SECRET} in the yard of the school"
    texts: dict[str, Any] = dict.fromkeys(("title", "what", "affected", "everyday", "need"), words)
    problems = [make_problem(session, place, state=state, **texts) for state in UNPUBLISHED]
    for problem in problems:
        problem.title = words
    comment = make_comment(session, make_problem(session, place), text=words)
    set_state(session, comment, State.HIDDEN)
    measure = make_measure(session)
    plan = make_plan(session, measure, published=False, packages=(package_row(title=words),))
    return [*problems, comment, plan]


def parameter(thing: Item) -> Any:
    return lambda name: {"reference": thing.reference, "kind": "packages"}.get(name, "1")


def asked() -> dict[str, str]:
    """As a search for it, in the fields in which one can look for something."""
    return {"q": SECRET, "title": SECRET, "state": "", "all": "1"}


def as_answered(page: str) -> str:
    """Without the words one has typed oneself."""
    return re.sub(rf'value="{SECRET}"|(q|title)={SECRET}', "", page)
