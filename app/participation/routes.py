"""Pages and acts of participation processes."""

from starlette.responses import Response

from app.participation import queries
from app.web.endpoint import get
from app.web.pages import found, page
from app.web.requests import Request


def index(request: Request) -> Response:
    cards = queries.participations(request.db, request.actor)
    return page(request, "participation/index.html", cards=cards)


def show(request: Request) -> Response:
    concept = found(queries.participation_page(request.db, request.actor, request.reference))
    return page(request, "participation/show.html", concept=concept)


routes = [
    get("/participation", index, "participation:index"),
    get("/participation/{reference}", show, "participation:show"),
]
