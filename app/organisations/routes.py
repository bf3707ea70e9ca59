"""Pages and acts of organisations, bodies and offices."""

from typing import Any

from starlette.responses import Response

from app.accounts.commands import end_office, grant_office
from app.accounts.models import OfficeGrant
from app.accounts.people import person_at
from app.organisations import queries
from app.organisations.commands import (
    NAME_TAKEN,
    join_organisation,
    leave_organisation,
    register_organisation,
)
from app.organisations.forms import Grant, Registration
from app.organisations.offices import all_offices, end_of_day, find_scope, scopes
from app.organisations.queries import OrganisationPage
from app.process.refusal import Refused
from app.process.rules import objections
from app.process.sentences import N_
from app.process.vocabulary import DECLARED_GROUPS, GRANTED_OFFICES, Action
from app.web.addresses import address
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other, word_choices
from app.web.requests import Request

NOT_KNOWN = N_("Nobody has signed in with this address yet.")


def index(request: Request) -> Response:
    words = request.query_params.get("q", "").strip()[:100]
    cards = queries.organisations(request.db, words, request.query_params.get("after", ""))
    shown = cards[: queries.AT_ONCE]
    following = {"q": words, "after": shown[-1].name} if len(cards) > len(shown) else None
    return page(
        request,
        "organisations/index.html",
        cards=shown,
        words=words,
        next_url=following and address("organisations:index", request.language, following),
    )


def show(request: Request) -> Response:
    return page(
        request,
        "organisations/show.html",
        organisation=_asked(request),
        reasons=objections(Action.JOIN_ORGANISATION, request.actor),
    )


def new(request: Request) -> Response:
    return _new_page(request, blank(request))


def register(request: Request) -> Response:
    form = read(Registration, request.posted)
    if form.value and queries.is_taken(request.db, form.value.name):
        form = form.but("name", NAME_TAKEN)
    if form.value is None:
        return _new_page(request, form, status=422)
    made = register_organisation(request.db, request.actor, form.value)
    return see_other(request, "organisations:show", {"notice": "saved"}, id=made)


def join(request: Request) -> Response:
    organisation = _asked(request)
    join_organisation(request.db, request.actor, organisation.id)
    return see_other(request, "organisations:show", {"notice": "saved"}, id=organisation.id)


def leave(request: Request) -> Response:
    organisation = _asked(request)
    leave_organisation(request.db, request.actor, organisation.id)
    return see_other(request, "organisations:show", {"notice": "saved"}, id=organisation.id)


def bodies(request: Request) -> Response:
    every = queries.bodies(request.db, request.language)
    return page(request, "organisations/bodies.html", bodies=every)


def body(request: Request) -> Response:
    code = request.path_params["code"]
    entry, members = found(queries.body(request.db, code, request.language))
    return page(request, "organisations/body.html", body=entry, members=members)


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
    held = found(request.db.get(OfficeGrant, _number(request)))
    end_office(request.db, request.actor, held)
    return see_other(request, "offices:index", {"notice": "saved"})


def _asked(request: Request) -> OrganisationPage:
    number, person_id = _number(request), request.actor.id
    organisation: OrganisationPage = found(queries.organisation_page(request.db, number, person_id))
    return organisation


def _number(request: Request) -> int:
    number: int = request.path_params["id"]
    return number if number < 2**53 else 0


def _new_page(request: Request, form: Submission[Any], *, status: int = 200) -> Response:
    groups = word_choices(DECLARED_GROUPS)
    return page(request, "organisations/new.html", status=status, form=form, groups=groups)


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
    get("/organisations", index, "organisations:index"),
    get("/organisations/new", new, "organisations:new", Action.REGISTER_ORGANISATION),
    post("/organisations", register, "organisations:register", Action.REGISTER_ORGANISATION),
    get("/organisations/{id:int}", show, "organisations:show"),
    post("/organisations/{id:int}/join", join, "organisations:join", Action.JOIN_ORGANISATION),
    post("/organisations/{id:int}/leave", leave, "organisations:leave", Action.LEAVE_ORGANISATION),
    get("/bodies", bodies, "bodies:index"),
    get("/bodies/{code}", body, "bodies:show"),
    get("/offices", offices, "offices:index", Action.GRANT_OFFICE),
    post("/offices", grant, "offices:grant", Action.GRANT_OFFICE),
    post("/offices/{id:int}/end", end, "offices:end", Action.END_OFFICE),
]
