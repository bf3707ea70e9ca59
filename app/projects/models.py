from datetime import datetime

from sqlmodel import Field, SQLModel

from app.db.columns import MOMENT, word_column
from app.db.ids import ID_COLUMN, new_id
from app.db.rows import table_of
from app.process.vocabulary import ProjectStage


class Project(SQLModel, table=True):
    """Something the city plans, does or has done, with or without participation, and why.

    `words` are what the search looks through, in lower case.
    """

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    title: str = Field(max_length=200)
    language: str = Field(max_length=12)
    authority: str = Field(max_length=120, index=True)
    district_id: int | None = Field(default=None, foreign_key="district.id", sa_type=ID_COLUMN)
    what: str
    effects: str
    timing: str = Field(max_length=200)
    stage: ProjectStage = Field(sa_type=word_column(ProjectStage))
    participates: bool
    why_not: str = ""
    participation_id: int | None = Field(default=None, foreign_key="item.id", sa_type=ID_COLUMN)
    measure_id: int | None = Field(default=None, foreign_key="item.id", sa_type=ID_COLUMN)
    words: str
    listed_at: datetime = Field(sa_type=MOMENT)
    changed_at: datetime = Field(sa_type=MOMENT)


class ParticipationRequest(SQLModel, table=True):
    """Somebody asks for participation where none is planned; on the spine: title, author, state."""

    id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    project_id: int | None = Field(
        default=None, foreign_key="project.id", sa_type=ID_COLUMN, index=True
    )
    about: str
    reason: str
    filed_at: datetime = Field(sa_type=MOMENT)
    due_at: datetime = Field(sa_type=MOMENT)
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
    decided_by: int | None = Field(default=None, sa_type=ID_COLUMN)
    decision: str = ""
    granted_id: int | None = Field(default=None, foreign_key="item.id", sa_type=ID_COLUMN)


class ContactPoint(SQLModel, table=True):
    """Where people can ask in person: for a district, or central (no district)."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    district_id: int | None = Field(default=None, foreign_key="district.id", sa_type=ID_COLUMN)
    name: str = Field(max_length=200)
    language: str = Field(max_length=12)
    address: str = Field(max_length=300)
    opening: str
    phone: str = Field(max_length=60)
    email: str = Field(max_length=254)
    languages: str = Field(max_length=300)
    access: str
    ended_at: datetime | None = Field(default=None, sa_type=MOMENT)


PROJECT, CONTACT_POINT = table_of(Project), table_of(ContactPoint)
PARTICIPATION_REQUEST = table_of(ParticipationRequest)
