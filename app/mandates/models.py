from datetime import date, datetime
from typing import Any

from sqlmodel import Field, SQLModel

from app.db.clock import now
from app.db.columns import DATA, MOMENT, word_column
from app.db.ids import ID_COLUMN
from app.db.rows import table_of
from app.db.statements import keep_append_only
from app.process.vocabulary import State


class Mandate(SQLModel, table=True):
    """A decision package in preparation: who is to decide, proposed implementers and budget.

    `implementers` are {name, role, contact}; `years` are {year, cents}; `amends_id` is the
    mandate that this one changes.
    """

    id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    body_id: int = Field(foreign_key="body.id", sa_type=ID_COLUMN, index=True)
    implementers: list[dict[str, str]] = Field(default_factory=list, sa_type=DATA)
    years: list[dict[str, int]] = Field(default_factory=list, sa_type=DATA)
    source: str = Field(default="", max_length=200)
    budget_title: str = Field(default="", max_length=200)
    amends_id: int | None = Field(default=None, foreign_key="mandate.id", sa_type=ID_COLUMN)
    amendment_reason: str = ""


class Package(SQLModel, table=True):
    """What was put to decision, frozen: description, requirements, plan version; with its hash."""

    mandate_id: int = Field(primary_key=True, foreign_key="mandate.id", sa_type=ID_COLUMN)
    content: dict[str, Any] = Field(sa_type=DATA)
    hash: str = Field(max_length=64)
    plan_version: int
    at: datetime = Field(default_factory=now, sa_type=MOMENT)
    by_id: int = Field(sa_type=ID_COLUMN)


class Decision(SQLModel, table=True):
    """What the body decided. Never changed: an amendment is a new package with a new decision."""

    mandate_id: int = Field(primary_key=True, foreign_key="mandate.id", sa_type=ID_COLUMN)
    body_id: int = Field(foreign_key="body.id", sa_type=ID_COLUMN)
    result: State = Field(sa_type=word_column(State))
    decided_on: date
    reason: str
    conditions: str = ""
    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None
    implementers: list[dict[str, str]] = Field(sa_type=DATA)
    years: list[dict[str, int]] = Field(sa_type=DATA)
    budget_cents: int = Field(sa_type=ID_COLUMN)
    source: str = ""
    budget_title: str = ""
    recorded_by: int = Field(sa_type=ID_COLUMN)
    at: datetime = Field(default_factory=now, sa_type=MOMENT)


MANDATE, PACKAGE, DECISION = table_of(Mandate), table_of(Package), table_of(Decision)

for _table in (PACKAGE, DECISION):
    keep_append_only(_table)
