"""Linking items to values and action fields; called by the stages' commands."""

from collections.abc import Iterable

from sqlmodel import Session

from app.db.rows import insert_once
from app.goals.models import ITEM_ACTION_FIELD, ITEM_VALUE, ItemActionField, ItemValue


def link_values(session: Session, item_id: int, value_ids: Iterable[int]) -> None:
    """Link an item to exactly these values."""
    session.execute(ITEM_VALUE.delete().where(ITEM_VALUE.c.item_id == item_id))
    for value_id in value_ids:
        insert_once(session, ItemValue, {"item_id": item_id, "value_id": value_id})


def link_action_fields(session: Session, item_id: int, field_ids: Iterable[int]) -> None:
    """Link an item to exactly these action fields."""
    session.execute(ITEM_ACTION_FIELD.delete().where(ITEM_ACTION_FIELD.c.item_id == item_id))
    for field_id in field_ids:
        insert_once(session, ItemActionField, {"item_id": item_id, "action_field_id": field_id})
