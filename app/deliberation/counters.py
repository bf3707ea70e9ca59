"""The counters on the spine, changed where they stand so that parallel counts are never lost."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Update, bindparam, update
from sqlalchemy.dialects import postgresql
from sqlmodel import Session

from app.db.rows import insert_once
from app.deliberation.models import COMMENT, SUPPORT, Support
from app.items.models import ITEM
from app.process.vocabulary import Group, Mark

_BY = bindparam("by", type_=ITEM.c.supporters.type)
_THIS = ITEM.c.id == bindparam("item_id")


def _supporters(group: Group, which: ColumnElement[bool]) -> Update:
    return (
        update(ITEM)
        .where(which)
        .values(
            {
                "supporters": ITEM.c.supporters + _BY,
                f"supporters_{group}": ITEM.c[f"supporters_{group}"] + _BY,
                "version": ITEM.c.version + 1,
            }
        )
    )


_SUPPORTERS = {group: _supporters(group, _THIS) for group in Group}
# PostgreSQL stores and counts in one statement, which saves a way there and back.
_NEW = (
    postgresql.insert(SUPPORT)
    .values({column.name: bindparam(f"new_{column.name}") for column in SUPPORT.c})
    .on_conflict_do_nothing()
    .returning(SUPPORT.c.item_id)
    .cte("new")
)
_NEW_SUPPORTERS = {group: _supporters(group, ITEM.c.id == _NEW.c.item_id) for group in Group}
_COMMENTS = (
    update(ITEM).where(_THIS).values(comments=ITEM.c.comments + _BY, version=ITEM.c.version + 1)
)
_WORTH = {Mark.HELPFUL: 1, Mark.UNHELPFUL: -1}
_MARKS = {
    mark: update(COMMENT)
    .where(COMMENT.c.id == bindparam("comment_id"))
    .values({mark: COMMENT.c[mark] + _BY, "score": COMMENT.c.score + _BY * worth})
    for mark, worth in _WORTH.items()
}


def add_support(session: Session, row: Mapping[str, Any]) -> bool:
    """Store a support and count it, unless it is there already. True when it is new."""
    if session.get_bind().dialect.name == "postgresql":
        key = {f"new_{name}": value for name, value in row.items()}
        counted = session.execute(_NEW_SUPPORTERS[row["group"]], key | {"by": 1})
        return bool(counted.rowcount)  # type: ignore[attr-defined]
    if not insert_once(session, Support, row):
        return False
    count_support(session, row["item_id"], row["group"], by=1)
    return True


def count_support(session: Session, item_id: int, group: Group, by: int) -> None:
    """One supporter of this group more, or one less."""
    session.execute(_SUPPORTERS[group], {"item_id": item_id, "by": by})


def count_comment(session: Session, item_id: int, by: int) -> None:
    """One published comment more, or one less. Replies count too."""
    session.execute(_COMMENTS, {"item_id": item_id, "by": by})


def count_mark(session: Session, comment_id: int, mark: Mark, by: int) -> None:
    """One person more, or one less, who finds a comment helpful or not."""
    session.execute(_MARKS[mark], {"comment_id": comment_id, "by": by})
