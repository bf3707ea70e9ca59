"""Settings of priorities among contributions of a participation that discusses."""

from typing import Any

from sqlmodel import Session

from app.items.models import Item
from app.priorities.commands import open_prioritisation
from app.priorities.forms import PrioritisationForm
from app.process.vocabulary import Method, Office, Phase
from tests.makers import make_officer, make_participation, make_problem


def rules(*choices: Item, **changes: Any) -> PrioritisationForm:
    fields: dict[str, Any] = {
        "title": "Which of these comes first?",
        "explanation": "The mobility department plans next year by the result.",
        "method": Method.POINTS,
        "most": 5,
        "most_each": 3,
        "choices": tuple(each.reference for each in choices),
    }
    return PrioritisationForm(**(fields | changes))


def make_prioritisation(
    session: Session, *, among: int = 3, phase: Phase = Phase.DELIBERATING, **changes: Any
) -> tuple[Item, list[Item]]:
    """The setting, and what is in question, in the order of the references."""
    place = make_participation(session, phase)
    choices = [make_problem(session, place) for _ in range(among)]
    officer = make_officer(session, Office.ADMINISTRATION)
    form = rules(*choices, **changes)
    return open_prioritisation(session, officer, place, form, language="en"), choices
