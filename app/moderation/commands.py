"""Every act of moderation: on the record, with its reason, told to the author by a consumer."""

from sqlmodel import Session

from app.deliberation.counters import count_comment
from app.items.models import Item
from app.items.spine import set_state
from app.moderation.forms import Grounds
from app.moderation.models import ModerationNote
from app.process.actor import Actor
from app.process.paths import advance
from app.process.rules import permit
from app.process.vocabulary import Action, Kind, State
from app.record import record


def publish_item(session: Session, actor: Actor, item: Item) -> None:
    """Let everybody read a contribution that was waiting."""
    permit(Action.PUBLISH_ITEM, actor, subject=item.subject())
    note = _move(session, actor, item, Action.PUBLISH_ITEM)
    record(session, actor, Action.PUBLISH_ITEM, item.id, note=note.id)


def return_item(session: Session, actor: Actor, item: Item, grounds: Grounds) -> None:
    """Give a contribution back to its author, who can change it and hand it in again."""
    permit(Action.RETURN_ITEM, actor, subject=item.subject())
    note = _move(session, actor, item, Action.RETURN_ITEM, grounds=grounds)
    record(session, actor, Action.RETURN_ITEM, item.id, note=note.id)


def hide_item(session: Session, actor: Actor, item: Item, grounds: Grounds) -> None:
    """Take a contribution away from the public; a stub with the reason stays."""
    permit(Action.HIDE_ITEM, actor, subject=item.subject())
    note = _move(session, actor, item, Action.HIDE_ITEM, grounds=grounds)
    record(session, actor, Action.HIDE_ITEM, item.id, note=note.id)


def restore_item(session: Session, actor: Actor, item: Item) -> None:
    """Bring a hidden contribution back for everybody."""
    permit(Action.RESTORE_ITEM, actor, subject=item.subject())
    note = _move(session, actor, item, Action.RESTORE_ITEM)
    record(session, actor, Action.RESTORE_ITEM, item.id, note=note.id)


def _move(
    session: Session, actor: Actor, item: Item, action: Action, *, grounds: Grounds | None = None
) -> ModerationNote:
    """Take the step, keep the counters true, leave a note."""
    was_public = item.state is State.PUBLISHED
    set_state(session, item, advance(item.kind, action, item.state))
    is_public = item.state is State.PUBLISHED
    if item.kind is Kind.COMMENT and item.about_id and was_public != is_public:
        count_comment(session, item.about_id, by=1 if is_public else -1)
    reasons = grounds.model_dump() if grounds else {}
    note = ModerationNote(item_id=item.id, action=action, by_id=actor.id, **reasons)
    session.add(note)
    session.flush()
    return note
