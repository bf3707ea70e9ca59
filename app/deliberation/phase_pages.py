"""Who may take part in a phase: shown to everybody, entered with a code, set by the office."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.responses import Response

from app.accounts.codes import NOT_VALID, codes_of, redeem
from app.accounts.models import ParticipationCode
from app.accounts.people import Found
from app.accounts.signing import signed_in
from app.db.clock import now
from app.deliberation.commands import make_codes, set_phase, switch_code
from app.deliberation.forms import MOST_CODES, CodeBatch, EnteredCode, PhaseSettings
from app.items.models import Item
from app.items.parts import Part
from app.items.trail import PAGE_OF
from app.items.visibility import find_item
from app.participation.admission import Asks, asks_in, asks_of
from app.participation.models import PlannedPhase
from app.participation.phases import (
    WITHOUT_END,
    OpenPhase,
    has_begun,
    phase_now,
    planned_phases,
)
from app.process.refusal import Refused
from app.process.rules import TALKING, objections
from app.process.sentences import N_
from app.process.vocabulary import Action, Assurance, Eligibility, Kind, Phase
from app.record import record
from app.web.addresses import address
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, go_to, page, see_other, word_choices
from app.web.requests import Request

NO_PROVIDER = N_("No provider is set up on this site, so nobody could take part.")
ADMITTING = TALKING | {Phase.REQUIREMENTS}


@dataclass(frozen=True, slots=True)
class PhaseTerms:
    """Who may take part in a phase that is open or coming; what the office can do about it.

    `supports`: it is a phase in which contributions are supported at all.
    """

    asks: Asks
    open: bool
    settable: bool
    supports: bool


@dataclass(frozen=True, slots=True)
class AdmissionValue:
    """The same for all phases of a participation."""

    reference: str
    phases: tuple[PhaseTerms, ...]
    office: bool


def admission_part(request: Request, item: Item) -> Part | None:
    """On the page of a participation: who may take part, phase by phase."""
    if item.kind is not Kind.PARTICIPATION:
        return None
    lines = [
        PhaseTerms(
            asks_in(request.db, request.actor, phase),
            open=has_begun(item, phase),
            settable=not has_begun(item, phase),
            supports=phase.kind in TALKING,
        )
        for phase in planned_phases(request.db, item.id)
        if phase.kind in ADMITTING and not _is_over(phase)
    ]
    office = not objections(Action.MAKE_CODES, request.actor, subject=item.subject())
    value = AdmissionValue(item.reference, tuple(lines), office)
    return Part("aside", "deliberation/_admission.html", value) if lines else None


def admission(request: Request) -> Response:
    """What is asked of somebody before they can take part, and how to get there."""
    return _admission_page(request, _place(request), Submission())


def enter(request: Request) -> Response:
    """Take a participation code: whoever is not signed in takes part as a guest."""
    item = _place(request)
    phase = phase_now(request.db, item.participation_id)
    form = read(EnteredCode, request.posted)
    if form.value is None:
        return _admission_page(request, item, form, status=422)
    try:
        if phase.eligibility is not Eligibility.CODE:
            raise Refused(NOT_VALID)
        person_id = redeem(request.db, request.actor, phase.id, form.value.code)
    except Refused as refusal:
        return _admission_page(request, item, form.but("code", refusal.reasons[0]), status=422)
    target = address(
        PAGE_OF[item.kind], request.language, {"notice": "entered"}, reference=item.reference
    )
    if not request.actor.signed_in:
        return signed_in(request, Found(person_id, is_new=False), target, by_code=True)
    record(request.db, request.actor, Action.SIGN_IN_ACCOUNT, person_id, phase=phase.id)
    return go_to(request, target)


def settings(request: Request) -> Response:
    item, phase = _phase(request)
    names = PhaseSettings.model_fields
    typed = {name: value for name, value in phase.model_dump().items() if name in names}
    return _settings_page(request, item, phase, blank(request, typed))


def save_settings(request: Request) -> Response:
    item, phase = _phase(request)
    form = read(PhaseSettings, request.posted)
    wants = form.value
    if wants and not request.settings.providers and _needs_provider(wants):
        form = form.but("eligibility", NO_PROVIDER)
    if form.value is None:
        return _settings_page(request, item, phase, form, status=422)
    set_phase(request.db, request.actor, item, phase, settings=form.value)
    return see_other(request, "participation:show", {"notice": "saved"}, reference=item.reference)


def codes(request: Request) -> Response:
    return _codes_page(request, Submission({"count": "100", "supports": "5"}))


def make(request: Request) -> Response:
    """The list that is printed; it is shown this one time."""
    item, phase = _phase(request)
    form = read(CodeBatch, request.posted)
    if form.value is None:
        return _codes_page(request, form, status=422)
    made = make_codes(request.db, request.actor, item, phase, batch=form.value)
    where = address("deliberation:admission", request.language, reference=item.reference)
    response = page(
        request,
        "deliberation/printed_codes.html",
        item=item,
        phase=phase,
        codes=made,
        supports=form.value.supports,
        where=request.settings.origin + where,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def switch(request: Request) -> Response:
    item, phase = _phase(request)
    wanted = str(request.posted.get("code", ""))
    code = request.db.get(ParticipationCode, int(wanted)) if _is_number(wanted) else None
    code = found(code if code and code.phase_id == phase.id else None)
    active = request.posted.get("active") == "true"
    switch_code(request.db, request.actor, item, code, active=active)
    query = {"notice": "saved"}
    return see_other(request, "deliberation:codes", query, reference=item.reference, phase=phase.id)


def _admission_page(
    request: Request, item: Item, form: Submission[Any], *, status: int = 200
) -> Response:
    asks = asks_of(request.db, request.actor, item.participation_id)
    own = PAGE_OF[item.kind]
    back = address(own, request.language, reference=item.reference)
    return page(
        request,
        "deliberation/admission.html",
        status=status,
        item=item,
        item_page=own,
        asks=asks,
        form=form,
        back=back,
        providers=request.settings.providers,
        code=request.language,
    )


def _settings_page(
    request: Request,
    item: Item,
    phase: PlannedPhase,
    form: Submission[Any],
    *,
    status: int = 200,
) -> Response:
    subject = item.subject(begun=has_begun(item, phase))
    return page(
        request,
        "deliberation/settings.html",
        status=status,
        item=item,
        phase=phase,
        form=form,
        eligibilities=word_choices(Eligibility),
        assurances=word_choices(Assurance),
        supports=phase.kind in TALKING,
        reasons=objections(Action.SET_PHASE, request.actor, subject=subject),
    )


def _codes_page(request: Request, form: Submission[Any], *, status: int = 200) -> Response:
    item, phase = _phase(request)
    asked = request.query_params.get("after", "")
    after = int(asked) if asked.isdecimal() and len(asked) < 9 else 0
    lines, last = codes_of(request.db, phase.id, after)
    here = partial(address, "deliberation:codes", request.language)
    at = {"reference": item.reference, "phase": str(phase.id)}
    return page(
        request,
        "deliberation/codes.html",
        status=status,
        item=item,
        phase=phase,
        form=form,
        codes=lines,
        most=MOST_CODES,
        next_url=here({"after": str(last)}, **at) if last else "",
        first_url=here(None, **at) if after else "",
    )


def _place(request: Request) -> Item:
    """What somebody wants to take part in: a participation, or what was brought in there."""
    kinds = (Kind.PARTICIPATION, Kind.PROBLEM, Kind.REQUIREMENT, Kind.REQUEST)
    item: Item = found(find_item(request.db, request.actor, request.reference, *kinds))
    return item


def _phase(request: Request) -> tuple[Item, PlannedPhase]:
    item: Item = found(find_item(request.db, request.actor, request.reference, Kind.PARTICIPATION))
    asked = str(request.path_params["phase"])
    phase = request.db.get(PlannedPhase, int(asked)) if _is_number(asked) else None
    mine = phase if phase and phase.participation_id == item.id else None
    office = objections(Action.SET_PHASE, request.actor, subject=item.subject())
    if office:
        raise Refused(*office)
    return item, found(mine)


def _is_number(asked: str) -> bool:
    """Whether a database could look for it."""
    return asked.isdecimal() and len(asked) < 17


def _needs_provider(wants: PhaseSettings) -> bool:
    return wants.eligibility is Eligibility.PROVIDER or wants.assurance is not None


def _is_over(phase: OpenPhase) -> bool:
    ends = phase.closes_at if phase.kind not in WITHOUT_END else None
    return ends is not None and ends <= now()


routes = [
    get("/items/{reference}/admission", admission, "deliberation:admission"),
    post("/items/{reference}/admission", enter, "deliberation:enter", Action.SIGN_IN_ACCOUNT),
    get(
        "/participation/{reference}/phases/{phase}",
        settings,
        "deliberation:settings",
        Action.SET_PHASE,
    ),
    post(
        "/participation/{reference}/phases/{phase}",
        save_settings,
        "deliberation:settings",
        Action.SET_PHASE,
    ),
    get(
        "/participation/{reference}/phases/{phase}/codes",
        codes,
        "deliberation:codes",
        Action.MAKE_CODES,
    ),
    post(
        "/participation/{reference}/phases/{phase}/codes",
        make,
        "deliberation:codes",
        Action.MAKE_CODES,
    ),
    post(
        "/participation/{reference}/phases/{phase}/codes/switch",
        switch,
        "deliberation:switch",
        Action.SWITCH_CODE,
    ),
]
