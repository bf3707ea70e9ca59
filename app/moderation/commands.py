"""Every act of moderation: on the record, with its reason, told to the author by a consumer."""

from sqlmodel import Session

from app.db.clock import now
from app.items.models import Item
from app.moderation.appealing import objected_to
from app.moderation.forms import CannedText, Grounds, NoteText
from app.moderation.models import CannedWords, Hiding, PrivateNote
from app.moderation.moves import leave_note, move, settle, standing_note
from app.moderation.reporting import settle_reports
from app.process.actor import Actor, Subject
from app.process.paths import NO_STEP, advance
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action, State
from app.record import record

DECIDE_INSTEAD = N_("The author has objected to this. Please decide on the objection.")


def publish_item(session: Session, actor: Actor, item: Item) -> None:
    """Let everybody read a contribution that was waiting."""
    permit(Action.PUBLISH_ITEM, actor, subject=item.subject())
    note = move(session, actor, item, Action.PUBLISH_ITEM)
    record(session, actor, Action.PUBLISH_ITEM, item.id, note=note.id)


def return_item(session: Session, actor: Actor, item: Item, grounds: Grounds) -> None:
    """Give a contribution back to its author, who can change it and hand it in again."""
    permit(Action.RETURN_ITEM, actor, subject=item.subject())
    note = move(session, actor, item, Action.RETURN_ITEM, grounds=grounds)
    record(session, actor, Action.RETURN_ITEM, item.id, note=note.id)


def hide_item(session: Session, actor: Actor, item: Item, grounds: Grounds) -> None:
    """Take a contribution away from the public; a stub with the reason stays.

    What was public before stays hidden only if a second moderator confirms it.
    """
    permit(Action.HIDE_ITEM, actor, subject=item.subject())
    note = move(session, actor, item, Action.HIDE_ITEM, grounds=grounds)
    record(session, actor, Action.HIDE_ITEM, item.id, note=note.id)


def restore_item(session: Session, actor: Actor, item: Item) -> None:
    """Bring a hidden contribution back for everybody.

    Once its author has objected, only who has hidden it may do so without deciding that.
    """
    permit(Action.RESTORE_ITEM, actor, subject=item.subject())
    if objected_to(session, actor, item):
        raise Refused(DECIDE_INSTEAD)
    note = move(session, actor, item, Action.RESTORE_ITEM)
    record(session, actor, Action.RESTORE_ITEM, item.id, note=note.id)


def confirm_hiding(session: Session, actor: Actor, item: Item) -> None:
    """Agree, as a second moderator, that what was public stays hidden."""
    hiding = session.get(Hiding, item.id)
    by_id = hiding.by_id if hiding else 0
    permit(Action.CONFIRM_HIDING, actor, subject=item.subject(moderated_by=by_id))
    advance(item.kind, Action.CONFIRM_HIDING, item.state)
    hidden = standing_note(session, item)
    if hiding is None or hidden is None:
        raise Refused(NO_STEP)
    settle(session, item)
    note = leave_note(session, actor, item, Action.CONFIRM_HIDING, reason=hidden.reason)
    record(session, actor, Action.CONFIRM_HIDING, item.id, note=note.id)


def dismiss_report(session: Session, actor: Actor, item: Item) -> None:
    """Decide that what readers have reported stays as it is."""
    permit(Action.DISMISS_REPORT, actor, subject=item.subject())
    if item.state is not State.PUBLISHED or not settle_reports(session, item):
        raise Refused(NO_STEP)
    note = leave_note(session, actor, item, Action.DISMISS_REPORT)
    record(session, actor, Action.DISMISS_REPORT, item.id, note=note.id)


def note_item(session: Session, actor: Actor, item: Item, note: NoteText) -> None:
    """Tell the other moderators something about an item; nobody else reads it."""
    permit(Action.NOTE_ITEM, actor, subject=item.subject())
    session.add(PrivateNote(item_id=item.id, by_id=actor.id, text=note.text))
    session.flush()
    record(session, actor, Action.NOTE_ITEM, item.id)


def write_canned(
    session: Session, actor: Actor, words: CannedText, canned: CannedWords | None = None
) -> CannedWords:
    """Add words to choose from, or change some; only an office for everywhere allows it."""
    permit(Action.WRITE_CANNED, actor, subject=Subject())
    row = canned or CannedWords(reason=words.reason, texts={})
    row.reason, row.participation_id = words.reason, words.participation_id
    row.texts = {language: text for language, text in words.texts.items() if text}
    row.retired_at = now() if words.retired else None
    session.add(row)
    session.flush()
    record(session, actor, Action.WRITE_CANNED, row.id)
    return row
