"""Reading who stands behind an item, and what the phase says to that."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, select
from sqlmodel import Session

from app.db.clock import now
from app.deliberation.groups import GroupRow, group_rows, supporters_by_group
from app.deliberation.limits import Allowance, allowance
from app.deliberation.models import SUPPORT
from app.items.models import Item
from app.participation.models import PLANNED_PHASE
from app.participation.phases import DATES, SETTINGS, WITHOUT_END, OpenPhase, open_phase
from app.process.actor import Actor


@dataclass(frozen=True, slots=True)
class Moment:
    """What the participation does now, and whether this person supports the item."""

    phase: OpenPhase
    mine: bool

    @property
    def closes_at(self) -> datetime | None:
        """When it ends, unless somebody ends it."""
        ends = self.phase.closes_at if self.phase.kind not in WITHOUT_END else None
        return ends if ends and ends > now() else None


@dataclass(frozen=True, slots=True)
class SupportBox:
    """What the box for supporting an item shows."""

    reference: str
    supporters: int
    moment: Moment
    groups: tuple[GroupRow, ...]
    allowance: Allowance | None


def moment_of(session: Session, actor: Actor, item: Item) -> Moment:
    """The phase of an item's participation at this moment, and the person's own support."""
    key = {"item_id": item.id, "viewer": actor.id, "participation_id": item.participation_id}
    rows = session.execute(_MOMENT, key).all()
    return Moment(open_phase(now(), [row[:-1] for row in rows]), bool(rows and rows[0][-1]))


_MINE = exists().where(
    SUPPORT.c.item_id == bindparam("item_id"), SUPPORT.c.person_id == bindparam("viewer")
)
_MOMENT = (
    select(*DATES, *SETTINGS, _MINE)
    .where(PLANNED_PHASE.c.participation_id == bindparam("participation_id"))
    .order_by(PLANNED_PHASE.c.opens_at)
)


def support_box(session: Session, actor: Actor, item: Item) -> SupportBox:
    """How many stand behind an item, from which groups, and whether this person does."""
    rows, moment = group_rows(supporters_by_group(item)), moment_of(session, actor, item)
    left = allowance(session, actor, moment.phase, item.participation_id)
    return SupportBox(item.reference, item.supporters, moment, rows, left)
