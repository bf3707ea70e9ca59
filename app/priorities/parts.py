"""What priorities add to the page of a participation."""

from dataclasses import dataclass

from app.items.models import Item
from app.items.parts import Part
from app.participation.phases import phase_of
from app.participation.queries import brought_kinds
from app.priorities.queries import Line, lines_in
from app.process.rules import TALKING, objections
from app.process.vocabulary import Action, Kind, State
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class PrioritiesValue:
    """The settings of priorities, whether one can vote, and whether one may open another."""

    reference: str
    lines: list[Line]
    open: bool
    may_open: bool


def priorities_part(request: Request, item: Item) -> Part | None:
    """The settings of priorities of a participation, where there is one or one may open one."""
    if item.kind is not Kind.PARTICIPATION or item.state is not State.PUBLISHED:
        return None
    there = Kind.PRIORITISATION in brought_kinds(request.db, item.id)
    lines = lines_in(request.db, request.actor, item.id) if there else []
    may = not objections(Action.OPEN_PRIORITISATION, request.actor, subject=item.subject())
    if not lines and not may:
        return None
    open_now = phase_of(request.db, item.id) in TALKING
    value = PrioritiesValue(item.reference, lines, open_now, may)
    return Part("main", "priorities/_part.html", value)
