"""Files that nobody needs any more: rows first, then the bytes that no row names."""

from sqlalchemy import ColumnElement, delete, or_, select
from sqlmodel import Session

from app.files.folder import Folder
from app.files.models import STORED_FILE
from app.items.models import ITEM
from app.process.vocabulary import State


def forget_files(session: Session) -> int:
    """Delete the rows of what was removed, and of discarded and deleted items. How many."""
    gone = select(ITEM.c.id).where(ITEM.c.state == State.DELETED)
    removed = STORED_FILE.c.removed_at.is_not(None)
    wanted = delete(STORED_FILE).where(or_(removed, STORED_FILE.c.item_id.in_(gone)))
    return int(session.execute(wanted).rowcount)  # type: ignore[attr-defined]


def sweep(session: Session, folder: Folder) -> int:
    """Delete the bytes that no row names, an hour after they came. How many."""
    count = 0
    for shelf, names in folder.shelves():
        known = set(session.execute(select(STORED_FILE.c.stored_name).where(_on(shelf))).scalars())
        for stored in names - known:
            folder.remove(stored)
            count += 1
    return count


def _on(shelf: str) -> ColumnElement[bool]:
    return STORED_FILE.c.stored_name.between(shelf, shelf + "g")
