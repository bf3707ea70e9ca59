"""Short statements with what people say to them, and priorities that they set together."""

import random
from collections.abc import Iterator
from functools import partial

from app.demo.content import City, Entry, language_of
from app.demo.town import Act, Town
from app.moderation.commands import publish_item
from app.opinions.commands import give_opinion, propose_thesis
from app.priorities.commands import cast_priorities, open_prioritisation
from app.priorities.forms import PrioritisationForm
from app.process.vocabulary import Method, Opinion

SETTLING = 0.02
TAKE_PART = 0.6
PASS = 0.12
JUST_NOW = -0.05


def voice_acts(city: City) -> Iterator[Act]:
    for entry in city.all("thesis"):
        yield Act(entry["day"], partial(_propose, entry))
        if "published_day" in entry:
            moderator = city.one("participation", entry["participation"])["moderator"]
            yield Act(entry["published_day"], partial(_publish, entry["slug"], moderator))
        if "leaning" in entry:
            yield from _opinions(city, entry)
    for entry in city.all("priorities"):
        yield Act(entry["day"], partial(_open, entry))
        yield from _ballots(city, entry)


def _opinions(city: City, entry: Entry) -> Iterator[Act]:
    """The same people say the same on the same days each time."""
    chance = random.Random(entry["slug"])
    begins = entry.get("published_day", entry["day"]) + SETTLING
    for person in _people(city, chance, but=entry["author"]):
        turned = person["group"] in entry.get("against", ())
        agrees = chance.random() < (1 - entry["leaning"] if turned else entry["leaning"])
        said = Opinion.AGREE if agrees else Opinion.DISAGREE
        opinion = Opinion.PASS if chance.random() < PASS else said
        day = chance.uniform(begins, JUST_NOW)
        yield Act(day, partial(_say, entry["slug"], person["slug"], opinion))


def _ballots(city: City, entry: Entry) -> Iterator[Act]:
    chance = random.Random(entry["slug"])
    for person in _people(city, chance, but=entry["author"]):
        liked = chance.sample(entry["among"], 2)
        values = (1, 2) if entry["method"] == Method.RANKING else (3, 2)
        day = chance.uniform(entry["first_day"], entry["last_day"])
        ballot = dict(zip(liked, values, strict=True))
        yield Act(day, partial(_cast, entry["slug"], person["slug"], ballot))


def _people(city: City, chance: random.Random, *, but: str) -> list[Entry]:
    """Those who take part: nobody in office."""
    free = [each for each in city.all("person") if "offices" not in each and each["slug"] != but]
    return [each for each in free if chance.random() < TAKE_PART]


def _propose(entry: Entry, town: Town) -> None:
    actor, participation = town.actor(entry["author"]), town.item(entry["participation"])
    language = language_of(entry)
    item = propose_thesis(town.session, actor, participation, entry["text"], language=language)
    town.name(entry["slug"], item.id)


def _publish(slug: str, moderator: str, town: Town) -> None:
    publish_item(town.session, town.actor(moderator), town.item(slug))


def _say(slug: str, person: str, opinion: Opinion, town: Town) -> None:
    give_opinion(town.session, town.actor(person), town.item(slug), opinion)


def _open(entry: Entry, town: Town) -> None:
    form = PrioritisationForm.model_validate({**entry, "choices": town.references(entry["among"])})
    actor, participation = town.actor(entry["author"]), town.item(entry["participation"])
    item = open_prioritisation(
        town.session, actor, participation, form, language=language_of(entry)
    )
    town.name(entry["slug"], item.id)


def _cast(slug: str, person: str, ballot: dict[str, int], town: Town) -> None:
    values = {town.id(each): value for each, value in ballot.items()}
    cast_priorities(town.session, town.actor(person), town.item(slug), values)
