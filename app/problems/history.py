"""What a problem said before it was changed, and what each change was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlmodel import Session

from app.goals.queries import action_fields, district_choices
from app.items.models import Item
from app.items.versions import ChangedLine, Version, difference, versions_of
from app.problems.forms import QUESTIONS
from app.problems.queries import words_of
from app.process.actor import Actor
from app.process.vocabulary import State

COMPARED = tuple(name for name in QUESTIONS if name != "organisation_id")


@dataclass(frozen=True, slots=True)
class Changed:
    """One question whose answer changed, and how."""

    question: str
    lines: list[ChangedLine]


@dataclass(frozen=True, slots=True)
class Change:
    """What changed at a moment, from one version to the next."""

    number: int
    at: datetime | None
    changed: list[Changed]


def changes_of(session: Session, actor: Actor, item: Item, language: str) -> list[Change]:
    """Every change, the newest first. Words that never were public stay with their author."""
    versions = versions_of(session, item.id, words_of(session, item))
    seen = [version for version in versions if _may_see(actor, item, version)]
    names = _names(session, language)
    changes = [
        Change(after.number, before.until, _compared(before.fields, after.fields, names))
        for before, after in pairwise(seen)
    ]
    return changes[::-1]


def _may_see(actor: Actor, item: Item, version: Version) -> bool:
    was_public = version.until is None or version.fields.get("state") == State.PUBLISHED
    return was_public or item.author_id == actor.id


def _compared(
    before: Mapping[str, Any], after: Mapping[str, Any], names: dict[int, str]
) -> list[Changed]:
    texts = [
        (QUESTIONS[each], _text(before.get(each), names), _text(after.get(each), names))
        for each in COMPARED
    ]
    return [Changed(name, difference(old, new)) for name, old, new in texts if old != new]


def _text(value: Any, names: dict[int, str]) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(names.get(each, "") for each in value)
    return names.get(value, "") if isinstance(value, int) else value or ""


def _names(session: Session, language: str) -> dict[int, str]:
    fields = {entry.id: entry.name for entry in action_fields(session, language)}
    return fields | {int(each.value): each.label for each in district_choices(session)}
