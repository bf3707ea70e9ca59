from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from app.db.clock import now
from app.db.columns import DATA, MOMENT, word_column
from app.db.ids import ID_COLUMN
from app.db.rows import table_of
from app.db.statements import keep_append_only
from app.process.vocabulary import Action


class Event(SQLModel, table=True):
    """One line of the record. Holds ids and codes, never a person's words or name."""

    id: int | None = Field(default=None, primary_key=True, sa_type=ID_COLUMN)
    at: datetime = Field(default_factory=now, sa_type=MOMENT)
    actor_id: int = Field(sa_type=ID_COLUMN)
    action: Action = Field(sa_type=word_column(Action))
    subject_id: int = Field(sa_type=ID_COLUMN, index=True)
    details: dict[str, Any] = Field(default_factory=dict, sa_type=DATA)


class Seal(SQLModel, table=True):
    """The proof of one line: a hash over it and over the seal before it."""

    sequence: int = Field(primary_key=True, sa_type=ID_COLUMN)
    event_id: int = Field(unique=True, foreign_key="event.id", sa_type=ID_COLUMN)
    hash: str = Field(max_length=64)


class Bookmark(SQLModel, table=True):
    """How far a consumer has read the record."""

    consumer: str = Field(primary_key=True, max_length=64)
    event_id: int = Field(default=0, sa_type=ID_COLUMN)


EVENT, SEAL, BOOKMARK = table_of(Event), table_of(Seal), table_of(Bookmark)

for _table in (EVENT, SEAL):
    keep_append_only(_table)
