"""Who is reminded of segments, and who is told when a synopsis is released."""

from datetime import date, timedelta

from sqlmodel import Session

from app.accounts.models import Person
from app.accounts.sessions import actor_of
from app.db.clock import now
from app.items.models import Item
from app.notifications.segment_reminders import remind_of_segments
from app.participation.queries import open_answers
from app.process.actor import Actor
from app.process.vocabulary import Frequency, News, Office, Verdict
from app.segments.commands import edit_segment
from app.settings import Settings
from app.synthesis.commands import publish_synopsis
from tests.makers import make_officer
from tests.notifications.makers import letters, want, work
from tests.segments.makers import (
    answer_segment,
    cosign,
    cut,
    finish_segment,
    make_consultation,
    make_segments,
    make_statement,
)
from tests.synthesis.makers import REASON


def _in(days: int) -> date:
    return now().date() + timedelta(days=days)


def _give(session: Session, officer: Actor, segments: list[Item], day: date) -> None:
    for each in segments:
        edit_segment(session, officer, each, {"assignee_id": officer.id, "due_on": day})


def test_ac31_one_letter_for_each_person_and_day_lists_every_segment(
    session: Session, settings: Settings
) -> None:
    consultation = make_consultation(session)
    first, second, third = make_segments(session, consultation)
    others = make_segments(session, consultation)
    officer, colleague = (make_officer(session, Office.ADMINISTRATION) for _ in range(2))
    _give(session, officer, [first, second], _in(2))
    _give(session, officer, [third], _in(1))
    _give(session, colleague, others, _in(2))

    remind_of_segments(session, settings)

    mine, theirs = letters(session, officer), letters(session, colleague)
    assert len(mine) == 2
    assert len(theirs) == 1
    both = next(letter for letter in mine if first.reference in letter.text)
    assert second.reference in both.text
    assert third.reference not in both.text
    assert all(each.reference in theirs[0].text for each in others)


def test_ac31_nobody_is_reminded_twice_of_a_day(session: Session, settings: Settings) -> None:
    officer = make_officer(session, Office.ADMINISTRATION)
    _give(session, officer, make_segments(session), _in(2))

    sent = [remind_of_segments(session, settings) for _ in range(2)]

    assert sent == [1, 0]


def test_ac31_who_wants_no_reminders_gets_none(session: Session, settings: Settings) -> None:
    officer = make_officer(session, Office.ADMINISTRATION)
    _give(session, officer, make_segments(session), _in(2))
    want(session, officer, News.REMINDER, Frequency.NEVER)

    remind_of_segments(session, settings)

    assert letters(session, officer) == []


def test_what_is_answered_or_due_later_or_nobodys_is_no_matter_for_a_reminder(
    session: Session, settings: Settings
) -> None:
    answered, later, nobodys = make_segments(session)
    officer = make_officer(session, Office.ADMINISTRATION)
    _give(session, officer, [answered], _in(1))
    answer_segment(session, answered)
    _give(session, officer, [later], _in(30))
    edit_segment(session, officer, nobodys, {"due_on": _in(1)})

    assert remind_of_segments(session, settings) == 0


def _released(session: Session) -> tuple[Item, list[Item], Actor, Actor]:
    """A released consultation, its segments, who submitted and who co-signed the statement."""
    consultation = make_consultation(session)
    statement = make_statement(session, consultation)
    author = actor_of(session, session.get_one(Person, statement.author_id).id)
    _, signer = cosign(session, statement)
    segments = cut(session, statement)
    for each in segments:
        answer_segment(session, each, Verdict.PARTLY)
    publish_synopsis(session, make_officer(session, Office.ADMINISTRATION), consultation)
    return consultation, segments, author, signer


def test_who_submitted_or_co_signed_is_told_with_their_segments_and_answers(
    session: Session, settings: Settings
) -> None:
    consultation, _, author, signer = _released(session)

    work(session, settings)

    for person in (author, signer):
        (letter,) = letters(session, person)
        assert consultation.title in letter.subject
        assert letter.text.count(REASON) == 3
        assert "Title of section 1: Taken up in part" in letter.text


def test_before_the_release_nobody_is_told_of_answers(session: Session, settings: Settings) -> None:
    statement = make_statement(session, make_consultation(session))
    author = actor_of(session, statement.author_id)
    for each in cut(session, statement):
        answer_segment(session, each)

    work(session, settings)

    assert letters(session, author) == []


def test_a_changed_answer_is_told_after_the_release(session: Session, settings: Settings) -> None:
    _, segments, author, _ = _released(session)
    work(session, settings)

    answer_segment(session, segments[0], Verdict.TAKEN_UP, reason="Now there is money for it.")
    work(session, settings)

    assert "Now there is money for it." in letters(session, author)[-1].text


def test_segments_without_an_answer_are_owed(session: Session) -> None:
    consultation = make_consultation(session)
    first, *_ = make_segments(session, consultation)
    place = consultation.participation_id
    before = open_answers(session, place)

    finish_segment(session, first)

    assert (before, open_answers(session, place)) == (3, 2)
