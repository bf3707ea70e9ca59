from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from app.db.clock import now
from app.db.columns import DATA, MOMENT, word_column
from app.db.ids import ID_COLUMN, new_id
from app.db.rows import table_of
from app.notifications.happenings import Happened
from app.process.vocabulary import Followed, Frequency, News


class Following(SQLModel, table=True):
    """What a person wants to hear of. `key` names it, so that nobody follows it twice at once."""

    __table_args__ = (
        UniqueConstraint("person_id", "what", "key"),
        Index("following_circle", "what", "latitude"),
    )

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    person_id: int = Field(foreign_key="person.id", sa_type=ID_COLUMN)
    what: Followed = Field(sa_type=word_column(Followed))
    key: str = Field(max_length=600)
    name: str = Field(default="", max_length=120)
    item_id: int | None = Field(default=None, foreign_key="item.id", sa_type=ID_COLUMN, index=True)
    district_id: int | None = Field(
        default=None, foreign_key="district.id", sa_type=ID_COLUMN, index=True
    )
    organisation_id: int | None = Field(
        default=None, foreign_key="organisation.id", sa_type=ID_COLUMN, index=True
    )
    query: dict[str, str] = Field(default_factory=dict, sa_type=DATA)
    latitude: float | None = None
    longitude: float | None = None
    radius: int | None = None
    since: datetime = Field(default_factory=now, sa_type=MOMENT)
    ended_at: datetime | None = Field(default=None, sa_type=MOMENT)


class NewsItem(SQLModel, table=True):
    """One person is told of one happening, once: in the inbox, and by mail as they have set.

    `item_id` is where it leads, `about_id` what it is about, when that is something else.
    `waiting`: the next daily letter brings it, unless it has been read or hidden by then.
    """

    __tablename__ = "news"
    __table_args__ = (
        UniqueConstraint("person_id", "occasion"),
        Index("news_inbox", "person_id", "id"),
        Index("news_unread", "person_id", "read_at"),
        Index("news_waiting", "waiting", "person_id"),
    )

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    person_id: int = Field(foreign_key="person.id", sa_type=ID_COLUMN)
    news: News = Field(sa_type=word_column(News))
    happened: Happened = Field(sa_type=word_column(Happened))
    occasion: str = Field(max_length=80)
    item_id: int = Field(foreign_key="item.id", sa_type=ID_COLUMN, index=True)
    about_id: int | None = Field(default=None, foreign_key="item.id", sa_type=ID_COLUMN, index=True)
    following_id: int | None = Field(default=None, foreign_key="following.id", sa_type=ID_COLUMN)
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=DATA)
    at: datetime = Field(default_factory=now, sa_type=MOMENT)
    read_at: datetime | None = Field(default=None, sa_type=MOMENT)
    waiting: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    mailed_at: datetime | None = Field(default=None, sa_type=MOMENT)


class NewsSetting(SQLModel, table=True):
    """How often somebody is told of a kind of news by mail, where they have chosen."""

    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_type=ID_COLUMN)
    news: News = Field(primary_key=True, sa_type=word_column(News))
    frequency: Frequency = Field(sa_type=word_column(Frequency))


class NewsFeed(SQLModel, table=True):
    """Somebody's own feed. Only the hash of its secret address is stored."""

    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_type=ID_COLUMN)
    token_hash: str = Field(unique=True, max_length=64)


FOLLOWING, NEWS = table_of(Following), table_of(NewsItem)
NEWS_SETTING, NEWS_FEED = table_of(NewsSetting), table_of(NewsFeed)
