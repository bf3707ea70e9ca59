"""What the administration fills in to open a participation or to extend a phase."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, StringConstraints, model_validator

from app.process.sentences import N_
from app.process.vocabulary import PLANNED_PHASES, Level, Phase

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=4000)]

ENDS_BEFORE_IT_STARTS = N_("A phase must end after it begins.")
OVERLAP = N_("One phase must end before the next one begins.")
NOT_PLANNED = N_("A phase must collect, deliberate, synthesise or discuss requirements.")


class PhaseDates(BaseModel):
    """One phase that is planned."""

    kind: Phase
    opens_at: datetime
    closes_at: datetime

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.kind not in PLANNED_PHASES:
            raise ValueError(NOT_PLANNED)
        if self.closes_at <= self.opens_at:
            raise ValueError(ENDS_BEFORE_IT_STARTS)
        return self


class Concept(BaseModel):
    """The public concept of a participation, with its phases in their order."""

    title: Line
    subject: Text
    aim: Text
    can_decide: Text
    fixed: Text
    level: Level
    contact: Line
    authority: Line
    answers_due: datetime
    phases: tuple[PhaseDates, ...]

    @model_validator(mode="after")
    def _one_after_another(self) -> Self:
        for before, after in zip(self.phases, self.phases[1:], strict=False):
            if after.opens_at < before.closes_at:
                raise ValueError(OVERLAP)
        return self


class PhaseExtensionForm(BaseModel):
    """A later end of a phase, and why."""

    closes_on: date
    reason: Text
