"""Bringing in the strategy in force from a TOML file: values, goals, fields, districts, bodies.

Entries are known by their code: importing a changed file again changes their words and nothing
else, and what is not in the file stays, because items may be linked to it.
"""

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from sqlalchemy import insert, select, update
from sqlmodel import Session, SQLModel

from app.db.ids import new_id
from app.db.rows import table_of
from app.goals.models import ActionField, District, Goal, Value
from app.organisations.models import Body
from app.process.actor import Actor
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.vocabulary import Action
from app.record import record

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{2,40}$")]
Corner = tuple[Annotated[float, Field(ge=-180, le=180)], Annotated[float, Field(ge=-90, le=90)]]
Ring = Annotated[list[Corner], Field(min_length=3)]
Texts = dict[Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")], str]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    code: Code


class _Named(_Entry):
    name: Texts = Field(min_length=1)
    text: Texts = Field(min_length=1)


class _Field(_Named):
    theme: Texts = Field(min_length=1)


class _District(_Entry):
    name: str = Field(min_length=2, max_length=80)
    shape: list[Ring] = []


class _Body(_Entry):
    name: Texts = Field(min_length=1)
    purpose: Texts = Field(min_length=1)
    decides_mandates: bool = False


class Strategy(BaseModel):
    """The file: lists of entries, each with its code and its words by language."""

    model_config = ConfigDict(extra="forbid")

    value: list[_Named] = []
    goal: list[_Named] = []
    action_field: list[_Field] = []
    district: list[_District] = []
    body: list[_Body] = []


TABLES: dict[str, type[SQLModel]] = {
    "value": Value,
    "goal": Goal,
    "action_field": ActionField,
    "district": District,
    "body": Body,
}


def read_strategy(path: Path) -> Strategy:
    """Read and check the whole file; `Refused` names every entry that is not as it must be."""
    try:
        return Strategy.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise Refused(f"{path}: {problem}") from problem
    except ValidationError as problem:
        lines = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}." for e in problem.errors())
        raise Refused(*lines) from problem


def import_strategy(session: Session, actor: Actor, strategy: Strategy) -> int:
    """Bring in the strategy, all of it or nothing. Returns how many entries it has."""
    permit(Action.IMPORT_STRATEGY, actor)
    count = 0
    for kind, model in TABLES.items():
        for entry in getattr(strategy, kind):
            record(session, actor, Action.IMPORT_STRATEGY, _put(session, model, entry))
            count += 1
    return count


def _put(session: Session, model: type[SQLModel], entry: _Entry) -> int:
    table, fields = table_of(model), entry.model_dump()
    known = select(table.c.id).where(table.c.code == entry.code)
    found: int | None = session.execute(known).scalar_one_or_none()
    if found is not None:
        session.execute(update(table).where(table.c.id == found).values(fields))
        return found
    fields |= {"id": new_id()}
    session.execute(insert(table).values(fields))
    return int(fields["id"])
