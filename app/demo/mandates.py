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
        first = city.one("mandate", entry.get("amends", entry["slug"]))
        prepare = _amend if "amends" in entry else _prepare
        yield Act(entry["prepared_day"], partial(prepare, entry, first["decision"]["day"]))
        yield Act(entry["submitted_day"], partial(_submit, entry))
        yield Act(entry["decision"]["day"], partial(_decide, entry, first["decision"]["day"]))


def _prepare(entry: Entry, first_day: float, town: Town) -> None:
    form = PackageForm.of(**_proposal(entry, first_day, town))
    actor, measure = town.actor(entry["author"]), town.item(entry["measure"])
    item = prepare_mandate(town.session, actor, measure, form, language=language_of(entry))
    town.name(entry["slug"], item.id)


def _amend(entry: Entry, first_day: float, town: Town) -> None:
    form = AmendmentForm.of(**_proposal(entry, first_day, town), reason=entry["reason"])
    actor, former = town.actor(entry["author"]), town.item(entry["amends"])
    item = amend_mandate(town.session, actor, former, form, language=language_of(entry))
    town.name(entry["slug"], item.id)


def _submit(entry: Entry, town: Town) -> None:
    submit_mandate(town.session, town.actor(entry["author"]), town.item(entry["slug"]))


def _decide(entry: Entry, first_day: float, town: Town) -> None:
    decision = entry["decision"]
    form = DecisionForm.of(
        **_budget(decision, first_day, town),
        decided_on=town.date(decision["day"]),
        **{name: decision[name] for name in ("result", "reason", "conditions")},
        **{name: decision[name] for name in ("votes_for", "votes_against", "abstentions")},
    )
    actor, item = town.actor(decision["by"]), town.item(entry["slug"])
    decide_mandate(town.session, actor, item, form, zone=town.zone)


def _proposal(entry: Entry, first_day: float, town: Town) -> dict[str, Any]:
    return _budget(entry["decision"], first_day, town) | {"body_id": town.id(entry["body"])}


def _budget(decision: Entry, first_day: float, town: Town) -> dict[str, Any]:
    """What the body decides is what was proposed."""
    first_year = town.date(first_day).year
    years = [{"year": first_year + row["year"], "cents": row["cents"]} for row in decision["years"]]
    return {
        "implementers": decision["implementers"],
        "years": years,
        "source": decision["source"],
        "budget_title": decision["title"],
    }
