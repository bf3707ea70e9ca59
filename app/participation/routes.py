"""Pages and acts of participation processes."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import Response

from app.items.models import Item
from app.items.parts import parts_of
from app.items.visibility import find_item
from app.participation import commands, queries
from app.participation.forms import OpeningForm, PhaseExtensionForm, end_of
from app.participation.models import PlannedPhase
from app.participation.words import WHAT_HAPPENS
from app.process.refusal import Refused
from app.process.rules import objections, permit
from app.process.vocabulary import PLANNED_PHASES, Action, Kind, Level, Phase
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other, word_choices
from app.web.requests import Request

OPEN = {Phase.COLLECTING, Phase.DELIBERATING, Phase.REQUIREMENTS}
COMING = {Phase.ANNOUNCED, Phase.PAUSED}


def index(request: Request) -> Response:
    cards = queries.participations(request.db, request.actor)
    owed = {each.reference: each for each in queries.answers_owed(request.db)}

    def those(phases: set[Phase]) -> list[queries.ParticipationCard]:
        return [card for card in cards if card.phase in phases]

    return page(
        request,
        "participation/index.html",
        open=those(OPEN),
        answering=those({Phase.SYNTHESIS}),
        coming=those(COMING),
        past=those({Phase.CLOSED}),
        owed=owed,
        may_open=not objections(Action.OPEN_PARTICIPATION, request.actor),
    )


def show(request: Request) -> Response:
    concept = found(queries.participation_page(request.db, request.actor, request.reference))
    item = _item(request)
    return page(
        request,
        "participation/show.html",
        concept=concept,
        item=item,
        what_happens=WHAT_HAPPENS,
        figures=queries.figures(request.db, item.id),
        owed=queries.open_answers(request.db, item.id),
        acts=_office_acts(request, item, concept),
        parts=parts_of(request, item),
    )


def new(request: Request) -> Response:
    return _opening_page(request, blank(request))


def open_(request: Request) -> Response:
    form = read(OpeningForm, request.posted)
    if form.value is None:
        return _opening_page(request, form, status=422)
    concept = form.value.concept(_zone(request))
    item = commands.open_participation(request.db, request.actor, concept, request.language)
    return see_other(request, "participation:show", {"notice": "saved"}, reference=item.reference)


def longer(request: Request) -> Response:
    item = _item(request)
    permit(Action.EXTEND_PHASE, request.actor, subject=item.subject())
    phases = queries.extensible_phases(request.db, item.id)
    only = {"phase": str(phases[0].id)} if len(phases) == 1 else {}
    return _extension_page(request, item, blank(request, only))


def extend(request: Request) -> Response:
    item = _item(request, lock=True)
    form = read(PhaseExtensionForm, request.posted)
    if form.value is None:
        return _extension_page(request, item, form, status=422)
    wanted = form.value
    phase = _phase(request, item, lambda each: each.id == wanted.phase)
    to = end_of(wanted.closes_on, _zone(request))
    try:
        commands.extend_phase(request.db, request.actor, item, phase, to=to, reason=wanted.reason)
    except Refused as refusal:
        permit(Action.EXTEND_PHASE, request.actor, subject=item.subject())
        form = form.but("closes_on", refusal.reasons[0])
        return _extension_page(request, item, form, status=422)
    return see_other(request, "participation:show", {"notice": "saved"}, reference=item.reference)


def close(request: Request) -> Response:
    item = _item(request, lock=True)
    phase = _phase(request, item, lambda each: each.kind is Phase.SYNTHESIS and not each.closed_at)
    commands.close_phase(request.db, request.actor, item, phase)
    return see_other(request, "participation:show", {"notice": "saved"}, reference=item.reference)


def _office_acts(
    request: Request, item: Item, concept: queries.ParticipationPage
) -> dict[str, Any] | None:
    """What the administration may do now, with what stands in the way."""
    if objections(Action.EXTEND_PHASE, request.actor, subject=item.subject()):
        return None
    return {
        "extensible": bool(queries.extensible_phases(request.db, item.id)),
        "closing": concept.card.phase is Phase.SYNTHESIS,
        "reasons": (commands.STILL_OWED,) if queries.open_answers(request.db, item.id) else (),
    }


def _opening_page(request: Request, form: Submission[Any], *, status: int = 200) -> Response:
    return page(
        request,
        "participation/new.html",
        status=status,
        form=form,
        levels=word_choices(Level),
        phases=PLANNED_PHASES,
        what_happens=WHAT_HAPPENS,
    )


def _extension_page(
    request: Request, item: Item, form: Submission[Any], *, status: int = 200
) -> Response:
    phases = queries.extensible_phases(request.db, item.id)
    return page(
        request, "participation/extend.html", status=status, item=item, form=form, phases=phases
    )


def _item(request: Request, *, lock: bool = False) -> Item:
    found_item: Item = found(
        find_item(request.db, request.actor, request.reference, Kind.PARTICIPATION, lock=lock)
    )
    return found_item


def _phase(
    request: Request, item: Item, wanted: Callable[[queries.PhaseLine], bool]
) -> PlannedPhase:
    lines = queries.phases_of(request.db, item.id)
    line = found(next((each for each in lines if wanted(each)), None))
    return request.db.get_one(PlannedPhase, line.id)


def _zone(request: Request) -> ZoneInfo:
    return ZoneInfo(request.settings.time_zone)


routes = [
    get("/participation", index, "participation:index"),
    get("/participation/new", new, "participation:new", Action.OPEN_PARTICIPATION),
    post("/participation/new", open_, "participation:new", Action.OPEN_PARTICIPATION),
    get("/participation/{reference}", show, "participation:show"),
    get("/participation/{reference}/extend", longer, "participation:extend", Action.EXTEND_PHASE),
    post("/participation/{reference}/extend", extend, "participation:extend", Action.EXTEND_PHASE),
    post("/participation/{reference}/close", close, "participation:close", Action.CLOSE_PHASE),
]
