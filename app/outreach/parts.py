"""What outreach adds to the page of a participation: who was invited lately."""

from dataclasses import dataclass

from app.items.models import Item
from app.items.parts import Part
from app.outreach.queries import Note, notes_of
from app.process.rules import objections
from app.process.vocabulary import Action, Kind
from app.web.requests import Request

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Invited:
    """The newest notes, whether there are more, and whether this person may add one."""

    reference: str
    notes: list[Note]
    more: bool
    may_log: bool


def outreach_part(request: Request, item: Item) -> Part | None:
    """The invitations, where there are any, or where one may be noted."""
    if item.kind is not Kind.PARTICIPATION:
        return None
    may_log = not objections(Action.LOG_OUTREACH, request.actor, subject=item.subject())
    notes = notes_of(request.db, item.id, SHOWN + 1)
    if not notes and not may_log:
        return None
    value = Invited(item.reference, notes[:SHOWN], len(notes) > SHOWN, may_log)
    return Part("main", "outreach/_invited.html", value)
