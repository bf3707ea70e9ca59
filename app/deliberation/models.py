from datetime import datetime

from sqlmodel import Field, SQLModel

from app.db.clock import now
from app.db.columns import MOMENT, word_column
from app.db.ids import ID_COLUMN
from app.db.rows import table_of
from app.process.vocabulary import Group, Mark, Stance

NONE_YET = {"server_default": "0"}


class Support(SQLModel, table=True):
    """One person stands behind one item; the group is the one declared at that moment."""

    item_id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_type=ID_COLUMN, index=True)
    group: Group = Field(sa_type=word_column(Group))
    at: datetime = Field(default_factory=now, sa_type=MOMENT)


class Comment(SQLModel, table=True):
    """What somebody says about an item (`item.about_id`), or in reply to a comment.

    `score`: how many more found it helpful than did not.
    """

    id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    parent_id: int | None = Field(
        default=None, foreign_key="comment.id", sa_type=ID_COLUMN, index=True
    )
    stance: Stance = Field(sa_type=word_column(Stance))
    text: str
    edited_at: datetime | None = Field(default=None, sa_type=MOMENT)
    helpful: int = Field(default=0, sa_column_kwargs=NONE_YET)
    unhelpful: int = Field(default=0, sa_column_kwargs=NONE_YET)
    score: int = Field(default=0, sa_column_kwargs=NONE_YET)


class CommentMark(SQLModel, table=True):
    """Whether one person finds one comment helpful: one row, which can change."""

    comment_id: int = Field(primary_key=True, foreign_key="comment.id", sa_type=ID_COLUMN)
    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_type=ID_COLUMN, index=True)
    mark: Mark = Field(sa_type=word_column(Mark))
    at: datetime = Field(default_factory=now, sa_type=MOMENT)


class Mention(SQLModel, table=True):
    """A comment speaks to somebody who takes part in the same discussion."""

    comment_id: int = Field(primary_key=True, foreign_key="comment.id", sa_type=ID_COLUMN)
    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_type=ID_COLUMN, index=True)


SUPPORT, COMMENT = table_of(Support), table_of(Comment)
COMMENT_MARK, MENTION = table_of(CommentMark), table_of(Mention)
