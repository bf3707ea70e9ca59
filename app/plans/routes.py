"""Pages and acts of project plans."""

from typing import Any

from starlette.responses import Response

from app.i18n.catalogues import gettext
from app.items.models import Item
from app.items.parts import parts_of
from app.items.trail import backward, forward, stops
from app.items.visibility import find_item
from app.plans import commands, queries
from app.plans.compare import compare as comparison_of
from app.plans.content import Frozen, gate_facts, shown
from app.plans.forms import IMPACTS, LIKELIHOODS, ROW_FORMS, PlanDraft, PlanRow
from app.plans.models import Plan
from app.plans.money import typed_euros
from app.plans.tracing import routes as tracing_routes
from app.process.gates import PLAN_GATE, checklist
from app.process.rules import objections, permit
from app.process.vocabulary import Action, Kind
from app.process.words import Choice
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other
from app.web.requests import Request


def show(request: Request) -> Response:
    item = _plan(request)
    last = request.db.get_one(Plan, item.id).version
    number = request.path_params.get("number", last)
    content = queries.published_plan(request.db, item.id, number) if 0 < number <= last else None
    if last or number:
        found(content)
    entries = backward(request.db, request.actor, item) + forward(request.db, request.actor, item)
    return page(
        request,
        "plans/show.html",
        item=item,
        measure=queries.measure_of(request.db, item),
        content=content,
        number=number,
        last=last,
        versions=queries.versions_of(request.db, item.id),
        stops=stops(item, entries),
        may_draft=not _objections(request, Action.DRAFT_PLAN, item),
        parts=parts_of(request, item),
    )


def compare(request: Request) -> Response:
    item = _plan(request)
    last = request.db.get_one(Plan, item.id).version
    new = _number(request.query_params.get("new", ""), last, last)
    old = _number(request.query_params.get("old", ""), max(new - 1, 1), last)
    contents = [queries.published_plan(request.db, item.id, number) for number in (old, new)]
    before, after = (found(content) for content in contents)
    return page(
        request,
        "plans/compare.html",
        item=item,
        measure=queries.measure_of(request.db, item),
        old=old,
        new=new,
        before=before,
        after=after,
        comparison=comparison_of(before, after),
        numbers=[Choice(str(each), str(each)) for each in range(1, last + 1)],
    )


def begin(request: Request) -> Response:
    measure: Item = found(
        find_item(request.db, request.actor, request.reference, Kind.MEASURE, lock=True)
    )
    permit(Action.DRAFT_PLAN, request.actor, subject=measure.subject())
    item = queries.plan_of(request.db, request.actor, measure.id)
    if item is None:
        item = commands.draft_plan(request.db, request.actor, measure, PlanDraft())
    return see_other(request, "plans:edit", reference=item.reference)


def edit(request: Request) -> Response:
    item = _plan(request)
    permit(Action.DRAFT_PLAN, request.actor, subject=item.subject())
    frozen = queries.working_content(request.db, item.id)
    last = request.db.get_one(Plan, item.id).version
    content = shown(frozen)
    published = queries.published_plan(request.db, item.id, last)
    return page(
        request,
        "plans/edit.html",
        item=item,
        measure=queries.measure_of(request.db, item),
        content=content,
        last=last,
        comparison=comparison_of(published, content) if published else None,
        checks=checklist(PLAN_GATE, gate_facts(frozen)),
        publishing=_publishing(request, item, frozen, unchanged=content == published),
    )


def new_row(request: Request) -> Response:
    item = _plan(request)
    permit(Action.DRAFT_PLAN, request.actor, subject=item.subject())
    return _row_form(request, item, blank(request))


def edit_row(request: Request) -> Response:
    item = _plan(request)
    permit(Action.DRAFT_PLAN, request.actor, subject=item.subject())
    row = found(queries.working_copy(request.db, item.id).row(_kind(request), _row_id(request)))
    return _row_form(request, item, blank(request, _typed(request, row)))


def save_row(request: Request) -> Response:
    item = _plan(request, lock=True)
    permit(Action.DRAFT_PLAN, request.actor, subject=item.subject())
    kind, row_id = _kind(request), request.path_params.get("row")
    draft = queries.working_copy(request.db, item.id)
    if row_id is not None:
        found(draft.row(kind, row_id))
    form = read(ROW_FORMS[kind], request.posted)
    if form.value is None:
        return _row_form(request, item, form)
    row = form.value.model_copy(update={"id": row_id})
    measure = queries.measure_of(request.db, item)
    commands.draft_plan(request.db, request.actor, measure, draft.with_row(kind, row))
    return see_other(request, "plans:edit", {"notice": "saved"}, reference=item.reference)


def remove_row(request: Request) -> Response:
    item = _plan(request, lock=True)
    draft = queries.working_copy(request.db, item.id).without(_kind(request), _row_id(request))
    measure = queries.measure_of(request.db, item)
    commands.draft_plan(request.db, request.actor, measure, draft)
    return see_other(request, "plans:edit", {"notice": "deleted"}, reference=item.reference)


def publish(request: Request) -> Response:
    item = _plan(request, lock=True)
    commands.publish_plan(request.db, request.actor, item)
    return see_other(request, "plans:show", {"notice": "saved"}, reference=item.reference)


def _row_form(request: Request, item: Item, form: Submission[Any]) -> Response:
    measure = queries.measure_of(request.db, item)
    return page(
        request,
        "plans/row.html",
        status=422 if form.errors else 200,
        item=item,
        measure=measure,
        kind=_kind(request),
        row=request.path_params.get("row"),
        form=form,
        requirements=queries.requirements_to_cover(request.db, measure.id),
        likelihoods=_degrees(LIKELIHOODS),
        impacts=_degrees(IMPACTS),
    )


def _typed(request: Request, row: PlanRow) -> dict[str, Any]:
    """A row as somebody would have typed it."""
    typed = row.model_dump(mode="json")
    if "cost" in typed:
        typed["cost"] = typed_euros(typed["cost"], request.language)
    return typed


def _publishing(
    request: Request, item: Item, frozen: Frozen, *, unchanged: bool
) -> tuple[str, ...]:
    """Why the working copy cannot be published now."""
    reasons = _objections(request, Action.PUBLISH_PLAN, item)
    missing = [line.reason for line in checklist(PLAN_GATE, gate_facts(frozen)) if not line.met]
    return (*reasons, *missing, *([commands.NOTHING_NEW] if unchanged else []))


def _degrees(words: tuple[str, ...]) -> list[Choice]:
    return [Choice(str(degree), gettext(word)) for degree, word in enumerate(words, start=1)]


def _plan(request: Request, *, lock: bool = False) -> Item:
    item: Item = found(
        find_item(request.db, request.actor, request.reference, Kind.PLAN, lock=lock)
    )
    return item


def _kind(request: Request) -> str:
    kind = str(request.path_params["kind"])
    found(ROW_FORMS.get(kind))
    return kind


def _row_id(request: Request) -> int:
    return int(request.path_params["row"])


def _number(text: str, otherwise: int, most: int) -> int:
    number = int(text) if text.isdecimal() and len(text) < 9 else 0
    return number if 1 <= number <= most else otherwise


def _objections(request: Request, action: Action, item: Item) -> tuple[str, ...]:
    return objections(action, request.actor, subject=item.subject())


routes = [
    *tracing_routes,
    post("/measures/{reference}/plan", begin, "plans:begin", Action.DRAFT_PLAN),
    get("/plans/{reference}", show, "plans:show"),
    get("/plans/{reference}/versions/{number:int}", show, "plans:version"),
    get("/plans/{reference}/compare", compare, "plans:compare"),
    get("/plans/{reference}/edit", edit, "plans:edit", Action.DRAFT_PLAN),
    post("/plans/{reference}/publish", publish, "plans:publish", Action.PUBLISH_PLAN),
    get("/plans/{reference}/edit/{kind}/new", new_row, "plans:new_row", Action.DRAFT_PLAN),
    post("/plans/{reference}/edit/{kind}/new", save_row, "plans:add_row", Action.DRAFT_PLAN),
    get("/plans/{reference}/edit/{kind}/{row:int}", edit_row, "plans:edit_row", Action.DRAFT_PLAN),
    post("/plans/{reference}/edit/{kind}/{row:int}", save_row, "plans:save_row", Action.DRAFT_PLAN),
    post(
        "/plans/{reference}/edit/{kind}/{row:int}/remove",
        remove_row,
        "plans:remove_row",
        Action.DRAFT_PLAN,
    ),
]
