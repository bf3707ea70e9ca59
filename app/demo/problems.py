"""Contributions: written, handed in, moderated, supported, sometimes withdrawn."""

import random
from collections.abc import Iterator
from datetime import datetime, time
from functools import partial
from typing import Any

from app.deliberation.commands import support_item
from app.deliberation.targets import find_target
from app.demo.content import City, Entry, language_of
from app.demo.participations import last_day_of_collecting
from app.demo.town import Act, Town
from app.moderation.commands import hide_item, publish_item, return_item
from app.moderation.forms import AdviceGrounds, Grounds
from app.problems.asking import STEPS
from app.problems.commands import draft_problem, submit_problem, withdraw_problem
from app.problems.forms import TEXTS, Withdrawal
from app.process.vocabulary import Contribution, Retraction

WRITING = 0.02
SETTLING = 0.02
JUST_NOW = -0.05
AFTERNOON = time(15, 30)


def problem_acts(city: City) -> Iterator[Act]:
    for entry in city.all("problem"):
        yield Act(entry["day"] - WRITING, partial(_begin, entry))
        yield Act(entry["day"], partial(_keep if entry["state"] == "draft" else _submit, entry))
        if "moderated_day" in entry:
            moderator = city.one("participation", entry["participation"])["moderator"]
            yield Act(entry["moderated_day"], partial(moderate, entry, moderator))
        if entry["state"] == "withdrawn":
            yield Act(entry["state_day"], partial(_withdraw, entry))
        yield from _support_acts(city, entry)


def _support_acts(city: City, entry: Entry) -> Iterator[Act]:
    """Most people come in the first days; the same people on the same days each time."""
    chance = random.Random(entry["slug"])
    merged = (each["day"] for each in city.all("merge") if entry["slug"] in each["sources"])
    last = min(last_day_of_collecting(city, entry["participation"]), JUST_NOW, *merged)
    if entry["state"] == "withdrawn":
        last = entry["state_day"] - SETTLING
    for slug in entry.get("supporters", ()):
        first = entry["moderated_day"] + SETTLING
        day = first + (last - first) * chance.random() ** 2
        yield Act(day, partial(_support, entry, slug))


def _begin(entry: Entry, town: Town) -> None:
    item = draft_problem(
        town.session,
        town.actor(entry["author"]),
        town.item(entry["participation"]),
        {"contribution": _kind(entry), "title": entry["title"]},
        language=language_of(entry),
    )
    town.name(entry["slug"], item.id)


def _keep(entry: Entry, town: Town) -> None:
    """A draft stays as far as it has come."""
    words = _words(entry, town)
    for step in STEPS[_kind(entry)].values():
        kept = {name: words[name] for name in step.model_fields if words.get(name)}
        if kept:
            draft_problem(town.session, town.actor(entry["author"]), town.item(entry["slug"]), kept)


def _submit(entry: Entry, town: Town) -> None:
    text = TEXTS[_kind(entry)].model_validate(_words(entry, town))
    submit_problem(town.session, town.actor(entry["author"]), town.item(entry["slug"]), text)


def _words(entry: Entry, town: Town) -> dict[str, Any]:
    words = dict(entry) | {"action_fields": town.ids(entry["action_fields"])}
    words["district_id"] = town.id(entry["district"]) if "district" in entry else None
    if "takes_place_day" in entry:
        words["takes_place_at"] = datetime.combine(
            town.date(entry["takes_place_day"]), AFTERNOON, town.zone
        )
    if "organisation" in entry:
        words["organisation_id"] = town.id(entry["organisation"])
    return words


def _kind(entry: Entry) -> Contribution:
    return Contribution(entry.get("contribution", Contribution.PROBLEM))


def moderate(entry: Entry, moderator: str, town: Town) -> None:
    """Return or hide it for its reason, else publish it."""
    session, actor, item = town.session, town.actor(moderator), town.item(entry["slug"])
    words = {"reason": entry.get("state_reason"), "words": entry.get("state_words", "")}
    if entry["state"] == "returned":
        return_item(session, actor, item, AdviceGrounds.model_validate(words))
    elif entry["state"] == "hidden":
        hide_item(session, actor, item, Grounds.model_validate(words))
    else:
        publish_item(session, actor, item)


def _withdraw(entry: Entry, town: Town) -> None:
    actor, item = town.actor(entry["author"]), town.item(entry["slug"])
    reason = Retraction(entry.get("withdrawn_for", Retraction.SETTLED))
    why = Withdrawal(reason=reason, explanation=entry["state_words"])
    withdraw_problem(town.session, actor, item, why)


def _support(entry: Entry, slug: str, town: Town) -> None:
    target = find_target(town.session, town.item(entry["slug"]).reference)
    assert target is not None, f"{entry['slug']} is not public"
    support_item(town.session, town.actor(slug), target)
