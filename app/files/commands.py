"""Every write about files."""

from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from app.db.clock import now
from app.files.change import is_open, writers_subject
from app.files.intake import Taken
from app.files.models import STORED_FILE, StoredFile
from app.items.models import Item
from app.process.actor import Actor
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind
from app.record import record

MOST = 5
CLOSED = N_("Files can be added until it is published. After that, nobody would have checked them.")
FULL = N_("There are as many files here as one contribution may have. Remove one first.")
GONE = N_("This file is gone already.")
DESCRIBED = N_("It is published with this description, so the description stays.")


def attach_file(
    session: Session, actor: Actor, item: Item, taken: Taken, *, stored: str, **more: Any
) -> int:
    """Add a file whose bytes lie in the folder as `stored`; `more`: alt, and most at a time."""
    permit(Action.ATTACH_FILE, actor, subject=writers_subject(actor, item))
    if not is_open(item):
        raise Refused(CLOSED)
    place = _next_place(session, item.id, more.get("most", MOST))
    file = StoredFile(
        item_id=item.id,
        owner_id=actor.id,
        kind=taken.kind,
        name=taken.name,
        media_type=taken.media_type,
        size=len(taken.content),
        sha256=taken.digest,
        stored_name=stored,
        width=taken.width,
        height=taken.height,
        has_small=bool(taken.small),
        alt=more.get("alt", ""),
        place=place,
    )
    session.add(file)
    _change(session, item)
    record(session, actor, Action.ATTACH_FILE, item.id, file=file.id)
    return file.id


def describe_file(session: Session, actor: Actor, item: Item, file_id: int, *, alt: str) -> None:
    """Say what a picture shows. Once published, only where nothing was said."""
    permit(Action.DESCRIBE_FILE, actor, subject=writers_subject(actor, item))
    file = _file_of(session, item, file_id)
    if file.alt and not is_open(item):
        raise Refused(DESCRIBED)
    file.alt = alt
    _change(session, item)
    record(session, actor, Action.DESCRIBE_FILE, item.id, file=file_id)


def detach_file(session: Session, actor: Actor, item: Item, file_id: int) -> None:
    """Take a file away. Its bytes are deleted within the hour."""
    permit(Action.DETACH_FILE, actor, subject=writers_subject(actor, item))
    if item.kind is Kind.STATEMENT and not is_open(item):
        raise Refused(CLOSED)
    _file_of(session, item, file_id).removed_at = now()
    _change(session, item)
    record(session, actor, Action.DETACH_FILE, item.id, file=file_id)


def _next_place(session: Session, item_id: int, most: int) -> int:
    mine = STORED_FILE.c.item_id == item_id
    standing = func.count().filter(STORED_FILE.c.removed_at.is_(None))
    last = func.coalesce(func.max(STORED_FILE.c.place), 0)
    count, place = session.execute(select(standing, last).where(mine)).one()
    if count >= most:
        raise Refused(FULL)
    return int(place) + 1


def _file_of(session: Session, item: Item, file_id: int) -> StoredFile:
    file = session.get(StoredFile, file_id)
    if file is None or file.item_id != item.id or file.removed_at:
        raise Refused(GONE)
    return file


def _change(session: Session, item: Item) -> None:
    item.version += 1
    session.add(item)
    session.flush()
