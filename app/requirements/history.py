"""The versions of a requirement and what changed from one to the next, in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from enum import Enum
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.items.models import ITEM_VERSION, Item
from app.process.sentences import N_
from app.process.vocabulary import Priority, RequirementKind
from app.requirements.models import Requirement
from app.requirements.origins import public_origins

_END_OF_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_TEXTS = {
    "title": N_("Title"),
    "text": N_("Requirement"),
    "acceptance": N_("How one can tell that it is met"),
}
_WORDS: dict[str, tuple[str, type[Enum]]] = {
    "kind": (N_("Kind"), RequirementKind),
    "priority": (N_("Priority"), Priority),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence that stayed the same, was added or was removed."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What changed in one field: sentences, or a word of the vocabulary before and after."""

    label: str
    lines: tuple[Line, ...] = ()
    before: Enum | None = None
    after: Enum | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """A change of a requirement; `number` is the version it led to."""

    number: int
    at: datetime
    by: str | None
    changes: tuple[FieldChange, ...]


def revisions(session: Session, item: Item) -> list[Revision]:
    """Every change of a requirement's words, the last one first."""
    rows = session.execute(
        select(ITEM_VERSION, PERSON.c.name)
        .select_from(ITEM_VERSION.outerjoin(PERSON, PERSON.c.id == ITEM_VERSION.c.by_id))
        .where(ITEM_VERSION.c.item_id == item.id)
        .order_by(ITEM_VERSION.c.number)
    ).all()
    if not rows:
        return []
    words = [*(row.fields for row in rows), _present(session, item)]
    return [
        Revision(row.number + 1, row.at, row.name, _changes(words[place], words[place + 1]))
        for place, row in reversed(list(enumerate(rows)))
    ]


def difference(before: str, after: str) -> tuple[Line, ...]:
    """Sentence by sentence, what stayed, what was removed and what was added."""
    old, new = _END_OF_SENTENCE.split(before), _END_OF_SENTENCE.split(after)
    return _lines(old, new)


def _lines(old: Sequence[str], new: Sequence[str]) -> tuple[Line, ...]:
    lines: list[Line] = []
    for how, *bounds in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        a, b, c, d = bounds
        if how == "equal":
            lines += [Line("same", text) for text in old[a:b]]
        else:
            lines += [Line("removed", text) for text in old[a:b]]
            lines += [Line("added", text) for text in new[c:d]]
    return tuple(lines)


def _changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[FieldChange, ...]:
    changes = [
        FieldChange(label, difference(before[name], after[name]))
        for name, label in _TEXTS.items()
        if before[name] != after[name]
    ]
    changes += [
        FieldChange(label, before=vocabulary(before[name]), after=vocabulary(after[name]))
        for name, (label, vocabulary) in _WORDS.items()
        if before[name] != after[name]
    ]
    if before["origins"] != after["origins"]:
        changes.append(FieldChange(N_("Origin"), _lines(before["origins"], after["origins"])))
    return tuple(changes)


def _present(session: Session, item: Item) -> dict[str, Any]:
    requirement = session.get_one(Requirement, item.id)
    words = {name: getattr(requirement, name) for name in ("text", "acceptance", *_WORDS)}
    return words | {"title": item.title, "origins": list(public_origins(session, item.id))}
