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
    """What is hidden of one field in everything written before `at`."""

    field: str
    passages: tuple[str, ...]
    block: str
    at: datetime


def with_blocks(text: str, passages: Iterable[str], block: str) -> str:
    """Every occurrence of a passage becomes the block; the longest are found first."""
    for passage in sorted(passages, key=len, reverse=True):
        text = text.replace(passage, block)
    return text


def redactions_of(session: Session, item_id: int) -> list[Blacked]:
    """What was blacked out in an item, the oldest first."""
    columns = (REDACTION.c.field, REDACTION.c.passages, REDACTION.c.block, REDACTION.c.at)
    rows = session.execute(
        select(*columns).where(REDACTION.c.item_id == item_id).order_by(REDACTION.c.id)
    )
    return [Blacked(field, tuple(passages), block, at) for field, passages, block, at in rows]


def redacted(
    fields: Mapping[str, Any], redactions: Iterable[Blacked], kept_at: datetime
) -> dict[str, Any]:
    """The fields of a version that was kept at a moment, without what was blacked out since."""
    shown = dict(fields)
    for each in redactions:
        text = shown.get(each.field)
        if isinstance(text, str) and kept_at <= each.at:
            shown[each.field] = with_blocks(text, each.passages, each.block)
    return shown
