"""Inviting organisations, the overview of invitations, and where a personal link leads."""

from typing import Any

from starlette.responses import Response

from app.process.rules import permit
from app.process.vocabulary import Action
from app.statements.finding import consultation_item
from app.statements.forms import InvitationForm
from app.statements.inviting import (
    invitations_to,
    invite_organisation,
    invited_with,
    note_opened,
)
from app.statements.letters import send_invitation
from app.statements.queries import consultation_page, known_organisations, window
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other
from app.web.requests import Request


def index(request: Request) -> Response:
    return _index_page(request, blank(request))


def invite(request: Request) -> Response:
    form = read(InvitationForm, request.posted)
    if form.value is None:
        return _index_page(request, form, status=422)
    item = consultation_item(request)
    sent = invite_organisation(
        request.db,
        request.actor,
        item,
        organisation_ids=form.value.organisation,
        emails=form.value.emails,
    )
    consultation = consultation_page(request.db, item.id)
    opened = window(request.db, item.participation_id)
    for each in sent:
        send_invitation(
            request.db,
            request.settings,
            each.email,
            each.token,
            consultation=consultation,
            open_for=opened,
            organisation=each.organisation,
        )
    notice = "invited-all" if sent else "invited-before"
    return see_other(
        request, "statements:invitations", {"notice": notice}, reference=item.reference
    )


def invited(request: Request) -> Response:
    """Where a personal link leads: who is invited to what, and the way on."""
    token = request.path_params["token"]
    item, organisation = found(invited_with(request.db, token))
    return page(
        request,
        "statements/invited.html",
        item=item,
        consultation=consultation_page(request.db, item.id),
        window=window(request.db, item.participation_id),
        organisation=organisation,
        token=token,
    )


def go_on(request: Request) -> Response:
    """On to the consultation; that the invitation was opened is noted by this press alone."""
    token = request.path_params["token"]
    item, _ = found(invited_with(request.db, token))
    note_opened(request.db, token)
    return see_other(
        request, "statements:consultation", {"invitation": token}, reference=item.reference
    )


def _index_page(request: Request, form: Submission[Any], *, status: int = 200) -> Response:
    item = consultation_item(request)
    permit(Action.INVITE_ORGANISATION, request.actor, subject=item.subject())
    return page(
        request,
        "statements/invitations.html",
        status=status,
        item=item,
        form=form,
        lines=invitations_to(request.db, item.id),
        organisations=known_organisations(request.db, represented=True),
    )


ALL = "/consultations/{reference}/invitations"
LINK = "/invitations/{token}"
routes = [
    get(ALL, index, "statements:invitations", Action.INVITE_ORGANISATION),
    post(ALL, invite, "statements:invitations", Action.INVITE_ORGANISATION),
    get(LINK, invited, "statements:invited"),
    post(LINK, go_on, "statements:invited", Action.READ_PUBLIC),
]
