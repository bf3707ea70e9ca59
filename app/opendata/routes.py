"""The trail as a page and as JSON; a short address for every item."""

from typing import Any

from starlette.responses import JSONResponse, Response

from app.items.models import Item
from app.items.trail import PAGE_OF, Entry
from app.items.visibility import find_item
from app.opendata.queries import Trail, TrailPage, trail, trail_page
from app.problems.queries import kinds_of
from app.process.actor import VISITOR
from app.process.paths import IN_FORCE
from app.process.sentences import N_
from app.process.vocabulary import Contribution, Kind, Station
from app.web.addresses import address
from app.web.endpoint import get
from app.web.pages import found, page, see_other
from app.web.requests import Request

SHOWN_BEHIND = 100
Kinds = dict[int, Contribution]
# What happens at each station, and so what one may wait for.
AHEAD = {
    Station.PROBLEM: N_("It is collected with others. Topics are made of what belongs together."),
    Station.TOPIC: N_("It is part of a topic. The administration has to answer."),
    Station.ANSWER: N_("It is answered. From what is taken up, requirements are made."),
    Station.REQUIREMENT: N_("It led to requirements. A plan says how they will be met."),
    Station.PLAN: N_("The plan is published. A political body decides on it."),
    Station.MANDATE: N_("It is put to decision. A political body grants or refuses the mandate."),
    Station.TRIAL: N_("It is tried on a small scale. The team writes down what it learns."),
    Station.EFFECT: N_("It is measured whether it has the effect that was promised."),
    Station.STRATEGY: N_("It has changed the strategy of the city."),
}
DECIDED = N_(
    "It is decided, with the money for it. Now it is explored, then tried on a small scale."
)
# Anybody may read the data from anywhere; it carries nobody's cookies.
FOR_EVERYBODY = {"Access-Control-Allow-Origin": "*"}


def item(request: Request) -> Response:
    """The page of whatever has this reference."""
    thing = found(find_item(request.db, request.actor, request.reference))
    return see_other(request, PAGE_OF[thing.kind], reference=thing.reference)


def show_trail(request: Request) -> Response:
    whole = found(trail(request.db, request.actor, request.reference))
    line = trail_page(request.db, whole, request.language)
    return page(
        request,
        "opendata/trail.html",
        item=whole.item,
        line=line,
        pages=PAGE_OF,
        most=SHOWN_BEHIND,
        ahead=_ahead(line),
    )


def trail_data(request: Request) -> Response:
    """The public trail, the same for everybody who asks."""
    whole = found(trail(request.db, VISITOR, request.reference))
    return JSONResponse(_as_data(request, whole), headers=FOR_EVERYBODY)


def index(request: Request) -> Response:
    return page(request, "opendata/index.html")


def _ahead(line: TrailPage) -> str:
    """What happens now; nothing for what is on no way yet."""
    if line.station == Station.MANDATE and any(each.state in IN_FORCE for each in line.steps):
        return DECIDED
    return AHEAD[Station(line.station)] if line.station else ""


def _as_data(request: Request, whole: Trail) -> dict[str, Any]:
    things: list[Item | Entry] = [whole.item, *whole.forward, *whole.backward]
    kinds = kinds_of(request.db, [each.id for each in things if each.kind is Kind.PROBLEM])
    return {
        "item": _item_data(request, whole.item, kinds),
        "forward": [_entry_data(request, entry, kinds) for entry in whole.forward],
        "backward": [_entry_data(request, entry, kinds) for entry in whole.backward],
    }


def _item_data(request: Request, thing: Item | Entry, kinds: Kinds) -> dict[str, Any]:
    return {
        "reference": thing.reference,
        "kind": thing.kind,
        "contribution": kinds.get(thing.id),
        "title": thing.title,
        "state": thing.state,
        "url": _public_address(request, thing.kind, thing.reference),
    }


def _entry_data(request: Request, entry: Entry, kinds: Kinds) -> dict[str, Any]:
    return _item_data(request, entry, kinds) | {"how": entry.how, "at": entry.at.isoformat()}


def _public_address(request: Request, kind: Kind, reference: str) -> str:
    language = request.settings.language_codes[0]
    return request.settings.origin + address(PAGE_OF[kind], language, reference=reference)


routes = [
    get("/items/{reference}", item, "items:show"),
    get("/items/{reference}/trail", show_trail, "items:trail"),
    get("/data", index, "opendata:index"),
]
data_routes = [get("/api/v1/items/{reference}/trail", trail_data, "opendata:trail")]
