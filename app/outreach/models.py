from datetime import date, datetime

from sqlmodel import Field, SQLModel

from app.db.columns import MOMENT, word_column
from app.db.ids import ID_COLUMN, new_id
from app.db.rows import table_of
from app.process.vocabulary import Group


class Outreach(SQLModel, table=True):
    """Somebody who is missing in a participation was invited: who, how, when, what came of it."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    participation_id: int = Field(foreign_key="participation.id", sa_type=ID_COLUMN, index=True)
    group: Group | None = Field(default=None, sa_type=word_column(Group))
    whom: str = Field(max_length=300)
    how: str
    on_day: date
    result: str = ""
    language: str = Field(max_length=12)
    by_id: int = Field(sa_type=ID_COLUMN)
    at: datetime = Field(sa_type=MOMENT)


OUTREACH = table_of(Outreach)
