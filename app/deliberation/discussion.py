"""When an item is discussed, and by whom: what the rules look at when somebody comments on it."""

from sqlmodel import Session

from app.items.models import Item
from app.participation.admission import not_eligible
from app.participation.phases import OpenPhase
from app.process.actor import Actor, Subject
from app.process.rules import DISCUSSING, STAFF
from app.process.vocabulary import Kind, Phase


def discussed(session: Session, actor: Actor, about: Item, phase: OpenPhase) -> Subject:
    """Requirements are discussed in a phase of their own, everything else before it.

    Whoever holds an office here may answer where comments are switched off for others.
    """
    elsewhere = (about.kind is Kind.REQUIREMENT) != (phase.kind is Phase.REQUIREMENTS)
    scopes = about.subject().scopes
    answers = any(actor.holds(office, scopes) for office in STAFF)
    return about.subject(
        other_phase=phase.kind in DISCUSSING and elsewhere,
        switched_off=not answers and not phase.commenting,
        not_eligible=not answers and not_eligible(session, actor, phase),
    )
