"""The city before anybody takes part: its strategy, districts and bodies."""

from collections.abc import Iterator
from functools import partial

from app.demo.content import City, Entry
from app.demo.town import Act, Town
from app.goals.models import ActionField, District, Goal, Value
from app.organisations.models import Body

FOUNDED = -340.0
Row = type[Value] | type[Goal] | type[ActionField] | type[District] | type[Body]
ROWS: dict[str, Row] = {
    "value": Value,
    "goal": Goal,
    "action_field": ActionField,
    "district": District,
    "body": Body,
}


def strategy_acts(city: City) -> Iterator[Act]:
    for kind, row in ROWS.items():
        for entry in city.all(kind):
            yield Act(FOUNDED, partial(_found, row, entry))


def _found(row: Row, entry: Entry, town: Town) -> None:
    fields = {name: value for name, value in entry.items() if name != "slug"}
    founded = row(code=entry["slug"], **fields)
    town.session.add(founded)
    town.name(entry["slug"], founded.id)
