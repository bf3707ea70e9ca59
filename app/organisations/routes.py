"""Pages and acts of organisations, and the directory of bodies."""

from typing import Any

from starlette.responses import Response

from app.items.parts import more_parts
from app.items.trail import PAGE_OF
from app.organisations import commands, member_pages, office_pages, queries
from app.organisations.bodies import bodies, body
from app.organisations.forms import Registration, Verification
from app.organisations.members import members, scope_of, speaks_for
from app.organisations.queries import OrganisationPage
from app.process.rules import objections
from app.process.vocabulary import DECLARED_GROUPS, Action
from app.web.addresses import address, is_registered
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, go_to, page, see_other, word_choices
from app.web.requests import Request


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
        may_verify=not objections(Action.VERIFY_ORGANISATION, request.actor),
        next_url=following and address("organisations:index", request.language, following),
    )


def unverified(request: Request) -> Response:
    cards = queries.unverified(request.db)
    return page(request, "organisations/unverified.html", cards=cards)


def show(request: Request) -> Response:
    return _show_page(request, blank(request))


def new(request: Request) -> Response:
    return _form_page(request, blank(request))


def register(request: Request) -> Response:
    form = _untaken(request, read(Registration, request.posted))
    if form.value is None:
        return _form_page(request, form, status=422)
    made = commands.register_organisation(request.db, request.actor, form.value)
    if target := form.text("next"):
        return go_to(request, request.local(target))
    return see_other(request, "organisations:show", {"notice": "saved"}, id=made)


def edit(request: Request) -> Response:
    organisation = member_pages.asked_for(request)
    typed = {name: getattr(organisation, name) for name in Registration.model_fields}
    return _form_page(request, blank(request, typed), organisation=organisation)


def keep(request: Request) -> Response:
    organisation = member_pages.asked_for(request)
    form = _untaken(request, read(Registration, request.posted), but=organisation.id)
    if form.value is None:
        return _form_page(request, form, organisation=organisation, status=422)
    commands.edit_organisation(request.db, request.actor, organisation.id, form.value)
    return see_other(request, "organisations:show", {"notice": "saved"}, id=organisation.id)


def verify(request: Request) -> Response:
    """Verify it with a basis, or take a verification back."""
    organisation, basis = member_pages.asked_for(request), ""
    if "take_back" not in request.posted:
        form = read(Verification, request.posted)
        if form.value is None:
            return _show_page(request, form, status=422)
        basis = form.value.basis
    commands.verify_organisation(request.db, request.actor, organisation.id, basis)
    return see_other(request, "organisations:show", {"notice": "saved"}, id=organisation.id)


def show_bodies(request: Request) -> Response:
    every = bodies(request.db, request.language)
    return page(request, "organisations/bodies.html", bodies=every)


def show_body(request: Request) -> Response:
    code = request.path_params["code"]
    entry, seats = found(body(request.db, code, request.language))
    return page(request, "organisations/body.html", body=entry, members=seats)


def _show_page(request: Request, form: Submission[Any], *, status: int = 200) -> Response:
    actor, organisation = request.actor, member_pages.asked_for(request)
    about = scope_of(organisation.id)
    belongs = organisation.id in speaks_for(actor)
    may_verify = not objections(Action.VERIFY_ORGANISATION, actor)
    said = queries.said_by(
        request.db, actor, organisation.id, request.query_params.get("after", "")
    )
    shown = said[: queries.SAID_AT_ONCE]
    following = {"after": str(shown[-1].id)} if len(said) > len(shown) else None
    return page(
        request,
        "organisations/show.html",
        status=status,
        parts=more_parts(request, organisation.id),
        organisation=organisation,
        form=form,
        belongs=belongs,
        waits=actor.signed_in and not belongs and _has_asked(request, organisation.id),
        may_edit=not objections(Action.EDIT_ORGANISATION, actor, subject=about),
        may_appoint=not member_pages.why_not_appoint(request, organisation.id),
        may_verify=may_verify and not belongs,
        members=members(request.db, organisation.id) if belongs or may_verify else [],
        said=shown,
        page_of={kind: name for kind, name in PAGE_OF.items() if is_registered(name)},
        reasons=objections(Action.JOIN_ORGANISATION, actor),
        next_url=following
        and address("organisations:show", request.language, following, id=organisation.id),
    )


def _has_asked(request: Request, organisation_id: int) -> bool:
    return queries.has_asked(request.db, organisation_id, request.actor.id)


def _untaken(
    request: Request, form: Submission[Registration], *, but: int = 0
) -> Submission[Registration]:
    if form.value and queries.is_taken(request.db, form.value.name, but=but):
        return form.but("name", commands.NAME_TAKEN)
    return form


def _form_page(
    request: Request,
    form: Submission[Any],
    *,
    organisation: OrganisationPage | None = None,
    status: int = 200,
) -> Response:
    return page(
        request,
        "organisations/form.html",
        status=status,
        form=form,
        organisation=organisation,
        groups=word_choices(DECLARED_GROUPS),
        next=form.text("next") or request.query_params.get("next", ""),
    )


ONE = "/organisations/{id:int}"
routes = [
    get("/organisations", index, "organisations:index"),
    get("/organisations/new", new, "organisations:new", Action.REGISTER_ORGANISATION),
    get(
        "/organisations/unverified",
        unverified,
        "organisations:unverified",
        Action.VERIFY_ORGANISATION,
    ),
    post("/organisations", register, "organisations:register", Action.REGISTER_ORGANISATION),
    get(ONE, show, "organisations:show"),
    get(f"{ONE}/edit", edit, "organisations:edit", Action.EDIT_ORGANISATION),
    post(f"{ONE}/edit", keep, "organisations:edit", Action.EDIT_ORGANISATION),
    post(f"{ONE}/verify", verify, "organisations:verify", Action.VERIFY_ORGANISATION),
    *member_pages.routes,
    get("/bodies", show_bodies, "bodies:index"),
    get("/bodies/{code}", show_body, "bodies:show"),
    *office_pages.routes,
]
