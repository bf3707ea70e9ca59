from datetime import date, datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from app.db.clock import now
from app.db.columns import MOMENT, word_column
from app.db.ids import ID_COLUMN, new_id
from app.db.rows import table_of
from app.process.vocabulary import Workplace


class Segment(SQLModel, table=True):
    """A part of a statement that is answered by itself, in the words of the statement."""

    id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    statement_id: int = Field(foreign_key="statement.id", sa_type=ID_COLUMN, index=True)
    section_id: int | None = Field(
        default=None, foreign_key="section.id", sa_type=ID_COLUMN, index=True
    )
    place: int
    text: str
    workplace: Workplace = Field(default=Workplace.SORTING, sa_type=word_column(Workplace))
    assignee_id: int | None = Field(default=None, sa_type=ID_COLUMN, index=True)
    due_on: date | None = Field(default=None, index=True)


class SegmentChange(SQLModel, table=True):
    """One field of a segment changed, from what to what, when and by whom."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    segment_id: int = Field(foreign_key="segment.id", sa_type=ID_COLUMN, index=True)
    field: str = Field(max_length=40)
    before: str = ""
    after: str = ""
    by_id: int = Field(sa_type=ID_COLUMN)
    at: datetime = Field(default_factory=now, sa_type=MOMENT)


class SegmentNote(SQLModel, table=True):
    """What those who work on a segment tell each other. Never public."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    segment_id: int = Field(foreign_key="segment.id", sa_type=ID_COLUMN, index=True)
    text: str
    by_id: int = Field(sa_type=ID_COLUMN)
    at: datetime = Field(default_factory=now, sa_type=MOMENT)


class Tag(SQLModel, table=True):
    """A word under which contributions and segments of a participation are found together."""

    __table_args__ = (UniqueConstraint("participation_id", "name"),)

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    participation_id: int = Field(foreign_key="participation.id", sa_type=ID_COLUMN)
    name: str = Field(max_length=60)


class ItemTag(SQLModel, table=True):
    """An item carries a tag."""

    item_id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    tag_id: int = Field(primary_key=True, foreign_key="tag.id", sa_type=ID_COLUMN, index=True)
    by_id: int = Field(sa_type=ID_COLUMN)
    at: datetime = Field(default_factory=now, sa_type=MOMENT)


SEGMENT, SEGMENT_CHANGE = table_of(Segment), table_of(SegmentChange)
SEGMENT_NOTE, TAG, ITEM_TAG = table_of(SegmentNote), table_of(Tag), table_of(ItemTag)
