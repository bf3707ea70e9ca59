"""Standing behind an item, and taking that back."""

from sqlalchemy import bindparam, delete
from sqlmodel import Session

from app.accounts.links import SUPPORT as TO_SUPPORT
from app.accounts.links import new_link
from app.db.clock import now
from app.deliberation.counters import add_support, count_support
from app.deliberation.limits import by_mail_facts, support_facts
from app.deliberation.models import SUPPORT
from app.deliberation.targets import Target
from app.process.actor import Actor
from app.process.rules import permit
from app.process.vocabulary import Action
from app.record import record

_TAKE_BACK = (
    delete(SUPPORT)
    .where(
        SUPPORT.c.item_id == bindparam("for_item"), SUPPORT.c.person_id == bindparam("by_person")
    )
    .returning(SUPPORT.c.group)
)


def support_item(session: Session, actor: Actor, target: Target) -> bool:
    """Stand behind a problem. False when one did so already: nothing is counted twice."""
    phase = target.phase
    facts = support_facts(session, actor, phase, target, lock=True)
    permit(Action.SUPPORT_ITEM, actor, phase.kind, target.subject(**facts))
    row = {"item_id": target.id, "person_id": actor.id, "group": actor.group, "at": now()}
    if not add_support(session, row):
        return False
    record(session, actor, Action.SUPPORT_ITEM, target.id)
    return True


def unsupport_item(session: Session, actor: Actor, target: Target) -> bool:
    """Take one's support back. False when there was none."""
    permit(Action.UNSUPPORT_ITEM, actor, target.phase.kind, target.subject())
    key = {"for_item": target.id, "by_person": actor.id}
    group = session.execute(_TAKE_BACK, key).scalar_one_or_none()
    if group is None:
        return False
    count_support(session, target.id, group, by=-1)
    record(session, actor, Action.UNSUPPORT_ITEM, target.id)
    return True


def ask_support(session: Session, actor: Actor, target: Target, email: str, *, minutes: int) -> str:
    """Let somebody without an account support by a link sent to them; its token.

    Nothing is counted before the link is opened. Empty when this address was sent enough links.
    """
    phase = target.phase
    permit(Action.ASK_SUPPORT, actor, phase.kind, target.subject(**by_mail_facts(phase)))
    record(session, actor, Action.ASK_SUPPORT, target.id)
    return new_link(session, email, target.reference, minutes=minutes, purpose=TO_SUPPORT)
