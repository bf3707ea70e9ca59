from datetime import datetime

from sqlalchemy import false, true
from sqlmodel import Field, SQLModel

from app.db.columns import MOMENT, word_column
from app.db.ids import ID_COLUMN, new_id
from app.db.rows import table_of
from app.process.vocabulary import Assurance, Eligibility, Level, Phase

AS_BEFORE = {"server_default": "mail"}
NOTHING_YET = {"server_default": ""}
SWITCHED_ON, SWITCHED_OFF = {"server_default": true()}, {"server_default": false()}


class Participation(SQLModel, table=True):
    """A participation process with its public concept. Title, language and state: on the spine."""

    id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    subject: str
    aim: str
    can_decide: str
    fixed: str
    level: Level = Field(sa_type=word_column(Level))
    contact: str = Field(max_length=300)
    authority: str = Field(max_length=120)
    answers_due: datetime = Field(sa_type=MOMENT)
    target_groups: str = Field(default="", sa_column_kwargs=NOTHING_YET)
    silent_groups: str = Field(default="", sa_column_kwargs=NOTHING_YET)
    online_formats: str = Field(default="", sa_column_kwargs=NOTHING_YET)
    offline_formats: str = Field(default="", sa_column_kwargs=NOTHING_YET)
    languages: str = Field(default="", sa_column_kwargs=NOTHING_YET)
    moderation: str = Field(default="", sa_column_kwargs=NOTHING_YET)
    dialogue_rules: str = Field(default="", sa_column_kwargs=NOTHING_YET)
    budget: str = Field(default="", sa_column_kwargs=NOTHING_YET)
    staff: str = Field(default="", sa_column_kwargs=NOTHING_YET)
    use_of_results: str = Field(default="", sa_column_kwargs=NOTHING_YET)
    decided_by: str = Field(default="", sa_column_kwargs=NOTHING_YET)
    evaluation: str = Field(default="", sa_column_kwargs=NOTHING_YET)
    result: str = Field(default="", sa_column_kwargs=NOTHING_YET)
    result_at: datetime | None = Field(default=None, sa_type=MOMENT)


class PlannedPhase(SQLModel, table=True):
    """A phase with its dates. Whether it is open is read from the clock, never stored.

    A synthesis does not end by the clock: it lasts until everything is answered and the
    administration closes it (`closed_at`); `closes_at` is then the day that was promised. Nor does
    a standing phase. `supports_each`: how many one person may give in it; None means any number.
    """

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    participation_id: int = Field(foreign_key="participation.id", sa_type=ID_COLUMN, index=True)
    kind: Phase = Field(sa_type=word_column(Phase))
    opens_at: datetime = Field(sa_type=MOMENT)
    closes_at: datetime = Field(sa_type=MOMENT)
    closed_at: datetime | None = Field(default=None, sa_type=MOMENT)
    eligibility: Eligibility = Field(
        default=Eligibility.MAIL, sa_type=word_column(Eligibility), sa_column_kwargs=AS_BEFORE
    )
    assurance: Assurance | None = Field(default=None, sa_type=word_column(Assurance))
    supporting: bool = Field(default=True, sa_column_kwargs=SWITCHED_ON)
    commenting: bool = Field(default=True, sa_column_kwargs=SWITCHED_ON)
    supports_each: int | None = None
    results_hidden: bool = Field(default=False, sa_column_kwargs=SWITCHED_OFF)


class PhaseExtension(SQLModel, table=True):
    """A phase was made longer, from when to when, why, and by whom."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    phase_id: int = Field(foreign_key="plannedphase.id", sa_type=ID_COLUMN, index=True)
    closed_before: datetime = Field(sa_type=MOMENT)
    closes_at: datetime = Field(sa_type=MOMENT)
    reason: str
    by_id: int = Field(sa_type=ID_COLUMN)
    at: datetime = Field(sa_type=MOMENT)


class ParticipationShare(SQLModel, table=True):
    """A link to a participation that is not public yet. It works until it expires."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    participation_id: int = Field(foreign_key="participation.id", sa_type=ID_COLUMN, index=True)
    expires_at: datetime = Field(sa_type=MOMENT)
    signed_in_only: bool = False
    by_id: int = Field(sa_type=ID_COLUMN)
    at: datetime = Field(sa_type=MOMENT)


PARTICIPATION, PLANNED_PHASE = table_of(Participation), table_of(PlannedPhase)
PHASE_EXTENSION, PARTICIPATION_SHARE = table_of(PhaseExtension), table_of(ParticipationShare)
