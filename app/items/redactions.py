"""Blacked out passages: the blocks in a text, and former versions shown without the passages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.items.models import REDACTION


@dataclass(frozen=True, slots=True)
class Blacked:
    """What is hidden of one field in everything written before `at`; all of it once forgotten."""

    field: str
    passages: tuple[str, ...]
    block: str
    at: datetime
    forgotten: bool

    def hide(self, text: str) -> str:
        """The text with the block in the place of each passage."""
        return self.block if self.forgotten and text else with_blocks(text, self)


def with_blocks(text: str, blacked: Blacked) -> str:
    """Every occurrence of a passage becomes the block; the longest are found first."""
    for passage in sorted(blacked.passages, key=len, reverse=True):
        text = text.replace(passage, blacked.block)
    return text


def redactions_of(session: Session, item_id: int) -> list[Blacked]:
    """What was blacked out in an item, the oldest first."""
    rows = session.execute(
        select(
            REDACTION.c.field,
            REDACTION.c.passages,
            REDACTION.c.block,
            REDACTION.c.at,
            REDACTION.c.forgotten_at,
        )
        .where(REDACTION.c.item_id == item_id)
        .order_by(REDACTION.c.id)
    )
    return [Blacked(row[0], tuple(row[1]), row[2], row[3], row[4] is not None) for row in rows]


def redacted(
    fields: Mapping[str, Any], redactions: Iterable[Blacked], kept_at: datetime
) -> dict[str, Any]:
    """The fields of a version that was kept at a moment, without what was blacked out since."""
    shown = dict(fields)
    for each in redactions:
        text = shown.get(each.field)
        if isinstance(text, str) and kept_at <= each.at:
            shown[each.field] = each.hide(text)
    return shown
