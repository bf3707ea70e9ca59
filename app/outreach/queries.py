"""Reading who was invited to a participation."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from app.outreach.models import OUTREACH
from app.process.vocabulary import Group

AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Note:
    """An invitation as everybody reads it."""

    id: int
    whom: str
    group: Group | None
    how: str
    on_day: date
    result: str
    language: str


def notes_of(session: Session, participation_id: int, most: int = AT_MOST) -> list[Note]:
    """The invitations, the newest first."""
    rows = session.execute(
        select(*(OUTREACH.c[name] for name in Note.__slots__))
        .where(OUTREACH.c.participation_id == participation_id)
        .order_by(OUTREACH.c.on_day.desc(), OUTREACH.c.id.desc())
        .limit(most)
    )
    return [Note(*row) for row in rows]
