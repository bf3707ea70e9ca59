"""When an item is discussed: requirements in a phase of their own, everything else before it."""

from app.items.models import Item
from app.process.actor import Subject
from app.process.rules import DISCUSSING
from app.process.vocabulary import Kind, Phase


def discussed(about: Item, phase: Phase) -> Subject:
    """What the rules look at when somebody comments on `about` in this phase."""
    elsewhere = (about.kind is Kind.REQUIREMENT) != (phase is Phase.REQUIREMENTS)
    return about.subject(other_phase=phase in DISCUSSING and elsewhere)
