"""Every read about supports and comments."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
)
from sqlmodel import Session

from app.accounts.models import PERSON
from app.db.clock import now
from app.deliberation.forms import Sort
from app.deliberation.groups import GroupRow, group_rows, supporters_by_group
from app.deliberation.models import COMMENT, SUPPORT
from app.items.models import ITEM, ITEM_VERSION, Item
from app.items.visibility import public, visible, visible_with
from app.organisations.models import ORGANISATION
from app.participation.models import PLANNED_PHASE
from app.participation.phases import current
from app.process.actor import Actor, Holding
from app.process.vocabulary import Group, Phase, Stance, State, Visibility

PAGE_SIZE = 50
REPLIES_SHOWN = 5
Offices = frozenset[Holding]
_ID, _AFTER = (bindparam(name, type_=ITEM.c.id.type) for name in ("item_id", "after"))
_REPLY = COMMENT.alias("reply")


@dataclass(frozen=True, slots=True)
class Moment:
    """What the participation does now, until when, and whether this person supports the item."""

    phase: Phase
    closes_at: datetime | None
    mine: bool


@dataclass(frozen=True, slots=True)
class SupportBox:
    """What the box for supporting an item shows."""

    reference: str
    supporters: int
    moment: Moment
    groups: tuple[GroupRow, ...]


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment as one person may read it; the words of a stub are never read at all.

    `answered`: there are replies, whether this person may read them or not.
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
    replies_in_all: int = 0
    replies: tuple["CommentView", ...] = ()

    @property
    def replies_left_out(self) -> int:
        return self.replies_in_all - len(self.replies)


@dataclass(frozen=True, slots=True)
class CommentsPage:
    """One page of the comments on an item; `after` is the key of the next page, or 0."""

    comments: tuple[CommentView, ...]
    after: int


@dataclass(frozen=True, slots=True)
class FormerVersion:
    """What a comment said until it was changed."""

    number: int
    stance: Stance
    text: str
    until: datetime


def moment_of(session: Session, actor: Actor, item: Item) -> Moment:
    """The phase of an item's participation at this moment, and the person's own support."""
    key = {"item_id": item.id, "viewer": actor.id, "participation_id": item.participation_id}
    rows = session.execute(_MOMENT, key).all()
    moment = now()
    phase = current(moment, [tuple(row[:4]) for row in rows])
    ends = (row.closes_at for row in rows if row.kind is phase and row.closes_at > moment)
    return Moment(phase, next(ends, None), bool(rows and rows[0][4]))


_MINE = exists().where(SUPPORT.c.item_id == _ID, SUPPORT.c.person_id == bindparam("viewer"))
_DATES = (PLANNED_PHASE.c[name] for name in ("kind", "opens_at", "closes_at", "closed_at"))
_MOMENT = (
    select(*_DATES, _MINE)
    .where(PLANNED_PHASE.c.participation_id == bindparam("participation_id"))
    .order_by(PLANNED_PHASE.c.opens_at)
)


def support_box(session: Session, actor: Actor, item: Item) -> SupportBox:
    """How many stand behind an item, from which groups, and whether this person does."""
    rows = group_rows(supporters_by_group(item))
    return SupportBox(item.reference, item.supporters, moment_of(session, actor, item), rows)


def comments_on(
    session: Session, actor: Actor, item: Item, *, sort: Sort = Sort.NEWEST, after: int = 0
) -> CommentsPage:
    """One page of the comments on an item, each with its first replies."""
    wanted = _page_of_comments(actor.offices, sort, first=not after)
    found = _views(session, actor, wanted, {"item_id": item.id, "after": after})
    shown = found[:PAGE_SIZE]
    following = shown[-1].id if len(found) > PAGE_SIZE else 0
    return CommentsPage(_with_replies(session, actor, shown, REPLIES_SHOWN), following)


def comment_view(session: Session, actor: Actor, item: Item) -> CommentView | None:
    """A comment alone, unless it was deleted."""
    wanted = _comments(actor.offices).where(ITEM.c.id == _ID, ITEM.c.state != State.DELETED)
    return next(iter(_views(session, actor, wanted, {"item_id": item.id})), None)


def thread_of(session: Session, actor: Actor, item: Item) -> CommentView | None:
    """A comment with all replies; for a reply, the comment that it answers."""
    parent = select(COMMENT.c.parent_id).where(COMMENT.c.id == item.id).scalar_subquery()
    wanted = _comments(actor.offices).where(ITEM.c.id == func.coalesce(parent, _ID))
    found = _views(session, actor, wanted, {"item_id": item.id})
    threads = _with_replies(session, actor, found, most=500)
    return threads[0] if threads else None


def people_by_group(session: Session, item: Item) -> tuple[GroupRow, ...]:
    """How many different people of each group have commented on an item."""
    rows = session.execute(_PEOPLE, {"item_id": item.id})
    people: dict[Group, int] = {row[0]: row[1] for row in rows}
    return group_rows({group: people.get(group, 0) for group in Group})


_PEOPLE = (
    select(ITEM.c.author_group, func.count(ITEM.c.author_id.distinct()))
    .where(ITEM.c.about_id == _ID, public(), ITEM.c.state == State.PUBLISHED)
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
    versions = []
    for number, fields, at in rows:
        if not fields["public"]:
            break
        versions.append(FormerVersion(number, Stance(fields["stance"]), fields["text"], at))
    return versions


@lru_cache(maxsize=500)
def _page_of_comments(offices: Offices, sort: Sort, *, first: bool) -> Select[Any]:
    newest = sort is Sort.NEWEST
    wanted = _comments(offices).where(
        ITEM.c.about_id == _ID, COMMENT.c.parent_id.is_(None), _has_a_place(offices)
    )
    if not first:
        wanted = wanted.where(ITEM.c.id < _AFTER if newest else ITEM.c.id > _AFTER)
    # As a constant, because PostgreSQL plans badly for a page whose size it does not know.
    page = literal_column(str(PAGE_SIZE + 1), Integer)
    return wanted.order_by(ITEM.c.id.desc() if newest else ITEM.c.id).limit(page)


def _comments(offices: Offices) -> Select[Any]:
    readable = visible_with(offices)
    return (
        select(
            ITEM.c.id,
            COMMENT.c.parent_id,
            ITEM.c.reference,
            ITEM.c.author_id,
            ITEM.c.state,
            COMMENT.c.stance,
            ITEM.c.language,
            ITEM.c.author_group,
            ITEM.c.created_at,
            COMMENT.c.edited_at,
            readable.label("readable"),
            case((readable, COMMENT.c.text), else_=""),
            case((readable, PERSON.c.name), else_=""),
            ORGANISATION.c.name,
            exists().where(_REPLY.c.parent_id == ITEM.c.id).correlate(ITEM),
        )
        .select_from(ITEM)
        .join(COMMENT, COMMENT.c.id == ITEM.c.id)
        .join(PERSON, PERSON.c.id == ITEM.c.author_id)
        .outerjoin(ORGANISATION, (ORGANISATION.c.id == ITEM.c.organisation_id) & readable)
    )


def _has_a_place(offices: Offices) -> ColumnElement[bool]:
    """Readable, hidden (a stub stays), or answered by others (a stub keeps their replies)."""
    its_item = ITEM.alias("its_item")
    answered = (
        exists()
        .where(_REPLY.c.parent_id == ITEM.c.id, its_item.c.id == _REPLY.c.id)
        .where(its_item.c.visibility == Visibility.PUBLIC)
        .correlate(ITEM)
    )
    return or_(visible_with(offices), ITEM.c.visibility == Visibility.HIDDEN, answered)


def _views(
    session: Session, actor: Actor, wanted: Select[Any], key: dict[str, int]
) -> tuple[CommentView, ...]:
    rows = session.execute(wanted, key | {"viewer": actor.id}).all()
    return tuple(CommentView(*row) for row in rows)


def _with_replies(
    session: Session, actor: Actor, comments: tuple[CommentView, ...], most: int
) -> tuple[CommentView, ...]:
    parents = [comment.id for comment in comments if comment.answered]
    if not parents:
        return comments
    key = {"parents": parents, "viewer": actor.id, "most": most}
    replies: defaultdict[int | None, list[CommentView]] = defaultdict(list)
    for row in session.execute(_replies(actor.offices), key):
        view = CommentView(*row[:-1])
        replies[view.parent_id].append(view)
    return tuple(_followed(comment, replies[comment.id]) for comment in comments)


@lru_cache(maxsize=500)
def _replies(offices: Offices) -> Select[Any]:
    has_a_place = or_(visible_with(offices), ITEM.c.visibility == Visibility.HIDDEN)
    comment = COMMENT.c.parent_id
    ranked = (
        _comments(offices)
        .add_columns(
            func.count(ITEM.c.id).over(partition_by=comment).label("in_all"),
            func.row_number().over(partition_by=comment, order_by=ITEM.c.id).label("place"),
        )
        .where(
            comment.in_(bindparam("parents", expanding=True)),
            # As a case, no database takes it for a reason to begin with all items that are public.
            case((has_a_place, 1), else_=0) == 1,
        )
        .subquery()
    )
    return select(ranked).where(ranked.c.place <= bindparam("most")).order_by(ranked.c.id)


def _followed(comment: CommentView, replies: list[CommentView]) -> CommentView:
    if not replies:
        return comment
    return replace(comment, replies=tuple(replies), replies_in_all=replies[0].replies_in_all)
