"""What the administration fills in to open a participation or to extend a phase."""

from datetime import UTC, date, datetime, time
from typing import Annotated, Any, ClassVar, Final, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from app.db.clock import now
from app.process.sentences import N_
from app.process.vocabulary import PLANNED_PHASES, Level, Phase

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=4000)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
More = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]

ENDS_BEFORE_IT_STARTS = N_("A phase must end after it begins.")
OVERLAP = N_("One phase must end before the next one begins.")
NOT_PLANNED = N_("A phase must collect, deliberate, synthesise or discuss requirements.")
BOTH_DAYS = N_("Please give both days, or leave both empty.")
NO_PHASE = N_("Please plan at least one phase.")
DUE_TOO_EARLY = N_("Answers cannot be due before contributions have been collected.")
NO_DAY = N_("Please give the day.")
NOTHING_TO_READ = N_("Please write something that can be read.")
NOT_READ: Final = object()
# The end of what has none. It is never shown.
NO_END: Final = datetime(9999, 1, 1, tzinfo=UTC)


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


class ConceptText(BaseModel):
    """The words of the public concept. What is optional can be added while it goes on."""

    title: Line
    subject: Text
    aim: Text
    can_decide: Text
    fixed: Text
    level: Level
    contact: Line
    authority: Line
    target_groups: More = ""
    silent_groups: More = ""
    online_formats: More = ""
    offline_formats: More = ""
    languages: More = ""
    moderation: More = ""
    dialogue_rules: More = ""
    budget: More = ""
    staff: More = ""
    use_of_results: More = ""
    decided_by: More = ""
    evaluation: More = ""


class Concept(ConceptText):
    """The public concept of a participation, with its phases in their order."""

    answers_due: datetime
    phases: tuple[PhaseDates, ...]

    @model_validator(mode="after")
    def _one_after_another(self) -> Self:
        for before, after in zip(self.phases, self.phases[1:], strict=False):
            if after.opens_at < before.closes_at:
                raise ValueError(OVERLAP)
        return self


class _Unfinished(BaseModel):
    """What need not be known while it is prepared. It lets people decide no more than is said."""

    subject: More = ""
    aim: More = ""
    can_decide: More = ""
    fixed: More = ""
    level: Level = Level.INFORM
    contact: Short = ""
    authority: Short = ""


class Draft(_Unfinished, Concept):
    """A concept in preparation: only what it is called must be known."""


class OpeningForm(ConceptText):
    """The concept as it is typed: each phase has two days, or none when it is not planned.

    The fields stand in the order of time, so that each day can be compared with those before.
    What is open at any time has no days at all.
    """

    becomes: ClassVar[type[Concept]] = Concept

    runs: Literal["phases", "standing"] = "phases"
    collecting_opens: Day = None
    collecting_closes: Day = None
    deliberating_opens: Day = None
    deliberating_closes: Day = None
    synthesis_opens: Day = None
    synthesis_closes: Day = None
    requirements_opens: Day = None
    requirements_closes: Day = None
    answers_due: Day = None

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
    def _after_collecting(cls, due: date | None, typed: ValidationInfo) -> date | None:
        if typed.data.get("runs") == "standing":
            return None
        planned = any(typed.data.get(f"{phase}_opens") for phase in PLANNED_PHASES)
        if cls.becomes is Concept and not (planned and due):
            raise ValueError(NO_DAY if planned else NO_PHASE)
        if due and due <= (typed.data.get("collecting_closes") or date.min):
            raise ValueError(DUE_TOO_EARLY)
        return due

    def concept(self, zone: ZoneInfo) -> Concept:
        """The concept with moments instead of days: a phase lasts until the end of its day."""
        due = end_of(self.answers_due, zone) if self.answers_due else NO_END
        phases = (standing_from(now()),) if self.runs == "standing" else self._planned(zone)
        return self.becomes(**self.model_dump(include=TEXTS), answers_due=due, phases=phases)

    def _planned(self, zone: ZoneInfo) -> tuple[PhaseDates, ...]:
        return tuple(
            PhaseDates(
                kind=kind,
                opens_at=datetime.combine(getattr(self, f"{kind}_opens"), time.min, zone),
                closes_at=end_of(getattr(self, f"{kind}_closes"), zone),
            )
            for kind in PLANNED_PHASES
            if getattr(self, f"{kind}_opens")
        )


class DraftForm(_Unfinished, OpeningForm):
    """The same while it is prepared. Days that are given already must fit each other."""

    becomes: ClassVar[type[Concept]] = Draft


TEXTS = set(ConceptText.model_fields)


def standing_from(moment: datetime) -> PhaseDates:
    """The one phase of what is open at any time."""
    return PhaseDates(kind=Phase.STANDING, opens_at=moment, closes_at=NO_END)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last minute of a day."""
    return datetime.combine(day, time(23, 59), zone)


class PhaseExtensionForm(BaseModel):
    """A later end of a phase, and why."""

    phase: int
    closes_on: date
    reason: Text


class ShareForm(BaseModel):
    """For how long a preview can be read, and by whom."""

    days: Annotated[int, Field(ge=1, le=90)]
    signed_in_only: bool = False


def _readable(text: str) -> str:
    if not has_words(text):
        raise ValueError(NOTHING_TO_READ)
    return text


def has_words(text: str) -> bool:
    """Whether there is something to be seen: a letter or a digit, not only what is blank."""
    return any(character.isalnum() for character in text)


class ResultForm(BaseModel):
    """What came of a participation."""

    result: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=20_000),
        AfterValidator(_readable),
    ]
