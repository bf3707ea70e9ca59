"""Mandates: prepared, put to decision, decided on, and changed by an amendment."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from app.demo.content import City, Entry, language_of
from app.demo.town import Act, Town
from app.mandates.commands import amend_mandate, decide_mandate, prepare_mandate, submit_mandate
from app.mandates.forms import AmendmentForm, DecisionForm, PackageForm


def mandate_acts(city: City) -> Iterator[Act]:
    for entry in city.all("mandate"):
        year_zero = _year_zero(city.one("mandate", entry.get("amends", entry["slug"])))
        prepare = _amend if "amends" in entry else _prepare
        yield Act(entry["prepared_day"], partial(prepare, entry, year_zero))
        yield Act(entry["submitted_day"], partial(_submit, entry))
        if "decision" in entry:
            yield Act(entry["decision"]["day"], partial(_decide, entry, year_zero))


def _year_zero(first: Entry) -> float:
    """A day in the year from which the years of the budget are counted."""
    return float(first["decision"]["day"]) if "decision" in first else 0.0


def _prepare(entry: Entry, year_zero: float, town: Town) -> None:
    form = PackageForm.of(**_budget(entry, year_zero, town), body_id=town.id(entry["body"]))
    actor, measure = town.actor(entry["author"]), town.item(entry["measure"])
    item = prepare_mandate(town.session, actor, measure, form, language=language_of(entry))
    town.name(entry["slug"], item.id)


def _amend(entry: Entry, year_zero: float, town: Town) -> None:
    more = {"body_id": town.id(entry["body"]), "reason": entry["reason"]}
    form = AmendmentForm.of(**_budget(entry, year_zero, town), **more)
    actor, former = town.actor(entry["author"]), town.item(entry["amends"])
    item = amend_mandate(town.session, actor, former, form, language=language_of(entry))
    town.name(entry["slug"], item.id)


def _submit(entry: Entry, town: Town) -> None:
    submit_mandate(town.session, town.actor(entry["author"]), town.item(entry["slug"]))


def _decide(entry: Entry, year_zero: float, town: Town) -> None:
    """Implementers and budget are decided as they were proposed."""
    decision = dict(entry["decision"])
    decided_on = town.date(decision.pop("day"))
    actor, item = town.actor(decision.pop("by")), town.item(entry["slug"])
    form = DecisionForm.of(**_budget(entry, year_zero, town), **decision, decided_on=decided_on)
    decide_mandate(town.session, actor, item, form, zone=town.zone)


def _budget(entry: Entry, year_zero: float, town: Town) -> dict[str, Any]:
    first = town.date(year_zero).year
    budget = {name: entry[name] for name in ("implementers", "source", "budget_title")}
    years = [{"year": first + row["year"], "cents": row["cents"]} for row in entry["years"]]
    return budget | {"years": years}
