"""The inbox, and the outbox of the demonstration."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.items.trail import PAGE_OF
from app.notifications.following_routes import routes as following_routes
from app.notifications.inbox import inbox, news_line
from app.notifications.leaving_routes import routes as leaving_routes
from app.notifications.queries import outbox
from app.notifications.reading import mark_read
from app.notifications.settings_routes import routes as settings_routes
from app.process.vocabulary import Action
from app.web.addresses import address
from app.web.endpoint import get, post
from app.web.pages import found, go_to, page, see_other
from app.web.requests import Request


def show_inbox(request: Request) -> Response:
    after = request.query_params.get("after", "")
    shown = inbox(request.db, request.actor, after)
    following = {"after": shown.after} if shown.after else None
    return page(
        request,
        "notifications/inbox.html",
        lines=shown.lines,
        pages=PAGE_OF,
        next_url=following and address("notifications:inbox", request.language, following),
        first_url=after and address("notifications:inbox", request.language),
    )


def read_all(request: Request) -> Response:
    mark_read(request.db, request.actor)
    return see_other(request, "notifications:inbox", {"notice": "saved"})


def open_news(request: Request) -> Response:
    """Mark one as read and go where it leads, or with `stay` back to the inbox."""
    number: int = request.path_params["id"]
    line = found(news_line(request.db, request.actor, number if number < 2**53 else 0))
    mark_read(request.db, request.actor, line.id)
    if request.posted.get("stay"):
        return see_other(request, "notifications:inbox")
    target = PAGE_OF[line.item.kind]
    return go_to(request, address(target, request.language, reference=line.item.reference))


def show_outbox(request: Request) -> Response:
    if not request.settings.demo:
        raise HTTPException(404)
    after = request.query_params.get("after", "")
    letters = outbox(request.db, request.settings.origin, after)
    following = {"after": letters.after} if letters.after else None
    return page(
        request,
        "notifications/outbox.html",
        letters=letters.letters,
        next_url=following and address("notifications:outbox", request.language, following),
        first_url=after and address("notifications:outbox", request.language),
    )


routes = [
    get("/inbox", show_inbox, "notifications:inbox", Action.READ_INBOX),
    post("/inbox/read", read_all, "notifications:read_all", Action.READ_INBOX),
    post("/inbox/{id:int}", open_news, "notifications:open", Action.READ_INBOX),
    *following_routes,
    *settings_routes,
    *leaving_routes,
    get("/outbox", show_outbox, "notifications:outbox"),
]
