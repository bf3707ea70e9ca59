"""Where a segment stands in the work on it, as the rules look at it."""

from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.items.models import Item
from app.items.search import normalised
from app.process.vocabulary import Kind, Workplace
from app.segments.models import SEGMENT, SEGMENT_CHANGE, TAG
from app.statements.queries import is_changeable


def facts_of(session: Session, item: Item) -> dict[str, Any]:
    """Whether a segment is locked and who finished it; whether a statement can still be changed.

    Segments are worked on and answered inside, before they are public.
    """
    if item.kind is Kind.STATEMENT:
        return {"changeable": is_changeable(session, item)}
    if item.kind is not Kind.SEGMENT:
        return {}
    place = session.execute(select(SEGMENT.c.workplace).where(SEGMENT.c.id == item.id)).scalar_one()
    if place is not Workplace.DONE:
        return {"inside": True, "locked": False}
    return {"inside": True, "locked": True, "finished_by": _last_move(session, item.id)[1]}


def place_before(session: Session, segment_id: int) -> Workplace:
    """Where a finished segment was worked on before."""
    return Workplace(_last_move(session, segment_id)[0])


def tag_of(session: Session, participation_id: int, name: str) -> int | None:
    """The id of the tag of this name, however it is written."""
    rows = session.execute(
        select(TAG.c.id, TAG.c.name).where(TAG.c.participation_id == participation_id)
    )
    wanted = normalised(name)
    return next((row.id for row in rows if normalised(row.name) == wanted), None)


def _last_move(session: Session, segment_id: int) -> tuple[str, int]:
    row = session.execute(
        select(SEGMENT_CHANGE.c.before, SEGMENT_CHANGE.c.by_id)
        .where(SEGMENT_CHANGE.c.segment_id == segment_id, SEGMENT_CHANGE.c.field == "workplace")
        .order_by(SEGMENT_CHANGE.c.id.desc())
        .limit(1)
    ).one()
    return row.before, row.by_id
