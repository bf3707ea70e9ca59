from datetime import datetime

from sqlmodel import Field, SQLModel

from app.db.clock import now
from app.db.columns import MOMENT, word_column
from app.db.ids import ID_COLUMN, new_id
from app.db.rows import table_of
from app.process.vocabulary import Action, Reason


class ModerationNote(SQLModel, table=True):
    """One act of moderation. Returning and hiding have a reason; `words` are for the author."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    item_id: int = Field(foreign_key="item.id", sa_type=ID_COLUMN, index=True)
    action: Action = Field(sa_type=word_column(Action))
    reason: Reason | None = Field(default=None, sa_type=word_column(Reason))
    words: str = ""
    by_id: int = Field(sa_type=ID_COLUMN)
    at: datetime = Field(default_factory=now, sa_type=MOMENT)


MODERATION_NOTE = table_of(ModerationNote)
