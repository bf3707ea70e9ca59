"""Who may change the files of an item, and until when."""

from dataclasses import replace

from app.items.models import Item
from app.process.actor import Actor, Subject
from app.process.rules import WRITERS
from app.process.vocabulary import Kind, State, Visibility

# A statement is closed once it is handed in; a contribution when it is published.
OPEN_STATES = {State.DRAFT, State.RETURNED, State.SUBMITTED}


def is_open(item: Item) -> bool:
    """Whether files may still be added to it."""
    if item.kind is Kind.STATEMENT:
        return item.state is State.DRAFT
    return item.state in OPEN_STATES and item.visibility is not Visibility.PUBLIC


def writers_subject(actor: Actor, item: Item) -> Subject:
    """Whoever writes for an organisation counts as the author of its statements."""
    subject = item.subject()
    scope = frozenset({item.organisation_id or 0})
    writes = any(actor.holds(office, scope) for office in WRITERS)
    if item.kind is Kind.STATEMENT and item.organisation_id and writes:
        return replace(subject, author_id=actor.id)
    return subject
