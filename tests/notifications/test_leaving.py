"""Ending letters by the link in them: never by looking, by one press, without signing in."""

import pytest
from sqlmodel import Session

from app.notifications.followed import followings
from app.notifications.frequencies import settings_of, wants
from app.notifications.leaving import Leave, leave_token
from app.process.vocabulary import Frequency, News
from app.settings import Settings
from tests.client import CheckingClient
from tests.makers import make_person, make_problem
from tests.notifications.makers import follow, want

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def _path(settings: Settings, leave: Leave) -> str:
    return f"/en/letters/end/{leave_token(settings, leave)}"


def test_looking_at_the_link_ends_nothing(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    person = make_person(session)

    answer = client.get(_path(settings, Leave(person.id, News.COMMENT)))

    assert answer.status_code == 200
    assert "Do you want no more such letters?" in answer.text
    assert wants(session, person.id, News.COMMENT) is Frequency.DAILY


def test_one_click_ends_a_kind_of_news(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    person = make_person(session)

    answer = client.post(_path(settings, Leave(person.id, News.COMMENT)), data=ONE_CLICK)

    assert answer.status_code == 200
    assert "You get no more such letters" in answer.text
    session.expire_all()
    assert wants(session, person.id, News.COMMENT) is Frequency.NEVER
    assert wants(session, person.id, News.OWN) is Frequency.AT_ONCE


def test_one_click_ends_a_following(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    person, problem = make_person(session), make_problem(session)
    following = follow(session, person, problem)
    path = _path(settings, Leave(person.id, News.COMMENT, following.id))

    assert problem.title in client.get(path).text
    client.post(path, data=ONE_CLICK)

    session.expire_all()
    assert followings(session, person) == []
    assert wants(session, person.id, News.COMMENT) is Frequency.DAILY


def test_pressed_again_it_ends_the_kind_of_news(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    person = make_person(session)
    following = follow(session, person, make_problem(session))
    path = _path(settings, Leave(person.id, News.COMMENT, following.id))

    for _ in range(2):
        assert client.post(path, data=ONE_CLICK).status_code == 200

    session.expire_all()
    assert wants(session, person.id, News.COMMENT) is Frequency.NEVER


def test_one_click_in_the_daily_letter_ends_what_comes_daily(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    person = make_person(session)
    want(session, person, News.PHASE, Frequency.AT_ONCE)

    client.post(_path(settings, Leave(person.id)), data=ONE_CLICK)

    session.expire_all()
    chosen = settings_of(session, person.id)
    assert Frequency.DAILY not in chosen.values()
    assert chosen[News.PHASE] is chosen[News.OWN] is Frequency.AT_ONCE


def test_it_ends_them_for_whom_the_letter_was_sent_to_whoever_is_signed_in(
    client: CheckingClient, session: Session, settings: Settings
) -> None:
    reader, other = make_person(session), make_person(session)

    client.sign_in(other).post(_path(settings, Leave(reader.id, News.OWN)))

    session.expire_all()
    assert wants(session, reader.id, News.OWN) is Frequency.NEVER
    assert wants(session, other.id, News.OWN) is Frequency.AT_ONCE


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_was_not_made_here_leads_nowhere(
    client: CheckingClient, session: Session, settings: Settings, method: str
) -> None:
    person = make_person(session)
    other_secret = settings.model_copy(update={"secret": "t" * 32})

    answer = getattr(client, method)(_path(other_secret, Leave(person.id, News.OWN)))

    assert answer.status_code == 404
