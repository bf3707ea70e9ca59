"""Who is looking at what. No act of the process: it is not on the record and soon forgotten."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlmodel import Session

from app.accounts.models import PERSON
from app.db.clock import now
from app.db.rows import insert_once
from app.items.models import Item
from app.moderation.models import LOOKING, Looking
from app.process.actor import Actor
from app.process.rules import permit
from app.process.vocabulary import Action

AFTER_A_BEAT = timedelta(seconds=75)
AFTER_A_PRESS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Present:
    """A colleague who looks at an item, and since when."""

    name: str
    at: datetime


def look_at(session: Session, actor: Actor, item: Item, *, stays: timedelta) -> None:
    """Say that one looks at an item, for so long unless one says it again."""
    permit(Action.READ_QUEUE, actor, subject=item.subject())
    until = now() + stays
    mine = (LOOKING.c.item_id == item.id) & (LOOKING.c.person_id == actor.id)
    session.execute(delete(LOOKING).where(mine & (LOOKING.c.until < now())))
    row = {"item_id": item.id, "person_id": actor.id, "at": now(), "until": until}
    if not insert_once(session, Looking, row):
        session.execute(update(LOOKING).where(mine, LOOKING.c.until < until).values(until=until))


def others_looking(session: Session, actor: Actor, item: Item) -> list[Present]:
    """The colleagues who look at an item now, who came first at the top."""
    rows = session.execute(
        select(PERSON.c.name, LOOKING.c.at)
        .join(PERSON, PERSON.c.id == LOOKING.c.person_id)
        .where(
            LOOKING.c.item_id == item.id,
            LOOKING.c.until > now(),
            LOOKING.c.person_id != actor.id,
        )
        .order_by(LOOKING.c.at)
    )
    return [Present(*row) for row in rows]


def forget_looking(session: Session) -> int:
    """Delete who looked at something before. How many."""
    gone = session.execute(delete(LOOKING).where(LOOKING.c.until < now()))
    return int(gone.rowcount)  # type: ignore[attr-defined]
