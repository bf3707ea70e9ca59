from datetime import datetime

from sqlmodel import Field, SQLModel

from app.db.clock import now
from app.db.columns import MOMENT, word_column
from app.db.ids import ID_COLUMN
from app.db.rows import table_of
from app.process.vocabulary import Group, Opinion


class Thesis(SQLModel, table=True):
    """A short statement to agree with or not. Its words are the title on the spine.

    `passed` counts those who passed: `pass` is a word of Python's own.
    """

    id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    agree: int = 0
    disagree: int = 0
    passed: int = 0


class ThesisGroup(SQLModel, table=True):
    """The opinions of one declared group on a thesis."""

    thesis_id: int = Field(primary_key=True, foreign_key="thesis.id", sa_type=ID_COLUMN)
    group: Group = Field(primary_key=True, sa_type=word_column(Group))
    agree: int = 0
    disagree: int = 0
    passed: int = 0


class GivenOpinion(SQLModel, table=True):
    """What one person says to one thesis; the group is the one declared at that moment."""

    thesis_id: int = Field(primary_key=True, foreign_key="thesis.id", sa_type=ID_COLUMN)
    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_type=ID_COLUMN, index=True)
    opinion: Opinion = Field(sa_type=word_column(Opinion))
    group: Group = Field(sa_type=word_column(Group))
    at: datetime = Field(default_factory=now, sa_type=MOMENT)


THESIS, THESIS_GROUP = table_of(Thesis), table_of(ThesisGroup)
GIVEN_OPINION = table_of(GivenOpinion)
