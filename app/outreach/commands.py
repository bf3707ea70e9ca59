"""Noting how those who are missing were invited."""

from sqlmodel import Session

from app.db.clock import now
from app.items.models import Item
from app.outreach.forms import OutreachForm
from app.outreach.models import Outreach
from app.process.actor import Actor
from app.process.rules import permit
from app.process.vocabulary import Action
from app.record import record


def log_outreach(
    session: Session,
    actor: Actor,
    participation: Item,
    form: OutreachForm,
    *,
    language: str,
    at: Outreach | None = None,
) -> Outreach:
    """Note an invitation, or add to the note `at` what came of it. Notes are public."""
    permit(Action.LOG_OUTREACH, actor, subject=participation.subject())
    fields = form.model_dump()
    note = at or Outreach(
        participation_id=participation.id, by_id=actor.id, at=now(), language=language, **fields
    )
    for name, value in fields.items():
        setattr(note, name, value)
    session.add(note)
    session.flush()
    record(session, actor, Action.LOG_OUTREACH, participation.id, note=note.id)
    return note
