"""The daily letter: once a day, never empty, never of something hidden, whoever writes it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlmodel import Session

from app.db.clock import clock_at
from app.i18n.catalogues import catalogue
from app.items.models import Item
from app.items.spine import set_state
from app.notifications.digests import cutoff
from app.notifications.models import NEWS
from app.notifications.reading import mark_read
from app.process.actor import Actor
from app.process.vocabulary import Frequency, News, State
from app.record.jobs import JOB
from app.settings import Settings
from tests.deliberation.makers import make_comment
from tests.makers import in_days, make_person, make_problem
from tests.notifications.makers import digest_at, follow, letters, want, work


def _heard(session: Session, settings: Settings, **changes: Any) -> tuple[Actor, Item, Item]:
    """Somebody who follows a problem on which there is a comment now."""
    problem = make_problem(session, author=make_person(session, email=None))
    person = make_person(session, **changes)
    follow(session, person, problem)
    comment = make_comment(session, problem)
    work(session, settings)
    return person, problem, comment


def test_what_waited_comes_in_one_letter(session: Session, settings: Settings) -> None:
    person, problem, comment = _heard(session, settings)
    other = make_problem(session, title="Another thing altogether")
    follow(session, person, other)
    make_comment(session, other)
    work(session, settings)

    digest_at(session, settings, in_days(1))

    [letter] = letters(session, person)
    assert letter.subject == "2 pieces of news from Gemeinwerk"
    assert problem.title in letter.text
    assert "Another thing altogether" in letter.text
    assert comment.title in letter.text
    assert f"http://testserver/en/comments/{comment.reference}" in letter.text
    assert "http://testserver/en/account/letters" in letter.text
    assert "\n\n\n" not in letter.text


def test_it_comes_once_a_day_however_often_it_is_asked_for(
    session: Session, settings: Settings
) -> None:
    person, problem, _ = _heard(session, settings)
    for hours in (24, 25, 26):
        digest_at(session, settings, in_days(hours / 24))

    assert len(letters(session, person)) == 1

    with clock_at(in_days(1.5)):
        make_comment(session, problem)
    with clock_at(in_days(1.6)):
        work(session, settings)
    digest_at(session, settings, in_days(3))
    assert len(letters(session, person)) == 2


def test_nothing_new_is_no_letter(session: Session, settings: Settings) -> None:
    person, _, _ = _heard(session, settings)
    digest_at(session, settings, in_days(1))

    digest_at(session, settings, in_days(2))

    assert len(letters(session, person)) == 1


@pytest.mark.parametrize("what", ["comment", "problem"])
def test_something_hidden_is_in_no_letter(session: Session, settings: Settings, what: str) -> None:
    person, problem, comment = _heard(session, settings)
    set_state(session, problem if what == "problem" else comment, State.HIDDEN)

    digest_at(session, settings, in_days(1))

    assert letters(session, person) == []
    waiting = select(NEWS.c.waiting).where(NEWS.c.person_id == person.id)
    assert session.execute(waiting).scalars().all() == [False]


def test_what_was_read_in_the_inbox_is_not_sent(session: Session, settings: Settings) -> None:
    person, _, _ = _heard(session, settings)
    mark_read(session, person)

    digest_at(session, settings, in_days(1))

    assert letters(session, person) == []


def test_who_wants_no_letters_any_more_gets_none(session: Session, settings: Settings) -> None:
    person, _, _ = _heard(session, settings)
    want(session, person, News.COMMENT, Frequency.NEVER)

    digest_at(session, settings, in_days(1))

    assert letters(session, person) == []


def test_it_is_written_in_ones_own_language(session: Session, settings: Settings) -> None:
    person, _, _ = _heard(session, settings, language="xb")

    digest_at(session, settings, in_days(1))

    [letter] = letters(session, person)
    assert catalogue("xb").ugettext("this is new since the last letter:") in letter.text
    assert "/xb/inbox" in letter.text


def test_who_has_no_address_gets_none(session: Session, settings: Settings) -> None:
    person, problem = make_person(session, email=None), make_problem(session)
    follow(session, person, problem)
    make_comment(session, problem)
    work(session, settings)

    digest_at(session, settings, in_days(1))

    assert [each for each in letters(session) if each.key.endswith(f":{person.id}")] == []


@pytest.mark.parametrize(
    ("moment", "day", "until"),
    [
        ((2026, 7, 1, 4, 59), "2026-06-30", (2026, 6, 30, 5)),
        ((2026, 7, 1, 5, 0), "2026-07-01", (2026, 7, 1, 5)),
        ((2026, 12, 1, 5, 30), "2026-11-30", (2026, 11, 30, 6)),
        ((2026, 12, 1, 6, 0), "2026-12-01", (2026, 12, 1, 6)),
    ],
)
def test_it_comes_at_seven_in_the_city(
    settings: Settings, moment: tuple[int, ...], day: str, until: tuple[int, ...]
) -> None:
    with clock_at(datetime(*moment, tzinfo=UTC)):  # type: ignore[arg-type, misc]
        found, last = cutoff(settings)

    assert (found.isoformat(), last.astimezone(UTC)) == (day, datetime(*until, tzinfo=UTC))  # type: ignore[arg-type, misc]


def test_what_happens_after_the_hour_waits_for_the_next_day(
    session: Session, settings: Settings
) -> None:
    person, _, _ = _heard(session, settings)
    _, until = cutoff(settings)
    session.execute(update(NEWS).values(at=until + timedelta(minutes=1)))

    digest_at(session, settings, until + timedelta(hours=2))
    assert letters(session, person) == []
    digest_at(session, settings, until + timedelta(hours=25))

    assert len(letters(session, person)) == 1


def test_the_letter_carries_the_link_that_ends_it(session: Session, settings: Settings) -> None:
    person, _, _ = _heard(session, settings)

    digest_at(session, settings, in_days(1))

    content = session.execute(select(JOB.c.content).where(JOB.c.task == "mail")).scalar_one()
    assert content["person"] == person.id
    assert content["leave"].startswith("http://testserver/en/letters/end/")
    assert content["leave"] in content["text"]
