"""What the team fills in to plan a measure: work packages, milestones, risks."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from app.plans.money import Cents
from app.process.sentences import N_

NOT_A_DAY = N_("Please write a date, such as 2027-03-31.")
ANOTHER_CENTURY = N_("Please choose a day between 2000 and 2099.")
ENDS_BEFORE_IT_STARTS = N_("The end must not be before the beginning.")
CHOOSE = N_("Please choose one of these.")

LIKELIHOODS = (
    N_("very unlikely"),
    N_("unlikely"),
    N_("possible"),
    N_("likely"),
    N_("very likely"),
)
IMPACTS = (
    N_("hardly noticeable"),
    N_("small"),
    N_("noticeable"),
    N_("severe"),
    N_("puts the measure at risk"),
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _as_day(value: Any) -> Any:
    if isinstance(value, str) and not _ISO.fullmatch(value.strip()):
        raise ValueError(NOT_A_DAY)
    return value.strip() if isinstance(value, str) else value


def _in_this_century(day: date) -> date:
    if not 2000 <= day.year < 2100:
        raise ValueError(ANOTHER_CENTURY)
    return day


def _as_degree(value: Any) -> Any:
    if isinstance(value, str) and value not in {"1", "2", "3", "4", "5"}:
        raise ValueError(CHOOSE)
    return int(value) if isinstance(value, str) else value


Day = Annotated[date, BeforeValidator(_as_day), AfterValidator(_in_this_century)]
Degree = Annotated[Literal[1, 2, 3, 4, 5], BeforeValidator(_as_degree)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=160)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=120)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=2000)]


class PlanRow(BaseModel):
    """A row of a plan; `id` is that of the row it changes, None a new one."""

    id: int | None = None
    title: Title


class PackageRow(PlanRow):
    """A piece of the work; `requirements` are the references of those it covers."""

    result: Text
    owner: Line
    starts_on: Day
    ends_on: Day
    cost: Cents
    requirements: tuple[str, ...] = ()

    @field_validator("ends_on")
    @classmethod
    def _in_order(cls, ends_on: date, info: ValidationInfo) -> date:
        starts_on = info.data.get("starts_on")
        if starts_on and ends_on < starts_on:
            raise ValueError(ENDS_BEFORE_IT_STARTS)
        return ends_on


class MilestoneRow(PlanRow):
    """A day by which something is reached."""

    due_on: Day


class RiskRow(PlanRow):
    """What may go wrong, how likely, how bad, and what is done against it."""

    likelihood: Degree
    impact: Degree
    response: Text


RowKind = Literal["packages", "milestones", "risks"]
ROW_KINDS: tuple[RowKind, ...] = get_args(RowKind)
ROW_FORMS: dict[str, type[PlanRow]] = {
    "packages": PackageRow,
    "milestones": MilestoneRow,
    "risks": RiskRow,
}


class PlanDraft(BaseModel):
    """The whole working copy of a plan."""

    packages: tuple[PackageRow, ...] = ()
    milestones: tuple[MilestoneRow, ...] = ()
    risks: tuple[RiskRow, ...] = ()

    def rows(self, kind: str) -> tuple[PlanRow, ...]:
        """The rows of one kind."""
        rows: tuple[PlanRow, ...] = getattr(self, kind)
        return rows

    def row(self, kind: str, id: int) -> PlanRow | None:
        """The row with this id."""
        return next((row for row in self.rows(kind) if row.id == id), None)

    def with_row(self, kind: str, row: PlanRow) -> "PlanDraft":
        """The same plan with this row changed or added."""
        rows = self.rows(kind)
        if row.id is None:
            return self._with(kind, (*rows, row))
        return self._with(kind, (row if each.id == row.id else each for each in rows))

    def without(self, kind: str, id: int) -> "PlanDraft":
        """The same plan without this row."""
        return self._with(kind, (row for row in self.rows(kind) if row.id != id))

    def _with(self, kind: str, rows: Iterable[PlanRow]) -> "PlanDraft":
        return self.model_copy(update={kind: tuple(rows)})
