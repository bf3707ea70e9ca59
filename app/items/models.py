from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.db.clock import now
from app.db.columns import DATA, MOMENT, word_column
from app.db.ids import ID_COLUMN, new_id
from app.db.rows import table_of
from app.db.statements import keep_append_only
from app.items.references import shuffled
from app.process.actor import Subject
from app.process.vocabulary import Group, Kind, Link, State, Verdict, Visibility

_PUBLISHED_PROBLEMS = text("kind = 'problem' AND visibility = 'public' AND state = 'published'")


class Item(SQLModel, table=True):
    """One thing on the spine. `way` is the furthest station it has reached (Station).

    `entered_by_id` is who has entered it for the author, where that was not the author.
    """

    __table_args__ = (
        Index("item_list", "kind", "visibility", "shuffle"),
        Index("item_newest", "kind", "visibility", "id"),
        Index(
            "item_newest_problems",
            "id",
            sqlite_where=_PUBLISHED_PROBLEMS,
            postgresql_where=_PUBLISHED_PROBLEMS,
        ),
        Index("item_supported", "kind", "visibility", "supporters", "id"),
        Index("item_discussed", "kind", "visibility", "comments", "id"),
        Index("item_waiting", "visibility", "participation_id", "created_at"),
        Index("item_of_organisation", "organisation_id", "kind", "id"),
        Index("item_in_participation", "participation_id", "kind", "id"),
    )

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    reference: str = Field(unique=True, max_length=20)
    kind: Kind = Field(sa_type=word_column(Kind))
    state: State = Field(sa_type=word_column(State))
    visibility: Visibility = Field(sa_type=word_column(Visibility))
    author_id: int = Field(sa_type=ID_COLUMN, index=True)
    entered_by_id: int | None = Field(default=None, sa_type=ID_COLUMN)
    author_group: Group = Field(default=Group.UNSTATED, sa_type=word_column(Group))
    organisation_id: int | None = Field(default=None, sa_type=ID_COLUMN)
    participation_id: int = Field(default=0, sa_type=ID_COLUMN, index=True)
    measure_id: int | None = Field(default=None, sa_type=ID_COLUMN, index=True)
    about_id: int | None = Field(default=None, sa_type=ID_COLUMN, index=True)
    language: str = Field(max_length=12)
    title: str = Field(max_length=300)
    verdict: Verdict | None = Field(default=None, sa_type=word_column(Verdict))
    way: int = 0
    way_ended: bool = False
    shuffle: int = Field(default_factory=shuffled)
    version: int = 1
    created_at: datetime = Field(default_factory=now, sa_type=MOMENT)
    published_at: datetime | None = Field(default=None, sa_type=MOMENT)
    comments: int = 0
    supporters: int = 0
    supporters_citizens: int = 0
    supporters_civil_society: int = 0
    supporters_business: int = 0
    supporters_academia: int = 0
    supporters_administration: int = 0
    supporters_politics: int = 0
    supporters_unstated: int = 0

    def subject(self, *more_scopes: int, **facts: Any) -> Subject:
        """What the rules look at; offices limited to its participation or measure count."""
        scopes = {
            self.id,
            self.participation_id,
            self.measure_id or self.id,
            self.organisation_id or self.id,
            *more_scopes,
        }
        facts = {"entered_by": self.entered_by_id} | facts
        return Subject(
            self.author_id, self.state, self.verdict, self.supporters, frozenset(scopes), facts
        )


class ItemLink(SQLModel, table=True):
    """One item leads to another, forward along the way. It ends by an entry of its own."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    from_id: int = Field(foreign_key="item.id", sa_type=ID_COLUMN, index=True)
    to_id: int = Field(foreign_key="item.id", sa_type=ID_COLUMN, index=True)
    how: Link = Field(sa_type=word_column(Link))
    by_id: int = Field(sa_type=ID_COLUMN)
    at: datetime = Field(default_factory=now, sa_type=MOMENT)


class ItemLinkEnd(SQLModel, table=True):
    """A link that no longer holds, since when, and by whom it was ended."""

    link_id: int = Field(primary_key=True, foreign_key="itemlink.id", sa_type=ID_COLUMN)
    by_id: int = Field(sa_type=ID_COLUMN)
    at: datetime = Field(default_factory=now, sa_type=MOMENT)


class ItemVersion(SQLModel, table=True):
    """The words of an item as they stood before a change: history is never rewritten."""

    item_id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    number: int = Field(primary_key=True)
    fields: dict[str, Any] = Field(sa_type=DATA)
    by_id: int = Field(sa_type=ID_COLUMN)
    at: datetime = Field(default_factory=now, sa_type=MOMENT)


class Redaction(SQLModel, table=True):
    """Passages of one field that moderation has blacked out, because they are personal data.

    The text itself holds the blocks. Who has the right reads the `original` until the day `until`;
    then it is forgotten with the passages, also in the former versions.
    """

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    item_id: int = Field(foreign_key="item.id", sa_type=ID_COLUMN, index=True)
    field: str = Field(max_length=40)
    original: str
    passages: list[str] = Field(sa_type=DATA)
    block: str = Field(max_length=120)
    by_id: int = Field(sa_type=ID_COLUMN)
    at: datetime = Field(default_factory=now, sa_type=MOMENT)
    until: datetime = Field(sa_type=MOMENT)
    forgotten_at: datetime | None = Field(default=None, sa_type=MOMENT)


class ReferenceCount(SQLModel, table=True):
    """The last number given to a kind of item in a year."""

    letter: str = Field(primary_key=True, max_length=1)
    year: int = Field(primary_key=True)
    last: int = 0


ITEM, LINK, LINK_END = table_of(Item), table_of(ItemLink), table_of(ItemLinkEnd)
ITEM_VERSION, REFERENCE_COUNT = table_of(ItemVersion), table_of(ReferenceCount)
REDACTION = table_of(Redaction)

for _table in (LINK, LINK_END, ITEM_VERSION):
    keep_append_only(_table)
