"""What somebody supports: read in one statement and held until the transaction ends.

Nothing more is read than the rules look at, because no act is done as often as this one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.db.clock import now
from app.items.models import ITEM
from app.items.visibility import public
from app.participation.models import PLANNED_PHASE
from app.participation.phases import DATES, SETTINGS, OpenPhase, open_phase
from app.process.actor import Subject
from app.process.vocabulary import Kind, State, Verdict


@dataclass(frozen=True, slots=True)
class Target:
    """A problem as far as supporting it goes; its phase is asked of the clock at each look."""

    id: int
    reference: str
    participation_id: int
    author_id: int
    state: State
    verdict: Verdict | None
    phases: Sequence[Sequence[Any]]

    @property
    def phase(self) -> OpenPhase:
        return open_phase(now(), self.phases)

    def subject(self, **facts: bool) -> Subject:
        return Subject(self.author_id, self.state, self.verdict, facts=facts)


_HEAD = tuple(
    ITEM.c[name]
    for name in ("id", "reference", "participation_id", "author_id", "state", "verdict")
)
_TARGET = (
    select(*_HEAD, *DATES, *SETTINGS)
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
    head = len(_HEAD)
    phases = [row[head:] for row in rows if row[head] is not None]
    return Target(*[*rows[0][:head], phases])
