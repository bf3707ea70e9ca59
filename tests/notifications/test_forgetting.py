from datetime import timedelta

import pytest
from sqlalchemy import Table, func, insert, select
from sqlmodel import Session

from app.accounts.models import SIGN_IN_LINK, WEB_SESSION
from app.accounts.sessions import open_session
from app.db.clock import clock_at, now
from app.notifications.forgetting import forget
from app.web.models import KEPT_TEXT, ONCE_KEY
from tests.makers import in_days, make_person


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


def _count(session: Session, table: Table) -> int:
    return int(session.execute(select(func.count()).select_from(table)).scalar_one())
