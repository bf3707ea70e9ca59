"""One's desk, for every office; and one's own contributions, for everybody."""

from starlette.responses import Response

from app.desk import queries
from app.desk.entrusted import BEGINNINGS, entrusted
from app.desk.mine import mine
from app.items.trail import PAGE_OF, mini_stops
from app.process.vocabulary import Action
from app.web.endpoint import get
from app.web.pages import page
from app.web.requests import Request


def desk(request: Request) -> Response:
    settings = request.settings
    offices = queries.desk(
        request.db,
        request.actor,
        moderation_hours=settings.moderation_hours,
        appeal_hours=settings.appeal_hours,
    )
    return page(
        request,
        "desk/index.html",
        offices=offices,
        entrusted=entrusted(request.db, request.actor, request.language),
        beginnings=BEGINNINGS,
        pages=PAGE_OF,
    )


def my_contributions(request: Request) -> Response:
    own = mine(request.db, request.actor)
    return page(request, "desk/mine.html", own=own, pages=PAGE_OF, mini_stops=mini_stops)


routes = [
    get("/mine", my_contributions, "mine:index", Action.READ_ACCOUNT),
    get("/desk", desk, "desk:index", Action.READ_DESK),
]
