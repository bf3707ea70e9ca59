"""What a person fills in to describe a problem, one thing per page (mission 3.1)."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, StringConstraints, field_validator

from app.process.sentences import N_

MOST = 4000
MOST_IN_A_LINE = 200
MOST_IN_A_TITLE = 120

LEFT_EMPTY = N_("Please leave this field empty.")


def _none_if_blank(typed: Any) -> Any:
    return typed or None


Title = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=10, max_length=MOST_IN_A_TITLE)
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=MOST)]
MoreText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST_IN_A_LINE)]
Chosen = Annotated[int | None, BeforeValidator(_none_if_blank)]


class TitleStep(BaseModel):
    """The problem in one sentence."""

    title: Title


class Beginning(TitleStep):
    """The first page. `website` is seen by programs only; whoever fills it in is one."""

    participation: str
    website: str = ""

    @field_validator("website")
    @classmethod
    def _nobody_fills_this_in(cls, typed: str) -> str:
        if typed:
            raise ValueError(LEFT_EMPTY)
        return typed


class WhatStep(BaseModel):
    what: Text


class AffectedStep(BaseModel):
    affected: Text


class EverydayStep(BaseModel):
    """The life reality: what an ordinary day is like."""

    everyday: Text


class NeedStep(BaseModel):
    need: Text


class PlaceStep(BaseModel):
    """Where and since when; all of it may be left open."""

    district_id: Chosen = None
    place: Line = ""
    since: Line = ""


class MoreStep(BaseModel):
    """What else there is to say; all of it may be left open."""

    consequence: MoreText = ""
    tried: MoreText = ""
    action_fields: tuple[int, ...] = ()
    organisation_id: Chosen = None


class ProblemText(TitleStep, WhatStep, AffectedStep, EverydayStep, NeedStep, PlaceStep, MoreStep):
    """A whole problem statement, ready to be handed in."""


class Withdrawal(BaseModel):
    """Why an author withdraws."""

    reason: Text


STEPS: dict[str, type[BaseModel]] = {
    "title": TitleStep,
    "what": WhatStep,
    "affected": AffectedStep,
    "everyday": EverydayStep,
    "need": NeedStep,
    "place": PlaceStep,
    "more": MoreStep,
}

QUESTIONS = {
    "title": N_("What is the problem, in one sentence?"),
    "what": N_("What is the problem?"),
    "affected": N_("Who is affected?"),
    "everyday": N_("What is an ordinary day like?"),
    "need": N_("What is needed?"),
    "district_id": N_("In which district?"),
    "place": N_("Where?"),
    "since": N_("Since when, how often?"),
    "consequence": N_("What happens if nothing is done?"),
    "tried": N_("What has been tried?"),
    "action_fields": N_("What is it about?"),
    "organisation_id": N_("In whose name do you write?"),
}
HINTS = {
    "title": N_("Say it the way you would say it to a neighbour."),
    "what": N_("What happens, when, and how often? Facts and figures help, but nobody needs them."),
    "affected": N_("Which people, and roughly how many? You may be one of them."),
    "everyday": N_("Tell of one day on which the problem shows. Please name no other people."),
    "need": N_("What should be possible afterwards? It need not be a finished solution."),
    "place": N_("A street, a stop, a building, or a web page."),
    "since": N_("For example: every evening since the summer."),
}
