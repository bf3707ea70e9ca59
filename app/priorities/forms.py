"""What the administration sets up, and what a ballot may say."""

from collections.abc import Collection, Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints, model_validator

from app.process.sentences import N_
from app.process.vocabulary import Method

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=2000)]
MOST_POINTS = 100

TWO_AT_LEAST = N_("Please choose at least two, so that there is something to decide between.")
EACH_TOO_MANY = N_("One of them cannot get more points than a person has.")
TOO_MANY_PLACES = N_("There cannot be more places than there are things to choose from.")
NOTHING_GIVEN = N_("Please give priority to at least one of them.")
TOO_MANY = N_("You have given more points than you have. Please take some away.")
TOO_MANY_FOR_ONE = N_("This is more than one of them may get.")
TWICE = N_("Two of them have the same place. Please give each place once.")
NO_SUCH_PLACE = N_("There is no such place.")
NO_NUMBER = N_("Please write a whole number, in digits.")
NOT_IN_QUESTION = N_("One of these is not in question here.")


def _one_if_blank(typed: Any) -> Any:
    return typed or 1


class PrioritisationForm(BaseModel):
    """A setting of priorities, as it is opened. `most_each` counts for points only."""

    title: Line
    explanation: Text
    method: Method
    most: Annotated[int, Field(ge=1, le=MOST_POINTS)]
    most_each: Annotated[int, BeforeValidator(_one_if_blank), Field(ge=1, le=MOST_POINTS)] = 1
    hidden: bool = False
    choices: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _can_be_decided(self) -> Self:
        if len(set(self.choices)) < 2:
            raise ValueError(TWO_AT_LEAST)
        if self.method is Method.POINTS and self.most_each > self.most:
            raise ValueError(EACH_TOO_MANY)
        if self.method is Method.RANKING and self.most > len(set(self.choices)):
            raise ValueError(TOO_MANY_PLACES)
        return self


def ballot_objection(
    values: Mapping[Any, int], *, among: Collection[Any], method: Method, most: int, most_each: int
) -> str:
    """What is wrong with a ballot (item to points or place); empty when it counts."""
    given = [value for value in values.values() if value]
    if not set(values) <= set(among):
        return NOT_IN_QUESTION
    if not given:
        return NOTHING_GIVEN
    if method is Method.RANKING:
        if len(set(given)) < len(given):
            return TWICE
        return NO_SUCH_PLACE if min(given) < 1 or max(given) > most else ""
    if min(given) < 0 or max(given) > most_each:
        return TOO_MANY_FOR_ONE
    return TOO_MANY if sum(given) > most else ""
