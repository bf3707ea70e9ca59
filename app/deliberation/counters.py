"""The counters on the spine, changed where they stand so that parallel counts are never lost."""

from sqlalchemy import bindparam, update
from sqlmodel import Session

from app.items.models import ITEM
from app.process.vocabulary import Group

_BY = bindparam("by", type_=ITEM.c.supporters.type)
_ONE = update(ITEM).where(ITEM.c.id == bindparam("item_id"))
_SUPPORTERS = {
    group: _ONE.values(
        {
            "supporters": ITEM.c.supporters + _BY,
            f"supporters_{group}": ITEM.c[f"supporters_{group}"] + _BY,
            "version": ITEM.c.version + 1,
        }
    )
    for group in Group
}
_COMMENTS = _ONE.values(comments=ITEM.c.comments + _BY, version=ITEM.c.version + 1)


def count_support(session: Session, item_id: int, group: Group, by: int) -> None:
    """One supporter of this group more, or one less."""
    session.execute(_SUPPORTERS[group], {"item_id": item_id, "by": by})


def count_comment(session: Session, item_id: int, by: int) -> None:
    """One published comment more, or one less. Replies count too."""
    session.execute(_COMMENTS, {"item_id": item_id, "by": by})
