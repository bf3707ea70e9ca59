"""Authors object to what moderation has done; somebody who did not do it decides, with a reason."""

from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import now
from app.db.rows import insert_once
from app.items.models import Item
from app.moderation.forms import AppealDecision, Grounds, Objection, Verdict
from app.moderation.models import APPEAL, MODERATION_NOTE, Appeal, ModerationNote
from app.moderation.moves import leave_note, move, settle, standing_note
from app.process.actor import SYSTEM, Actor
from app.process.paths import NO_STEP
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action
from app.record import record

ONCE = N_("You have objected to this already. It is decided once.")


def appeal_item(session: Session, actor: Actor, item: Item, objection: Objection) -> None:
    """Object to the return or hiding of one's own contribution, once for each act."""
    permit(Action.APPEAL_ITEM, actor, subject=item.subject())
    note = standing_note(session, item)
    if note is None:
        raise Refused(NO_STEP)
    row = {"note_id": note.id, "item_id": item.id, "words": objection.words, "at": now()}
    if not insert_once(session, Appeal, row | {"reversed": False, "reason": ""}):
        raise Refused(ONCE)
    record(session, actor, Action.APPEAL_ITEM, item.id, note=note.id)


def decide_appeal(session: Session, actor: Actor, item: Item, decision: AppealDecision) -> None:
    """Uphold what a colleague has done, or reverse it so that everybody reads the words again."""
    note = standing_note(session, item)
    by_id = behind(session, note) if note else 0
    permit(Action.DECIDE_APPEAL, actor, subject=item.subject(moderated_by=by_id))
    appeal = session.get(Appeal, note.id, with_for_update=True) if note else None
    if note is None or appeal is None or appeal.decided_at is not None:
        raise Refused(NO_STEP)
    left = _carry_out(session, actor, item, decision, against=note)
    appeal.decided_at, appeal.decided_by = now(), actor.id
    appeal.reversed, appeal.reason = decision.verdict is Verdict.REVERSED, decision.words
    session.add(appeal)
    session.flush()
    record(session, actor, Action.DECIDE_APPEAL, item.id, note=left.id, appeal=note.id)


def behind(session: Session, note: ModerationNote) -> int:
    """Who answers for an act: for an automatic one the moderator who has confirmed it, if any."""
    if note.by_id != SYSTEM.id:
        return note.by_id
    confirmed = (
        select(MODERATION_NOTE.c.by_id)
        .where(
            MODERATION_NOTE.c.item_id == note.item_id,
            MODERATION_NOTE.c.action == Action.CONFIRM_HIDING,
            MODERATION_NOTE.c.id > note.id,
        )
        .order_by(MODERATION_NOTE.c.id)
        .limit(1)
    )
    return session.execute(confirmed).scalar_one_or_none() or note.by_id


def appeal_on(session: Session, note_id: int) -> Appeal | None:
    """The objection to an act, decided or not."""
    return session.execute(select(Appeal).where(APPEAL.c.note_id == note_id)).scalar_one_or_none()


def objected_to(session: Session, actor: Actor, item: Item) -> bool:
    """Whether what somebody else has done to an item waits for the decision on an objection."""
    note = standing_note(session, item)
    appeal = appeal_on(session, note.id) if note else None
    if note is None or appeal is None or appeal.decided_at is not None:
        return False
    return behind(session, note) != actor.id


def _carry_out(
    session: Session, actor: Actor, item: Item, decision: AppealDecision, *, against: ModerationNote
) -> ModerationNote:
    """What is upheld has had its second pair of eyes, and keeps its reason in the log."""
    if decision.verdict is Verdict.REVERSED:
        return move(session, actor, item, Action.DECIDE_APPEAL)
    settle(session, item)
    kept = Grounds(reason=against.reason) if against.reason else None
    return leave_note(session, actor, item, Action.DECIDE_APPEAL, grounds=kept)
