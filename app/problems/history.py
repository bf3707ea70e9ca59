"""What a contribution said before it was changed, and what each change was."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlmodel import Session

from app.goals.queries import action_fields, district_choices
from app.items.models import Item
from app.items.versions import ChangedLine, Version, difference, versions_of
from app.problems.asking import QUESTIONS, Question
from app.problems.queries import words_of
from app.process.actor import Actor
from app.process.vocabulary import State

Moment = Callable[[datetime], str]


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


def changes_of(
    session: Session, actor: Actor, item: Item, language: str, *, moment: Moment
) -> list[Change]:
    """Every change, the newest first. Words that never were public stay with their author."""
    present = words_of(session, item)
    versions = versions_of(session, item.id, present)
    seen = [version for version in versions if _may_see(actor, item, version)]
    names = _names(session, language)
    texts = [_texts(version.fields, names, moment) for version in seen]
    asked = QUESTIONS[present["contribution"]]
    changes = [
        Change(after.number, before.until, _compared(old, new, asked))
        for (before, after), (old, new) in zip(pairwise(seen), pairwise(texts), strict=True)
    ]
    return changes[::-1]


def _may_see(actor: Actor, item: Item, version: Version) -> bool:
    was_public = version.until is None or version.fields.get("state") == State.PUBLISHED
    return was_public or item.author_id == actor.id


def _compared(
    before: Mapping[str, str], after: Mapping[str, str], asked: Mapping[str, Question]
) -> list[Changed]:
    return [
        Changed(question.text, difference(before.get(name, ""), after.get(name, "")))
        for name, question in asked.items()
        if name != "organisation_id" and before.get(name, "") != after.get(name, "")
    ]


def _texts(fields: Mapping[str, Any], names: dict[int, str], moment: Moment) -> dict[str, str]:
    """What stood in each field, in words."""
    texts = {name: _text(value, names) for name, value in fields.items()}
    if begins := fields.get("takes_place_at"):
        texts["takes_place_at"] = moment(datetime.fromisoformat(begins))
    return texts


def _text(value: Any, names: dict[int, str]) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(names.get(each, "") for each in value)
    return names.get(value, "") if isinstance(value, int) else value or ""


def _names(session: Session, language: str) -> dict[int, str]:
    fields = {entry.id: entry.name for entry in action_fields(session, language)}
    return fields | {int(each.value): each.label for each in district_choices(session)}
