"""Taking what came in at any time into a participation where it fits."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from app.items.models import Item
from app.items.parts import Part
from app.items.visibility import find_item
from app.participation.phases import phase_of
from app.problems import commands
from app.problems.answers import only_offered
from app.problems.entries import assignable_to
from app.problems.forms import MOST, AssignmentForm
from app.process.rules import objections
from app.process.vocabulary import Action, Kind, Office, Phase, State
from app.process.words import Choice
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other
from app.web.requests import Request

ASSIGNABLE = {State.SUBMITTED, State.PUBLISHED}


@dataclass(frozen=True, slots=True)
class AssignmentValue:
    """The form by which the administration assigns a contribution."""

    reference: str
    places: list[Choice]
    form: Submission[Any]
    most: int


def assignment_part(request: Request, item: Item) -> Part | None:
    """The form, for the administration, on the page of a contribution of the arena."""
    if item.kind is not Kind.PROBLEM or item.state not in ASSIGNABLE:
        return None
    if not request.actor.holds(Office.ADMINISTRATION):
        return None
    if objections(Action.ASSIGN_PROBLEM, request.actor, subject=item.subject()):
        return None
    if phase_of(request.db, item.participation_id) is not Phase.STANDING:
        return None
    return Part("aside", "problems/_assign.html", _value(request, item, Submission()))


def ask(request: Request) -> Response:
    item = _item(request)
    return _page(request, item, blank(request))


def assign(request: Request) -> Response:
    item = _item(request, lock=True)
    places = {"participation": assignable_to(request.db, request.actor)}
    form = only_offered(read(AssignmentForm, request.posted), places)
    if form.value is None:
        return _page(request, item, form, status=422)
    to = found(find_item(request.db, request.actor, form.value.participation, Kind.PARTICIPATION))
    commands.assign_problem(request.db, request.actor, item, to, reason=form.value.why)
    return see_other(request, "problems:show", {"notice": "saved"}, reference=item.reference)


def _page(request: Request, item: Item, form: Submission[Any], *, status: int = 200) -> Response:
    value = _value(request, item, form)
    return page(request, "problems/assign.html", status=status, item=item, value=value, form=form)


def _value(request: Request, item: Item, form: Submission[Any]) -> AssignmentValue:
    places = assignable_to(request.db, request.actor)
    return AssignmentValue(item.reference, places, form, MOST)


def _item(request: Request, *, lock: bool = False) -> Item:
    item = find_item(request.db, request.actor, request.reference, Kind.PROBLEM, lock=lock)
    return found(item)  # type: ignore[no-any-return]


ONE = "/problems/{reference}"
routes = [
    get(f"{ONE}/assign", ask, "problems:assign", Action.ASSIGN_PROBLEM),
    post(f"{ONE}/assign", assign, "problems:assign", Action.ASSIGN_PROBLEM),
]
