"""What measures have to say on the pages of topics."""

from dataclasses import dataclass

from app.items.models import Item
from app.items.parts import Part
from app.measures.gates import topic_objections
from app.measures.queries import MeasureCard, PhaseStop, measures_from, phase_line
from app.process.rules import objections
from app.process.vocabulary import Action, Kind, State
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure with the line of its phases."""

    card: MeasureCard
    phases: list[PhaseStop]


@dataclass(frozen=True, slots=True)
class OpeningPart:
    """The act of opening a measure from a topic; `reasons` say why there can be none yet."""

    item: Item
    reasons: tuple[str, ...]


def led_to_part(request: Request, item: Item) -> Part | None:
    """The measures that a topic led to."""
    if item.kind is not Kind.TOPIC or item.verdict is None:
        return None
    lines = [
        MeasureLine(card, phase_line(card.phase, ended=card.state is State.ENDED))
        for card in measures_from(request.db, item.id)
    ]
    return Part("lead", "measures/_led_to.html", lines) if lines else None


def opening_part(request: Request, item: Item) -> Part | None:
    """A measure can be opened from a topic."""
    here = item.subject()
    if item.kind is not Kind.TOPIC or objections(Action.OPEN_MEASURE, request.actor, subject=here):
        return None
    reasons = topic_objections(request.db, item)
    return Part("aside", "measures/_opening.html", OpeningPart(item, reasons))


parts = (led_to_part, opening_part)
