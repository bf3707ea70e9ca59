"""What changes while somebody reads a discussion: its columns, what came meanwhile, marks."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.deliberation import comments
from app.deliberation.commands import mark_comment, unmark_comment
from app.deliberation.forms import Marking
from app.deliberation.parts import (
    SPOKEN_ABOUT,
    comments_value,
    is_spoken_about,
    list_address,
    order_of,
)
from app.items.models import Item
from app.items.visibility import find_item
from app.process.vocabulary import Action, Kind
from app.web.endpoint import get, post
from app.web.forms import read
from app.web.kept import page_left
from app.web.pages import found, go_to, page
from app.web.requests import Request


def mark(request: Request) -> Response:
    comment = _comment(request)
    form = read(Marking, request.posted)
    if form.value is None:
        raise HTTPException(400)
    mark_comment(request.db, request.actor, comment, form.value.mark)
    return _marked(request, comment)


def unmark(request: Request) -> Response:
    comment = _comment(request)
    unmark_comment(request.db, request.actor, comment)
    return _marked(request, comment)


def listing(request: Request) -> Response:
    """The columns alone, for htmx: what somebody is writing beside them stays as it is."""
    item = _discussed_item(request)
    if "hx-request" not in request.headers:
        order = order_of(request.query_params.get("comments", ""))
        return go_to(request, list_address(request, item, order))
    value = comments_value(request, item)
    return page(request, "deliberation/_columns.html", shown=value.shown)


def news(request: Request) -> Response:
    """How many comments came meanwhile; nothing while the number stays as it was."""
    item, asked = _discussed_item(request), request.query_params
    since, seen = _number(asked.get("since", "")), _number(asked.get("seen", ""))
    count = comments.new_comments(request.db, request.actor, item, since)
    if count == seen:
        return Response(status_code=204)
    return page(
        request, "deliberation/_news.html", reference=item.reference, since=since, count=count
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 17 else 0


def _comment(request: Request) -> Item:
    wanted = find_item(request.db, request.actor, request.reference, Kind.COMMENT, lock=True)
    comment: Item = found(wanted)
    return comment


def _discussed_item(request: Request) -> Item:
    item: Item = found(find_item(request.db, request.actor, request.reference, *SPOKEN_ABOUT))
    return found(item if is_spoken_about(item) else None)  # type: ignore[no-any-return]


def _marked(request: Request, comment: Item) -> Response:
    """Back to where one read the comment; htmx is given its marks alone."""
    if "hx-request" in request.headers:
        view = found(comments.comment_view(request.db, request.actor, comment))
        return page(request, "deliberation/_marks.html", view=view)
    return go_to(request, f"{page_left(request)}#{comment.reference}")


routes = [
    get("/items/{reference}/comments", listing, "deliberation:list"),
    get("/items/{reference}/comments/news", news, "deliberation:news"),
    post("/comments/{reference}/marks", mark, "deliberation:mark", Action.MARK_COMMENT),
    post(
        "/comments/{reference}/marks/withdrawal",
        unmark,
        "deliberation:unmark",
        Action.UNMARK_COMMENT,
    ),
]
