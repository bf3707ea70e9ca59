from datetime import datetime

from sqlmodel import Field, SQLModel

from app.db.clock import now
from app.db.columns import DATA, MOMENT, word_column
from app.db.ids import ID_COLUMN, new_id
from app.db.rows import table_of
from app.process.vocabulary import Group


class Organisation(SQLModel, table=True):
    """A group that speaks: an association, a company, an institute, an authority."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    name: str = Field(unique=True, max_length=120)
    group: Group = Field(sa_type=word_column(Group))
    text: str = ""
    created_at: datetime = Field(default_factory=now, sa_type=MOMENT)


class Membership(SQLModel, table=True):
    """A person belongs to an organisation, until they leave."""

    organisation_id: int = Field(primary_key=True, foreign_key="organisation.id", sa_type=ID_COLUMN)
    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_type=ID_COLUMN, index=True)
    since: datetime = Field(default_factory=now, sa_type=MOMENT)


class Body(SQLModel, table=True):
    """A political or advisory body. Names and texts by language; valid from and until."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    code: str = Field(unique=True, max_length=40)
    name: dict[str, str] = Field(sa_type=DATA)
    purpose: dict[str, str] = Field(sa_type=DATA)
    decides_mandates: bool = False
    valid_from: datetime = Field(default_factory=now, sa_type=MOMENT)
    valid_until: datetime | None = Field(default=None, sa_type=MOMENT)


ORGANISATION, MEMBERSHIP, BODY = table_of(Organisation), table_of(Membership), table_of(Body)
