from datetime import datetime

from sqlmodel import Field, SQLModel

from app.db.clock import now
from app.db.columns import MOMENT, word_column
from app.db.ids import ID_COLUMN, new_id
from app.db.rows import table_of
from app.process.vocabulary import MeasureType, State


class Measure(SQLModel, table=True):
    """A measure of the strategy; `reason` is why it was taken up at gate 0."""

    id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    type: MeasureType = Field(sa_type=word_column(MeasureType))
    responsible: str = Field(max_length=160)
    reason: str
    short: str = ""
    plain: str = ""
    challenge: str = ""
    aim: str = ""
    effect: str = ""


class TeamMember(SQLModel, table=True):
    """A member of the measure's team, with a role; `contact` marks whom one may turn to."""

    measure_id: int = Field(primary_key=True, foreign_key="measure.id", sa_type=ID_COLUMN)
    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_type=ID_COLUMN)
    role: str = Field(max_length=120)
    contact: bool = False
    since: datetime = Field(default_factory=now, sa_type=MOMENT)


class LogEntry(SQLModel, table=True):
    """An entry of the team's public logbook."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    measure_id: int = Field(foreign_key="measure.id", sa_type=ID_COLUMN, index=True)
    author_id: int = Field(sa_type=ID_COLUMN)
    text: str
    at: datetime = Field(default_factory=now, sa_type=MOMENT)


class PhaseVisit(SQLModel, table=True):
    """A measure entered a phase of its life, forward or back, for a reason."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    measure_id: int = Field(foreign_key="measure.id", sa_type=ID_COLUMN, index=True)
    state: State = Field(sa_type=word_column(State))
    reason: str
    by_id: int = Field(sa_type=ID_COLUMN)
    at: datetime = Field(default_factory=now, sa_type=MOMENT)


MEASURE, TEAM_MEMBER = table_of(Measure), table_of(TeamMember)
LOG_ENTRY, PHASE_VISIT = table_of(LogEntry), table_of(PhaseVisit)
