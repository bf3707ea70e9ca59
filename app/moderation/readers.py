"""What readers and authors do: report something, take that back, object to moderation."""

from starlette.responses import Response

from app.items.models import Item
from app.items.trail import PAGE_OF
from app.items.visibility import find_item
from app.moderation.appealing import appeal_item
from app.moderation.forms import MOST, Complaint, Objection
from app.moderation.parts import hours_of
from app.moderation.queries import appeal_against, last_note, my_report
from app.moderation.reporting import Caps, report_item, unreport_item
from app.moderation.words import MODERATED, Waits
from app.process.rules import objections
from app.process.vocabulary import Action, Reason, Visibility
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other, word_choices
from app.web.requests import Request


def reporting(request: Request) -> Response:
    return _reporting(request, _item(request), blank(request))


def report(request: Request) -> Response:
    item = _item(request, lock=True)
    form = read(Complaint, request.posted)
    if form.value is None:
        return _reporting(request, item, form)
    settings = request.settings
    caps = Caps(settings.reports_hide, settings.automatic_hides, settings.reports_each)
    report_item(request.db, request.actor, item, form.value, caps=caps)
    if item.visibility is not Visibility.PUBLIC:
        return see_other(request, "problems:index", {"notice": "reported"})
    return _back(request, item, "reported")


def unreport(request: Request) -> Response:
    item = _item(request, lock=True)
    unreport_item(request.db, request.actor, item)
    return _back(request, item, "unreported")


def objecting(request: Request) -> Response:
    return _objecting(request, _item(request), blank(request))


def appeal(request: Request) -> Response:
    item = _item(request, lock=True)
    form = read(Objection, request.posted)
    if form.value is None:
        return _objecting(request, item, form)
    appeal_item(request.db, request.actor, item, form.value)
    return _back(request, item, "objected")


def _item(request: Request, *, lock: bool = False) -> Item:
    item: Item = found(
        find_item(request.db, request.actor, request.reference, *MODERATED, lock=lock)
    )
    return item


def _back(request: Request, item: Item, notice: str) -> Response:
    return see_other(request, PAGE_OF[item.kind], {"notice": notice}, reference=item.reference)


def _reporting(request: Request, item: Item, form: Submission[Complaint]) -> Response:
    return page(
        request,
        "moderation/report.html",
        status=422 if form.errors else 200,
        item=item,
        item_url=PAGE_OF[item.kind],
        form=form,
        reasons=word_choices(Reason),
        mine=my_report(request.db, request.actor, item),
        refused=objections(Action.REPORT_ITEM, request.actor, subject=item.subject()),
        most=MOST,
    )


def _objecting(request: Request, item: Item, form: Submission[Objection]) -> Response:
    note = last_note(request.db, item)
    return page(
        request,
        "moderation/appeal.html",
        status=422 if form.errors else 200,
        item=item,
        item_url=PAGE_OF[item.kind],
        form=form,
        note=note,
        appeal=note and appeal_against(request.db, note),
        refused=objections(Action.APPEAL_ITEM, request.actor, subject=item.subject()),
        hours=hours_of(request).of(Waits.APPEAL).total_seconds() // 3600,
        most=MOST,
    )


routes = [
    get("/items/{reference}/report", reporting, "moderation:report", Action.REPORT_ITEM),
    post("/items/{reference}/report", report, "moderation:send_report", Action.REPORT_ITEM),
    post(
        "/items/{reference}/report/withdrawal",
        unreport,
        "moderation:unreport",
        Action.UNREPORT_ITEM,
    ),
    get("/items/{reference}/objection", objecting, "moderation:appeal", Action.APPEAL_ITEM),
    post("/items/{reference}/objection", appeal, "moderation:object", Action.APPEAL_ITEM),
]
