"""What is noted about an invitation."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, StringConstraints

from app.db.clock import now
from app.process.sentences import N_
from app.process.vocabulary import Group

NOT_YET = N_("Please note it once it has happened: this day lies ahead.")


def _none_if_blank(typed: Any) -> Any:
    return typed or None


def _past(day: date) -> date:
    if day > now().date():
        raise ValueError(NOT_YET)
    return day


class OutreachForm(BaseModel):
    """Who was invited, how, when, and what came of it. No names of people."""

    whom: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=300)]
    group: Annotated[Group | None, BeforeValidator(_none_if_blank)] = None
    how: Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=2000)]
    on_day: Annotated[date, AfterValidator(_past)]
    result: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = ""
