"""What merging adds to the page of a contribution: where it went, or of what it was made."""

from dataclasses import dataclass

from app.items.models import Item
from app.items.parts import Part
from app.merging.queries import Credit, credits_of, merged_into
from app.process.rules import objections
from app.process.vocabulary import Action, Kind, State
from app.web.requests import Request

_SHOWN = frozenset({State.PUBLISHED, State.MERGED, State.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class MergedValue:
    """Where a contribution went (reference, title, language), or what it was made of.

    `undone`: it was made of these, and they stand on their own again.
    """

    into: tuple[str, str, str] | None
    credits: list[Credit]
    undone: bool
    reference: str
    may_merge: bool
    may_undo: bool


def merging_part(request: Request, item: Item) -> Part | None:
    """Everybody sees what became one; moderators also find the way to merge and to undo."""
    if item.kind is not Kind.PROBLEM or item.state not in _SHOWN:
        return None
    merged = item.state is State.MERGED
    subject = item.subject()
    withdrawn = item.state is State.WITHDRAWN
    gone = merged or withdrawn
    may_merge = not (gone or objections(Action.MERGE_ITEM, request.actor, subject=subject))
    into = merged_into(request.db, item.id) if merged else None
    credited = [] if merged else credits_of(request.db, item.id)
    if not (into or credited or may_merge):
        return None
    may_undo = (
        bool(credited)
        and not withdrawn
        and not objections(Action.UNMERGE_ITEM, request.actor, subject=subject)
    )
    undone = withdrawn and not any(credit.merged for credit in credited)
    value = MergedValue(into, credited, undone, item.reference, may_merge, may_undo)
    return Part("lead", "merging/_part.html", value)
