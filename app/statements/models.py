from datetime import date, datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from app.db.clock import now
from app.db.columns import MOMENT, word_column
from app.db.ids import ID_COLUMN, new_id
from app.db.rows import table_of
from app.process.vocabulary import Channel, Position


class Consultation(SQLModel, table=True):
    """A text or a set of questions that is put to organisations. Title and state: on the spine.

    `verified_only`: only organisations that somebody has verified may submit a statement.
    """

    id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    introduction: str = ""
    verified_only: bool = False
    published_at: datetime | None = Field(default=None, sa_type=MOMENT)
    released_at: datetime | None = Field(default=None, sa_type=MOMENT)


class Section(SQLModel, table=True):
    """A numbered section of a consultation; without a text it is a question."""

    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    consultation_id: int = Field(foreign_key="consultation.id", sa_type=ID_COLUMN, index=True)
    place: int
    number: str = Field(max_length=12)
    title: str = Field(max_length=200)
    text: str = ""


class Statement(SQLModel, table=True):
    """What an organisation says to a consultation. Its organisation and state: on the spine.

    `no_objection`: said in one step, without positions. `channel`, `written_on`, `filed_on`: of a
    statement that came on paper and was entered by staff. `revision` counts every change of its
    words, `general_version` those of what is said beside the sections.
    """

    id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    consultation_id: int = Field(foreign_key="consultation.id", sa_type=ID_COLUMN, index=True)
    no_objection: bool = False
    represents: str = ""
    interest: str = ""
    remarks: str = ""
    general_version: int = 0
    revision: int = 0
    edited_by: int | None = Field(default=None, sa_type=ID_COLUMN)
    saved_at: datetime | None = Field(default=None, sa_type=MOMENT)
    released_at: datetime | None = Field(default=None, sa_type=MOMENT)
    released_by: int | None = Field(default=None, sa_type=ID_COLUMN)
    submitted_at: datetime | None = Field(default=None, sa_type=MOMENT)
    submitted_by: int | None = Field(default=None, sa_type=ID_COLUMN)
    channel: Channel | None = Field(default=None, sa_type=word_column(Channel))
    written_on: date | None = None
    filed_on: date | None = None
    anonymised_at: datetime | None = Field(default=None, sa_type=MOMENT)


class SectionPosition(SQLModel, table=True):
    """How a statement stands to one section, why, and how it would word it.

    Without `wording` it leaves the words of the section as they are. `version` counts its changes.
    """

    statement_id: int = Field(primary_key=True, foreign_key="statement.id", sa_type=ID_COLUMN)
    section_id: int = Field(primary_key=True, foreign_key="section.id", sa_type=ID_COLUMN)
    position: Position = Field(sa_type=word_column(Position))
    reason: str = ""
    wording: str = ""
    evidence: str = ""
    version: int = 1
    saved_by: int = Field(default=0, sa_type=ID_COLUMN)
    saved_at: datetime = Field(default_factory=now, sa_type=MOMENT)


class CoSignature(SQLModel, table=True):
    """Another organisation stands behind a statement, as it was worded in one `revision`."""

    statement_id: int = Field(primary_key=True, foreign_key="statement.id", sa_type=ID_COLUMN)
    organisation_id: int = Field(primary_key=True, foreign_key="organisation.id", sa_type=ID_COLUMN)
    revision: int = 0
    by_id: int = Field(sa_type=ID_COLUMN)
    at: datetime = Field(default_factory=now, sa_type=MOMENT)


class Invitation(SQLModel, table=True):
    """An organisation was asked to speak, by a personal link. Only its hash is stored.

    The reminder brings a link of its own, since nobody knows the first one any more.
    """

    __table_args__ = (UniqueConstraint("consultation_id", "email"),)

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    consultation_id: int = Field(foreign_key="consultation.id", sa_type=ID_COLUMN, index=True)
    organisation_id: int | None = Field(default=None, sa_type=ID_COLUMN, index=True)
    email: str = Field(max_length=254)
    token_hash: str = Field(unique=True, max_length=64)
    reminder_hash: str | None = Field(default=None, unique=True, max_length=64)
    by_id: int = Field(sa_type=ID_COLUMN)
    sent_at: datetime = Field(default_factory=now, sa_type=MOMENT)
    opened_at: datetime | None = Field(default=None, sa_type=MOMENT)
    reminded_at: datetime | None = Field(default=None, sa_type=MOMENT)


CONSULTATION, SECTION, STATEMENT = table_of(Consultation), table_of(Section), table_of(Statement)
SECTION_POSITION, CO_SIGNATURE = table_of(SectionPosition), table_of(CoSignature)
INVITATION = table_of(Invitation)
