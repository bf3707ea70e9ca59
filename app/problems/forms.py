"""What a person fills in to describe a problem, one thing per page (mission 3.1)."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, StringConstraints

MOST = 4000


def _none_if_blank(typed: Any) -> Any:
    return typed or None


Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=120)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=MOST)]
MoreText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Chosen = Annotated[int | None, BeforeValidator(_none_if_blank)]


class TitleStep(BaseModel):
    """The problem in one sentence."""

    title: Title


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
