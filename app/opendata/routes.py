"""The trail as a page and as JSON; a short address for every item."""

from typing import Any

from starlette.responses import JSONResponse, Response

from app.items.models import Item
from app.items.trail import PAGE_OF, Entry
from app.items.visibility import find_item
from app.opendata.queries import Trail, trail
from app.process.actor import VISITOR
from app.process.vocabulary import Kind
from app.web.addresses import address
from app.web.endpoint import get
from app.web.pages import found, page, see_other
from app.web.requests import Request

SHOWN_BEHIND = 100


def item(request: Request) -> Response:
    """The page of whatever has this reference."""
    thing = found(find_item(request.db, request.actor, request.reference))
    return see_other(request, PAGE_OF[thing.kind], reference=thing.reference)


def show_trail(request: Request) -> Response:
    whole = found(trail(request.db, request.actor, request.reference))
    return page(
        request,
        "opendata/trail.html",
        item=whole.item,
        stops=whole.stops,
        pages=PAGE_OF,
        forward=whole.forward,
        backward=whole.backward[:SHOWN_BEHIND],
        unshown=max(0, len(whole.backward) - SHOWN_BEHIND),
    )


def trail_data(request: Request) -> Response:
    """The public trail, the same for everybody who asks."""
    return JSONResponse(_as_data(request, found(trail(request.db, VISITOR, request.reference))))


def index(request: Request) -> Response:
    return page(request, "opendata/index.html")


def _as_data(request: Request, whole: Trail) -> dict[str, Any]:
    return {
        "item": _item_data(request, whole.item),
        "forward": [_entry_data(request, entry) for entry in whole.forward],
        "backward": [_entry_data(request, entry) for entry in whole.backward],
    }


def _item_data(request: Request, thing: Item | Entry) -> dict[str, Any]:
    return {
        "reference": thing.reference,
        "kind": thing.kind,
        "title": thing.title,
        "state": thing.state,
        "url": _public_address(request, thing.kind, thing.reference),
    }


def _entry_data(request: Request, entry: Entry) -> dict[str, Any]:
    return _item_data(request, entry) | {"how": entry.how, "at": entry.at.isoformat()}


def _public_address(request: Request, kind: Kind, reference: str) -> str:
    language = request.settings.language_codes[0]
    return request.settings.origin + address(PAGE_OF[kind], language, reference=reference)


routes = [
    get("/items/{reference}", item, "items:show"),
    get("/items/{reference}/trail", show_trail, "items:trail"),
    get("/data", index, "opendata:index"),
]
data_routes = [get("/api/v1/items/{reference}/trail", trail_data, "opendata:trail")]
