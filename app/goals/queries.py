"""Reading the strategy in force: values, goals, action fields; and the districts."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Select, bindparam, func, select
from sqlmodel import Session

from app.goals.models import (
    ACTION_FIELD,
    DISTRICT,
    GOAL,
    ITEM_ACTION_FIELD,
    ITEM_VALUE,
    VALUE,
)
from app.items.models import ITEM
from app.items.visibility import public
from app.process.vocabulary import Kind, State
from app.process.words import Choice


@dataclass(frozen=True, slots=True)
class Entry:
    """A named part of the strategy in one language."""

    id: int
    code: str
    name: str
    text: str = ""
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A part of the strategy with how many published problems and measures are linked to it."""

    entry: Entry
    problems: int
    measures: int


@dataclass(frozen=True, slots=True)
class District:
    """A part of the city with its outline, if it is known."""

    code: str
    name: str
    shape: list[list[list[float]]]


def in_language(texts: dict[str, str], language: str) -> str:
    """The text in the language, else in the first one there is."""
    return texts.get(language) or next(iter(texts.values()), "")


def values(session: Session, language: str) -> list[Entry]:
    return _entries(session, _VALUES, language)


def goals(session: Session, language: str) -> list[Entry]:
    return _entries(session, _GOALS, language)


def action_fields(session: Session, language: str) -> list[Entry]:
    return _entries(session, _ACTION_FIELDS, language)


def counted_values(session: Session, language: str) -> list[Counted]:
    """The values with what is linked to them."""
    return _counted(session, values(session, language), ITEM_VALUE.c.value_id)


def counted_action_fields(session: Session, language: str) -> list[Counted]:
    """The action fields with what is linked to them."""
    fields = action_fields(session, language)
    return _counted(session, fields, ITEM_ACTION_FIELD.c.action_field_id)


def values_of(session: Session, item_id: int, language: str) -> list[Entry]:
    """The values an item is linked to."""
    return _entries(session, _VALUES_OF, language, item_id=item_id)


def action_fields_of(session: Session, item_id: int, language: str) -> list[Entry]:
    """The action fields an item is linked to."""
    return _entries(session, _ACTION_FIELDS_OF, language, item_id=item_id)


_VALUES, _GOALS, _ACTION_FIELDS = (
    select(table).order_by(table.c.id) for table in (VALUE, GOAL, ACTION_FIELD)
)
_VALUES_OF = _VALUES.join(ITEM_VALUE, ITEM_VALUE.c.value_id == VALUE.c.id).where(
    ITEM_VALUE.c.item_id == bindparam("item_id")
)
_ACTION_FIELDS_OF = _ACTION_FIELDS.join(
    ITEM_ACTION_FIELD, ITEM_ACTION_FIELD.c.action_field_id == ACTION_FIELD.c.id
).where(ITEM_ACTION_FIELD.c.item_id == bindparam("item_id"))


def district_choices(session: Session) -> list[Choice]:
    """The districts by name."""
    rows = session.execute(select(DISTRICT.c.id, DISTRICT.c.name).order_by(DISTRICT.c.name))
    return [Choice(str(row.id), row.name) for row in rows]


def district_outlines(session: Session) -> list[District]:
    """The districts with their outlines."""
    rows = session.execute(select(DISTRICT.c.code, DISTRICT.c.name, DISTRICT.c.shape))
    return [District(row.code, row.name, row.shape or []) for row in rows]


def choices(entries: list[Entry]) -> list[Choice]:
    return [Choice(str(entry.id), entry.name) for entry in entries]


def _counted(session: Session, entries: list[Entry], linked: Column[int]) -> list[Counted]:
    listed = (ITEM.c.kind == Kind.MEASURE) | (
        (ITEM.c.kind == Kind.PROBLEM) & (ITEM.c.state == State.PUBLISHED)
    )
    rows = session.execute(
        select(linked, ITEM.c.kind, func.count())
        .join(ITEM, ITEM.c.id == linked.table.c.item_id)
        .where(listed, public())
        .group_by(linked, ITEM.c.kind)
    )
    counts = {(row[0], row[1]): row[2] for row in rows}
    return [
        Counted(
            entry, counts.get((entry.id, Kind.PROBLEM), 0), counts.get((entry.id, Kind.MEASURE), 0)
        )
        for entry in entries
    ]


def _entries(session: Session, wanted: Select[Any], language: str, **key: int) -> list[Entry]:
    rows = session.execute(wanted, key).mappings()
    return [
        Entry(
            row["id"],
            row["code"],
            in_language(row["name"], language),
            in_language(row["text"], language),
            in_language(row.get("theme", {}), language),
        )
        for row in rows
    ]
