"""Pages on which an operator grants and ends offices."""

from typing import Any

from starlette.responses import Response

from app.accounts.commands import end_office, grant_office
from app.accounts.models import OfficeGrant
from app.accounts.people import person_at
from app.organisations.forms import Grant
from app.organisations.offices import all_offices, end_of_day, find_scope, scopes
from app.process.refusal import Refused
from app.process.sentences import N_
from app.process.vocabulary import GRANTED_OFFICES, Action
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other, word_choices
from app.web.requests import Request

NOT_KNOWN = N_("Nobody has signed in with this address yet.")


def offices(request: Request) -> Response:
    return _offices_page(request, blank(request))


def grant(request: Request) -> Response:
    form = read(Grant, request.posted)
    if form.value is None:
        return _offices_page(request, form, status=422)
    wanted = form.value
    person_id = person_at(request.db, wanted.email)
    if person_id is None:
        return _offices_page(request, form.but("email", NOT_KNOWN), status=422)
    try:
        scope_id = find_scope(request.db, wanted.scope, wanted.office)
    except Refused as refusal:
        return _offices_page(request, form.but("scope", refusal.reasons[0]), status=422)
    ends_at = end_of_day(wanted.until, request.settings.time_zone)
    grant_office(
        request.db, request.actor, person_id, wanted.office, scope_id=scope_id, ends_at=ends_at
    )
    return see_other(request, "offices:index", {"notice": "saved"})


def end(request: Request) -> Response:
    held = found(request.db.get(OfficeGrant, request.path_params["id"]))
    end_office(request.db, request.actor, held)
    return see_other(request, "offices:index", {"notice": "saved"})


def _offices_page(request: Request, form: Submission[Any], *, status: int = 200) -> Response:
    return page(
        request,
        "organisations/offices.html",
        status=status,
        form=form,
        held=all_offices(request.db, request.language),
        scopes=scopes(request.db, request.language),
        offices=word_choices(GRANTED_OFFICES),
    )


routes = [
    get("/offices", offices, "offices:index", Action.GRANT_OFFICE),
    post("/offices", grant, "offices:grant", Action.GRANT_OFFICE),
    post("/offices/{id:int}/end", end, "offices:end", Action.END_OFFICE),
]
