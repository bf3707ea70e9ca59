"""What a person has begun and not handed in yet, or got back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from app.items.models import ITEM
from app.problems.models import PROBLEM
from app.problems.queries import PARENT, PARENTS
from app.process.actor import Actor
from app.process.vocabulary import Contribution, Kind, State


@dataclass(frozen=True, slots=True)
class DraftCard:
    """One line of the list of one's own drafts."""

    reference: str
    contribution: Contribution
    title: str
    language: str
    state: State
    saved_at: datetime | None
    participation: str
    participation_reference: str
    participation_language: str


def my_drafts(session: Session, actor: Actor) -> list[DraftCard]:
    """What this person has begun and not handed in, or got back; what was kept last comes first."""
    own = ("title", "language", "state")
    rows = session.execute(
        select(
            ITEM.c.reference,
            PROBLEM.c.contribution,
            *(ITEM.c[name] for name in own),
            PROBLEM.c.saved_at,
            *PARENTS,
        )
        .select_from(ITEM.join(PROBLEM, PROBLEM.c.id == ITEM.c.id))
        .join(PARENT, PARENT.c.id == ITEM.c.participation_id)
        .where(
            ITEM.c.kind == Kind.PROBLEM,
            ITEM.c.author_id == actor.id,
            ITEM.c.state.in_([State.DRAFT, State.RETURNED]),
        )
        .order_by(PROBLEM.c.saved_at.desc(), ITEM.c.id.desc())
        .limit(200)
    )
    return [DraftCard(*row) for row in rows]
