"""Who belongs to an organisation: asking, accepting, inviting, giving roles."""

from typing import Any

from starlette.responses import Response

from app.organisations import commands, queries
from app.organisations.forms import Joining, MemberCall, Membership
from app.organisations.letters import send_call, tell_decision, tell_of_request
from app.organisations.members import has_representative, members, scope_of, speaks_for
from app.organisations.offices import end_of_day
from app.organisations.queries import OrganisationPage
from app.process.refusal import Refused
from app.process.rules import objections
from app.process.vocabulary import ORGANISATION_OFFICES, Action
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other, word_choices
from app.web.requests import Request


def join(request: Request) -> Response:
    organisation, form = asked_for(request), read(Joining, request.posted)
    words = form.value.words if form.value else form.text("words")[:500]
    known = queries.has_asked(request.db, organisation.id, request.actor.id)
    commands.join_organisation(request.db, request.actor, organisation.id, words)
    if not known and organisation.id not in speaks_for(request.actor):
        tell_of_request(request, organisation.id, organisation.name, words)
    return _back(request, organisation.id, "asked")


def leave(request: Request) -> Response:
    organisation = asked_for(request)
    commands.leave_organisation(request.db, request.actor, organisation.id)
    return _back(request, organisation.id, "saved")


def index(request: Request) -> Response:
    return _members_page(request, blank(request))


def invite(request: Request) -> Response:
    form = read(MemberCall, request.posted)
    if form.value is None:
        return _members_page(request, form, status=422)
    organisation, call = asked_for(request), form.value
    token = commands.invite_member(
        request.db, request.actor, organisation.id, call.email, office=call.office
    )
    send_call(request, organisation.name, call.email, token, office=call.office)
    return see_other(request, "organisations:members", {"notice": "invited"}, id=organisation.id)


def appoint(request: Request) -> Response:
    """Give a role, accept with a role, or take somebody out."""
    organisation, person_id = asked_for(request), request.path_params["person"]
    if "out" in request.posted:
        _appoint(request, organisation, person_id, None)
    else:
        form = read(Membership, request.posted)
        if form.value is None:
            return _members_page(request, form, status=422)
        _appoint(request, organisation, person_id, form.value)
    return see_other(request, "organisations:members", {"notice": "saved"}, id=organisation.id)


def invited(request: Request) -> Response:
    call = found(queries.invited_by(request.db, request.path_params["token"]))
    reasons = objections(Action.JOIN_ORGANISATION, request.actor)
    token = request.path_params["token"]
    return page(request, "organisations/invited.html", call=call, token=token, reasons=reasons)


def accept(request: Request) -> Response:
    token = request.path_params["token"]
    call = found(queries.invited_by(request.db, token))
    commands.join_organisation(request.db, request.actor, call.organisation_id, token=token)
    return _back(request, call.organisation_id, "belongs")


def _appoint(
    request: Request, organisation: OrganisationPage, person_id: int, wanted: Membership | None
) -> None:
    asked = {each.person_id for each in queries.asking(request.db, organisation.id)}
    commands.appoint_member(
        request.db,
        request.actor,
        organisation.id,
        person_id,
        office=wanted.office if wanted else None,
        ends_at=end_of_day(wanted.until, request.settings.time_zone) if wanted else None,
    )
    if person_id in asked:
        office = wanted.office if wanted else None
        tell_decision(request, organisation.id, organisation.name, person_id, office=office)


def _members_page(request: Request, form: Submission[Any], *, status: int = 200) -> Response:
    organisation, actor = asked_for(request), request.actor
    about = scope_of(organisation.id)
    if reasons := why_not_appoint(request, organisation.id):
        raise Refused(*reasons)
    return page(
        request,
        "organisations/members.html",
        status=status,
        organisation=organisation,
        form=form,
        members=members(request.db, organisation.id),
        asking=queries.asking(request.db, organisation.id),
        calls=queries.calls(request.db, organisation.id),
        may_invite=not objections(Action.INVITE_MEMBER, actor, subject=about),
        offices=word_choices(ORGANISATION_OFFICES),
    )


def why_not_appoint(request: Request, organisation_id: int) -> tuple[str, ...]:
    """Why somebody does not decide who belongs. The administration does where nobody else does."""
    actor, about = request.actor, scope_of(organisation_id)
    if reasons := objections(Action.APPOINT_MEMBER, actor, subject=about):
        return reasons
    foreign = organisation_id not in speaks_for(actor)
    if foreign and has_representative(request.db, organisation_id):
        return (commands.HAS_REPRESENTATIVE,)
    return ()


def asked_for(request: Request) -> OrganisationPage:
    """The organisation in the address."""
    number: int = request.path_params["id"]
    wanted = queries.organisation_page(request.db, number if number < 2**53 else 0)
    organisation: OrganisationPage = found(wanted)
    return organisation


def _back(request: Request, organisation_id: int, notice: str) -> Response:
    return see_other(request, "organisations:show", {"notice": notice}, id=organisation_id)


ONE = "/organisations/{id:int}"
LINK = "/organisations/invitations/{token}"
routes = [
    post(f"{ONE}/join", join, "organisations:join", Action.JOIN_ORGANISATION),
    post(f"{ONE}/leave", leave, "organisations:leave", Action.LEAVE_ORGANISATION),
    get(f"{ONE}/members", index, "organisations:members", Action.APPOINT_MEMBER),
    post(f"{ONE}/members", invite, "organisations:invite", Action.INVITE_MEMBER),
    post(f"{ONE}/members/{{person:int}}", appoint, "organisations:appoint", Action.APPOINT_MEMBER),
    get(LINK, invited, "organisations:invited"),
    post(LINK, accept, "organisations:invited", Action.JOIN_ORGANISATION),
]
