"""Pages and acts of requirements."""

from typing import Any

from starlette.responses import Response

from app.items.models import Item
from app.items.parts import parts_of
from app.items.trail import backward, forward, stops
from app.items.visibility import find_item
from app.process.paths import advance
from app.process.rules import objections, permit
from app.process.vocabulary import Action, Kind, Priority, RequirementKind
from app.requirements import commands, queries
from app.requirements.coverage import coverage as coverage_of
from app.requirements.forms import Approval, DiscussionResult, Dropping, RequirementText
from app.requirements.history import revisions
from app.requirements.models import Requirement
from app.requirements.origins import offers, possible_origins, public_origins, quotes
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other, word_choices
from app.web.requests import Request


def index(request: Request) -> Response:
    measure = _measure(request)
    cards = queries.requirements_of(request.db, measure.id)
    return page(
        request,
        "requirements/index.html",
        measure=measure,
        cards=cards,
        priorities=list(Priority),
        open_until=queries.open_until(request.db, measure.participation_id),
        may_make=not _objections(request, Action.MAKE_REQUIREMENT, measure),
    )


def coverage(request: Request) -> Response:
    measure = _measure(request)
    lists = coverage_of(request.db, measure.id)
    return page(request, "requirements/coverage.html", measure=measure, lists=lists)


def show(request: Request) -> Response:
    return _show(request, _requirement(request), blank(request))


def new(request: Request) -> Response:
    measure = _measure(request)
    permit(Action.MAKE_REQUIREMENT, request.actor, subject=measure.subject())
    return _form(request, measure, blank(request))


def make(request: Request) -> Response:
    measure = _measure(request)
    permit(Action.MAKE_REQUIREMENT, request.actor, subject=measure.subject())
    form = _read(request, {})
    if form.value is None or "look" in request.posted:
        return _form(request, measure, form)
    item = commands.make_requirement(
        request.db, request.actor, measure, form.value, language=request.language
    )
    return see_other(request, "requirements:show", {"notice": "saved"}, reference=item.reference)


def edit(request: Request) -> Response:
    item = _requirement(request)
    permit(Action.EDIT_REQUIREMENT, request.actor, subject=item.subject())
    advance(item.kind, Action.EDIT_REQUIREMENT, item.state)
    requirement = request.db.get_one(Requirement, item.id)
    typed = {name: getattr(requirement, name) for name in commands.ON_REQUIREMENT}
    typed |= {"title": item.title, "origins": list(public_origins(request.db, item.id))}
    measure = queries.measure_of(request.db, request.actor, item)
    return _form(request, measure, blank(request, typed), item)


def save(request: Request) -> Response:
    item = _requirement(request, lock=True)
    permit(Action.EDIT_REQUIREMENT, request.actor, subject=item.subject())
    form = _read(request, public_origins(request.db, item.id))
    if form.value is None or "look" in request.posted:
        measure = queries.measure_of(request.db, request.actor, item)
        return _form(request, measure, form, item)
    commands.edit_requirement(request.db, request.actor, item, form.value)
    return see_other(request, "requirements:show", {"notice": "saved"}, reference=item.reference)


def discuss(request: Request) -> Response:
    item, form = _requirement(request, lock=True), read(DiscussionResult, request.posted)
    if form.value is None:
        return _show(request, item, form)
    commands.discuss_requirement(request.db, request.actor, item, form.value.result)
    return see_other(request, "requirements:show", {"notice": "saved"}, reference=item.reference)


def approve(request: Request) -> Response:
    item, form = _requirement(request, lock=True), read(Approval, request.posted)
    if form.value is None:
        return _show(request, item, form)
    commands.approve_requirement(request.db, request.actor, item, form.value.grounds)
    return see_other(request, "requirements:show", {"notice": "saved"}, reference=item.reference)


def drop(request: Request) -> Response:
    item, form = _requirement(request, lock=True), read(Dropping, request.posted)
    if form.value is None:
        return _show(request, item, form)
    commands.drop_requirement(request.db, request.actor, item, form.value.reason)
    return see_other(request, "requirements:show", {"notice": "saved"}, reference=item.reference)


def _show(request: Request, item: Item, form: Submission[Any]) -> Response:
    db, actor = request.db, request.actor
    entries = backward(db, actor, item) + forward(db, actor, item)
    return page(
        request,
        "requirements/show.html",
        status=422 if form.errors else 200,
        item=item,
        requirement=queries.requirement_page(db, item),
        quotes=quotes(db, actor, item.id),
        revisions=revisions(db, item),
        stops=stops(item, entries),
        acts=queries.acts_on(db, actor, item),
        open_until=queries.open_until(db, item.participation_id),
        form=form,
        parts=parts_of(request, item),
    )


def _form(
    request: Request, measure: Item, form: Submission[Any], item: Item | None = None
) -> Response:
    words = form.text("words").strip()[:200]
    return page(
        request,
        "requirements/form.html",
        status=422 if form.errors else 200,
        measure=measure,
        item=item,
        form=form,
        words=words,
        groups=offers(request.db, measure.id, words, form.list("origins")),
        kinds=word_choices(RequirementKind),
        priorities=word_choices(Priority),
    )


def _read(request: Request, standing: dict[str, int]) -> Submission[RequirementText]:
    """Read the form; a reference that cannot be an origin is told beside its field."""
    if "look" in request.posted:
        return Submission(read(RequirementText, request.posted).typed)
    form = read(RequirementText, request.posted)
    if form.value is None:
        return form
    known = standing | possible_origins(request.db, form.value.references)
    if set(form.value.references) - known.keys():
        return form.but("further", commands.UNKNOWN_ORIGIN)
    return form


def _measure(request: Request) -> Item:
    measure: Item = found(find_item(request.db, request.actor, request.reference, Kind.MEASURE))
    return measure


def _requirement(request: Request, *, lock: bool = False) -> Item:
    item: Item = found(
        find_item(request.db, request.actor, request.reference, Kind.REQUIREMENT, lock=lock)
    )
    return item


def _objections(request: Request, action: Action, item: Item) -> tuple[str, ...]:
    return objections(action, request.actor, subject=item.subject())


routes = [
    get("/measures/{reference}/requirements", index, "requirements:index"),
    post("/measures/{reference}/requirements", make, "requirements:make", Action.MAKE_REQUIREMENT),
    get("/measures/{reference}/requirements/coverage", coverage, "requirements:coverage"),
    get("/measures/{reference}/requirements/new", new, "requirements:new", Action.MAKE_REQUIREMENT),
    get("/requirements/{reference}", show, "requirements:show"),
    get("/requirements/{reference}/edit", edit, "requirements:edit", Action.EDIT_REQUIREMENT),
    post("/requirements/{reference}/edit", save, "requirements:save", Action.EDIT_REQUIREMENT),
    post(
        "/requirements/{reference}/discuss",
        discuss,
        "requirements:discuss",
        Action.DISCUSS_REQUIREMENT,
    ),
    post(
        "/requirements/{reference}/approve",
        approve,
        "requirements:approve",
        Action.APPROVE_REQUIREMENT,
    ),
    post("/requirements/{reference}/drop", drop, "requirements:drop", Action.DROP_REQUIREMENT),
]
