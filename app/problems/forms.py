"""What a person fills in for each kind of contribution, one thing per page (mission 3.1)."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from app.accounts.forms import Email, Name
from app.db.clock import now
from app.problems.geometry import NO_POINT, point_text, read_point
from app.process.sentences import N_
from app.process.vocabulary import Channel, Contribution, Group, Retraction

MOST = 4000
MOST_IN_A_LINE = 200
MOST_IN_A_TITLE = 120

LEFT_EMPTY = N_("Please leave this field empty.")
WRITTEN_AFTER_FILING = N_("The day of writing lies after the day of filing. Please check both.")
NO_CONSENT = N_("Without the consent of the person their text cannot be published.")
OVER = N_("This day is over. When does it take place?")


def _none_if_blank(typed: Any) -> Any:
    return typed or None


def _no_if_blank(typed: Any) -> Any:
    return typed or False


def _unstated_if_blank(typed: Any) -> Any:
    return typed or Group.UNSTATED


def _point(typed: Any) -> str:
    """As it is kept, or nothing; what is no point is refused."""
    text = str(typed or "").strip()
    point = read_point(text)
    if text and point is None:
        raise ValueError(NO_POINT)
    return point_text(*point) if point else ""


Title = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=10, max_length=MOST_IN_A_TITLE)
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=MOST)]
# Where one word is an answer: everybody, nothing.
Answer = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=MOST)]
MoreText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST_IN_A_LINE)]
PlaceName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=2, max_length=MOST_IN_A_LINE)
]
Place = Annotated[str, StringConstraints(min_length=1, max_length=20)]
Point = Annotated[str, BeforeValidator(_point)]
Chosen = Annotated[int | None, BeforeValidator(_none_if_blank)]


class KindStep(BaseModel):
    """What somebody brings, and the language they write in, by which it is read aloud."""

    contribution: Contribution
    language: str = ""


class TitleStep(BaseModel):
    """The contribution in one sentence."""

    title: Title


class Beginning(TitleStep):
    """The first page. `website` is seen by programs only; whoever fills it in is one."""

    participation: str
    contribution: Contribution = Contribution.PROBLEM
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
    affected: Answer


class EverydayStep(BaseModel):
    """The life reality: what an ordinary day is like."""

    everyday: Text


class NeedStep(BaseModel):
    need: Answer


class WhyStep(BaseModel):
    """Why a question matters: what follows as long as nobody answers it."""

    consequence: Text


class DistrictStep(BaseModel):
    """Where; all of it may be left open."""

    district_id: Chosen = None
    place: Line = ""
    point: Point = ""


class PlaceStep(DistrictStep):
    """Where and since when; all of it may be left open."""

    since: Line = ""


class MomentStep(BaseModel):
    """When and where an event takes place; the moment as the clocks in the city show it."""

    takes_place_at: datetime
    place: PlaceName
    district_id: Chosen = None
    point: Point = ""

    @field_validator("takes_place_at")
    @classmethod
    def _to_come(cls, typed: datetime) -> datetime:
        if typed.replace(tzinfo=None) < now().replace(tzinfo=None) - timedelta(days=1):
            raise ValueError(OVER)
        return typed


class AboutStep(BaseModel):
    """What it is about and who speaks; all of it may be left open."""

    action_fields: tuple[int, ...] = ()
    organisation_id: Chosen = None


class MoreStep(BaseModel):
    """What else there is to say about a problem; all of it may be left open."""

    consequence: MoreText = ""
    tried: MoreText = ""
    action_fields: tuple[int, ...] = ()
    organisation_id: Chosen = None


class IdeaMoreStep(BaseModel):
    """What else there is to say about an idea; all of it may be left open."""

    tried: MoreText = ""
    action_fields: tuple[int, ...] = ()
    organisation_id: Chosen = None


class ProblemText(TitleStep, WhatStep, AffectedStep, EverydayStep, NeedStep, PlaceStep, MoreStep):
    """A whole problem statement, ready to be handed in."""


class IdeaText(TitleStep, WhatStep, AffectedStep, NeedStep, DistrictStep, IdeaMoreStep):
    """A whole idea."""


class QuestionText(TitleStep, WhatStep, WhyStep, DistrictStep, AboutStep):
    """A whole question."""


class ProjectText(TitleStep, WhatStep, AffectedStep, NeedStep, PlaceStep, AboutStep):
    """A project that exists already."""


class OfferText(TitleStep, WhatStep, AffectedStep, NeedStep, PlaceStep, AboutStep):
    """An offer to cooperate."""


class EventText(TitleStep, WhatStep, MomentStep, AffectedStep, AboutStep):
    """An event."""


class Withdrawal(BaseModel):
    """Why an author withdraws: the reason that fits best, and in words."""

    reason: Retraction
    explanation: Text


class AssistedEntry(BaseModel):
    """What staff enter for somebody else. It holds as much as was said; only the core is needed.

    The days stand in the order of the form, so that writing can be compared with filing.
    """

    participation: Place
    contribution: Contribution
    channel: Channel
    person_name: Name = ""
    email: Annotated[Email | None, BeforeValidator(_none_if_blank)] = None
    group: Annotated[Group, BeforeValidator(_unstated_if_blank)] = Group.UNSTATED
    organisation: Line = ""
    language: str = ""
    filed_on: date
    written_on: Annotated[date | None, BeforeValidator(_none_if_blank)] = None
    title: Title
    what: Text
    affected: MoreText = ""
    everyday: MoreText = ""
    need: MoreText = ""
    consequence: MoreText = ""
    tried: MoreText = ""
    takes_place_at: Annotated[datetime | None, BeforeValidator(_none_if_blank)] = None
    place: Line = ""
    since: Line = ""
    district_id: Chosen = None
    action_fields: tuple[int, ...] = ()
    consent: Annotated[bool, BeforeValidator(_no_if_blank), Field(validate_default=True)] = False

    @field_validator("written_on")
    @classmethod
    def _not_after_filing(cls, written: date | None, typed: ValidationInfo) -> date | None:
        filed = typed.data.get("filed_on")
        if written and filed and written > filed:
            raise ValueError(WRITTEN_AFTER_FILING)
        return written

    @field_validator("consent")
    @classmethod
    def _given(cls, consent: bool) -> bool:
        if not consent:
            raise ValueError(NO_CONSENT)
        return consent


class AssignmentForm(BaseModel):
    """Where a contribution of the arena goes, and why."""

    participation: Place
    why: MoreText = ""


TEXTS: dict[Contribution, type[TitleStep]] = {
    Contribution.PROBLEM: ProblemText,
    Contribution.IDEA: IdeaText,
    Contribution.QUESTION: QuestionText,
    Contribution.PROJECT: ProjectText,
    Contribution.OFFER: OfferText,
    Contribution.EVENT: EventText,
}
