"""The day by which a participation promised all its answers, where it promised one."""

from typing import Any

from sqlalchemy import ColumnElement, case

from app.participation.forms import NO_END
from app.participation.models import PARTICIPATION

# What is open at any time has no such day: null.
PROMISED_DAY: ColumnElement[Any] = case(
    (PARTICIPATION.c.answers_due < NO_END, PARTICIPATION.c.answers_due)
)
