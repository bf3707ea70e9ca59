from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from app.db.clock import now
from app.db.columns import DATA, MOMENT
from app.db.ids import ID_COLUMN
from app.db.rows import table_of


class KeptText(SQLModel, table=True):
    """What somebody had typed when they were sent to sign in first."""

    token: str = Field(primary_key=True, max_length=64)
    fields: dict[str, Any] = Field(sa_type=DATA)
    kept_at: datetime = Field(default_factory=now, sa_type=MOMENT, index=True)


class OnceKey(SQLModel, table=True):
    """A form that was sent; sending it again leads to the same place and changes nothing."""

    person_id: int = Field(primary_key=True, sa_type=ID_COLUMN)
    key: str = Field(primary_key=True, max_length=64)
    location: str = ""
    used_at: datetime = Field(default_factory=now, sa_type=MOMENT, index=True)


KEPT_TEXT, ONCE_KEY = table_of(KeptText), table_of(OnceKey)
