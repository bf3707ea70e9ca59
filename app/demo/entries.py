"""What staff entered for others, and what the office assigned out of the arena."""

from collections.abc import Iterator
from functools import partial

from app.demo.content import City, Entry, language_of
from app.demo.problems import moderate
from app.demo.town import Act, Town
from app.problems.commands import assign_problem, assist_problem
from app.problems.forms import AssistedEntry


def entry_acts(city: City) -> Iterator[Act]:
    for entry in city.all("entry"):
        moderator = city.one("participation", entry["participation"])["moderator"]
        yield Act(entry["day"], partial(_enter, entry))
        yield Act(entry["moderated_day"], partial(moderate, entry, moderator))
    for entry in city.all("assignment"):
        yield Act(entry["day"], partial(_assign, entry))


def _enter(entry: Entry, town: Town) -> None:
    days = {f"{name}_on": town.date(entry[f"{name}_day"]) for name in ("written", "filed")}
    place = {"district_id": town.id(entry["district"]), "consent": True}
    form = AssistedEntry.model_validate({**entry, **days, **place})
    item = assist_problem(
        town.session,
        town.actor(entry["by"]),
        town.item(entry["participation"]),
        form,
        language=language_of(entry),
    )
    town.name(entry["slug"], item.id)


def _assign(entry: Entry, town: Town) -> None:
    actor, item, to = town.actor(entry["by"]), town.item(entry["problem"]), town.item(entry["to"])
    assign_problem(town.session, actor, item, to, reason=entry["reason"])
