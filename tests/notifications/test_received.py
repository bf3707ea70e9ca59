"""Whoever hands something in gets a copy, with the link that shows where it stands."""

from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlmodel import Session

from app.db.clock import clock_at
from app.items.models import Item
from app.notifications import received_news
from app.notifications.letters import TASK
from app.problems.commands import assist_problem
from app.problems.forms import AssistedEntry
from app.problems.tracking import tracking_url
from app.process.vocabulary import Office, Phase, State
from app.record.consumers import consume
from app.record.jobs import JOB
from app.record.models import BOOKMARK
from app.settings import Settings
from tests.makers import in_days, make_officer, make_participation, make_person, make_problem
from tests.problems.test_assisted import typed


def copies(session: Session, settings: Settings) -> list[dict[str, Any]]:
    with clock_at(in_days(0.01)):
        while consume(session, received_news.consumer(settings)):
            pass
    wanted = select(JOB.c.content).where(JOB.c.task == TASK, JOB.c.key.like("received:%"))
    return [row.content for row in session.execute(wanted.order_by(JOB.c.id))]


def test_the_author_gets_a_copy_with_the_answers_and_the_link(
    session: Session, settings: Settings
) -> None:
    author = make_person(session, email="ada@example.org")
    problem = make_problem(session, author=author, state=State.SUBMITTED)

    letters = copies(session, settings)

    assert [letter["to"] for letter in letters] == ["ada@example.org"]
    assert letters[0]["subject"] == f"We have received your contribution {problem.reference}"
    for text in (
        problem.title,
        "Who is affected?",
        "About 300 people who work at the clinic.",
        tracking_url(settings, "en", problem.id),
        "moderation reads it and publishes it",
    ):
        assert text in letters[0]["text"]


def test_it_is_sent_once_for_each_time_that_it_is_handed_in(
    session: Session, settings: Settings
) -> None:
    make_problem(session, state=State.SUBMITTED)

    copies(session, settings)
    session.execute(delete(BOOKMARK))

    assert len(copies(session, settings)) == 1


def enter(session: Session, place: Item, **changes: str) -> Item:
    entry = AssistedEntry.model_validate(typed(place, **changes))
    staff = make_officer(session, Office.ASSISTANT)
    return assist_problem(session, staff, place, entry, language="de")


def test_who_was_helped_is_told_what_staff_have_entered(
    session: Session, settings: Settings
) -> None:
    item = enter(session, make_participation(session), email="gerda@example.org")

    letters = copies(session, settings)

    assert [letter["to"] for letter in letters] == ["gerda@example.org"]
    assert tracking_url(settings, "de", item.id) in letters[0]["text"]


def test_without_an_address_nobody_is_written_to(session: Session, settings: Settings) -> None:
    enter(session, make_participation(session))

    assert copies(session, settings) == []


@pytest.mark.parametrize("phase", [Phase.COLLECTING, Phase.STANDING])
def test_the_copy_says_by_when_the_answer_comes(
    session: Session, settings: Settings, phase: Phase
) -> None:
    make_problem(session, make_participation(session, phase), state=State.SUBMITTED)

    text = copies(session, settings)[0]["text"]

    assert "the administration answers." in text
    assert "9999" not in text
