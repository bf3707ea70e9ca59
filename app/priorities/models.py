from datetime import datetime

from sqlmodel import Field, SQLModel

from app.db.clock import now
from app.db.columns import MOMENT, word_column
from app.db.ids import ID_COLUMN
from app.db.rows import table_of
from app.process.vocabulary import Group, Method


class Prioritisation(SQLModel, table=True):
    """People set priorities among some items. Title, participation and state: on the spine.

    `most`: the points of a person, or the places of the order. `most_each`: the points that one
    item may get from a person. `hidden`: what people set is shown when nobody can set it any more.
    """

    id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    explanation: str
    method: Method = Field(sa_type=word_column(Method))
    most: int
    most_each: int
    hidden: bool = False
    first_voted_at: datetime | None = Field(default=None, sa_type=MOMENT)


class PriorityChoice(SQLModel, table=True):
    """An item that can be given priority."""

    prioritisation_id: int = Field(
        primary_key=True, foreign_key="prioritisation.id", sa_type=ID_COLUMN
    )
    item_id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)


class PriorityBallot(SQLModel, table=True):
    """One person has set priorities; the group is the one declared at that moment."""

    prioritisation_id: int = Field(
        primary_key=True, foreign_key="prioritisation.id", sa_type=ID_COLUMN
    )
    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_type=ID_COLUMN)
    group: Group = Field(sa_type=word_column(Group))
    at: datetime = Field(default_factory=now, sa_type=MOMENT)


class PriorityVote(SQLModel, table=True):
    """What a ballot gives to an item: points, or its place in the order."""

    prioritisation_id: int = Field(
        primary_key=True, foreign_key="prioritisation.id", sa_type=ID_COLUMN
    )
    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_type=ID_COLUMN)
    item_id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    value: int


PRIORITISATION, PRIORITY_CHOICE = table_of(Prioritisation), table_of(PriorityChoice)
PRIORITY_BALLOT, PRIORITY_VOTE = table_of(PriorityBallot), table_of(PriorityVote)
