"""What the settings of a phase say to a support: is it on, for whom, and how many are left."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from app.accounts.codes import supports_by_code
from app.accounts.models import PERSON
from app.deliberation.models import SUPPORT
from app.deliberation.targets import Target
from app.items.models import ITEM, Item
from app.participation.admission import asks_more, not_eligible
from app.participation.phases import OpenPhase
from app.process.actor import Actor
from app.process.vocabulary import Eligibility

_GIVEN = (
    select(func.count())
    .select_from(SUPPORT.join(ITEM, ITEM.c.id == SUPPORT.c.item_id))
    .where(
        SUPPORT.c.person_id == bindparam("giver"),
        SUPPORT.c.at >= bindparam("since", type_=SUPPORT.c.at.type),
        SUPPORT.c.item_id != bindparam("but"),
        ITEM.c.participation_id == bindparam("participation_id"),
    )
)
_HOLD = select(PERSON.c.id).where(PERSON.c.id == bindparam("giver")).with_for_update()


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many supports one person may give in this phase, and how many are left."""

    each: int
    left: int


def support_facts(
    session: Session, actor: Actor, phase: OpenPhase, target: Target | Item, *, lock: bool = False
) -> dict[str, bool]:
    """What the rules look at. It asks the database nothing where nothing special is set.

    With `lock`, no second support of this person is counted at the same moment.
    """
    facts = {"switched_off": not phase.supporting}
    facts["not_eligible"] = not_eligible(session, actor, phase)
    if lock and not facts["not_eligible"] and _is_limited(phase):
        session.execute(_HOLD, {"giver": actor.id})
    left = allowance(session, actor, phase, target.participation_id, but=target.id)
    facts["used_up"] = left is not None and left.left <= 0 and not facts["not_eligible"]
    return facts


def by_mail_facts(phase: OpenPhase) -> dict[str, bool]:
    """What the rules look at when somebody without an account wants to support."""
    open_to_all = phase.eligibility is Eligibility.OPEN and not asks_more(phase)
    return {"switched_off": not phase.supporting, "not_eligible": not open_to_all}


def allowance(
    session: Session, actor: Actor, phase: OpenPhase, participation_id: int, *, but: int = 0
) -> Allowance | None:
    """What the phase allows this person; None where there is no limit. `but` is not counted."""
    if not actor.signed_in or phase.opens_at is None or not _is_limited(phase):
        return None
    limits = [phase.supports_each] if phase.supports_each is not None else []
    if phase.eligibility is Eligibility.CODE:
        limits.append(supports_by_code(session, phase.id, actor.id))
    each = min(limits)
    given = _given(session, actor, participation_id, phase.opens_at, but=but)
    return Allowance(each, max(0, each - given))


def _given(
    session: Session, actor: Actor, participation_id: int, since: datetime, *, but: int
) -> int:
    key = {"giver": actor.id, "since": since, "but": but, "participation_id": participation_id}
    return int(session.execute(_GIVEN, key).scalar_one())


def _is_limited(phase: OpenPhase) -> bool:
    return phase.supports_each is not None or phase.eligibility is Eligibility.CODE
