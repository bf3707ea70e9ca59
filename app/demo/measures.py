"""Measures: opened, described, staffed, written about, moved through their phases."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from app.demo.content import City, Entry, language_of
from app.demo.town import Act, Town
from app.measures.commands import (
    appoint_measure,
    describe_measure,
    log_measure,
    move_measure,
    open_measure,
)
from app.measures.forms import Appointment, Description, LogForm, Move, Opening

UNTIL_DESCRIBED = 0.6
UNTIL_STAFFED = 1.1
BETWEEN_MEMBERS = 0.02


def measure_acts(city: City) -> Iterator[Act]:
    for entry in city.all("measure"):
        responsible = city.one("organisation", entry["responsible"])["name"]
        yield Act(entry["day"], partial(_open, entry, responsible))
        yield Act(entry["day"] + UNTIL_DESCRIBED, partial(_describe, entry, responsible))
        for place, member in enumerate(entry["team"]):
            day = entry["day"] + UNTIL_STAFFED + BETWEEN_MEMBERS * place
            yield Act(day, partial(_appoint, entry, member))
        for line in entry["logbook"]:
            yield Act(line["day"], partial(_log, entry, line))
        for phase in entry.get("phases", ()):
            yield Act(phase["day"], partial(_move, entry, phase))


def _words(entry: Entry, responsible: str, town: Town) -> dict[str, Any]:
    goals = {name: town.ids(entry[name]) for name in ("values", "action_fields")}
    return {**entry, **goals, "responsible": responsible}


def _open(entry: Entry, responsible: str, town: Town) -> None:
    topics = [town.item(slug) for slug in entry["topics"]]
    opening = Opening.model_validate(_words(entry, responsible, town))
    actor = town.actor(entry["author"])
    item = open_measure(town.session, actor, topics, opening, language=language_of(entry))
    town.name(entry["slug"], item.id)


def _describe(entry: Entry, responsible: str, town: Town) -> None:
    description = Description.model_validate(_words(entry, responsible, town))
    actor, item = town.actor(entry["author"]), town.item(entry["slug"])
    describe_measure(town.session, actor, item, description)


def _appoint(entry: Entry, member: Entry, town: Town) -> None:
    appointment = Appointment.model_validate(member)
    actor, item = town.actor(entry["author"]), town.item(entry["slug"])
    appoint_measure(town.session, actor, item, town.id(member["person"]), appointment=appointment)


def _log(entry: Entry, line: Entry, town: Town) -> None:
    form = LogForm.model_validate(line)
    log_measure(town.session, town.actor(line["author"]), town.item(entry["slug"]), form.text)


def _move(entry: Entry, phase: Entry, town: Town) -> None:
    form = Move.model_validate(phase)
    actor, item = town.actor(entry["author"]), town.item(entry["slug"])
    move_measure(town.session, actor, item, form.to, reason=form.reason)
