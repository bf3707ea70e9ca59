"""Every read about files."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.files.models import STORED_FILE, FileKind
from app.files.names import in_address
from app.items.models import ITEM
from app.items.visibility import visible
from app.process.actor import Actor
from app.process.vocabulary import Kind, State, Visibility

_PUBLIC = Visibility.PUBLIC
# The kinds of items whose pages show files.
FILED = frozenset({Kind.PROBLEM, Kind.STATEMENT})


@dataclass(frozen=True, slots=True)
class ItemFile:
    """A file as a page shows it; `called` is its name in the address."""

    id: int
    kind: FileKind
    name: str
    size: int
    width: int
    height: int
    has_small: bool
    alt: str

    @property
    def called(self) -> str:
        return in_address(self.name)

    @property
    def is_picture(self) -> bool:
        return self.kind is FileKind.PICTURE

    @property
    def kilobytes(self) -> int:
        return max(1, round(self.size / 1024))


@dataclass(frozen=True, slots=True)
class Servable:
    """A file that this person may have; `is_public`: anybody may."""

    name: str
    kind: FileKind
    media_type: str
    sha256: str
    stored_name: str
    has_small: bool
    is_public: bool


_SHOWN = tuple(
    STORED_FILE.c[name]
    for name in ("id", "kind", "name", "size", "width", "height", "has_small", "alt")
)
_OF_ITEM: Any = (
    select(*_SHOWN)
    .where(STORED_FILE.c.item_id == bindparam("item_id"), STORED_FILE.c.removed_at.is_(None))
    .order_by(STORED_FILE.c.place, STORED_FILE.c.id)
)


def files_of(session: Session, item_id: int) -> list[ItemFile]:
    """The files of an item, as they were added. Ask only for items that the reader may find."""
    return [ItemFile(*row) for row in session.execute(_OF_ITEM, {"item_id": item_id})]


def servable(session: Session, actor: Actor, file_id: int) -> Servable | None:
    """The file, if this actor may find the item it belongs to."""
    names = ("name", "kind", "media_type", "sha256", "stored_name", "has_small")
    row = (
        session.execute(
            select(*(STORED_FILE.c[name] for name in names), ITEM.c.visibility)
            .join(ITEM, ITEM.c.id == STORED_FILE.c.item_id)
            .where(
                STORED_FILE.c.id == file_id,
                STORED_FILE.c.removed_at.is_(None),
                ITEM.c.state != State.DELETED,
                visible(actor),
            )
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        return None
    return Servable(**{name: row[name] for name in names}, is_public=row["visibility"] is _PUBLIC)
