"""Signing in by mail, and signing out."""

from typing import Any

from starlette.responses import Response

from app.accounts.browsers import browser_name, forget_session, keep_signed_in, way_back
from app.accounts.commands import revoke_session, sign_in_account
from app.accounts.forms import Address
from app.accounts.letters import TO_SIGN_IN
from app.accounts.letters import send_link as send
from app.accounts.links import look_at_link, new_link, use_link
from app.accounts.people import Found, person_with_email
from app.accounts.queries import demo_people, demo_roles, provider_of, signed_in_browsers
from app.process.vocabulary import Action
from app.web.addresses import address
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import go_to, page, see_other
from app.web.requests import Request

LEAVING = "leaving"
LEAVING_SECONDS = 600


def sign_in(request: Request) -> Response:
    """All the ways of signing in; whoever is signed in already goes straight on."""
    if request.actor.signed_in:
        return go_to(request, _wanted(request, request.query_params))
    return _sign_in_page(request, Submission(), request.query_params)


def send_link(request: Request) -> Response:
    """The same answer for every address, whether we know it or not."""
    form = read(Address, request.posted)
    if form.value is None:
        return _sign_in_page(request, form, request.posted, status=422)
    settings, email = request.settings, form.value.email
    way = _wanted(request, request.posted)
    if token := new_link(request.db, email, way, minutes=settings.link_minutes):
        send(request.db, settings, TO_SIGN_IN, to=email, token=token, language=request.language)
    return see_other(request, "accounts:link_sent")


def link_sent(request: Request) -> Response:
    minutes = request.settings.link_minutes
    return page(request, "accounts/link_sent.html", minutes=minutes)


def link(request: Request) -> Response:
    """Asks for a press, so that a program that looks at mail does not use the link up."""
    token = request.path_params["token"]
    lead = look_at_link(request.db, token)
    if lead is None:
        return _gone(request)
    return _private(page(request, "accounts/link.html", email=lead.email, token=token))


def use(request: Request) -> Response:
    lead = use_link(request.db, request.path_params["token"])
    if lead is None:
        return _gone(request)
    found = person_with_email(request.db, lead.email, request.language)
    target = lead.next or address("home", request.language)
    return signed_in(request, found, target)


def signed_in(request: Request, found: Found, target: str, *, by_code: bool = False) -> Response:
    """Start this browser's session and send it on; a new person is asked who they are first."""
    token = sign_in_account(
        request.db,
        request.actor,
        found.id,
        days=request.settings.session_days,
        former=request.session_token,
        browser=browser_name(request.headers.get("user-agent", "")),
        by_code=by_code,
    )
    if found.is_new:
        target = address("accounts:welcome", request.language, {"next": target})
    return keep_signed_in(go_to(request, target), request.settings, token)


def sign_out(request: Request) -> Response:
    """End this browser's session; a provider's own session is offered to be ended too."""
    token = request.session_token
    provider = provider_of(request.db, token) if request.actor.signed_in else ""
    if request.actor.signed_in:
        running = signed_in_browsers(request.db, request.actor.id, token)
        revoke_session(request.db, request.actor, [each.id for each in running if each.is_this])
    if provider not in {each.slug for each in request.settings.providers}:
        response = see_other(request, "home", {"notice": "signed-out"})
        return forget_session(response, request.settings)
    response = see_other(request, "accounts:signed_out", {"provider": provider})
    response.set_cookie(
        LEAVING,
        token,
        max_age=LEAVING_SECONDS,
        path="/sign-in/provider",
        secure=request.settings.secure,
        httponly=True,
        samesite="lax",
    )
    return forget_session(response, request.settings)


def signed_out(request: Request) -> Response:
    """Where one is still signed in: at the provider."""
    asked = request.query_params
    providers = {each.slug: each for each in request.settings.providers}
    return page(
        request,
        "accounts/signed_out.html",
        provider=providers.get(asked.get("provider", "")),
        failed="failed" in asked,
        code=request.language,
    )


def _sign_in_page(
    request: Request, form: Submission[Any], asked: Any, *, status: int = 200
) -> Response:
    settings = request.settings
    names = {each.slug: each.name for each in settings.providers}
    left = str(asked.get("next", ""))
    return page(
        request,
        "accounts/sign_in.html",
        status=status,
        form=form,
        providers=settings.providers,
        failed=names.get(str(asked.get("failed", ""))),
        next=way_back(request, left) if left else "",
        kept=str(asked.get("kept", ""))[:64],
        wanted=_wanted(request, asked),
        code=request.language,
        terms=bool(settings.terms_version),
        people=demo_people(request.db) if settings.demo else [],
        roles=demo_roles(request.db, request.language) if settings.demo else {},
    )


def _wanted(request: Request, asked: Any) -> str:
    return way_back(request, str(asked.get("next", "")), str(asked.get("kept", "")))


def _gone(request: Request) -> Response:
    return _private(page(request, "accounts/link_gone.html", status=410))


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response


routes = [
    get("/sign-in", sign_in, "accounts:sign_in", Action.SIGN_IN_ACCOUNT),
    post("/sign-in/mail", send_link, "accounts:send_link", Action.SIGN_IN_ACCOUNT),
    get("/sign-in/sent", link_sent, "accounts:link_sent", Action.SIGN_IN_ACCOUNT),
    get("/sign-in/link/{token}", link, "accounts:link", Action.SIGN_IN_ACCOUNT),
    post("/sign-in/link/{token}", use, "accounts:use_link", Action.SIGN_IN_ACCOUNT),
    post("/sign-out", sign_out, "accounts:sign_out", Action.SIGN_IN_ACCOUNT),
    get("/signed-out", signed_out, "accounts:signed_out", Action.SIGN_IN_ACCOUNT),
]
