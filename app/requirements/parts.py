"""What requirements add to the pages of other items."""

from app.items.models import Item
from app.items.parts import Part, PartMaker
from app.process.rules import objections
from app.process.vocabulary import Action, Kind, State
from app.requirements import queries
from app.requirements.origins import ORIGIN_KINDS
from app.web.requests import Request


def summary_part(request: Request, item: Item) -> Part | None:
    """On the page of a measure: its requirements in a few lines."""
    if item.kind is not Kind.MEASURE:
        return None
    cards = queries.requirements_of(request.db, item.id)
    value = {
        "reference": item.reference,
        "cards": [card for card in cards if card.state is not State.DROPPED],
        "approved": sum(card.state is State.APPROVED for card in cards),
        "open_until": queries.open_until(request.db, item.participation_id),
        "may_make": not objections(Action.MAKE_REQUIREMENT, request.actor, subject=item.subject()),
    }
    return Part("main", "requirements/_summary.html", value)


def led_to_part(request: Request, item: Item) -> Part | None:
    """On the page of a contribution or a topic: the requirements it led to."""
    if item.kind not in ORIGIN_KINDS:
        return None
    cards = queries.requirements_from(request.db, item)
    return Part("main", "requirements/_led_to.html", cards) if cards else None


parts: tuple[PartMaker, ...] = (led_to_part, summary_part)
