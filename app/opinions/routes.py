"""Pages and acts about theses: one at a time, all of them, proposing one."""

import csv
from io import StringIO
from random import SystemRandom
from typing import Any

from starlette.responses import Response

from app.items.models import Item
from app.items.parts import parts_of
from app.items.visibility import find_item, stub_of
from app.opinions import queries
from app.opinions.commands import give_opinion, propose_thesis
from app.opinions.forms import MOST, OpinionForm, ThesisText
from app.participation.admission import not_eligible
from app.participation.phases import OpenPhase, phase_now, results_hidden
from app.process.rules import SIGN_IN_FIRST, objections
from app.process.vocabulary import Action, Kind, State
from app.web.addresses import address
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other
from app.web.requests import Request

CHANCE = SystemRandom()
BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheets know the encoding


def ask(request: Request) -> Response:
    """One thesis at a time, with three buttons."""
    place = _participation(request)
    phase = phase_now(request.db, place.id)
    wanted = request.query_params.get("thesis", "")
    asked, progress = queries.next_thesis(
        request.db, request.actor, place.id, CHANCE, wanted=wanted
    )
    if asked and not wanted and not request.actor.signed_in:
        # So that whoever has to sign in first comes back to the one they wanted to answer.
        here = {"thesis": asked.reference}
        return see_other(request, "opinions:next", here, reference=place.reference)
    return page(
        request,
        "opinions/next.html",
        place=place,
        asked=asked,
        progress=progress,
        reasons=_against(request, Action.GIVE_OPINION, place, phase),
        proposing=_against(request, Action.PROPOSE_THESIS, place, phase),
    )


def index(request: Request) -> Response:
    place = _participation(request)
    phase, after = phase_now(request.db, place.id), request.query_params.get("after", "")
    hidden = results_hidden(request.db, place.id)
    shown = queries.theses(request.db, request.actor, place.id, after, hidden=hidden)
    here: dict[str, Any] = {"reference": place.reference}
    following = {"after": shown.after}
    return page(
        request,
        "opinions/index.html",
        place=place,
        shown=shown,
        hidden=hidden,
        next_url=shown.after and address("opinions:index", request.language, following, **here),
        first_url=after and address("opinions:index", request.language, **here),
        proposing=_against(request, Action.PROPOSE_THESIS, place, phase),
        over=bool(_against(request, Action.GIVE_OPINION, place, phase)),
    )


def new(request: Request) -> Response:
    return _proposing(request, _participation(request), blank(request))


def propose(request: Request) -> Response:
    place, form = _participation(request), read(ThesisText, request.posted)
    if form.value is None:
        return _proposing(request, place, form, status=422)
    item = propose_thesis(
        request.db, request.actor, place, form.value.text, language=request.language
    )
    notice = {"notice": "waiting" if item.state is State.SUBMITTED else "saved"}
    return see_other(request, "opinions:thesis", notice, reference=item.reference)


def show(request: Request) -> Response:
    item = find_item(request.db, request.actor, request.reference, Kind.THESIS)
    if item is None:
        stub = found(stub_of(request.db, request.reference))
        return page(
            request, "items/stub.html", status=404, item=stub, parts=parts_of(request, stub)
        )
    return _showing(request, item, blank(request))


def give(request: Request) -> Response:
    item = found(find_item(request.db, request.actor, request.reference, Kind.THESIS, lock=True))
    form = read(OpinionForm, request.posted)
    if form.value is None:
        return _showing(request, item, form, status=422)
    give_opinion(request.db, request.actor, item, form.value.opinion)
    if request.posted.get("go") != "next":
        return see_other(request, "opinions:thesis", {"notice": "saved"}, reference=item.reference)
    place = request.db.get_one(Item, item.participation_id)
    return see_other(request, "opinions:next", {"notice": "saved"}, reference=place.reference)


def votes(request: Request) -> Response:
    """All opinions as a table, when the phase is over."""
    place = _participation(request)
    written = StringIO()
    csv.writer(written).writerows(found(queries.votes(request.db, place.id, CHANCE)))
    name = f"{place.reference}-opinions.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(BYTE_ORDER_MARK + written.getvalue(), media_type="text/csv", headers=headers)


def _participation(request: Request) -> Item:
    item: Item = found(find_item(request.db, request.actor, request.reference, Kind.PARTICIPATION))
    return item


def _against(request: Request, action: Action, item: Item, phase: OpenPhase) -> tuple[str, ...]:
    """Why not, apart from signing in: whoever presses is led to it and back."""
    kept_out = request.actor.signed_in and not_eligible(request.db, request.actor, phase)
    subject = item.subject(not_eligible=kept_out)
    reasons = objections(action, request.actor, phase.kind, subject)
    return tuple(reason for reason in reasons if reason != SIGN_IN_FIRST)


def _proposing(
    request: Request, place: Item, form: Submission[Any], *, status: int = 200
) -> Response:
    phase = phase_now(request.db, place.id)
    reasons = _against(request, Action.PROPOSE_THESIS, place, phase)
    return page(
        request,
        "opinions/propose.html",
        status=status,
        place=place,
        form=form,
        most=MOST,
        reasons=reasons,
    )


def _showing(request: Request, item: Item, form: Submission[Any], *, status: int = 200) -> Response:
    phase = phase_now(request.db, item.participation_id)
    hidden = results_hidden(request.db, item.participation_id)
    return page(
        request,
        "opinions/show.html",
        status=status,
        item=item,
        form=form,
        place=request.db.get_one(Item, item.participation_id),
        row=queries.thesis_row(
            request.db,
            request.actor,
            item,
            hidden=hidden,
        ),
        reasons=_against(request, Action.GIVE_OPINION, item, phase),
        parts=parts_of(request, item),
    )


_ALL = "/participation/{reference}/theses"
routes = [
    get(_ALL, index, "opinions:index"),
    get(f"{_ALL}/next", ask, "opinions:next"),
    get(f"{_ALL}/new", new, "opinions:propose", Action.PROPOSE_THESIS),
    post(f"{_ALL}/new", propose, "opinions:propose", Action.PROPOSE_THESIS),
    get(f"{_ALL}/votes.csv", votes, "opinions:votes"),
    get("/theses/{reference}", show, "opinions:thesis"),
    post("/theses/{reference}", give, "opinions:thesis", Action.GIVE_OPINION),
]
