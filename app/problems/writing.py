"""Writing a contribution: one question a page, each answer kept on the server, then handed in."""

from datetime import timedelta
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.db.clock import now
from app.files.parts import shown_files
from app.i18n.languages import WRITTEN
from app.items.models import Item
from app.items.parts import parts_of
from app.items.visibility import find_item
from app.participation.admission import asks_of
from app.participation.queries import participations
from app.problems import commands, queries
from app.problems.answers import (
    answers,
    as_typed,
    in_zone,
    only_offered,
    options,
    whole,
    written_in,
)
from app.problems.asking import IN_A_SENTENCE, STEPS
from app.problems.forms import KindStep
from app.problems.places import only_here
from app.problems.steps import ask, kept
from app.problems.tracking import tracking_url
from app.process.rules import objections
from app.process.sentences import N_
from app.process.vocabulary import Action, Contribution, Kind, Phase, State
from app.web.addresses import address
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other
from app.web.requests import Request

# Nobody writes a contribution in less; what is quicker is a program.
AT_LEAST = timedelta(seconds=1)
TOO_QUICK = N_("This came quicker than a person writes. Please press the button once more.")
WRITTEN_IN = {State.DRAFT, State.RETURNED}


def kind(request: Request) -> Response:
    """What somebody brings and in which language, chosen anew; what was answered stays."""
    item = _draft(request)
    chosen = queries.draft_head(request.db, item).contribution
    form = blank(request, {"contribution": chosen, "language": item.language})
    return _kind_page(request, item, form)


def keep_kind(request: Request) -> Response:
    item = _draft(request, lock=True)
    form = only_offered(read(KindStep, request.posted), {"language": written_in(item)})
    if form.value is None:
        return _kind_page(request, item, form, status=422)
    fields = form.value.model_dump()
    commands.draft_problem(
        request.db, request.actor, item, fields | {"language": fields["language"] or item.language}
    )
    return see_other(request, "problems:check", reference=item.reference)


def step(request: Request) -> Response:
    item = _own(request)
    if item.state not in WRITTEN_IN:
        return see_other(request, "problems:show", reference=item.reference)
    head = queries.draft_head(request.db, item)
    typed = as_typed(queries.words_of(request.db, item), request.settings.time_zone)
    name = _step_name(request, head.contribution)
    return _step_page(request, item, name, blank(request, typed), head=head)


def keep_step(request: Request) -> Response:
    item = _draft(request, lock=True)
    head = queries.draft_head(request.db, item)
    name, steps = _step_name(request, head.contribution), list(STEPS[head.contribution])
    posted: Submission[Any] = read(STEPS[head.contribution][name], request.posted)
    form = only_here(request, only_offered(posted, options(request)))
    back = form.text("go") == "back"
    if form.value is None and not back:
        return _step_page(request, item, name, form, head=head, status=422)
    if form.value is not None:
        form = Submission(form.typed, in_zone(form.value, request.settings.time_zone))
    fields = kept(head.contribution, name, form)
    commands.draft_problem(request.db, request.actor, item, fields)
    following = steps.index(name) + (-1 if back else 1)
    if form.text("then") == "check" or following == len(steps):
        return see_other(request, "problems:check", reference=item.reference)
    return see_other(
        request, "problems:step", reference=item.reference, step=steps[max(0, following)]
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
    text = in_zone(form.value, request.settings.time_zone)
    commands.submit_problem(request.db, request.actor, item, text)
    return see_other(request, "problems:received", reference=item.reference)


def received(request: Request) -> Response:
    item = _own(request)
    cards = {card.id: card for card in participations(request.db, request.actor)}
    place = found(cards.get(item.participation_id))
    submitted_at = queries.submitted_at(request.db, item) or item.created_at
    return page(
        request,
        "problems/received.html",
        item=item,
        kind=queries.draft_head(request.db, item).contribution,
        participation=place,
        standing=place.phase is Phase.STANDING,
        tracking_url=tracking_url(request.settings, request.language, item.id),
        checked_by=submitted_at + timedelta(hours=request.settings.moderation_hours),
        answered_by=submitted_at + timedelta(days=request.settings.arena_days),
    )


def ask_discard(request: Request) -> Response:
    item = _draft(request)
    head = queries.draft_head(request.db, item)
    return page(request, "problems/discard.html", item=item, head=head)


def discard(request: Request) -> Response:
    commands.discard_problem(request.db, request.actor, _draft(request, lock=True))
    return see_other(request, "problems:new", {"notice": "deleted"})


def _kind_page(
    request: Request, item: Item, form: Submission[Any], *, status: int = 200
) -> Response:
    return page(
        request,
        "problems/kind.html",
        status=status,
        item=item,
        form=form,
        kinds=IN_A_SENTENCE,
        languages_offered=written_in(item),
    )


def _step_page(
    request: Request,
    item: Item,
    name: str,
    form: Submission[Any],
    *,
    head: queries.DraftHead,
    status: int = 200,
) -> Response:
    offers = []
    if name in list(STEPS[head.contribution])[:2]:
        offers = queries.similar_problems(request.db, request.actor, item.title, but=item.id)
    return ask(
        request,
        name,
        form,
        status=status,
        head=head,
        item=item,
        action_url=address("problems:step", request.language, reference=item.reference, step=name),
        back_url=None,
        offers=offers,
    )


def _check_page(
    request: Request, item: Item, form: Submission[Any], *, status: int = 200
) -> Response:
    asks = asks_of(request.db, request.actor, item.participation_id)
    subject = item.subject(not_eligible=bool(asks.more and asks.missing))
    told = parts_of(request, item) if item.state is State.RETURNED else []
    head = queries.draft_head(request.db, item)
    return page(
        request,
        "problems/check.html",
        status=status,
        item=item,
        form=form,
        head=head,
        tried=status == 422,
        answers=answers(form, head.contribution, request),
        reasons=objections(Action.SUBMIT_PROBLEM, request.actor, asks.phase.kind, subject),
        asks=asks,
        parts=[part for part in told if part.place == "lead"],
        files=shown_files(request, item),
        written_in=WRITTEN.get(item.language, item.language),
    )


def _step_name(request: Request, contribution: Contribution) -> str:
    name = str(request.path_params["step"])
    return str(found(name if name in STEPS[contribution] else None))


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
    get(f"{DRAFT}/check", check, "problems:check", Action.DRAFT_PROBLEM),
    post(f"{DRAFT}/submit", submit, "problems:submit", Action.SUBMIT_PROBLEM),
    get(f"{DRAFT}/discard", ask_discard, "problems:discard", Action.DISCARD_PROBLEM),
    post(f"{DRAFT}/discard", discard, "problems:discard", Action.DISCARD_PROBLEM),
    get(f"{DRAFT}/kind", kind, "problems:kind", Action.DRAFT_PROBLEM),
    post(f"{DRAFT}/kind", keep_kind, "problems:kind", Action.DRAFT_PROBLEM),
    get(f"{DRAFT}/{{step}}", step, "problems:step", Action.DRAFT_PROBLEM),
    post(f"{DRAFT}/{{step}}", keep_step, "problems:step", Action.DRAFT_PROBLEM),
    get("/problems/{reference}/received", received, "problems:received", Action.DRAFT_PROBLEM),
]
