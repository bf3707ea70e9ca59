"""The city before anybody takes part: its strategy, districts and bodies."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlmodel import SQLModel

from app.demo.content import City, Entry
from app.demo.town import Act, Town
from app.goals.strategy import TABLES

FOUNDED = -340.0


def strategy_acts(city: City) -> Iterator[Act]:
    for kind, row in TABLES.items():
        for entry in city.all(kind):
            yield Act(FOUNDED, partial(_found, row, entry))


def _found(row: type[SQLModel], entry: Entry, town: Town) -> None:
    fields = {name: value for name, value in entry.items() if name != "slug"}
    founded: Any = row(code=entry["slug"], **fields)
    town.session.add(founded)
    town.name(entry["slug"], founded.id)
