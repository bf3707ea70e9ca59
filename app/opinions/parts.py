"""What opinions add to the page of a participation."""

from dataclasses import dataclass

from app.items.models import Item
from app.items.parts import Part
from app.opinions.queries import Progress, progress_in
from app.participation.phases import phase_of
from app.participation.queries import brought_kinds
from app.process.rules import TALKING
from app.process.vocabulary import Kind, State
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class ThesesValue:
    """How far one has come, and whether one can still answer."""

    reference: str
    progress: Progress
    open: bool


def theses_part(request: Request, item: Item) -> Part | None:
    """The short statements of a participation, where there are any or one may propose them."""
    if item.kind is not Kind.PARTICIPATION or item.state is not State.PUBLISHED:
        return None
    there = Kind.THESIS in brought_kinds(request.db, item.id)
    progress = progress_in(request.db, request.actor, item.id) if there else Progress(0, 0)
    talking = phase_of(request.db, item.id) in TALKING
    if not progress.total and not (talking and request.actor.signed_in):
        return None
    value = ThesesValue(item.reference, progress, talking)
    return Part("main", "opinions/_part.html", value)
