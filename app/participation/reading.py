"""What the pages of a participation ask for first: which one, and where the city is."""

from zoneinfo import ZoneInfo

from app.items.models import Item
from app.items.visibility import find_item
from app.process.vocabulary import Kind
from app.web.pages import found
from app.web.requests import Request


def asked_item(request: Request, *, lock: bool = False) -> Item:
    """The participation in the address, if this person may find it."""
    item: Item = found(
        find_item(request.db, request.actor, request.reference, Kind.PARTICIPATION, lock=lock)
    )
    return item


def local_zone(request: Request) -> ZoneInfo:
    return ZoneInfo(request.settings.time_zone)
