from datetime import date, datetime
from typing import Any

from sqlmodel import Field, SQLModel

from app.db.clock import now
from app.db.columns import DATA, MOMENT
from app.db.ids import ID_COLUMN, new_id
from app.db.rows import table_of
from app.db.statements import keep_append_only


class Plan(SQLModel, table=True):
    """The project plan of a measure as it is being worked on; `version` is the last published."""

    id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    measure_id: int = Field(foreign_key="measure.id", unique=True, sa_type=ID_COLUMN)
    version: int = 0


class WorkPackage(SQLModel, table=True):
    """A piece of the work; cost in cents."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    plan_id: int = Field(foreign_key="plan.id", sa_type=ID_COLUMN, index=True)
    title: str = Field(max_length=160)
    result: str = ""
    owner: str = Field(max_length=120)
    starts_on: date
    ends_on: date
    cost_cents: int = Field(sa_type=ID_COLUMN)


class PackageRequirement(SQLModel, table=True):
    """A work package covers a requirement."""

    package_id: int = Field(primary_key=True, foreign_key="workpackage.id", sa_type=ID_COLUMN)
    requirement_id: int = Field(
        primary_key=True, foreign_key="requirement.id", sa_type=ID_COLUMN, index=True
    )


class Milestone(SQLModel, table=True):
    """A day by which something is reached."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    plan_id: int = Field(foreign_key="plan.id", sa_type=ID_COLUMN, index=True)
    title: str = Field(max_length=160)
    due_on: date


class Risk(SQLModel, table=True):
    """What may go wrong, from 1 (low) to 5 (high), and what is done against it."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    plan_id: int = Field(foreign_key="plan.id", sa_type=ID_COLUMN, index=True)
    title: str = Field(max_length=160)
    likelihood: int
    impact: int
    response: str = ""


class PlanVersion(SQLModel, table=True):
    """A published version of a plan, whole and unchangeable."""

    plan_id: int = Field(primary_key=True, foreign_key="plan.id", sa_type=ID_COLUMN)
    number: int = Field(primary_key=True)
    content: dict[str, Any] = Field(sa_type=DATA)
    by_id: int = Field(sa_type=ID_COLUMN)
    at: datetime = Field(default_factory=now, sa_type=MOMENT)


PLAN, WORK_PACKAGE = table_of(Plan), table_of(WorkPackage)
PACKAGE_REQUIREMENT = table_of(PackageRequirement)
MILESTONE, RISK, PLAN_VERSION = table_of(Milestone), table_of(Risk), table_of(PlanVersion)

keep_append_only(PLAN_VERSION)
