"""Describing a problem: one question a page, each answer kept on the server, then handed in."""

from datetime import timedelta
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.db.clock import now
from app.items.models import Item
from app.items.parts import parts_of
from app.items.visibility import find_item
from app.participation.phases import phase_of
from app.participation.queries import ParticipationCard, participations
from app.problems import commands, queries
from app.problems.answers import answers, as_typed, only_offered, options, whole
from app.problems.forms import HINTS, MOST, MOST_IN_A_LINE, QUESTIONS, STEPS, Beginning
from app.process.refusal import Refused
from app.process.rules import WRONG_PHASE, objections
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind, Phase, State
from app.web.addresses import address
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other
from app.web.requests import Request

STEP_NAMES = list(STEPS)
# Nobody writes a problem in less; what is quicker is a program.
AT_LEAST = timedelta(seconds=1)
TOO_QUICK = N_("This came quicker than a person writes. Please press the button once more.")
WRITTEN_IN = {State.DRAFT, State.RETURNED}


def new(request: Request) -> Response:
    cards = participations(request.db, request.actor)
    signed_in = request.actor.signed_in
    return page(
        request,
        "problems/new.html",
        collecting=[card for card in cards if card.phase is Phase.COLLECTING],
        coming=[card for card in cards if card.next_kind is Phase.COLLECTING],
        drafts=queries.my_drafts(request.db, request.actor) if signed_in else [],
        hours=request.settings.moderation_hours,
    )


def begin(request: Request) -> Response:
    """The first question. The draft itself begins when it is answered."""
    place = _collecting(request, request.query_params.get("participation", ""))
    if place is None:
        return see_other(request, "problems:new")
    return _first_page(request, place, blank(request))


def keep_first(request: Request) -> Response:
    form = read(Beginning, request.posted)
    place = _collecting(request, form.text("participation"))
    if place is None:
        raise Refused(WRONG_PHASE)
    if form.value is None:
        return _first_page(request, place, form, status=422)
    participation = found(find_item(request.db, request.actor, place.reference))
    fields = {"title": form.value.title}
    draft = commands.draft_problem(
        request.db, request.actor, participation, fields, language=request.language
    )
    return see_other(request, "problems:step", reference=draft.reference, step=STEP_NAMES[1])


def similar(request: Request) -> Response:
    """Published problems like the title that is being typed."""
    words = request.query_params.get("title", "")[:MOST_IN_A_LINE]
    offers = queries.similar_problems(request.db, request.actor, words)
    return page(request, "problems/similar.html", ["similar"], offers=offers, words=words)


def step(request: Request) -> Response:
    item, name = _own(request), _step_name(request)
    if item.state not in WRITTEN_IN:
        return see_other(request, "problems:show", reference=item.reference)
    typed = as_typed(queries.words_of(request.db, item))
    return _step_page(request, item, name, blank(request, typed))


def keep_step(request: Request) -> Response:
    item, name = _draft(request, lock=True), _step_name(request)
    form: Submission[Any] = only_offered(read(STEPS[name], request.posted), options(request))
    back = form.text("go") == "back"
    if form.value is None and not back:
        return _step_page(request, item, name, form, status=422)
    commands.draft_problem(request.db, request.actor, item, _kept(name, form))
    following = STEP_NAMES.index(name) + (-1 if back else 1)
    if form.text("then") == "check" or following == len(STEPS):
        return see_other(request, "problems:check", reference=item.reference)
    return see_other(
        request, "problems:step", reference=item.reference, step=STEP_NAMES[max(0, following)]
    )


def check(request: Request) -> Response:
    item = _own(request)
    if item.state not in WRITTEN_IN:
        return see_other(request, "problems:show", reference=item.reference)
    return _check_page(request, item, whole(request, item))


def submit(request: Request) -> Response:
    item = _draft(request, lock=True)
    form = whole(request, item)
    if now() - item.created_at < AT_LEAST:
        form = form.but("submit", TOO_QUICK)
    if form.value is None:
        return _check_page(request, item, form, status=422)
    commands.submit_problem(request.db, request.actor, item, form.value)
    return see_other(request, "problems:received", reference=item.reference)


def received(request: Request) -> Response:
    item = _own(request)
    cards = {card.id: card for card in participations(request.db, request.actor)}
    submitted_at = queries.submitted_at(request.db, item) or item.created_at
    return page(
        request,
        "problems/received.html",
        item=item,
        participation=cards[item.participation_id],
        checked_by=submitted_at + timedelta(hours=request.settings.moderation_hours),
    )


def discard(request: Request) -> Response:
    commands.discard_problem(request.db, request.actor, _draft(request, lock=True))
    return see_other(request, "problems:new", {"notice": "deleted"})


def _first_page(
    request: Request, place: ParticipationCard, form: Submission[Any], *, status: int = 200
) -> Response:
    head = queries.DraftHead(place.title, place.reference, place.language, None)
    return _ask(
        request,
        "title",
        form,
        status=status,
        head=head,
        action_url=address("problems:begin", request.language),
        back_url=address("problems:new", request.language),
        offers=queries.similar_problems(request.db, request.actor, form.text("title")),
    )


def _step_page(
    request: Request, item: Item, name: str, form: Submission[Any], *, status: int = 200
) -> Response:
    offers = []
    if name in STEP_NAMES[:2]:
        offers = queries.similar_problems(request.db, request.actor, item.title, but=item.id)
    return _ask(
        request,
        name,
        form,
        status=status,
        head=queries.draft_head(request.db, item),
        action_url=address("problems:step", request.language, reference=item.reference, step=name),
        back_url=None,
        offers=offers,
    )


def _ask(
    request: Request, name: str, form: Submission[Any], *, status: int, **more: Any
) -> Response:
    then = form.text("then") or request.query_params.get("then", "")
    return page(
        request,
        "problems/step.html",
        status=status,
        form=form,
        step=name,
        at=STEP_NAMES.index(name) + 1,
        all=len(STEPS),
        questions=QUESTIONS,
        hints=HINTS,
        most=MOST,
        options=options(request) if name in {"place", "more"} else {},
        then="check" if then == "check" else "",
        **more,
    )


def _check_page(
    request: Request, item: Item, form: Submission[Any], *, status: int = 200
) -> Response:
    phase = phase_of(request.db, item.participation_id)
    told = parts_of(request, item) if item.state is State.RETURNED else []
    return page(
        request,
        "problems/check.html",
        status=status,
        item=item,
        form=form,
        head=queries.draft_head(request.db, item),
        tried=status == 422,
        answers=answers(form, options(request)),
        reasons=objections(Action.SUBMIT_PROBLEM, request.actor, phase, item.subject()),
        parts=[part for part in told if part.place == "lead"],
    )


def _collecting(request: Request, reference: str) -> ParticipationCard | None:
    cards = participations(request.db, request.actor)
    collecting = [card for card in cards if card.phase is Phase.COLLECTING]
    if not reference and len(collecting) == 1:
        return collecting[0]
    return next((card for card in collecting if card.reference == reference.upper()), None)


def _kept(name: str, form: Submission[Any]) -> dict[str, Any]:
    """What is kept of a step: all of it, or on the way back the texts as far as they have come."""
    if form.value is not None:
        return dict(form.value.model_dump())
    fields = STEPS[name].model_fields
    lines = {"title", "place", "since"}
    return {
        each: form.text(each).strip()[: MOST_IN_A_LINE if each in lines else MOST * 10]
        for each in fields
        if fields[each].annotation is str
    }


def _step_name(request: Request) -> str:
    name = str(request.path_params["step"])
    return str(found(name if name in STEPS else None))


def _own(request: Request, *, lock: bool = False) -> Item:
    item = find_item(request.db, request.actor, request.reference, Kind.PROBLEM, lock=lock)
    if item is None or item.author_id != request.actor.id or item.state is State.DELETED:
        raise HTTPException(404)
    return item


def _draft(request: Request, *, lock: bool = False) -> Item:
    item = _own(request, lock=lock)
    return found(item if item.state in WRITTEN_IN else None)  # type: ignore[no-any-return]


DRAFT = "/problems/drafts/{reference}"
routes = [
    get("/problems/new", new, "problems:new"),
    get("/problems/new/title", begin, "problems:begin", Action.DRAFT_PROBLEM),
    post("/problems/new/title", keep_first, "problems:begin", Action.DRAFT_PROBLEM),
    get("/problems/similar", similar, "problems:similar"),
    get(f"{DRAFT}/check", check, "problems:check", Action.DRAFT_PROBLEM),
    post(f"{DRAFT}/submit", submit, "problems:submit", Action.SUBMIT_PROBLEM),
    post(f"{DRAFT}/discard", discard, "problems:discard", Action.DISCARD_PROBLEM),
    get(f"{DRAFT}/{{step}}", step, "problems:step", Action.DRAFT_PROBLEM),
    post(f"{DRAFT}/{{step}}", keep_step, "problems:step", Action.DRAFT_PROBLEM),
    get("/problems/{reference}/received", received, "problems:received", Action.DRAFT_PROBLEM),
]
