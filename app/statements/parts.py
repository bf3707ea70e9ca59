"""What consultations add to the pages of earlier stages."""

from dataclasses import dataclass

from app.items.models import Item
from app.items.parts import Part
from app.organisations.members import speaks_for
from app.participation.queries import brought_kinds
from app.process.rules import objections
from app.process.vocabulary import Action, Kind
from app.statements.listing import ConsultationCard, consultations
from app.statements.queries import statements_by
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class Put:
    """What is put to organisations in a participation, and whether one may prepare more."""

    reference: str
    cards: list[ConsultationCard]
    may_prepare: bool


def consultations_part(request: Request, item: Item) -> Part | None:
    """The consultations of a participation."""
    if item.kind is not Kind.PARTICIPATION:
        return None
    subject = item.subject()
    may = not objections(Action.PREPARE_CONSULTATION, request.actor, subject=subject)
    there = may or Kind.CONSULTATION in brought_kinds(request.db, item.id)
    cards = consultations(request.db, request.actor, item.id) if there else []
    if not (cards or may):
        return None
    return Part("main", "statements/_consultations.html", Put(item.reference, cards, may))


def own_statements(request: Request) -> Part | None:
    """On the account page: the statements of the organisations one speaks for."""
    mine = speaks_for(request.actor)
    lines = statements_by(request.db, mine) if mine else []
    return Part("main", "statements/_own.html", lines) if lines else None


parts = (consultations_part,)
