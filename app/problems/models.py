from datetime import date, datetime

from sqlmodel import Field, SQLModel

from app.db.clock import now
from app.db.columns import MOMENT, word_column
from app.db.ids import ID_COLUMN, new_id
from app.db.rows import table_of
from app.process.vocabulary import Channel, Contribution, Retraction


class Problem(SQLModel, table=True):
    """A contribution of any kind. Author, title, language, state and counters: on the spine.

    What a column answers depends on the kind (asking.py). `channel` is how it came when staff have
    entered it for somebody.
    """

    id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    contribution: Contribution = Field(
        default=Contribution.PROBLEM,
        sa_type=word_column(Contribution),
        sa_column_kwargs={"server_default": "problem"},
    )
    channel: Channel | None = Field(default=None, sa_type=word_column(Channel))
    what: str = ""
    affected: str = ""
    everyday: str = ""
    need: str = ""
    district_id: int | None = Field(
        default=None, foreign_key="district.id", sa_type=ID_COLUMN, index=True
    )
    place: str = Field(default="", max_length=200)
    latitude: float | None = None
    longitude: float | None = None
    takes_place_at: datetime | None = Field(default=None, sa_type=MOMENT)
    since: str = Field(default="", max_length=200)
    consequence: str = ""
    tried: str = ""
    saved_at: datetime | None = Field(default=None, sa_type=MOMENT)
    edited_at: datetime | None = Field(default=None, sa_type=MOMENT)
    submitted_at: datetime | None = Field(default=None, sa_type=MOMENT)
    withdrawn_for: Retraction | None = Field(default=None, sa_type=word_column(Retraction))
    withdrawn_reason: str = ""


class AssistedEntry(SQLModel, table=True):
    """Staff entered what somebody said or wrote elsewhere. Name and organisation stay inside."""

    item_id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    channel: Channel = Field(sa_type=word_column(Channel))
    by_id: int = Field(sa_type=ID_COLUMN, index=True)
    person_name: str = Field(default="", max_length=120)
    organisation: str = Field(default="", max_length=200)
    written_on: date | None = None
    filed_on: date
    consent: bool
    at: datetime = Field(default_factory=now, sa_type=MOMENT, index=True)


class Assignment(SQLModel, table=True):
    """A contribution that came at any time was assigned to a participation."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    item_id: int = Field(foreign_key="item.id", sa_type=ID_COLUMN, index=True)
    from_id: int = Field(sa_type=ID_COLUMN)
    to_id: int = Field(sa_type=ID_COLUMN)
    reason: str = ""
    by_id: int = Field(sa_type=ID_COLUMN)
    at: datetime = Field(default_factory=now, sa_type=MOMENT)


class ImportedRow(SQLModel, table=True):
    """A row of an imported file, so that importing the file again changes nothing."""

    participation_id: int = Field(primary_key=True, sa_type=ID_COLUMN)
    source_id: str = Field(primary_key=True, max_length=120)
    item_id: int = Field(foreign_key="item.id", sa_type=ID_COLUMN)


PROBLEM, IMPORTED_ROW = table_of(Problem), table_of(ImportedRow)
ASSISTED_ENTRY, ASSIGNMENT = table_of(AssistedEntry), table_of(Assignment)
