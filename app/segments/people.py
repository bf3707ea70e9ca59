"""Who may work on segments: the people who hold the office of the administration."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlmodel import Session

from app.accounts.models import OFFICE_GRANT, PERSON
from app.db.clock import now
from app.process.actor import EVERYWHERE
from app.process.vocabulary import Office


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who holds the office now."""

    id: int
    name: str


def officers(session: Session, participation_id: int) -> list[Officer]:
    """Who holds the office of the administration for a participation, by name."""
    moment = now()
    held = (
        select(PERSON.c.id, PERSON.c.name)
        .join(OFFICE_GRANT, OFFICE_GRANT.c.person_id == PERSON.c.id)
        .where(
            OFFICE_GRANT.c.office == Office.ADMINISTRATION,
            OFFICE_GRANT.c.scope_id.in_([EVERYWHERE, participation_id]),
            OFFICE_GRANT.c.starts_at <= moment,
            or_(OFFICE_GRANT.c.ends_at.is_(None), OFFICE_GRANT.c.ends_at > moment),
        )
        .distinct()
        .order_by(PERSON.c.name, PERSON.c.id)
    )
    return [Officer(*row) for row in session.execute(held)]
