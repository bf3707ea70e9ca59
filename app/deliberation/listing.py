"""The statements that read comments, each built once for all who hold the same offices."""

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
)

from app.accounts.models import PERSON
from app.deliberation.models import COMMENT, COMMENT_MARK
from app.items.models import ITEM
from app.items.visibility import visible_with
from app.organisations.models import ORGANISATION
from app.process.actor import Holding
from app.process.vocabulary import CommentOrder, Stance, Visibility

PAGE_SIZE = 15
Offices = frozenset[Holding]
ITEM_ID = bindparam("item_id", type_=ITEM.c.id.type)
_REPLY = COMMENT.alias("reply")
_VIEWER = bindparam("viewer", type_=COMMENT_MARK.c.person_id.type)
_MY_MARK = (
    select(COMMENT_MARK.c.mark)
    .where(COMMENT_MARK.c.comment_id == ITEM.c.id, COMMENT_MARK.c.person_id == _VIEWER)
    .correlate(ITEM)
    .scalar_subquery()
)
_ORDER = {
    CommentOrder.HELPFUL: (COMMENT.c.score.desc(), ITEM.c.id.desc()),
    CommentOrder.NEWEST: (ITEM.c.id.desc(),),
    CommentOrder.OLDEST: (ITEM.c.id,),
}


def comments(offices: Offices) -> Select[Any]:
    """Comments as somebody with these offices may read them; nothing of what they may not."""
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
            COMMENT.c.helpful,
            COMMENT.c.unhelpful,
            COMMENT.c.score,
            _MY_MARK.label("my_mark"),
        )
        .select_from(ITEM)
        .join(COMMENT, COMMENT.c.id == ITEM.c.id)
        .join(PERSON, PERSON.c.id == ITEM.c.author_id)
        .outerjoin(ORGANISATION, (ORGANISATION.c.id == ITEM.c.organisation_id) & readable)
    )


@lru_cache(maxsize=500)
def page_of_comments(offices: Offices, order: CommentOrder) -> Select[Any]:
    """The next comments of each stance, counted from a key of its own: `pro_score`, `pro_id`."""
    ordered = _ORDER[order]
    place = func.row_number().over(partition_by=COMMENT.c.stance, order_by=ordered)
    ranked = (
        select(ITEM.c.id, place.label("place"))
        .join(COMMENT, COMMENT.c.id == ITEM.c.id)
        .where(
            ITEM.c.about_id == ITEM_ID,
            COMMENT.c.parent_id.is_(None),
            _has_a_place(offices),
            or_(*(_beyond(stance, order) for stance in Stance)),
        )
        .subquery()
    )
    # As a constant, because PostgreSQL plans badly for a page whose size it does not know.
    page = literal_column(str(PAGE_SIZE + 1), Integer)
    shown = comments(offices).join(ranked, ranked.c.id == ITEM.c.id)
    return shown.where(ranked.c.place <= page).order_by(*ordered)


@lru_cache(maxsize=500)
def replies(offices: Offices) -> Select[Any]:
    """The first replies to each of some comments, and how many there are in all."""
    has_a_place = or_(visible_with(offices), ITEM.c.visibility == Visibility.HIDDEN)
    comment = COMMENT.c.parent_id
    ranked = (
        comments(offices)
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


def _beyond(stance: Stance, order: CommentOrder) -> ColumnElement[bool]:
    score = bindparam(f"{stance}_score", type_=COMMENT.c.score.type)
    last = bindparam(f"{stance}_id", type_=ITEM.c.id.type)
    this = COMMENT.c.stance == stance
    if order is CommentOrder.OLDEST:
        return this & (ITEM.c.id > last)
    if order is CommentOrder.NEWEST:
        return this & (ITEM.c.id < last)
    as_helpful = and_(COMMENT.c.score == score, ITEM.c.id < last)
    return this & or_(COMMENT.c.score < score, as_helpful)


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
