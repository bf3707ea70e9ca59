from datetime import timedelta

import pytest
from sqlalchemy import Table, func, insert, select
from sqlmodel import Session

from app.accounts.models import SIGN_IN_LINK, WEB_SESSION
from app.accounts.sessions import open_session
from app.db.clock import clock_at, now
from app.notifications.forgetting import forget
from app.notifications.models import NEWS
from app.notifications.reading import mark_read
from app.settings import Settings
from app.web.models import KEPT_TEXT, ONCE_KEY
from tests.deliberation.makers import make_comment
from tests.makers import in_days, make_person, make_problem
from tests.notifications.makers import unread, work


def test_what_was_typed_and_never_fetched_is_forgotten(session: Session) -> None:
    session.execute(insert(KEPT_TEXT).values(token="t", fields={"text": "x"}, kept_at=in_days(-3)))
    session.execute(insert(KEPT_TEXT).values(token="u", fields={"text": "y"}, kept_at=in_days(-1)))

    forget(session)

    assert session.execute(select(KEPT_TEXT.c.token)).scalars().all() == ["u"]


def test_used_keys_and_old_links_are_forgotten(session: Session) -> None:
    session.execute(
        insert(ONCE_KEY).values(person_id=1, key="k", location="/", used_at=in_days(-3))
    )
    session.execute(
        insert(SIGN_IN_LINK).values(
            token_hash="h", email="a@example.org", purpose="sign-in", expires_at=in_days(-8)
        )
    )

    forgotten = forget(session)

    assert (forgotten, _count(session, ONCE_KEY), _count(session, SIGN_IN_LINK)) == (2, 0, 0)


@pytest.mark.parametrize(("days_later", "left"), [(20, 1), (36, 1), (38, 0)])
def test_a_session_is_forgotten_a_week_after_its_end(
    session: Session, days_later: int, left: int
) -> None:
    open_session(session, make_person(session).id, days=30)

    with clock_at(now() + timedelta(days=days_later)):
        forget(session)

    assert _count(session, WEB_SESSION) == left


def test_news_of_long_ago_are_forgotten_once_they_were_read(
    session: Session, settings: Settings
) -> None:
    author = make_person(session)
    problem = make_problem(session, author=author)
    for _ in range(2):
        make_comment(session, problem)
    work(session, settings)
    first = session.execute(select(NEWS.c.id).order_by(NEWS.c.id).limit(1)).scalar_one()
    mark_read(session, author, first)

    with clock_at(in_days(181)):
        forget(session)

    assert _count(session, NEWS) == 1
    assert unread(session, author) == 1


def _count(session: Session, table: Table) -> int:
    return int(session.execute(select(func.count()).select_from(table)).scalar_one())
