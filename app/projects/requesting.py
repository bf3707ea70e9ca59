"""Pages and acts of requests for participation."""

from typing import Any

from starlette.responses import Response

from app.items.models import Item
from app.items.parts import parts_of
from app.items.visibility import find_item, stub_of
from app.process.refusal import Refused
from app.process.rules import objections, permit
from app.process.vocabulary import Action, Kind, State
from app.projects import commands, queries
from app.projects.forms import DecisionForm, RequestForm
from app.projects.offers import only_offered
from app.projects.petitions import AT_ONCE, request_page, requests
from app.web.addresses import address
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other, word_choices
from app.web.requests import Request

RESULTS = (State.GRANTED, State.REFUSED)
DECIDABLE = {State.PUBLISHED, State.GRANTED}


def index(request: Request) -> Response:
    after = request.query_params.get("after", "")
    number = int(after) if after.isdecimal() and len(after) < 17 else None
    cards = requests(request.db, number)
    shown = cards[:AT_ONCE]
    following = {"after": str(shown[-1].id)} if len(cards) > AT_ONCE else None
    return page(
        request,
        "projects/requests.html",
        cards=shown,
        days=request.settings.request_days,
        next_url=following and address("projects:requests", request.language, following),
        first_url=number and address("projects:requests", request.language),
    )


def show(request: Request) -> Response:
    item = find_item(request.db, request.actor, request.reference, Kind.REQUEST)
    if item is None:
        stub = stub_of(request.db, request.reference)
        stub = found(stub if stub and stub.kind is Kind.REQUEST else None)
        parts = parts_of(request, stub)
        return page(request, "items/stub.html", status=404, item=stub, parts=parts)
    asked = request_page(request.db, item)
    reasons = objections(Action.DECIDE_REQUEST, request.actor, subject=item.subject())
    return page(
        request,
        "projects/request.html",
        item=item,
        asked=asked,
        may_change=item.state is State.RETURNED and item.author_id == request.actor.id,
        may_decide=not reasons and item.state is State.PUBLISHED,
        may_link=not reasons and item.state is State.GRANTED and not asked.granted,
        hours=request.settings.moderation_hours,
        parts=parts_of(request, item),
    )


def ask(request: Request) -> Response:
    number = request.query_params.get("project", "")
    return _ask_page(request, blank(request, {"project_id": number}))


def file(request: Request) -> Response:
    return _file(request, None)


def _file(request: Request, item: Item | None) -> Response:
    projects = queries.project_choices(request.db)
    form: Submission[Any] = only_offered(read(RequestForm, request.posted), "project_id", projects)
    if form.value is None:
        return _ask_page(request, form, item=item, status=422)
    filed = commands.file_request(
        request.db,
        request.actor,
        form.value,
        language=request.language,
        days=request.settings.request_days,
        at=item,
    )
    return see_other(request, "projects:request", {"notice": "waiting"}, reference=filed.reference)


def rewrite(request: Request) -> Response:
    item = _returned(request)
    asked = request_page(request.db, item)
    typed = {"title": item.title, "about": asked.about, "reason": asked.reason}
    typed["project_id"] = str(asked.project_id or "")
    return _ask_page(request, blank(request, typed), item=item)


def file_again(request: Request) -> Response:
    return _file(request, _returned(request, lock=True))


def weigh(request: Request) -> Response:
    item = _request(request)
    permit(Action.DECIDE_REQUEST, request.actor, subject=item.subject())
    granted = {"result": State.GRANTED.value} if item.state is State.GRANTED else {}
    return _decide_page(request, item, blank(request, granted))


def decide(request: Request) -> Response:
    item = _request(request, lock=True)
    form = read(DecisionForm, request.posted)
    if form.value is None:
        return _decide_page(request, item, form, status=422)
    try:
        commands.decide_request(request.db, request.actor, item, form.value)
    except Refused as refusal:
        if refusal.reasons != (commands.NONE_LIKE_THIS,):
            raise
        form = form.but("participation", commands.NONE_LIKE_THIS)
        return _decide_page(request, item, form, status=422)
    return see_other(request, "projects:request", {"notice": "saved"}, reference=item.reference)


def _request(request: Request, *, lock: bool = False) -> Item:
    """What is to be decided, or what was granted and still lacks its participation."""
    item = find_item(request.db, request.actor, request.reference, Kind.REQUEST, lock=lock)
    found_item: Item = found(item if item and item.state in DECIDABLE else None)
    if found_item.state is State.GRANTED:
        found(None if request_page(request.db, found_item).granted else found_item)
    return found_item


def _returned(request: Request, *, lock: bool = False) -> Item:
    """What moderation gave back to this person."""
    item = find_item(request.db, request.actor, request.reference, Kind.REQUEST, lock=lock)
    mine = item and item.author_id == request.actor.id and item.state is State.RETURNED
    found_item: Item = found(item if mine else None)
    return found_item


def _ask_page(
    request: Request, form: Submission[Any], *, item: Item | None = None, status: int = 200
) -> Response:
    return page(
        request,
        "projects/ask.html",
        status=status,
        form=form,
        item=item,
        projects=queries.project_choices(request.db),
        days=request.settings.request_days,
    )


def _decide_page(
    request: Request, item: Item, form: Submission[Any], *, status: int = 200
) -> Response:
    return page(
        request,
        "projects/decide.html",
        status=status,
        form=form,
        item=item,
        asked=request_page(request.db, item),
        results=word_choices(RESULTS),
        participations=queries.named(request.db, Kind.PARTICIPATION),
    )


routes = [
    get("/requests", index, "projects:requests"),
    get("/requests/new", ask, "projects:ask", Action.FILE_REQUEST),
    post("/requests/new", file, "projects:ask", Action.FILE_REQUEST),
    get("/requests/{reference}", show, "projects:request"),
    get("/requests/{reference}/edit", rewrite, "projects:rewrite", Action.FILE_REQUEST),
    post("/requests/{reference}/edit", file_again, "projects:rewrite", Action.FILE_REQUEST),
    get("/requests/{reference}/decide", weigh, "projects:decide", Action.DECIDE_REQUEST),
    post("/requests/{reference}/decide", decide, "projects:decide", Action.DECIDE_REQUEST),
]
