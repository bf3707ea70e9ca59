"""Reading comments: in columns by their stance, each with its first replies."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session

from app.db.ids import new_id
from app.deliberation.groups import GroupRow, group_rows
from app.deliberation.listing import ITEM_ID, PAGE_SIZE, comments, page_of_comments, replies
from app.deliberation.mentions import mentioned_names, pieces
from app.deliberation.models import COMMENT
from app.items.models import ITEM, ITEM_VERSION, Item
from app.items.redactions import redacted, redactions_of
from app.items.visibility import public, visible
from app.process.actor import Actor
from app.process.vocabulary import CommentOrder, Group, Mark, Stance, State

REPLIES_SHOWN = 5
MOST_NEW = 100


@dataclass(frozen=True, slots=True)
class Key:
    """After which comment of a column its next page begins."""

    score: int
    id: int

    def __str__(self) -> str:
        return f"{self.score}.{self.id}"


Keys = Mapping[Stance, Key]


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment as one person may read it; the words of a stub are never read at all.

    `answered`: there are replies, whether this person may read them or not. `names`: whom it
    speaks to.
    """

    id: int
    parent_id: int | None
    reference: str
    author_id: int
    state: State
    stance: Stance
    language: str
    group: Group
    at: datetime
    edited_at: datetime | None
    readable: bool
    text: str
    author: str
    organisation: str | None
    answered: bool
    helpful: int
    unhelpful: int
    score: int
    my_mark: Mark | None
    replies_in_all: int = 0
    replies: tuple["CommentView", ...] = ()
    names: tuple[str, ...] = ()

    @property
    def replies_left_out(self) -> int:
        return self.replies_in_all - len(self.replies)

    @property
    def lines(self) -> list[list[tuple[str, bool]]]:
        """Its text line by line in pieces, with those that are names marked."""
        return [pieces(line, self.names) for line in self.text.split("\n") if line.strip()]


@dataclass(frozen=True, slots=True)
class Column:
    """The comments of one stance on a page, and the key of the next page."""

    stance: Stance
    comments: tuple[CommentView, ...]
    after: Key | None


@dataclass(frozen=True, slots=True)
class FormerVersion:
    """What a comment said until it was changed."""

    number: int
    stance: Stance
    text: str
    until: datetime


def comments_on(
    session: Session,
    actor: Actor,
    item: Item,
    order: CommentOrder = CommentOrder.HELPFUL,
    *,
    after: Keys | None = None,
) -> tuple[Column, ...]:
    """A page of the comments on an item: a column for each stance, with its first replies."""
    key: dict[str, int] = {"item_id": item.id}
    beginning = Key(2**31 - 1, 0 if order is CommentOrder.OLDEST else 2**53)
    for stance in Stance:
        last = (after or {}).get(stance, beginning)
        key |= {f"{stance}_score": last.score, f"{stance}_id": last.id}
    found = _views(session, actor, page_of_comments(actor.offices, order), key)
    by_stance: defaultdict[Stance, list[CommentView]] = defaultdict(list)
    for view in found:
        by_stance[view.stance].append(view)
    shown = [view for each in by_stance.values() for view in each[:PAGE_SIZE]]
    whole = {view.id: view for view in _with_replies(session, actor, shown, REPLIES_SHOWN)}
    return tuple(_column(stance, by_stance[stance], whole) for stance in Stance)


def comment_view(session: Session, actor: Actor, item: Item) -> CommentView | None:
    """A comment alone, unless it was deleted."""
    wanted = comments(actor.offices).where(ITEM.c.id == ITEM_ID, ITEM.c.state != State.DELETED)
    return next(iter(_views(session, actor, wanted, {"item_id": item.id})), None)


def thread_of(session: Session, actor: Actor, item: Item) -> CommentView | None:
    """A comment with all replies; for a reply, the comment that it answers."""
    parent = select(COMMENT.c.parent_id).where(COMMENT.c.id == item.id).scalar_subquery()
    wanted = comments(actor.offices).where(ITEM.c.id == func.coalesce(parent, ITEM_ID))
    found = _views(session, actor, wanted, {"item_id": item.id})
    threads = _with_replies(session, actor, found, most=500)
    return threads[0] if threads else None


def new_comments(session: Session, actor: Actor, item: Item, since: int) -> int:
    """How many comments by others came since a moment; more than MOST_NEW are not counted."""
    wanted = (
        select(ITEM.c.id)
        .where(
            ITEM.c.about_id == item.id,
            ITEM.c.id > since,
            ITEM.c.author_id != actor.id,
            ITEM.c.state == State.PUBLISHED,
            public(),
        )
        .limit(MOST_NEW)
    )
    return len(session.execute(wanted).all())


def this_moment() -> int:
    """A key after which every later comment comes: ids grow with time."""
    return new_id()


def people_by_group(session: Session, item: Item) -> tuple[GroupRow, ...]:
    """How many different people of each group have commented on an item."""
    rows = session.execute(_PEOPLE, {"item_id": item.id})
    people: dict[Group, int] = {row[0]: row[1] for row in rows}
    return group_rows({group: people.get(group, 0) for group in Group})


_PEOPLE = (
    select(ITEM.c.author_group, func.count(ITEM.c.author_id.distinct()))
    .where(ITEM.c.about_id == ITEM_ID, public(), ITEM.c.state == State.PUBLISHED)
    .group_by(ITEM.c.author_group)
)


def item_of(session: Session, actor: Actor, comment: Item) -> Item | None:
    """What a comment is about, if this person may find it."""
    wanted = select(Item).where(ITEM.c.id == comment.about_id, visible(actor))
    return session.execute(wanted).scalar_one_or_none()


def former_versions(session: Session, comment: Item) -> list[FormerVersion]:
    """What the public could once read. Words that moderation returned are not shown again."""
    if comment.state is State.DELETED:
        return []
    rows = session.execute(
        select(ITEM_VERSION.c.number, ITEM_VERSION.c.fields, ITEM_VERSION.c.at)
        .where(ITEM_VERSION.c.item_id == comment.id)
        .order_by(ITEM_VERSION.c.number.desc())
    )
    versions, hidden = [], redactions_of(session, comment.id)
    for number, kept, at in rows:
        fields = redacted(kept, hidden, at)
        if not fields["public"]:
            break
        versions.append(FormerVersion(number, Stance(fields["stance"]), fields["text"], at))
    return versions


def _column(stance: Stance, found: list[CommentView], whole: Mapping[int, CommentView]) -> Column:
    shown = tuple(whole[view.id] for view in found[:PAGE_SIZE])
    after = Key(shown[-1].score, shown[-1].id) if len(found) > PAGE_SIZE else None
    return Column(stance, shown, after)


def _views(
    session: Session, actor: Actor, wanted: Select[Any], key: dict[str, int]
) -> list[CommentView]:
    rows = session.execute(wanted, key | {"viewer": actor.id}).all()
    return [CommentView(*row) for row in rows]


def _with_replies(
    session: Session, actor: Actor, shown: list[CommentView], most: int
) -> list[CommentView]:
    """The comments with their first replies, and with the names that all of these speak to."""
    parents = [comment.id for comment in shown if comment.answered]
    below: defaultdict[int | None, list[CommentView]] = defaultdict(list)
    if parents:
        key = {"parents": parents, "viewer": actor.id, "most": most}
        for row in session.execute(replies(actor.offices), key):
            view = replace(CommentView(*row[:-2]), replies_in_all=row.in_all)
            below[view.parent_id].append(view)
    all_of_them = [*shown, *(reply for each in below.values() for reply in each)]
    speaking = [view.id for view in all_of_them if "@" in view.text]
    names = mentioned_names(session, speaking) if speaking else {}
    return [_whole(comment, below[comment.id], names) for comment in shown]


def _whole(
    comment: CommentView, below: list[CommentView], names: Mapping[int, list[str]]
) -> CommentView:
    return replace(
        comment,
        names=tuple(names.get(comment.id, ())),
        replies=tuple(replace(each, names=tuple(names.get(each.id, ()))) for each in below),
        replies_in_all=below[0].replies_in_all if below else 0,
    )
