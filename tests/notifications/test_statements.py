"""Who follows an organisation hears of its statements, once they are public."""

from sqlalchemy import delete
from sqlmodel import Session

from app.accounts.sessions import actor_of
from app.items.models import Item
from app.notifications.happenings import Happened
from app.notifications.wishes import organisation_wish
from app.process.actor import Actor
from app.process.vocabulary import Frequency, News, Office
from app.record.models import BOOKMARK
from app.segments.commands import anonymise_statement
from app.segments.forms import Anonymising
from app.settings import Settings
from app.synthesis.commands import publish_synopsis
from tests.makers import make_officer, make_person
from tests.notifications.makers import follow, letters, told, unread, want, work
from tests.segments.makers import answer_segment, cut, make_consultation, make_statement


def _statement(session: Session) -> tuple[Item, Item]:
    """A consultation with one statement that is answered but not public."""
    consultation = make_consultation(session)
    statement = make_statement(session, consultation)
    for each in cut(session, statement):
        answer_segment(session, each)
    return consultation, statement


def _follower(session: Session, statement: Item, actor: Actor | None = None) -> Actor:
    person = actor or make_person(session)
    assert statement.organisation_id
    follow(session, person, organisation_wish(statement.organisation_id))
    return person


def _release(session: Session, consultation: Item) -> None:
    publish_synopsis(session, make_officer(session, Office.ADMINISTRATION), consultation)


def test_followers_of_an_organisation_hear_of_its_statement_when_it_is_public(
    session: Session, settings: Settings
) -> None:
    consultation, statement = _statement(session)
    person, stranger = _follower(session, statement), make_person(session)
    want(session, person, News.CONTRIBUTION, Frequency.AT_ONCE)
    work(session, settings)
    assert told(session, person) == [], "nobody hears of what only the office reads"

    _release(session, consultation)
    work(session, settings)

    assert told(session, person) == [Happened.STATEMENT]
    assert told(session, stranger) == []
    (letter,) = letters(session, person)
    assert "Passengers' League" in letter.text
    assert statement.reference in letter.text


def test_nobody_hears_twice_of_a_statement(session: Session, settings: Settings) -> None:
    consultation, statement = _statement(session)
    person = _follower(session, statement)
    _release(session, consultation)
    work(session, settings)

    session.execute(delete(BOOKMARK))
    work(session, settings)

    assert told(session, person) == [Happened.STATEMENT]


def test_who_submitted_it_hears_of_the_synopsis_alone(session: Session, settings: Settings) -> None:
    consultation, statement = _statement(session)
    author = _follower(session, statement, actor_of(session, statement.author_id))
    _release(session, consultation)

    work(session, settings)

    assert told(session, author) == [Happened.SYNOPSIS]


def test_news_do_not_tell_whose_statement_was_anonymised(
    session: Session, settings: Settings
) -> None:
    consultation, statement = _statement(session)
    person = _follower(session, statement)
    _release(session, consultation)
    work(session, settings)
    assert unread(session, person) == 1

    officer = make_officer(session, Office.ADMINISTRATION)
    anonymise_statement(session, officer, statement, Anonymising())
    session.execute(delete(BOOKMARK))
    work(session, settings)

    assert told(session, person) == []
    assert unread(session, person) == 0
