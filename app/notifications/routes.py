"""The outbox of the demonstration: what people are told, for everybody to read."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.notifications.queries import outbox
from app.web.addresses import address
from app.web.endpoint import get
from app.web.pages import page
from app.web.requests import Request


def show_outbox(request: Request) -> Response:
    if not request.settings.demo:
        raise HTTPException(404)
    after = request.query_params.get("after", "")
    found = outbox(request.db, request.settings.origin, after)
    following = {"after": found.after} if found.after else None
    return page(
        request,
        "notifications/outbox.html",
        letters=found.letters,
        next_url=following and address("notifications:outbox", request.language, following),
        first_url=after and address("notifications:outbox", request.language),
    )


routes = [get("/outbox", show_outbox, "notifications:outbox")]
