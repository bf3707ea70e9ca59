from datetime import datetime

from sqlmodel import Field, SQLModel

from app.db.columns import MOMENT, word_column
from app.db.ids import ID_COLUMN
from app.db.rows import table_of
from app.process.vocabulary import Contribution


class Problem(SQLModel, table=True):
    """A difficulty of city life. Author, title, language, state and counters: on the spine."""

    id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    contribution: Contribution = Field(
        default=Contribution.PROBLEM,
        sa_type=word_column(Contribution),
        sa_column_kwargs={"server_default": "problem"},
    )
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
    withdrawn_reason: str = ""


class ImportedRow(SQLModel, table=True):
    """A row of an imported file, so that importing the file again changes nothing."""

    participation_id: int = Field(primary_key=True, sa_type=ID_COLUMN)
    source_id: str = Field(primary_key=True, max_length=120)
    item_id: int = Field(foreign_key="item.id", sa_type=ID_COLUMN)


PROBLEM, IMPORTED_ROW = table_of(Problem), table_of(ImportedRow)
