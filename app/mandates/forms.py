"""What the administration puts to decision, and what the body decides."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import zip_longest
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from app.db.ids import Id
from app.plans.money import MOST_CENTS, cents, typed_euros
from app.process.paths import IN_FORCE, OUTCOMES
from app.process.sentences import N_
from app.process.vocabulary import Action, State

WHOLE_IMPLEMENTER = N_("Please give each implementer a name, a role and a contact.")
WHOLE_YEAR = N_("Please write a year in four digits, with its amount.")
YEAR_TWICE = N_("Please write each year only once.")
TOO_MUCH = N_("This amount is too large.")
NO_RESULT = N_("Please choose one of these.")
NO_CONDITIONS = N_("Please write the conditions.")
NO_IMPLEMENTER = N_("A mandate names who carries the measure out.")
NO_BUDGET = N_("A mandate fixes the budget for each year. Write 0 when no money is needed.")
NO_SOURCE = N_("Please write where the money comes from, or why none is needed.")
RESULTS = OUTCOMES[Action.DECIDE_MANDATE][1]
# What must not be empty when the body decides so.
NEEDED: dict[str, tuple[frozenset[State], str]] = {
    "conditions": (frozenset({State.CONDITIONAL}), NO_CONDITIONS),
    "implementer_name": (IN_FORCE, NO_IMPLEMENTER),
    "year": (IN_FORCE, NO_BUDGET),
    "source": (IN_FORCE, NO_SOURCE),
}


def _none_if_blank(typed: Any) -> Any:
    return typed.strip() or None if isinstance(typed, str) else typed


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Cell = Annotated[str, StringConstraints(strip_whitespace=True, max_length=160)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=4000)]
MoreText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
Votes = Annotated[Annotated[int, Field(ge=0, le=100_000)] | None, BeforeValidator(_none_if_blank)]


class Budget(BaseModel):
    """Who implements and what it may cost, in rows; rows left empty do not count.

    The last column of each table judges its rows, so that the message stands at the table.
    """

    model_config = ConfigDict(validate_default=True)

    implementer_role: tuple[Cell, ...] = ()
    implementer_contact: tuple[Cell, ...] = ()
    implementer_name: tuple[Cell, ...] = ()
    amount: tuple[Cell, ...] = ()
    year: tuple[Cell, ...] = ()
    budget_title: Line = ""
    source: Line = ""

    @classmethod
    def of(
        cls,
        implementers: Iterable[Mapping[str, str]],
        years: Iterable[Mapping[str, int]],
        **more: Any,
    ) -> Self:
        """From {name, role, contact} and {year, cents}, as they are stored."""
        return cls.model_validate(typed_rows(implementers, years) | more)

    @property
    def implementers(self) -> list[dict[str, str]]:
        rows = zip_longest(
            self.implementer_name, self.implementer_role, self.implementer_contact, fillvalue=""
        )
        return [{"name": row[0], "role": row[1], "contact": row[2]} for row in rows if any(row)]

    @property
    def years(self) -> list[dict[str, int]]:
        rows = zip_longest(self.year, self.amount, fillvalue="")
        return sorted(
            ({"year": int(year), "cents": cents(amount)} for year, amount in rows if year),
            key=lambda row: row["year"],
        )

    @property
    def total(self) -> int:
        return sum(row["cents"] for row in self.years)

    @field_validator("implementer_name")
    @classmethod
    def _whole_implementers(cls, names: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        others = [info.data.get(f"implementer_{column}", ()) for column in ("role", "contact")]
        for row in zip_longest(names, *others, fillvalue=""):
            if any(row) and not all(row):
                raise ValueError(WHOLE_IMPLEMENTER)
        return names

    @field_validator("year")
    @classmethod
    def _whole_years(cls, years: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        for year, amount in zip_longest(years, info.data.get("amount", ()), fillvalue=""):
            if amount and cents(amount) > MOST_CENTS:
                raise ValueError(TOO_MUCH)
            if bool(year) != bool(amount) or (year and not _is_year(year)):
                raise ValueError(WHOLE_YEAR)
        written = [year for year in years if year]
        if len(set(written)) < len(written):
            raise ValueError(YEAR_TWICE)
        return years


class PackageForm(Budget):
    """A decision package in preparation. What is missing, gate 1 asks for at submission."""

    body_id: Id


class AmendmentForm(PackageForm):
    """What is to be different from the mandate in force, and why."""

    reason: Text


class Outcome(BaseModel):
    """What was decided, when and why. Read first, since the budget depends on it."""

    result: State
    decided_on: date
    reason: Text

    @field_validator("result")
    @classmethod
    def _a_result(cls, result: State) -> State:
        if result not in RESULTS:
            raise ValueError(NO_RESULT)
        return result


class DecisionForm(Budget, Outcome):
    """What the body has decided. A mandate fixes implementers and budget, also one of 0 euros."""

    conditions: MoreText = ""
    votes_for: Votes = None
    votes_against: Votes = None
    abstentions: Votes = None

    @field_validator(*NEEDED)
    @classmethod
    def _needed_for_a_mandate(cls, value: Any, info: ValidationInfo) -> Any:
        results, sentence = NEEDED[str(info.field_name)]
        filled = value if isinstance(value, str) else any(value)
        if info.data.get("result") in results and not filled:
            raise ValueError(sentence)
        return value


def _is_year(typed: str) -> bool:
    return typed.isdecimal() and 2000 <= int(typed) <= 2200


def typed_rows(
    implementers: Iterable[Mapping[str, str]],
    years: Iterable[Mapping[str, int]],
    language: str = "en",
) -> dict[str, Any]:
    """Stored implementers and years as the columns of the form."""
    implementers, years = list(implementers), list(years)
    return {
        "implementer_name": [row["name"] for row in implementers],
        "implementer_role": [row["role"] for row in implementers],
        "implementer_contact": [row["contact"] for row in implementers],
        "year": [str(row["year"]) for row in years],
        "amount": [typed_euros(row["cents"], language) for row in years],
    }
