from typing import Any

from sqlmodel import Field, SQLModel

from app.db.columns import DATA
from app.db.ids import ID_COLUMN, new_id
from app.db.rows import table_of


class Value(SQLModel, table=True):
    """A guiding idea of the strategy's value compass; names and texts by language."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    code: str = Field(unique=True, max_length=40)
    name: dict[str, str] = Field(sa_type=DATA)
    text: dict[str, str] = Field(sa_type=DATA)


class Goal(SQLModel, table=True):
    """What the strategy wants to reach."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    code: str = Field(unique=True, max_length=40)
    name: dict[str, str] = Field(sa_type=DATA)
    text: dict[str, str] = Field(sa_type=DATA)


class ActionField(SQLModel, table=True):
    """A field of action of the strategy, within a theme."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    code: str = Field(unique=True, max_length=40)
    name: dict[str, str] = Field(sa_type=DATA)
    text: dict[str, str] = Field(sa_type=DATA)
    theme: dict[str, str] = Field(sa_type=DATA)


class District(SQLModel, table=True):
    """A part of the city. `shape`: its rings, each a list of longitude and latitude."""

    id: int = Field(default_factory=new_id, primary_key=True, sa_type=ID_COLUMN)
    code: str = Field(unique=True, max_length=40)
    name: str = Field(max_length=80)
    shape: list[Any] | None = Field(default=None, sa_type=DATA)


class ItemValue(SQLModel, table=True):
    """An item is linked to a value."""

    item_id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    value_id: int = Field(primary_key=True, foreign_key="value.id", sa_type=ID_COLUMN, index=True)


class ItemActionField(SQLModel, table=True):
    """An item is linked to an action field."""

    item_id: int = Field(primary_key=True, foreign_key="item.id", sa_type=ID_COLUMN)
    action_field_id: int = Field(
        primary_key=True, foreign_key="actionfield.id", sa_type=ID_COLUMN, index=True
    )


VALUE, GOAL, ACTION_FIELD = table_of(Value), table_of(Goal), table_of(ActionField)
DISTRICT = table_of(District)
ITEM_VALUE, ITEM_ACTION_FIELD = table_of(ItemValue), table_of(ItemActionField)
