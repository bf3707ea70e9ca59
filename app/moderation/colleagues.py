"""Who else may look at something: the moderators of a participation, and those of the city."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlmodel import Session

from app.accounts.models import OFFICE_GRANT
from app.db.clock import now
from app.items.models import Item
from app.process.actor import EVERYWHERE
from app.process.vocabulary import Office


@dataclass(frozen=True, slots=True)
class Colleagues:
    """The moderators who may act on an item, by the reach of their office."""

    here: frozenset[int]
    everywhere: frozenset[int]

    def but(self, *ids: int) -> "Colleagues":
        """Without those who wrote it or have acted already."""
        return Colleagues(self.here - set(ids), self.everywhere - set(ids))

    @property
    def asked(self) -> frozenset[int]:
        """Those of the participation; where there are none, those of the city."""
        return self.here or self.everywhere


def colleagues_for(session: Session, item: Item) -> Colleagues:
    """The moderators of an item; who holds an office for the city is not counted as local."""
    moment = now()
    rows = session.execute(
        select(OFFICE_GRANT.c.person_id, OFFICE_GRANT.c.scope_id).where(
            OFFICE_GRANT.c.office == Office.MODERATOR,
            OFFICE_GRANT.c.scope_id.in_([EVERYWHERE, item.participation_id]),
            OFFICE_GRANT.c.starts_at <= moment,
            or_(OFFICE_GRANT.c.ends_at.is_(None), OFFICE_GRANT.c.ends_at > moment),
        )
    ).all()
    everywhere = frozenset(row.person_id for row in rows if row.scope_id == EVERYWHERE)
    here = frozenset(row.person_id for row in rows if row.scope_id != EVERYWHERE)
    return Colleagues(here - everywhere, everywhere)
