"""Reading the strategy in force: values, goals, action fields; and the districts."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, select
from sqlmodel import Session

from app.goals.models import (
    ACTION_FIELD,
    DISTRICT,
    GOAL,
    ITEM_ACTION_FIELD,
    ITEM_VALUE,
    VALUE,
)
from app.process.words import Choice


@dataclass(frozen=True, slots=True)
class Entry:
    """A named part of the strategy in one language."""

    id: int
    code: str
    name: str
    text: str = ""
    theme: str = ""


def in_language(texts: dict[str, str], language: str) -> str:
    """The text in the language, else in the first one there is."""
    return texts.get(language) or next(iter(texts.values()), "")


def values(session: Session, language: str) -> list[Entry]:
    return _entries(session, VALUE, language)


def goals(session: Session, language: str) -> list[Entry]:
    return _entries(session, GOAL, language)


def action_fields(session: Session, language: str) -> list[Entry]:
    return _entries(session, ACTION_FIELD, language)


def values_of(session: Session, item_id: int, language: str) -> list[Entry]:
    """The values an item is linked to."""
    mine = select(ITEM_VALUE.c.value_id).where(ITEM_VALUE.c.item_id == item_id)
    return _entries(session, VALUE, language, VALUE.c.id.in_(mine))


def action_fields_of(session: Session, item_id: int, language: str) -> list[Entry]:
    """The action fields an item is linked to."""
    mine = select(ITEM_ACTION_FIELD.c.action_field_id).where(ITEM_ACTION_FIELD.c.item_id == item_id)
    return _entries(session, ACTION_FIELD, language, ACTION_FIELD.c.id.in_(mine))


def district_choices(session: Session) -> list[Choice]:
    """The districts by name."""
    rows = session.execute(select(DISTRICT.c.id, DISTRICT.c.name).order_by(DISTRICT.c.name))
    return [Choice(str(row.id), row.name) for row in rows]


def choices(entries: list[Entry]) -> list[Choice]:
    return [Choice(str(entry.id), entry.name) for entry in entries]


def _entries(session: Session, table: Table, language: str, *where: Any) -> list[Entry]:
    rows = session.execute(select(table).where(*where).order_by(table.c.id)).mappings()
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
