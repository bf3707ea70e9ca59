"""AC25: staff are reminded once of what came of a participation, and authors of requests told."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import clock_at, now
from app.items.models import Item
from app.notifications import request_news
from app.notifications.letters import TASK
from app.notifications.models import NEWS
from app.notifications.result_news import remind_of_results
from app.participation.commands import set_result
from app.process.actor import Actor
from app.process.vocabulary import Office, Phase, State
from app.projects.commands import decide_request
from app.projects.forms import DecisionForm
from app.record.consumers import consume
from app.record.jobs import JOB
from app.settings import Settings
from tests.makers import make_officer, make_participation, make_person, phases
from tests.projects.makers import make_request


def remind_after(session: Session, settings: Settings, days: float) -> None:
    with clock_at(now() + timedelta(days=days)):
        remind_of_results(session, settings)


def reminded(session: Session, actor: Actor) -> int:
    """How often somebody was reminded, letter or not."""
    mine = (NEWS.c.person_id == actor.id) & (NEWS.c.happened == "result_missing")
    return len(session.execute(select(NEWS.c.id).where(mine)).all())


def letters(session: Session) -> list[dict[str, str]]:
    return list(session.execute(select(JOB.c.content).where(JOB.c.task == TASK)).scalars())


def make_ended(session: Session) -> tuple[Item, Actor]:
    """A participation whose last phase ends in a day, and who moderates it."""
    planned = phases((Phase.COLLECTING, -20, -5), (Phase.DELIBERATING, -5, 1))
    place = make_participation(session, phases=planned)
    return place, make_officer(session, Office.MODERATOR, scope_id=place.id)


def test_ac25_staff_are_reminded_once_when_the_delay_is_over(
    session: Session, settings: Settings
) -> None:
    place, moderator = make_ended(session)
    elsewhere = make_officer(session, Office.ADMINISTRATION, scope_id=17)
    uninvolved = make_officer(session, Office.ADMINISTRATION)
    opener = Actor(place.author_id)

    remind_after(session, settings, 7.9)
    before = reminded(session, moderator)
    for days in (8.1, 8.2, 30):
        remind_after(session, settings, days)

    assert before == 0
    assert reminded(session, moderator) == reminded(session, opener) == 1
    assert reminded(session, elsewhere) == reminded(session, uninvolved) == 0
    assert len(letters(session)) == 2
    assert all("what came of it" in letter["text"] for letter in letters(session))


def test_ac25_nobody_is_reminded_when_there_is_a_text(session: Session, settings: Settings) -> None:
    place, moderator = make_ended(session)
    set_result(session, make_officer(session, Office.ADMINISTRATION), place, "Three lines run.")

    remind_after(session, settings, 9)

    assert reminded(session, moderator) == 0


@pytest.mark.parametrize("phase", [Phase.SYNTHESIS, Phase.STANDING, Phase.COLLECTING])
def test_ac25_nobody_is_reminded_while_something_goes_on(
    session: Session, settings: Settings, phase: Phase
) -> None:
    place = make_participation(session, phase)
    moderator = make_officer(session, Office.MODERATOR, scope_id=place.id)

    remind_after(session, settings, 9)

    assert reminded(session, moderator) == 0


def test_the_author_of_a_request_is_told_of_the_decision_by_mail(
    session: Session, settings: Settings
) -> None:
    author = make_person(session)
    request, place = make_request(session, author), make_participation(session)
    form = DecisionForm.model_validate(
        {
            "result": State.GRANTED,
            "decision": "You are right, it can still be changed.",
            "participation": place.reference,
        }
    )
    decide_request(session, make_officer(session, Office.CDO), request, form)

    with clock_at(now() + timedelta(seconds=5)):
        while consume(session, request_news.consumer(settings)):
            pass

    (letter,) = letters(session)
    assert letter["subject"] == "Granted: Let us choose where it stays dark"
    assert "You are right, it can still be changed." in letter["text"]
    assert f"/participation/{place.reference}" in letter["text"]
    assert f"/requests/{request.reference}" in letter["text"]
