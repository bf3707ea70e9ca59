"""Opening participations, extending their phases, closing a synthesis once all is answered."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from app.demo.content import City, Entry, language_of
from app.demo.town import Act, Town
from app.participation.commands import close_phase, extend_phase, open_participation
from app.participation.forms import OpeningForm, end_of
from app.participation.models import PlannedPhase
from app.participation.queries import phases_of


def participation_acts(city: City) -> Iterator[Act]:
    for entry in city.all("participation"):
        authority = city.one("organisation", entry["authority"])["name"]
        more = (each for each in city.all("concept") if each["participation"] == entry["slug"])
        concept = {**next(more, {}), **entry, "authority": authority}
        yield Act(entry["opened_day"], partial(_open, concept))
        for extension in entry.get("extensions", ()):
            yield Act(extension["day"], partial(_extend, entry, extension))
        for place, phase in enumerate(entry.get("phases", ())):
            if "closed_day" in phase:
                yield Act(phase["closed_day"], partial(_close, entry, place))


def last_day_of_collecting(city: City, slug: str) -> float:
    """The last day as first announced; today where there is none."""
    entry = city.one("participation", slug)
    if entry.get("standing"):
        return 0.0
    phases = entry["phases"]
    return float(next(phase["closes"] for phase in phases if phase["kind"] == "collecting"))


def _open(entry: Entry, town: Town) -> None:
    days: dict[str, Any] = {"runs": "standing" if entry.get("standing") else "phases"}
    if "answers_by_day" in entry:
        days["answers_due"] = town.date(entry["answers_by_day"])
    for phase in entry.get("phases", ()):
        days[f"{phase['kind']}_opens"] = town.date(phase["opens"])
        days[f"{phase['kind']}_closes"] = town.date(phase["closes"])
    form = OpeningForm.model_validate({**entry, **days})
    actor = town.actor(entry["opened_by"])
    item = open_participation(town.session, actor, form.concept(town.zone), language_of(entry))
    town.name(entry["slug"], item.id)


def _extend(entry: Entry, extension: Entry, town: Town) -> None:
    extend_phase(
        town.session,
        town.actor(entry["administrator"]),
        town.item(entry["slug"]),
        _phase(entry, extension["phase"], town),
        to=end_of(town.date(extension["closes"]), town.zone),
        reason=extension["reason"],
    )


def _close(entry: Entry, place: int, town: Town) -> None:
    actor, item = town.actor(entry["administrator"]), town.item(entry["slug"])
    close_phase(town.session, actor, item, _phase(entry, place, town))


def _phase(entry: Entry, place: int, town: Town) -> PlannedPhase:
    line = phases_of(town.session, town.id(entry["slug"]))[place]
    return town.session.get_one(PlannedPhase, line.id)
