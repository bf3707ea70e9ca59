"""Pages and acts of mandates."""

from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import Response

from app.db.clock import now
from app.items.models import Item
from app.items.parts import parts_of
from app.items.trail import backward, stops
from app.items.visibility import find_item
from app.mandates import commands, queries
from app.mandates.deciding import day_objection, deciding_subject
from app.mandates.forms import RESULTS, AmendmentForm, DecisionForm, PackageForm, typed_rows
from app.mandates.gate import gate_checklist
from app.mandates.models import Mandate, Package
from app.mandates.packages import frozen_package
from app.mandates.parts import acts_on
from app.mandates.rows import read_rows, tables_of
from app.process.paths import IN_FORCE, NO_STEP
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.vocabulary import Action, Kind, State
from app.web.addresses import address
from app.web.endpoint import get, post
from app.web.forms import Submission
from app.web.pages import blank, found, page, see_other, word_choices
from app.web.requests import Request


def index(request: Request) -> Response:
    after = request.query_params.get("after", "")
    listed = queries.mandates(request.db, request.language, after)
    following = {"after": listed.after} if listed.after else None
    return page(
        request,
        "mandates/index.html",
        cards=listed.cards,
        next_url=following and address("mandates:index", request.language, following),
        first_url=after and address("mandates:index", request.language),
    )


def show(request: Request) -> Response:
    item = _mandate(request, Action.READ_PUBLIC)
    mandate = request.db.get_one(Mandate, item.id)
    measure_id = item.measure_id or 0
    prepared = item.state is State.PREPARED
    checks = gate_checklist(request.db, measure_id, mandate) if prepared else ()
    return page(
        request,
        "mandates/show.html",
        item=item,
        mandate=queries.mandate_page(request.db, item, request.language),
        package=frozen_package(request.db, item.id),
        checks=checks,
        chain=queries.mandates_of(request.db, measure_id, request.language),
        acts=acts_on(request.db, request.actor, item, checks),
        stops=stops(item, backward(request.db, request.actor, item)),
        parts=parts_of(request, item),
    )


def package(request: Request) -> Response:
    """The frozen package as it was hashed, byte by byte."""
    frozen = found(frozen_package(request.db, _mandate(request, Action.READ_PUBLIC).id))
    name = f"{request.reference}.json"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(frozen.text.encode(), media_type="application/json", headers=headers)


def prepare(request: Request) -> Response:
    return _package_form(request, blank(request), _measure(request))


def begin(request: Request) -> Response:
    measure, form = _measure(request, lock=True), read_rows(PackageForm, request.posted)
    if form.value is None:
        return _package_form(request, form, measure)
    item = commands.prepare_mandate(
        request.db, request.actor, measure, form.value, language=request.language
    )
    return _shown(request, item, "saved")


def edit(request: Request) -> Response:
    item = _mandate(request, Action.PREPARE_MANDATE)
    return _package_form(request, blank(request, _typed(request, item)), item)


def change(request: Request) -> Response:
    item = _mandate(request, Action.PREPARE_MANDATE, lock=True)
    form = read_rows(PackageForm, request.posted)
    if form.value is None:
        return _package_form(request, form, item)
    measure = request.db.get_one(Item, item.measure_id)
    commands.prepare_mandate(
        request.db, request.actor, measure, form.value, language=item.language, item=item
    )
    return _shown(request, item, "saved")


def submit(request: Request) -> Response:
    item = _mandate(request, Action.SUBMIT_MANDATE, lock=True)
    commands.submit_mandate(request.db, request.actor, item)
    return _shown(request, item, "submitted")


def decide(request: Request) -> Response:
    item = _mandate(request, Action.DECIDE_MANDATE)
    today = now().astimezone(_zone(request)).date().isoformat()
    return _decision_form(request, blank(request, _typed(request, item, decided_on=today)), item)


def enter_decision(request: Request) -> Response:
    item = _mandate(request, Action.DECIDE_MANDATE, lock=True)
    form = read_rows(DecisionForm, request.posted)
    package = request.db.get(Package, item.id)
    if form.value and package:
        sentence = day_objection(form.value.decided_on, package.at, _zone(request))
        form = form.but("decided_on", sentence) if sentence else form
    if form.value is None:
        return _decision_form(request, form, item)
    commands.decide_mandate(request.db, request.actor, item, form.value, zone=_zone(request))
    return _shown(request, item, "decided")


def amend(request: Request) -> Response:
    item = _mandate(request, Action.AMEND_MANDATE)
    return _package_form(request, blank(request, _typed(request, item)), item, amends=True)


def begin_amendment(request: Request) -> Response:
    item = _mandate(request, Action.AMEND_MANDATE, lock=True)
    form = read_rows(AmendmentForm, request.posted)
    if form.value is None:
        return _package_form(request, form, item, amends=True)
    amendment = commands.amend_mandate(
        request.db, request.actor, item, form.value, language=request.language
    )
    return _shown(request, amendment, "saved")


def _mandate(request: Request, action: Action, *, lock: bool = False) -> Item:
    """The mandate in the address, on which this person may act."""
    item: Item = found(
        find_item(request.db, request.actor, request.reference, Kind.MANDATE, lock=lock)
    )
    decides = action is Action.DECIDE_MANDATE
    subject = deciding_subject(request.db, item) if decides else item.subject()
    permit(action, request.actor, subject=subject)
    states, sentence = _WHEN.get(action, ({item.state}, ""))
    if item.state not in states:
        raise Refused(sentence)
    return item


def _measure(request: Request, *, lock: bool = False) -> Item:
    """The measure in the address, whose package this person may prepare."""
    item: Item = found(
        find_item(request.db, request.actor, request.reference, Kind.MEASURE, lock=lock)
    )
    permit(Action.PREPARE_MANDATE, request.actor, subject=item.subject())
    return item


def _shown(request: Request, item: Item, notice: str) -> Response:
    return see_other(request, "mandates:show", {"notice": notice}, reference=item.reference)


def _zone(request: Request) -> ZoneInfo:
    return ZoneInfo(request.settings.time_zone)


def _typed(request: Request, item: Item, **more: str) -> dict[str, Any]:
    """What is proposed, as one may go on typing it."""
    mandate = request.db.get_one(Mandate, item.id)
    rows = typed_rows(mandate.implementers, mandate.years, request.language)
    words = {"source": mandate.source, "budget_title": mandate.budget_title}
    return rows | words | {"body_id": str(mandate.body_id)} | more


def _package_form(
    request: Request, form: Submission[Any], item: Item, *, amends: bool = False
) -> Response:
    return page(
        request,
        "mandates/prepare.html",
        status=422 if form.errors else 200,
        form=form,
        item=item,
        amends=amends,
        bodies=queries.deciding_bodies(request.db, request.language),
        tables=tables_of(form, request.posted),
    )


def _decision_form(request: Request, form: Submission[Any], item: Item) -> Response:
    return page(
        request,
        "mandates/decide.html",
        status=422 if form.errors else 200,
        form=form,
        item=item,
        mandate=queries.mandate_page(request.db, item, request.language),
        results=word_choices(RESULTS),
        tables=tables_of(form, request.posted),
    )


# Whoever comes too late is told before writing anything.
_WHEN = {
    Action.PREPARE_MANDATE: ({State.PREPARED}, NO_STEP),
    Action.DECIDE_MANDATE: ({State.SUBMITTED}, NO_STEP),
    Action.AMEND_MANDATE: (IN_FORCE, commands.NOT_IN_FORCE),
}
_PREPARE, _EDIT = "/measures/{reference}/mandate", "/mandates/{reference}/edit"
_DECIDE, _AMEND = "/mandates/{reference}/decision", "/mandates/{reference}/amendment"

routes = [
    get("/mandates", index, "mandates:index"),
    get("/mandates/{reference}", show, "mandates:show"),
    get("/mandates/{reference}/package.json", package, "mandates:package"),
    get(_PREPARE, prepare, "mandates:prepare", Action.PREPARE_MANDATE),
    post(_PREPARE, begin, "mandates:prepare", Action.PREPARE_MANDATE),
    get(_EDIT, edit, "mandates:edit", Action.PREPARE_MANDATE),
    post(_EDIT, change, "mandates:edit", Action.PREPARE_MANDATE),
    post("/mandates/{reference}/submission", submit, "mandates:submit", Action.SUBMIT_MANDATE),
    get(_DECIDE, decide, "mandates:decide", Action.DECIDE_MANDATE),
    post(_DECIDE, enter_decision, "mandates:decide", Action.DECIDE_MANDATE),
    get(_AMEND, amend, "mandates:amend", Action.AMEND_MANDATE),
    post(_AMEND, begin_amendment, "mandates:amend", Action.AMEND_MANDATE),
]
