"""The inbox: what somebody has been told, as far as they may still read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlmodel import Session

from app.goals.models import DISTRICT
from app.items.models import ITEM
from app.items.visibility import visible
from app.notifications.happenings import SENTENCES, Happened
from app.notifications.models import FOLLOWING, NEWS
from app.organisations.models import ORGANISATION
from app.process.actor import Actor
from app.process.vocabulary import Followed, Kind, News, Phase, Verdict, Visibility

PAGE_SIZE = 30
WRITTEN = {Happened.COMMENT, Happened.REPLY, Happened.MENTION}
_ABOUT, _FOLLOWED = ITEM.alias("about"), ITEM.alias("followed")


@dataclass(frozen=True, slots=True)
class Named:
    """An item as news name it."""

    kind: Kind
    reference: str
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class NewsLine:
    """A piece of news: where it leads, what it is about, and the following that brought it."""

    id: int
    news: News
    happened: Happened
    facts: dict[str, Any]
    at: datetime
    unread: bool
    item: Named
    about: Named
    following: int | None
    followed: Followed | None
    place: str
    place_language: str

    @property
    def sentence(self) -> str:
        """What happened, untranslated."""
        return SENTENCES[self.happened]

    @property
    def words(self) -> Named | None:
        """What somebody wrote, when the news is that they have written."""
        return self.item if self.happened in WRITTEN else None

    @property
    def leads_on(self) -> Named | None:
        """What came of the item, when that is something with a title of its own."""
        return self.item if self.item.title != self.about.title and not self.words else None

    @property
    def phase(self) -> Phase | None:
        return Phase(self.facts["phase"]) if "phase" in self.facts else None

    @property
    def until(self) -> datetime | None:
        return datetime.fromisoformat(self.facts["until"]) if "until" in self.facts else None

    @property
    def verdict(self) -> Verdict | None:
        return Verdict(self.facts["verdict"]) if "verdict" in self.facts else None


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of news, and the key of the next page."""

    lines: list[NewsLine]
    after: str


def inbox(session: Session, actor: Actor, after: str = "") -> Inbox:
    """One page of what this person was told, the newest first."""
    wanted = _lines(actor).order_by(NEWS.c.id.desc()).limit(PAGE_SIZE + 1)
    if after.isdecimal() and len(after) < 17:
        wanted = wanted.where(NEWS.c.id < int(after))
    lines = [_line(row) for row in session.execute(wanted)]
    shown = lines[:PAGE_SIZE]
    return Inbox(shown, str(shown[-1].id) if len(lines) > PAGE_SIZE else "")


def news_line(session: Session, actor: Actor, news_id: int) -> NewsLine | None:
    """One piece of one's own news."""
    row = session.execute(_lines(actor).where(NEWS.c.id == news_id)).one_or_none()
    return _line(row) if row else None


def lines_of(session: Session, actor: Actor, ids: Sequence[int]) -> list[NewsLine]:
    """These of one's own news that one may still read, in the order in which they happened."""
    wanted = _lines(actor).where(NEWS.c.id.in_(ids)).order_by(NEWS.c.id)
    return [_line(row) for row in session.execute(wanted)]


def readable(actor: Actor) -> ColumnElement[bool]:
    """That both what news lead to and what they are about may be read."""
    found = select(ITEM.c.id).where(visible(actor))
    leads = found.where(ITEM.c.id == NEWS.c.item_id).correlate(NEWS).exists()
    about = found.where(ITEM.c.id == NEWS.c.about_id).correlate(NEWS).exists()
    return leads & or_(NEWS.c.about_id.is_(None), about)


def _lines(actor: Actor) -> Select[Any]:
    named = ("kind", "reference", "title", "language")
    return (
        select(
            *(NEWS.c[name] for name in ("id", "news", "happened", "facts", "at", "read_at")),
            *(ITEM.c[name].label(f"item_{name}") for name in named),
            *(_ABOUT.c[name].label(f"about_{name}") for name in named),
            FOLLOWING.c.id.label("following"),
            FOLLOWING.c.what,
            FOLLOWING.c.name,
            FOLLOWING.c.query,
            _FOLLOWED.c.title.label("followed_title"),
            _FOLLOWED.c.language.label("followed_language"),
            DISTRICT.c.name.label("district"),
            ORGANISATION.c.name.label("organisation"),
        )
        .select_from(
            NEWS.join(ITEM, ITEM.c.id == NEWS.c.item_id)
            .outerjoin(_ABOUT, _ABOUT.c.id == NEWS.c.about_id)
            .outerjoin(FOLLOWING, FOLLOWING.c.id == NEWS.c.following_id)
            .outerjoin(
                _FOLLOWED,
                and_(
                    _FOLLOWED.c.id == FOLLOWING.c.item_id,
                    _FOLLOWED.c.visibility == Visibility.PUBLIC,
                ),
            )
            .outerjoin(DISTRICT, DISTRICT.c.id == FOLLOWING.c.district_id)
            .outerjoin(ORGANISATION, ORGANISATION.c.id == FOLLOWING.c.organisation_id)
        )
        .where(NEWS.c.person_id == actor.id, readable(actor))
    )


def _line(row: Any) -> NewsLine:
    item = Named(row.item_kind, row.item_reference, row.item_title, row.item_language)
    about = item
    if row.about_kind is not None:
        about = Named(row.about_kind, row.about_reference, row.about_title, row.about_language)
    return NewsLine(
        row.id,
        row.news,
        row.happened,
        row.facts,
        row.at,
        row.read_at is None,
        item,
        about,
        row.following,
        row.what,
        row.followed_title or row.district or row.organisation or row.name or _searched(row.query),
        row.followed_language or "",
    )


def _searched(query: dict[str, str] | None) -> str:
    """What a search is called that has no name: its words."""
    return (query or {}).get("q", "")
