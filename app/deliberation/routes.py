"""Pages and acts of supports, comments and what readers say of these."""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session
from starlette.responses import Response

from app.deliberation import comments, guests, live, phase_pages
from app.deliberation.commands import (
    delete_comment,
    edit_comment,
    support_item,
    unsupport_item,
    write_comment,
)
from app.deliberation.comments import REPLIES_SHOWN, Key
from app.deliberation.forms import MOST, CommentText, ReplyText
from app.deliberation.listing import PAGE_SIZE
from app.deliberation.parts import (
    comment_objections,
    list_address,
    may_mark,
    support_value,
)
from app.deliberation.targets import Target, find_target
from app.items.models import Item
from app.items.parts import parts_of
from app.items.trail import PAGE_OF
from app.items.visibility import find_item, stub_of
from app.participation.admission import asks_of
from app.participation.phases import phase_of
from app.process.actor import Actor
from app.process.objections import NOT_ELIGIBLE
from app.process.refusal import Refused
from app.process.rules import objections
from app.process.vocabulary import Action, CommentOrder, Kind, Stance, State
from app.web.addresses import address
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, go_to, page, see_other, word_choices
from app.web.requests import Request

DISCUSSED_KINDS = (Kind.PROBLEM, Kind.REQUIREMENT, Kind.REQUEST)


def support(request: Request) -> Response:
    return _press(request, support_item, "supported")


def unsupport(request: Request) -> Response:
    return _press(request, unsupport_item, "unsupported")


def new(request: Request) -> Response:
    item = found(find_item(request.db, request.actor, request.reference, *DISCUSSED_KINDS))
    return _writing(request, item, blank(request))


def write(request: Request) -> Response:
    item = found(_locked(request, *DISCUSSED_KINDS))
    form = read(CommentText, request.posted)
    if form.value is None:
        return _writing(request, item, form)
    language = request.language
    comment = write_comment(request.db, request.actor, item, form.value, language=language)
    target = list_address(request, item, CommentOrder.NEWEST)
    return go_to(request, target.replace("#arguments", f"&notice=commented#{comment.reference}"))


def show(request: Request) -> Response:
    comment = find_item(request.db, request.actor, request.reference, Kind.COMMENT)
    if comment is None:
        stub = found(stub_of(request.db, request.reference))
        parts = parts_of(request, stub)
        return page(request, "items/stub.html", status=404, item=stub, parts=parts)
    return _showing(request, comment, blank(request, {"stance": Stance.NEUTRAL}))


def reply(request: Request) -> Response:
    parent = found(_locked(request, Kind.COMMENT))
    item = found(comments.item_of(request.db, request.actor, parent))
    form = read(ReplyText, request.posted)
    if form.value is None:
        return _showing(request, parent, form)
    language = request.language
    written = write_comment(
        request.db, request.actor, item, form.value, language=language, parent=parent
    )
    return go_to(request, _place_of_reply(request, item, parent, written))


def edit(request: Request) -> Response:
    comment = found(find_item(request.db, request.actor, request.reference, Kind.COMMENT))
    view = found(comments.comment_view(request.db, request.actor, comment))
    typed = {"stance": view.stance, "text": view.text}
    return _editing(request, comment, blank(request, typed))


def save(request: Request) -> Response:
    comment = found(_locked(request, Kind.COMMENT))
    form = read(CommentText, request.posted)
    if form.value is None:
        return _editing(request, comment, form)
    edit_comment(request.db, request.actor, comment, form.value)
    waits = comment.state is State.SUBMITTED
    return _to_comment(request, comment, "waiting" if waits else "saved")


def delete(request: Request) -> Response:
    comment = found(_locked(request, Kind.COMMENT))
    delete_comment(request.db, request.actor, comment)
    return _to_comment(request, comment, "deleted")


def _locked(request: Request, *kinds: Kind) -> Item | None:
    return find_item(request.db, request.actor, request.reference, *kinds, lock=True)


def _press(
    request: Request, act: Callable[[Session, Actor, Target], bool], notice: str
) -> Response:
    """Act, then back to the page one came from; htmx is given the support box alone.

    Whoever must first show more of themselves is led to where they can.
    """
    target = found(find_target(request.db, request.reference))
    try:
        act(request.db, request.actor, target)
    except Refused as refusal:
        if refusal.reasons == (NOT_ELIGIBLE.sentence,):
            return see_other(request, "deliberation:admission", reference=target.reference)
        if "hx-request" not in request.headers:
            raise
    if "hx-request" in request.headers:
        return _support_box(request)
    if wanted := str(request.posted.get("next", "")):
        return go_to(request, request.local(wanted))
    return see_other(request, "problems:show", {"notice": notice}, reference=target.reference)


def _support_box(request: Request) -> Response:
    """The box as it is now: supported, or with the reasons why not."""
    item = found(find_item(request.db, request.actor, request.reference, Kind.PROBLEM))
    value = support_value(request, item)
    return page(request, "deliberation/_support.html", ["support"], value=value)


def _to_comment(request: Request, comment: Item, notice: str) -> Response:
    query = {"notice": notice}
    return see_other(request, PAGE_OF[Kind.COMMENT], query, reference=comment.reference)


def _place_of_reply(request: Request, item: Item, parent: Item, reply: Item) -> str:
    """The discussion at the place of a reply; its own page where the discussion leaves it out."""
    view = found(comments.thread_of(request.db, request.actor, parent))
    if view.replies_in_all > REPLIES_SHOWN:
        page_of_it = address(PAGE_OF[Kind.COMMENT], request.language, reference=reply.reference)
        return f"{page_of_it}?notice=commented#{reply.reference}"
    from_here = {view.stance: Key(0, view.id + 1)} if item.comments > PAGE_SIZE else {}
    target = list_address(request, item, CommentOrder.NEWEST, from_here)
    return target.replace("#arguments", f"&notice=commented#{reply.reference}")


def _writing(request: Request, item: Item, form: Submission[Any]) -> Response:
    return _form_page(
        request,
        "deliberation/write.html",
        form,
        item=item,
        item_page=PAGE_OF[item.kind],
        reasons=comment_objections(request, item),
    )


def _editing(request: Request, comment: Item, form: Submission[Any]) -> Response:
    phase = phase_of(request.db, comment.participation_id)
    reasons = objections(Action.EDIT_COMMENT, request.actor, phase, comment.subject())
    deletion = objections(Action.DELETE_COMMENT, request.actor, subject=comment.subject())
    return _form_page(
        request,
        "deliberation/edit.html",
        form,
        comment=comment,
        reasons=reasons,
        deletion_reasons=deletion,
    )


def _showing(request: Request, comment: Item, form: Submission[Any]) -> Response:
    item = found(comments.item_of(request.db, request.actor, comment))
    return _form_page(
        request,
        "deliberation/comment.html",
        form,
        comment=comment,
        item=item,
        item_page=PAGE_OF[item.kind],
        thread_shown=found(comments.thread_of(request.db, request.actor, comment)),
        versions=comments.former_versions(request.db, comment),
        reasons=comment_objections(request, item),
        markable=may_mark(request, asks_of(request.db, request.actor, item.participation_id)),
        parts=parts_of(request, comment),
    )


def _form_page(request: Request, template: str, form: Submission[Any], **values: Any) -> Response:
    """A page with a form for words about an item; refused words come back with a message."""
    return page(
        request,
        template,
        status=422 if form.errors else 200,
        form=form,
        stances=word_choices(Stance),
        most=MOST,
        **values,
    )


routes = [
    *live.routes,
    *guests.routes,
    *phase_pages.routes,
    post("/items/{reference}/supports", support, "deliberation:support", Action.SUPPORT_ITEM),
    post(
        "/items/{reference}/supports/withdrawal",
        unsupport,
        "deliberation:unsupport",
        Action.UNSUPPORT_ITEM,
    ),
    get("/items/{reference}/comments/new", new, "deliberation:new", Action.WRITE_COMMENT),
    post("/items/{reference}/comments", write, "deliberation:write", Action.WRITE_COMMENT),
    get("/comments/{reference}", show, "deliberation:comment"),
    post("/comments/{reference}/replies", reply, "deliberation:reply", Action.WRITE_COMMENT),
    get("/comments/{reference}/edit", edit, "deliberation:edit", Action.EDIT_COMMENT),
    post("/comments/{reference}", save, "deliberation:save", Action.EDIT_COMMENT),
    post("/comments/{reference}/deletion", delete, "deliberation:delete", Action.DELETE_COMMENT),
]
