from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from app.db.clock import now
from app.db.columns import MOMENT, word_column
from app.db.ids import ID_COLUMN, new_id
from app.db.rows import table_of


class FileKind(StrEnum):
    """A picture is shown on the page; a document is downloaded."""

    PICTURE = "picture"
    DOCUMENT = "document"


class StoredFile(SQLModel, table=True):
    """What somebody added to an item. Its bytes lie on disk under a name that nobody can guess."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    item_id: int = Field(foreign_key="item.id", sa_type=ID_COLUMN, index=True)
    owner_id: int = Field(sa_type=ID_COLUMN)
    kind: FileKind = Field(sa_type=word_column(FileKind))
    name: str = Field(max_length=120)
    media_type: str = Field(max_length=100)
    size: int
    sha256: str = Field(max_length=64)
    stored_name: str = Field(unique=True, max_length=40)
    width: int = 0
    height: int = 0
    has_small: bool = False
    alt: str = Field(default="", max_length=300)
    place: int = 0
    created_at: datetime = Field(default_factory=now, sa_type=MOMENT)
    removed_at: datetime | None = Field(default=None, sa_type=MOMENT, index=True)


STORED_FILE = table_of(StoredFile)
