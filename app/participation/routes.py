"""Pages and acts of participation processes."""

from collections.abc import Callable
from typing import Any

from starlette.responses import Response

from app.items.models import Item
from app.items.parts import parts_of
from app.participation import commands, queries
from app.participation.concept import ParticipationPage, changes_of, participation_page
from app.participation.feeds import routes as feed_routes
from app.participation.figures import clock_of, remembered_figures
from app.participation.forms import PhaseExtensionForm, ResultForm, end_of
from app.participation.models import PlannedPhase
from app.participation.preparing import routes as preparing_routes
from app.participation.reading import asked_item, local_zone
from app.participation.words import CONCEPT, LATER_TEXTS, WHAT_HAPPENS
from app.process.refusal import Refused
from app.process.rules import objections, permit
from app.process.vocabulary import Action, Phase, State
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other
from app.web.requests import Request

OPEN = {Phase.COLLECTING, Phase.DELIBERATING, Phase.REQUIREMENTS}
COMING = {Phase.ANNOUNCED, Phase.PAUSED}


def index(request: Request) -> Response:
    cards = queries.participations(request.db, request.actor)
    may_open = not objections(Action.OPEN_PARTICIPATION, request.actor)
    prepares = queries.prepared_participations(request.db, request.actor) if may_open else []

    def those(phases: set[Phase]) -> list[queries.ParticipationCard]:
        return [card for card in cards if card.phase in phases]

    return page(
        request,
        "participation/index.html",
        open=those(OPEN),
        standing=those({Phase.STANDING}),
        answering=those({Phase.SYNTHESIS}),
        coming=those(COMING),
        past=those({Phase.CLOSED}),
        clocks=queries.clocks(request.db),
        may_open=may_open,
        prepared=prepares,
    )


def show(request: Request) -> Response:
    item = asked_item(request)
    concept = participation_page(request.db, item)
    counted = remembered_figures(request.db, item.id)
    return page(
        request,
        "participation/show.html",
        concept=concept,
        item=item,
        what_happens=WHAT_HAPPENS,
        figures=counted,
        clock=clock_of(concept.card, counted),
        acts=_office_acts(request, item, concept),
        parts=parts_of(request, item),
        preview=item.state is State.DRAFT,
    )


def concept(request: Request) -> Response:
    item = asked_item(request)
    return page(
        request,
        "participation/concept.html",
        item=item,
        concept=participation_page(request.db, item),
        headings={name: heading for name, (heading, _) in CONCEPT.items()},
        later=LATER_TEXTS,
    )


def versions(request: Request) -> Response:
    item = asked_item(request)
    changes = changes_of(request.db, item)
    return page(request, "participation/versions.html", item=item, changes=changes)


def longer(request: Request) -> Response:
    item = asked_item(request)
    permit(Action.EXTEND_PHASE, request.actor, subject=item.subject())
    phases = queries.extensible_phases(request.db, item.id)
    only = {"phase": str(phases[0].id)} if len(phases) == 1 else {}
    return _extension_page(request, item, blank(request, only))


def extend(request: Request) -> Response:
    item = asked_item(request, lock=True)
    form = read(PhaseExtensionForm, request.posted)
    if form.value is None:
        return _extension_page(request, item, form, status=422)
    wanted = form.value
    phase = _phase(request, item, lambda each: each.id == wanted.phase)
    to = end_of(wanted.closes_on, local_zone(request))
    try:
        commands.extend_phase(request.db, request.actor, item, phase, to=to, reason=wanted.reason)
    except Refused as refusal:
        permit(Action.EXTEND_PHASE, request.actor, subject=item.subject())
        form = form.but("closes_on", refusal.reasons[0])
        return _extension_page(request, item, form, status=422)
    return see_other(request, "participation:show", {"notice": "saved"}, reference=item.reference)


def close(request: Request) -> Response:
    item = asked_item(request, lock=True)
    phase = _phase(request, item, lambda each: each.kind is Phase.SYNTHESIS and not each.closed_at)
    commands.close_phase(request.db, request.actor, item, phase)
    return see_other(request, "participation:show", {"notice": "saved"}, reference=item.reference)


def write_result(request: Request) -> Response:
    item = asked_item(request)
    permit(Action.SET_RESULT, request.actor, subject=item.subject())
    present = participation_page(request.db, item).result
    return _result_page(request, item, blank(request, {"result": present}))


def keep_result(request: Request) -> Response:
    item = asked_item(request, lock=True)
    form = read(ResultForm, request.posted)
    if form.value is None:
        return _result_page(request, item, form, status=422)
    commands.set_result(request.db, request.actor, item, form.value.result)
    return see_other(request, "participation:show", {"notice": "saved"}, reference=item.reference)


def _office_acts(request: Request, item: Item, concept: ParticipationPage) -> dict[str, Any] | None:
    """What the administration may do now, with what stands in the way."""
    if objections(Action.EXTEND_PHASE, request.actor, subject=item.subject()):
        return None
    closing = concept.card.phase is Phase.SYNTHESIS and item.state is not State.DRAFT
    owed = queries.open_answers(request.db, item.id) if closing else 0
    return {
        "draft": item.state is State.DRAFT,
        "extensible": bool(queries.extensible_phases(request.db, item.id)),
        "closing": closing,
        "owed": owed,
        "reasons": (commands.STILL_OWED,) if owed else (),
    }


def _extension_page(
    request: Request, item: Item, form: Submission[Any], *, status: int = 200
) -> Response:
    phases = queries.extensible_phases(request.db, item.id)
    return page(
        request, "participation/extend.html", status=status, item=item, form=form, phases=phases
    )


def _result_page(
    request: Request, item: Item, form: Submission[Any], *, status: int = 200
) -> Response:
    return page(request, "participation/result.html", status=status, item=item, form=form)


def _phase(
    request: Request, item: Item, wanted: Callable[[queries.PhaseLine], bool]
) -> PlannedPhase:
    lines = queries.phases_of(request.db, item.id)
    line = found(next((each for each in lines if wanted(each)), None))
    return request.db.get_one(PlannedPhase, line.id)


routes = [
    get("/participation", index, "participation:index"),
    *preparing_routes,
    *feed_routes,
    get("/participation/{reference}", show, "participation:show"),
    get("/participation/{reference}/concept", concept, "participation:concept"),
    get("/participation/{reference}/versions", versions, "participation:versions"),
    get("/participation/{reference}/extend", longer, "participation:extend", Action.EXTEND_PHASE),
    post("/participation/{reference}/extend", extend, "participation:extend", Action.EXTEND_PHASE),
    post("/participation/{reference}/close", close, "participation:close", Action.CLOSE_PHASE),
    get(
        "/participation/{reference}/result", write_result, "participation:result", Action.SET_RESULT
    ),
    post(
        "/participation/{reference}/result", keep_result, "participation:result", Action.SET_RESULT
    ),
]
