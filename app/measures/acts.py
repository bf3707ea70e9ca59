"""What the administration and the team do on a measure: describe, staff, log, move, end."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from starlette.responses import Response

from app.accounts.people import person_at
from app.goals.queries import action_fields, choices, values
from app.items.models import Item
from app.items.visibility import find_item
from app.measures import queries
from app.measures.commands import (
    appoint_measure,
    describe_measure,
    end_measure,
    log_measure,
    move_measure,
)
from app.measures.forms import AppointmentForm, Description, Ending, LogForm, Move, Removal
from app.measures.gates import phase_facts
from app.process.gates import EXPLORATION_GATE, checklist
from app.process.paths import MEASURE_PHASES
from app.process.rules import objections, permit
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind, MeasureType, State
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other, word_choices
from app.web.requests import Request

NOBODY = N_("Nobody with this address has an account here yet. Ask them to sign in once.")
ACTS = (
    Action.DESCRIBE_MEASURE,
    Action.APPOINT_MEASURE,
    Action.LOG_MEASURE,
    Action.MOVE_MEASURE,
    Action.END_MEASURE,
)


@dataclass(frozen=True, slots=True)
class OfficeActs:
    """What this person's office allows on a measure, and what stands against the next phase."""

    may: frozenset[str]
    ahead: State | None
    reasons: tuple[str, ...]


def office_of(request: Request, item: Item) -> OfficeActs | None:
    """The acts of this person on a measure; None when there are none."""
    allowed = [act for act in ACTS if not objections(act, request.actor, subject=item.subject())]
    if not allowed:
        return None
    ahead = dict(pairwise(MEASURE_PHASES)).get(item.state)
    lines = checklist(EXPLORATION_GATE, phase_facts(request.db, item.id))
    reasons = tuple(line.reason for line in lines if not line.met)
    return OfficeActs(frozenset(act.name for act in allowed), ahead, reasons)


def describe(request: Request) -> Response:
    item = _measure_for(request, Action.DESCRIBE_MEASURE)
    return _description_page(request, item, blank(request, queries.words_of(request.db, item)))


def save_description(request: Request) -> Response:
    item = _measure_for(request, Action.DESCRIBE_MEASURE)
    form = read(Description, request.posted)
    if form.value is None:
        return _description_page(request, item, form)
    describe_measure(request.db, request.actor, item, form.value)
    return _back(request, item)


def team(request: Request) -> Response:
    return _team_page(request, _measure_for(request, Action.APPOINT_MEASURE), blank(request))


def appoint(request: Request) -> Response:
    item = _measure_for(request, Action.APPOINT_MEASURE)
    form = read(AppointmentForm, request.posted)
    if form.value is None:
        return _team_page(request, item, form)
    person_id = person_at(request.db, form.value.email)
    if person_id is None:
        return _team_page(request, item, form.but("email", NOBODY))
    appoint_measure(request.db, request.actor, item, person_id, appointment=form.value)
    return see_other(request, "measures:team", {"notice": "saved"}, reference=item.reference)


def leave(request: Request) -> Response:
    """Somebody leaves the team."""
    item = _measure_for(request, Action.APPOINT_MEASURE)
    removal = found(read(Removal, request.posted).value)
    appoint_measure(request.db, request.actor, item, removal.person, appointment=None)
    return see_other(request, "measures:team", {"notice": "saved"}, reference=item.reference)


def logbook(request: Request) -> Response:
    return _log_page(request, _measure_for(request, Action.LOG_MEASURE), blank(request))


def log(request: Request) -> Response:
    item = _measure_for(request, Action.LOG_MEASURE)
    form = read(LogForm, request.posted)
    if form.value is None:
        return _log_page(request, item, form)
    log_measure(request.db, request.actor, item, form.value.text)
    return _back(request, item)


def moving(request: Request) -> Response:
    asked = {"to": request.query_params.get("to", "")}
    return _move_page(request, _measure_for(request, Action.MOVE_MEASURE), blank(request, asked))


def move(request: Request) -> Response:
    item = _measure_for(request, Action.MOVE_MEASURE)
    form = read(Move, request.posted)
    if form.value is None:
        return _move_page(request, item, form)
    move_measure(request.db, request.actor, item, form.value.to, reason=form.value.reason)
    return _back(request, item)


def ending(request: Request) -> Response:
    return _end_page(request, _measure_for(request, Action.END_MEASURE), blank(request))


def end(request: Request) -> Response:
    item = _measure_for(request, Action.END_MEASURE)
    form = read(Ending, request.posted)
    if form.value is None:
        return _end_page(request, item, form)
    end_measure(request.db, request.actor, item, form.value.reason)
    return _back(request, item)


def measure_at(request: Request, *, lock: bool = False) -> Item:
    """The measure in the address."""
    wanted = request.reference
    item: Item = found(find_item(request.db, request.actor, wanted, Kind.MEASURE, lock=lock))
    return item


def _measure_for(request: Request, action: Action) -> Item:
    """The measure in the address, when this person may do this to it."""
    item = measure_at(request, lock=request.method == "POST")
    permit(action, request.actor, subject=item.subject())
    return item


def _back(request: Request, item: Item) -> Response:
    return see_other(request, "measures:show", {"notice": "saved"}, reference=item.reference)


def _form_page(
    request: Request, name: str, item: Item, form: Submission[Any], **more: Any
) -> Response:
    status = 422 if form.errors else 200
    return page(request, f"measures/{name}.html", status=status, item=item, form=form, **more)


def _description_page(request: Request, item: Item, form: Submission[Any]) -> Response:
    return _form_page(
        request,
        "describe",
        item,
        form,
        types=word_choices(MeasureType),
        values=choices(values(request.db, request.language)),
        fields=choices(action_fields(request.db, request.language)),
    )


def _team_page(request: Request, item: Item, form: Submission[Any]) -> Response:
    return _form_page(request, "team", item, form, team=queries.team_of(request.db, item.id))


def _log_page(request: Request, item: Item, form: Submission[Any]) -> Response:
    return _form_page(request, "log", item, form)


def _move_page(request: Request, item: Item, form: Submission[Any]) -> Response:
    """The next phase, unless the gate stands against it, and every earlier one."""
    phases = _phases_around(item.state)
    lines = checklist(EXPLORATION_GATE, phase_facts(request.db, item.id))
    reasons = [line.reason for line in lines if not line.met]
    barred = [phase for phase in phases if reasons and phase is not State.PREPROCESS]
    return _form_page(
        request,
        "move",
        item,
        form,
        phases=word_choices(phase for phase in phases if phase not in barred),
        barred=barred,
        reasons=reasons,
    )


def _phases_around(state: State) -> list[State]:
    """The next phase, then the earlier ones, the nearest first; none for what has ended."""
    if state not in MEASURE_PHASES:
        return []
    place = MEASURE_PHASES.index(state)
    return [*MEASURE_PHASES[place + 1 : place + 2], *MEASURE_PHASES[:place][::-1]]


def _end_page(request: Request, item: Item, form: Submission[Any]) -> Response:
    return _form_page(request, "end", item, form)


_AT = "/measures/{reference}"
routes = [
    get(f"{_AT}/describe", describe, "measures:describe", Action.DESCRIBE_MEASURE),
    post(f"{_AT}/describe", save_description, "measures:save", Action.DESCRIBE_MEASURE),
    get(f"{_AT}/team", team, "measures:team", Action.APPOINT_MEASURE),
    post(f"{_AT}/team", appoint, "measures:appoint", Action.APPOINT_MEASURE),
    post(f"{_AT}/team/leave", leave, "measures:leave", Action.APPOINT_MEASURE),
    get(f"{_AT}/log", logbook, "measures:logbook", Action.LOG_MEASURE),
    post(f"{_AT}/log", log, "measures:log", Action.LOG_MEASURE),
    get(f"{_AT}/move", moving, "measures:moving", Action.MOVE_MEASURE),
    post(f"{_AT}/move", move, "measures:move", Action.MOVE_MEASURE),
    get(f"{_AT}/end", ending, "measures:ending", Action.END_MEASURE),
    post(f"{_AT}/end", end, "measures:end", Action.END_MEASURE),
]
