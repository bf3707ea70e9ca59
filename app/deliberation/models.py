from datetime import datetime

from sqlmodel import Field, SQLModel

from app.db.clock import now
from app.db.columns import MOMENT, word_column
from app.db.ids import ID_COLUMN
from app.db.rows import table_of
from app.process.vocabulary import Group, Stance


class Support(SQLModel, table=True):
    """One person stands behind one item; the group is the one declared at that moment."""

    item_id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_type=ID_COLUMN, index=True)
    group: Group = Field(sa_type=word_column(Group))
    at: datetime = Field(default_factory=now, sa_type=MOMENT)


class Comment(SQLModel, table=True):
    """What somebody says about an item (`item.about_id`), or in reply to a comment."""

    id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    parent_id: int | None = Field(
        default=None, foreign_key="comment.id", sa_type=ID_COLUMN, index=True
    )
    stance: Stance = Field(sa_type=word_column(Stance))
    text: str
    edited_at: datetime | None = Field(default=None, sa_type=MOMENT)


SUPPORT, COMMENT = table_of(Support), table_of(Comment)
