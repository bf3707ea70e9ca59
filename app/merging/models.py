from datetime import datetime

from sqlmodel import Field, SQLModel

from app.db.clock import now
from app.db.columns import MOMENT
from app.db.ids import ID_COLUMN
from app.db.rows import table_of


class LikePair(SQLModel, table=True):
    """Two contributions that look alike; `one_id` is the smaller id. `decided_at`: nothing to do.

    `contrary`: different numbers or turning words hint that they may say the opposite.
    """

    one_id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    other_id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN, index=True)
    participation_id: int = Field(sa_type=ID_COLUMN, index=True)
    likeness: float
    contrary: bool = False
    found_at: datetime = Field(default_factory=now, sa_type=MOMENT)
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
    decided_by: int | None = Field(default=None, sa_type=ID_COLUMN)


class CoAuthor(SQLModel, table=True):
    """Who wrote a contribution that was merged into another one."""

    item_id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    source_id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    person_id: int = Field(sa_type=ID_COLUMN, index=True)


LIKE_PAIR, CO_AUTHOR = table_of(LikePair), table_of(CoAuthor)
