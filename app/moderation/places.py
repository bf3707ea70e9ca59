"""The participations within somebody's office, to filter the desk by."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from app.items.models import ITEM
from app.process.actor import EVERYWHERE, Actor
from app.process.vocabulary import Kind, Office

AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A participation as one chooses it."""

    id: int
    reference: str
    title: str


def places_of(session: Session, actor: Actor) -> list[Place]:
    """Those that this moderator is responsible for, the newest first."""
    scopes = actor.scopes(Office.MODERATOR)
    wanted = select(ITEM.c.id, ITEM.c.reference, ITEM.c.title).where(
        ITEM.c.kind == Kind.PARTICIPATION
    )
    if EVERYWHERE not in scopes:
        wanted = wanted.where(ITEM.c.id.in_(scopes))
    rows = session.execute(wanted.order_by(ITEM.c.id.desc()).limit(AT_MOST))
    return [Place(*row) for row in rows]
