"""What the account page shows of offices and organisations."""

from dataclasses import dataclass

from app.items.parts import Part
from app.organisations.offices import HeldOffice, offices_of
from app.organisations.queries import organisations_of
from app.process.words import Choice
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class Belonging:
    """Where a person belongs, and what they are entrusted with."""

    offices: list[HeldOffice]
    organisations: list[Choice]


def belonging(request: Request) -> Part:
    """One's own offices and organisations."""
    actor = request.actor
    value = Belonging(
        offices_of(request.db, actor.id, request.language),
        organisations_of(request.db, actor.id),
    )
    return Part("main", "organisations/_belonging.html", value)
