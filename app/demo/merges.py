"""Contributions that say the same, merged by moderation."""

from collections.abc import Iterator
from functools import partial

from app.demo.content import City, Entry
from app.demo.town import Act, Town
from app.merging.commands import merge_item
from app.merging.forms import MergedText


def merge_acts(city: City) -> Iterator[Act]:
    for entry in city.all("merge"):
        yield Act(entry["day"], partial(_merge, entry))


def _merge(entry: Entry, town: Town) -> None:
    sources = [town.item(slug) for slug in entry["sources"]]
    lead = next(each for each in sources if each.id == town.id(entry["lead"]))
    text = MergedText.model_validate(entry)
    item = merge_item(town.session, town.actor(entry["by"]), sources, text, lead=lead)
    town.name(entry["slug"], item.id)
