"""What may be followed, in the one writing in which it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.items.models import Item
from app.notifications.circles import WIDEST
from app.notifications.forms import Circle
from app.notifications.searches import key_of
from app.process.refusal import Refused
from app.process.sentences import N_
from app.process.vocabulary import Followed, Kind, Visibility

FOLLOWABLE = (
    Kind.PARTICIPATION,
    Kind.PROBLEM,
    Kind.CONSULTATION,
    Kind.TOPIC,
    Kind.MEASURE,
    Kind.REQUIREMENT,
    Kind.MANDATE,
)
NOT_TO_BE_FOLLOWED = N_("This cannot be followed.")
TOO_NARROW = N_("This circle is too narrow.")
TOO_WIDE = N_("This circle is too wide.")


@dataclass(frozen=True, slots=True)
class Limits:
    """How many circles one person may follow, and how wide each may be, in metres."""

    circles: int = 5
    narrowest: int = 500
    widest: int = 3000


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to follow: `key` names it, `columns` say what it is."""

    what: Followed
    key: str
    columns: Mapping[str, Any] = field(default_factory=dict)


def item_wish(item: Item) -> Wish:
    """To follow an item that everybody may read."""
    if item.kind not in FOLLOWABLE or item.visibility is not Visibility.PUBLIC:
        raise Refused(NOT_TO_BE_FOLLOWED)
    return Wish(Followed.ITEM, str(item.id), {"item_id": item.id})


def district_wish(district_id: int) -> Wish:
    return Wish(Followed.DISTRICT, str(district_id), {"district_id": district_id})


def organisation_wish(organisation_id: int) -> Wish:
    return Wish(Followed.ORGANISATION, str(organisation_id), {"organisation_id": organisation_id})


def search_wish(query: Mapping[str, str], name: str = "") -> Wish:
    """To follow words and filters; a search for nothing is everything that is new."""
    key = key_of(query)
    if len(key) > 600:
        raise Refused(NOT_TO_BE_FOLLOWED)
    return Wish(Followed.SEARCH, key, {"query": dict(query), "name": name[:120]})


def circle_wish(circle: Circle, limits: Limits) -> Wish:
    """To follow the surroundings of a place."""
    if circle.radius < limits.narrowest:
        raise Refused(TOO_NARROW)
    if circle.radius > min(limits.widest, WIDEST):
        raise Refused(TOO_WIDE)
    key = f"{circle.latitude:.5f},{circle.longitude:.5f},{circle.radius}"
    return Wish(Followed.CIRCLE, key, circle.model_dump())
