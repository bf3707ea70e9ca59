from datetime import datetime

from sqlalchemy import Index, false
from sqlmodel import Field, SQLModel

from app.db.clock import now
from app.db.columns import DATA, MOMENT, word_column
from app.db.ids import ID_COLUMN, new_id
from app.db.rows import table_of
from app.process.actor import EVERYWHERE
from app.process.vocabulary import Action, Reason


def this_month() -> str:
    """The month by which the figures of moderation are counted, such as 2026-11."""
    return now().strftime("%Y-%m")


class ModerationNote(SQLModel, table=True):
    """One act of moderation. Returning and hiding have a reason; `words` are for the author.

    `automatic`: no person did it. `waited_hours`: how long it had waited for this decision.
    """

    __table_args__ = (Index("moderationnote_month", "month", "action", "reason", "waited_hours"),)

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    item_id: int = Field(foreign_key="item.id", sa_type=ID_COLUMN, index=True)
    action: Action = Field(sa_type=word_column(Action))
    reason: Reason | None = Field(default=None, sa_type=word_column(Reason))
    words: str = ""
    by_id: int = Field(sa_type=ID_COLUMN)
    at: datetime = Field(default_factory=now, sa_type=MOMENT)
    automatic: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    month: str = Field(
        default_factory=this_month, max_length=7, sa_column_kwargs={"server_default": ""}
    )
    waited_hours: int | None = None


class Hiding(SQLModel, table=True):
    """Something that was public is hidden, and a second moderator has not confirmed it yet."""

    item_id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    note_id: int = Field(foreign_key="moderationnote.id", sa_type=ID_COLUMN)
    by_id: int = Field(sa_type=ID_COLUMN)
    at: datetime = Field(default_factory=now, sa_type=MOMENT)


class Report(SQLModel, table=True):
    """A reader says what is wrong with something public. Moderation alone knows who."""

    item_id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_type=ID_COLUMN, index=True)
    reason: Reason = Field(sa_type=word_column(Reason))
    words: str = ""
    at: datetime = Field(default_factory=now, sa_type=MOMENT)
    settled_at: datetime | None = Field(default=None, sa_type=MOMENT, index=True)


class Appeal(SQLModel, table=True):
    """An author objects to an act of moderation, once; somebody else decides, with a reason."""

    note_id: int = Field(primary_key=True, foreign_key="moderationnote.id", sa_type=ID_COLUMN)
    item_id: int = Field(foreign_key="item.id", sa_type=ID_COLUMN, index=True)
    words: str
    at: datetime = Field(default_factory=now, sa_type=MOMENT)
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT, index=True)
    decided_by: int | None = Field(default=None, sa_type=ID_COLUMN)
    reversed: bool = False
    reason: str = ""


class CannedWords(SQLModel, table=True):
    """Words for authors that moderators choose, by language; for a participation or everywhere."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    reason: Reason = Field(sa_type=word_column(Reason))
    texts: dict[str, str] = Field(sa_type=DATA)
    participation_id: int = Field(default=EVERYWHERE, sa_type=ID_COLUMN, index=True)
    retired_at: datetime | None = Field(default=None, sa_type=MOMENT)


class PrivateNote(SQLModel, table=True):
    """What one moderator tells the others about an item."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    item_id: int = Field(foreign_key="item.id", sa_type=ID_COLUMN, index=True)
    by_id: int = Field(foreign_key="person.id", sa_type=ID_COLUMN)
    text: str
    at: datetime = Field(default_factory=now, sa_type=MOMENT)


class Looking(SQLModel, table=True):
    """A moderator has an item open, so that two do not decide on it at once."""

    item_id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_type=ID_COLUMN)
    at: datetime = Field(sa_type=MOMENT)
    until: datetime = Field(sa_type=MOMENT, index=True)


class Assessment(SQLModel, table=True):
    """What rules have noticed about the words of an item. It decides nothing: it sorts."""

    item_id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    score: int
    signals: list[str] = Field(sa_type=DATA)


class Trait(SQLModel, table=True):
    """What an item has in common with others of a wave: its text, the site it leads to."""

    mark: str = Field(primary_key=True, max_length=120)
    item_id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN, index=True)


MODERATION_NOTE, HIDING, REPORT = table_of(ModerationNote), table_of(Hiding), table_of(Report)
APPEAL, CANNED_WORDS = table_of(Appeal), table_of(CannedWords)
PRIVATE_NOTE = table_of(PrivateNote)
LOOKING, ASSESSMENT, TRAIT = table_of(Looking), table_of(Assessment), table_of(Trait)
