"""Lists of consultations, each with the last day on which organisations can submit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlmodel import Session

from app.db.clock import now
from app.items.models import ITEM
from app.items.visibility import visible
from app.participation.models import PLANNED_PHASE
from app.process.actor import Actor
from app.process.rules import TALKING
from app.process.vocabulary import Kind, Phase, State

_PROCESS = ITEM.alias("process")


@dataclass(frozen=True, slots=True)
class ConsultationCard:
    """A consultation in a list; without `closes_at` it has no last day."""

    reference: str
    title: str
    language: str
    state: State
    published_at: datetime | None
    participation: str
    participation_reference: str
    participation_language: str
    closes_at: datetime | None

    @property
    def is_over(self) -> bool:
        return self.closes_at is not None and self.closes_at <= now()


def consultations(
    session: Session, actor: Actor, participation_id: int = 0, *, most: int = 50
) -> list[ConsultationCard]:
    """The consultations this person may find, the newest first."""
    found = _cards().where(ITEM.c.kind == Kind.CONSULTATION, visible(actor))
    if participation_id:
        found = found.where(ITEM.c.participation_id == participation_id)
    rows = session.execute(found.order_by(ITEM.c.id.desc()).limit(most))
    return [ConsultationCard(*row) for row in rows]


def _cards() -> Select[Any]:
    last = _last_days().subquery()
    return (
        select(
            *(ITEM.c[name] for name in ("reference", "title", "language", "state")),
            ITEM.c.published_at,
            *(_PROCESS.c[name] for name in ("title", "reference", "language")),
            last.c.closes_at,
        )
        .select_from(ITEM)
        .join(_PROCESS, _PROCESS.c.id == ITEM.c.participation_id)
        .outerjoin(last, last.c.participation_id == ITEM.c.participation_id)
    )


def _last_days() -> Select[Any]:
    """When the last phase in which people talk ends, where none of them stands open for good."""
    endless = func.count().filter(PLANNED_PHASE.c.kind == Phase.STANDING) > 0
    last = func.max(func.coalesce(PLANNED_PHASE.c.closed_at, PLANNED_PHASE.c.closes_at))
    return (
        select(PLANNED_PHASE.c.participation_id, case((~endless, last)).label("closes_at"))
        .where(PLANNED_PHASE.c.kind.in_(TALKING))
        .group_by(PLANNED_PHASE.c.participation_id)
    )
