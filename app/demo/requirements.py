"""Requirements: proposed with their origin, discussed, approved or dropped."""

from collections.abc import Iterator
from functools import partial

from app.demo.content import City, Entry, language_of
from app.demo.town import Act, Town
from app.requirements.commands import (
    approve_requirement,
    discuss_requirement,
    drop_requirement,
    make_requirement,
)
from app.requirements.forms import Approval, DiscussionResult, Dropping, RequirementText

BEFORE_DECIDING = 0.3


def requirement_acts(city: City) -> Iterator[Act]:
    for entry in city.all("requirement"):
        yield Act(entry["day"], partial(_make, entry))
        if entry["state"] == "discussed":
            yield Act(entry["state_day"], partial(_discuss, entry))
        if entry["state"] in DECIDING:
            yield Act(entry["state_day"] - BEFORE_DECIDING, partial(_discuss, entry))
            yield Act(entry["state_day"], partial(DECIDING[entry["state"]], entry))


def _make(entry: Entry, town: Town) -> None:
    form = RequirementText.model_validate({**entry, "origins": town.references(entry["origins"])})
    actor, measure = town.actor(entry["author"]), town.item(entry["measure"])
    item = make_requirement(town.session, actor, measure, form, language=language_of(entry))
    town.name(entry["slug"], item.id)


def _discuss(entry: Entry, town: Town) -> None:
    form = DiscussionResult.model_validate(entry)
    actor, item = town.actor(entry["author"]), town.item(entry["slug"])
    discuss_requirement(town.session, actor, item, form.result)


def _approve(entry: Entry, town: Town) -> None:
    form = Approval(grounds=entry["reason"])
    actor, item = town.actor(entry["author"]), town.item(entry["slug"])
    approve_requirement(town.session, actor, item, form.grounds)


def _drop(entry: Entry, town: Town) -> None:
    form = Dropping.model_validate(entry)
    actor, item = town.actor(entry["author"]), town.item(entry["slug"])
    drop_requirement(town.session, actor, item, form.reason)


DECIDING = {"approved": _approve, "dropped": _drop}
