"""What somebody supports: read in one statement and held until the transaction ends.

Nothing more is read than the rules look at, because no act is done as often as this one.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.db.clock import now
from app.items.models import ITEM
from app.items.visibility import public
from app.participation.models import PLANNED_PHASE
from app.participation.phases import current
from app.process.actor import Subject
from app.process.vocabulary import Kind, Phase, State, Verdict

Dates = tuple[Phase, datetime, datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Target:
    """A problem as far as supporting it goes; its phase is asked of the clock at each look."""

    id: int
    reference: str
    author_id: int
    state: State
    verdict: Verdict | None
    phases: list[Dates]

    @property
    def phase(self) -> Phase:
        return current(now(), self.phases)

    @property
    def subject(self) -> Subject:
        return Subject(self.author_id, self.state, self.verdict)


_TARGET = (
    select(
        ITEM.c.id,
        ITEM.c.reference,
        ITEM.c.author_id,
        ITEM.c.state,
        ITEM.c.verdict,
        PLANNED_PHASE.c.kind,
        PLANNED_PHASE.c.opens_at,
        PLANNED_PHASE.c.closes_at,
        PLANNED_PHASE.c.closed_at,
    )
    .outerjoin(PLANNED_PHASE, PLANNED_PHASE.c.participation_id == ITEM.c.participation_id)
    .where(ITEM.c.reference == bindparam("reference"), ITEM.c.kind == Kind.PROBLEM, public())
    .order_by(PLANNED_PHASE.c.opens_at)
    .with_for_update(of=ITEM, key_share=True)
)


def find_target(session: Session, reference: str) -> Target | None:
    """The public problem with this reference, or None."""
    rows = session.execute(_TARGET, {"reference": reference}).all()
    if not rows:
        return None
    problem = rows[0]
    return Target(
        problem.id,
        problem.reference,
        problem.author_id,
        problem.state,
        problem.verdict,
        [tuple(row[5:]) for row in rows if row.kind],
    )
