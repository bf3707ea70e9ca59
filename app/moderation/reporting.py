"""Readers report what breaks the rules. Several of them hide it until a moderator has looked."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlmodel import Session

from app.db.clock import now
from app.db.rows import insert_once, remove
from app.items.models import Item
from app.moderation.forms import Complaint, Grounds
from app.moderation.models import MODERATION_NOTE, REPORT, Report
from app.moderation.moves import move
from app.process.actor import SYSTEM, Actor
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action, State
from app.record import record

A_DAY = timedelta(days=1)
TOO_MANY = N_("You have reported a great deal today. Please go on tomorrow, or write to us.")


@dataclass(frozen=True, slots=True)
class Caps:
    """How many people's reports hide something, how often in a day, and how many one may make."""

    people: int = 3
    hides: int = 10
    each: int = 20


def report_item(
    session: Session, actor: Actor, item: Item, complaint: Complaint, *, caps: Caps
) -> bool:
    """Tell moderation what is wrong with something public. False when one did so already."""
    permit(Action.REPORT_ITEM, actor, subject=item.subject())
    if _made_today(session, actor) >= caps.each:
        raise Refused(TOO_MANY)
    row = {"item_id": item.id, "person_id": actor.id, "at": now(), **complaint.model_dump()}
    if not insert_once(session, Report, row):
        return False
    record(session, actor, Action.REPORT_ITEM, item.id)
    if _is_enough(session, item, caps):
        _hide_for_review(session, item)
    return True


def unreport_item(session: Session, actor: Actor, item: Item) -> bool:
    """Take one's report back, as long as no moderator has decided on it."""
    permit(Action.UNREPORT_ITEM, actor, subject=item.subject())
    if not remove(session, Report, item_id=item.id, person_id=actor.id, settled_at=None):
        return False
    record(session, actor, Action.UNREPORT_ITEM, item.id)
    return True


def settle_reports(session: Session, item: Item) -> int:
    """A moderator has looked at them. How many there were."""
    settled = session.execute(update(REPORT).where(*_open(item)).values(settled_at=now()))
    return int(settled.rowcount)  # type: ignore[attr-defined]


def _is_enough(session: Session, item: Item, caps: Caps) -> bool:
    """Enough people, nobody has decided on it before, and the cap of the day is not reached."""
    if not caps.people or item.state is not State.PUBLISHED:
        return False
    counted = select(func.count(), func.count(REPORT.c.settled_at))
    people, settled = session.execute(counted.where(REPORT.c.item_id == item.id)).one()
    return people >= caps.people and not settled and _hidden_today(session) < caps.hides


def _hide_for_review(session: Session, item: Item) -> None:
    """Nobody's decision but a rule's: it is by the system, and a moderator looks at it next."""
    reasons = session.execute(select(REPORT.c.reason).where(*_open(item))).scalars()
    most_named = Counter(reasons).most_common(1)[0][0]
    grounds = Grounds(reason=most_named)
    note = move(session, SYSTEM, item, Action.HIDE_ITEM, grounds=grounds)
    record(session, SYSTEM, Action.HIDE_ITEM, item.id, note=note.id)


def _open(item: Item) -> tuple[ColumnElement[bool], ...]:
    return REPORT.c.item_id == item.id, REPORT.c.settled_at.is_(None)


def _made_today(session: Session, actor: Actor) -> int:
    mine = (REPORT.c.person_id == actor.id) & (REPORT.c.at > now() - A_DAY)
    return int(session.execute(select(func.count()).where(mine)).scalar_one())


def _hidden_today(session: Session) -> int:
    automatic = MODERATION_NOTE.c.automatic & (MODERATION_NOTE.c.at > now() - A_DAY)
    return int(session.execute(select(func.count()).where(automatic)).scalar_one())
