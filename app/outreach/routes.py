"""The page that says who is missing and who was invited, and noting an invitation."""

from typing import Any

from starlette.responses import Response

from app.items.models import Item
from app.outreach.commands import log_outreach
from app.outreach.forms import OutreachForm
from app.outreach.models import Outreach
from app.outreach.queries import notes_of
from app.participation.figures import remembered_figures
from app.participation.phases import phase_of
from app.participation.reading import asked_item
from app.process.rules import DISCUSSING, objections, permit
from app.process.vocabulary import DECLARED_GROUPS, Action
from app.web.addresses import address
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other, word_choices
from app.web.requests import Request


def index(request: Request) -> Response:
    item = asked_item(request)
    target = address("participation:show", request.language, reference=item.reference)
    return page(
        request,
        "outreach/index.html",
        item=item,
        open=phase_of(request.db, item.id) in DISCUSSING,
        figures=remembered_figures(request.db, item.id),
        notes=notes_of(request.db, item.id),
        link=request.settings.origin + target,
        may_log=not objections(Action.LOG_OUTREACH, request.actor, subject=item.subject()),
    )


def new(request: Request) -> Response:
    item = asked_item(request)
    permit(Action.LOG_OUTREACH, request.actor, subject=item.subject())
    return _form_page(request, item, blank(request))


def make(request: Request) -> Response:
    return _keep(request, asked_item(request), None)


def change(request: Request) -> Response:
    item = asked_item(request)
    permit(Action.LOG_OUTREACH, request.actor, subject=item.subject())
    note = _note(request, item)
    typed = {name: str(getattr(note, name) or "") for name in OutreachForm.model_fields}
    return _form_page(request, item, blank(request, typed), at=note)


def keep(request: Request) -> Response:
    item = asked_item(request)
    return _keep(request, item, _note(request, item))


def _keep(request: Request, item: Item, at: Outreach | None) -> Response:
    form = read(OutreachForm, request.posted)
    if form.value is None:
        return _form_page(request, item, form, at=at, status=422)
    log_outreach(request.db, request.actor, item, form.value, language=request.language, at=at)
    return see_other(request, "outreach:index", {"notice": "saved"}, reference=item.reference)


def _note(request: Request, item: Item) -> Outreach:
    number: int = request.path_params["id"]
    note = request.db.get(Outreach, number) if number < 2**53 else None
    mine: Outreach = found(note if note and note.participation_id == item.id else None)
    return mine


def _form_page(
    request: Request,
    item: Item,
    form: Submission[Any],
    *,
    at: Outreach | None = None,
    status: int = 200,
) -> Response:
    return page(
        request,
        "outreach/form.html",
        status=status,
        form=form,
        item=item,
        at=at.id if at else None,
        groups=word_choices(DECLARED_GROUPS),
    )


_LOG = Action.LOG_OUTREACH
routes = [
    get("/participation/{reference}/outreach", index, "outreach:index"),
    get("/participation/{reference}/outreach/new", new, "outreach:new", _LOG),
    post("/participation/{reference}/outreach/new", make, "outreach:new", _LOG),
    get("/participation/{reference}/outreach/{id:int}", change, "outreach:edit", _LOG),
    post("/participation/{reference}/outreach/{id:int}", keep, "outreach:edit", _LOG),
]
