"""Row changes mean the same on both databases."""

from sqlalchemy import select
from sqlmodel import Session

from app.db.models import INSTALLATION, Installation
from app.db.rows import add_to, insert_once, remove
from app.items.models import ITEM, Item
from tests.items.makers import make_item


def kept(session: Session) -> dict[str, str]:
    return {row.key: row.value for row in session.execute(select(INSTALLATION))}


def test_a_row_is_added_once_and_stays_as_it_was(session: Session) -> None:
    added = [
        insert_once(session, Installation, {"key": key, "value": value})
        for key, value in (("a", "first"), ("a", "second"), ("b", "third"))
    ]

    assert added == [True, False, True]
    assert kept(session) == {"a": "first", "b": "third"}


def test_only_the_row_with_the_key_is_removed(session: Session) -> None:
    for key in ("a", "b"):
        insert_once(session, Installation, {"key": key, "value": "x"})

    removed = [remove(session, Installation, **which) for which in ({"key": "a"}, {"key": "a"})]
    not_this_one = remove(session, Installation, key="b", value="other")

    assert (removed, not_this_one) == ([True, False], False)
    assert kept(session) == {"b": "x"}


def test_counters_are_added_to_where_they_stand(session: Session) -> None:
    item, other = make_item(session), make_item(session)

    for _ in range(2):
        add_to(session, Item, item.id, supporters=1, supporters_citizens=1)
    add_to(session, Item, item.id, supporters=-1, comments=3)

    counts = select(ITEM.c.supporters, ITEM.c.supporters_citizens, ITEM.c.comments)
    found = [session.execute(counts.where(ITEM.c.id == each.id)).one() for each in (item, other)]
    assert found == [(1, 2, 3), (0, 0, 0)]
