"""What the administration fills in to open a participation or to extend a phase."""

from datetime import date, datetime, time
from typing import Annotated, Any, Final, Self
from zoneinfo import ZoneInfo

from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from app.process.sentences import N_
from app.process.vocabulary import PLANNED_PHASES, Level, Phase

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=4000)]

ENDS_BEFORE_IT_STARTS = N_("A phase must end after it begins.")
OVERLAP = N_("One phase must end before the next one begins.")
NOT_PLANNED = N_("A phase must collect, deliberate, synthesise or discuss requirements.")
BOTH_DAYS = N_("Please give both days, or leave both empty.")
NO_PHASE = N_("Please plan at least one phase.")
DUE_TOO_EARLY = N_("Answers cannot be due before contributions have been collected.")
NOT_READ: Final = object()


def _none_if_blank(typed: Any) -> Any:
    return typed or None


Day = Annotated[date | None, BeforeValidator(_none_if_blank), Field(validate_default=True)]


class PhaseDates(BaseModel):
    """One phase that is planned."""

    kind: Phase
    opens_at: datetime
    closes_at: datetime

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.kind not in {*PLANNED_PHASES, Phase.STANDING}:
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


class OpeningForm(BaseModel):
    """The concept as it is typed: each phase has two days, or none when it is not planned.

    The fields stand in the order of time, so that each day can be compared with those before.
    """

    title: Line
    subject: Text
    aim: Text
    can_decide: Text
    fixed: Text
    level: Level
    contact: Line
    authority: Line
    collecting_opens: Day = None
    collecting_closes: Day = None
    deliberating_opens: Day = None
    deliberating_closes: Day = None
    synthesis_opens: Day = None
    synthesis_closes: Day = None
    requirements_opens: Day = None
    requirements_closes: Day = None
    answers_due: date

    @field_validator(*(f"{phase}_opens" for phase in PLANNED_PHASES))
    @classmethod
    def _after_the_phase_before(cls, opens: date | None, typed: ValidationInfo) -> date | None:
        before = [day for name, day in typed.data.items() if name.endswith("_closes") and day]
        if opens and before and opens <= max(before):
            raise ValueError(OVERLAP)
        return opens

    @field_validator(*(f"{phase}_closes" for phase in PLANNED_PHASES))
    @classmethod
    def _after_its_own_beginning(cls, closes: date | None, typed: ValidationInfo) -> date | None:
        opens = typed.data.get(str(typed.field_name).replace("_closes", "_opens"), NOT_READ)
        if opens is not NOT_READ and bool(opens) != bool(closes):
            raise ValueError(BOTH_DAYS)
        if closes and isinstance(opens, date) and closes < opens:
            raise ValueError(ENDS_BEFORE_IT_STARTS)
        return closes

    @field_validator("answers_due")
    @classmethod
    def _after_collecting(cls, due: date, typed: ValidationInfo) -> date:
        if not any(typed.data.get(f"{phase}_opens") for phase in PLANNED_PHASES):
            raise ValueError(NO_PHASE)
        if due <= (typed.data.get("collecting_closes") or date.min):
            raise ValueError(DUE_TOO_EARLY)
        return due

    def concept(self, zone: ZoneInfo) -> Concept:
        """The concept with moments instead of days: a phase lasts until the end of its day."""
        days = self.model_dump(exclude=NOT_OF_THE_CONCEPT)
        phases = tuple(
            PhaseDates(
                kind=kind,
                opens_at=datetime.combine(getattr(self, f"{kind}_opens"), time.min, zone),
                closes_at=end_of(getattr(self, f"{kind}_closes"), zone),
            )
            for kind in PLANNED_PHASES
            if getattr(self, f"{kind}_opens")
        )
        return Concept(**days, answers_due=end_of(self.answers_due, zone), phases=phases)


NOT_OF_THE_CONCEPT = {"answers_due"} | {
    f"{phase}_{end}" for phase in PLANNED_PHASES for end in ("opens", "closes")
}


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last minute of a day."""
    return datetime.combine(day, time(23, 59), zone)


class PhaseExtensionForm(BaseModel):
    """A later end of a phase, and why."""

    phase: int
    closes_on: date
    reason: Text
