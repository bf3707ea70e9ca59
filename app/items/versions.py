"""Reading the kept versions of an item and what changed between two of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.items.models import ITEM_VERSION
from app.items.redactions import redacted, redactions_of

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\s*\n+\s*")


@dataclass(frozen=True, slots=True)
class Version:
    """The words as they stood until `until`; None for those that stand now."""

    number: int
    fields: Mapping[str, Any]
    until: datetime | None


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A sentence that stayed ("same"), came ("added") or went ("removed")."""

    kind: str
    text: str


def versions_of(session: Session, item_id: int, present: Mapping[str, Any]) -> list[Version]:
    """Every version, the oldest first; the last one is the `present` words."""
    rows = session.execute(
        select(ITEM_VERSION.c.number, ITEM_VERSION.c.fields, ITEM_VERSION.c.at)
        .where(ITEM_VERSION.c.item_id == item_id)
        .order_by(ITEM_VERSION.c.number)
    ).all()
    hidden = redactions_of(session, item_id)
    kept = [Version(number, redacted(fields, hidden, at), at) for number, fields, at in rows]
    return [*kept, Version(len(kept) + 1, present, None)]


def difference(before: str, after: str) -> list[ChangedLine]:
    """What changed between two texts, sentence by sentence."""
    old, new = _sentences(before), _sentences(after)
    lines = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += [ChangedLine("same", text) for text in old[a:b]]
        else:
            lines += [ChangedLine("removed", text) for text in old[a:b]]
            lines += [ChangedLine("added", text) for text in new[c:d]]
    return lines


def _sentences(text: str) -> list[str]:
    return [each for each in _SENTENCE_END.split(text.strip()) if each]
