"""What people of the city follow, and when they looked into their inbox."""

from collections.abc import Iterator
from functools import partial

from app.demo.content import City, Entry
from app.demo.town import Act, Town
from app.notifications.commands import begin_following, set_news
from app.notifications.forms import Circle
from app.notifications.reading import mark_read
from app.notifications.wishes import (
    Limits,
    Wish,
    circle_wish,
    district_wish,
    item_wish,
    organisation_wish,
    search_wish,
)
from app.process.vocabulary import Followed, Frequency, News


def following_acts(city: City) -> Iterator[Act]:
    for entry in city.all("following"):
        yield Act(entry["day"], partial(_follow, entry))
    for entry in city.all("reader"):
        yield Act(entry["day"], partial(_read, entry["person"]))
        if "news" in entry:
            yield Act(entry["day"], partial(_set, entry))


def _follow(entry: Entry, town: Town) -> None:
    begin_following(town.session, town.actor(entry["person"]), _wish(entry, town))


def _wish(entry: Entry, town: Town) -> Wish:
    match Followed(entry["what"]):
        case Followed.ITEM:
            return item_wish(town.item(entry["of"]))
        case Followed.DISTRICT:
            return district_wish(town.id(entry["of"]))
        case Followed.ORGANISATION:
            return organisation_wish(town.id(entry["of"]))
        case Followed.SEARCH:
            return search_wish(entry["query"])
        case Followed.CIRCLE:
            return circle_wish(Circle.model_validate(entry["circle"]), Limits())


def _read(person: str, town: Town) -> None:
    mark_read(town.session, town.actor(person))


def _set(entry: Entry, town: Town) -> None:
    chosen = {News(news): Frequency(each) for news, each in entry["news"].items()}
    set_news(town.session, town.actor(entry["person"]), chosen)
