"""One's account: who one is, where one is signed in."""

from dataclasses import asdict
from typing import Any

from starlette.responses import Response

from app.accounts import consenting, signing
from app.accounts.browsers import in_other_language, way_back
from app.accounts.commands import edit_account, revoke_session
from app.accounts.forms import Profile
from app.accounts.queries import profile, signed_in_browsers
from app.i18n.catalogues import gettext
from app.i18n.languages import LANGUAGES
from app.items.parts import account_parts
from app.process.sentences import N_
from app.process.vocabulary import DECLARED_GROUPS, Action, Group
from app.process.words import Choice
from app.web.addresses import address
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, go_to, page, word_choices
from app.web.requests import Request

RATHER_NOT = N_("I prefer not to say")
UNKNOWN_LANGUAGE = N_("Please choose one of these.")


def account(request: Request) -> Response:
    return _account_page(request, blank(request, asdict(profile(request.db, request.actor.id))))


def edit(request: Request) -> Response:
    form = _read_profile(request)
    if form.value is None:
        return _account_page(request, form, status=422)
    edit_account(request.db, request.actor, form.value)
    language = form.value.language or request.language
    return go_to(request, address("accounts:account", language, {"notice": "saved"}))


def welcome(request: Request) -> Response:
    typed = asdict(profile(request.db, request.actor.id))
    return _welcome_page(request, Submission(typed), request.query_params)


def introduce(request: Request) -> Response:
    """The answers of somebody who is here for the first time; then on to where they wanted."""
    form = _read_profile(request)
    if form.value is None:
        return _welcome_page(request, form, request.posted, status=422)
    edit_account(request.db, request.actor, form.value)
    language = form.value.language or request.language
    target = way_back(request, str(request.posted.get("next", "")))
    return go_to(request, in_other_language(target, language, request.settings))


def revoke(request: Request) -> Response:
    """End one session, or with `others` all but this one."""
    chosen = request.posted.get("session", "")
    running = signed_in_browsers(request.db, request.actor.id, request.session_token)
    ids = [
        each.id
        for each in running
        if (not each.is_this if chosen == "others" else str(each.id) == chosen)
    ]
    revoke_session(request.db, request.actor, ids)
    return go_to(
        request, address("accounts:account", request.language, {"notice": "saved"}) + "#browsers"
    )


def _read_profile(request: Request) -> Submission[Profile]:
    form = read(Profile, request.posted)
    if form.value and form.value.language not in {"", *request.settings.language_codes}:
        return form.but("language", UNKNOWN_LANGUAGE)
    return form


def _account_page(request: Request, form: Submission[Any], *, status: int = 200) -> Response:
    return page(
        request,
        "accounts/account.html",
        status=status,
        form=form,
        profile=profile(request.db, request.actor.id),
        browsers=signed_in_browsers(request.db, request.actor.id, request.session_token),
        parts=account_parts(request),
        **_options(request),
    )


def _welcome_page(
    request: Request, form: Submission[Any], asked: Any, *, status: int = 200
) -> Response:
    return page(
        request,
        "accounts/welcome.html",
        status=status,
        form=form,
        next=way_back(request, str(asked.get("next", ""))),
        **_options(request),
    )


def _options(request: Request) -> dict[str, Any]:
    rather_not = Choice(Group.UNSTATED, gettext(RATHER_NOT))
    return {
        "groups": [*word_choices(DECLARED_GROUPS), rather_not],
        "tongues": [Choice(code, LANGUAGES[code].name) for code in request.settings.language_codes],
    }


routes = [
    *signing.routes,
    *consenting.routes,
    get("/account", account, "accounts:account", Action.READ_ACCOUNT),
    post("/account", edit, "accounts:edit", Action.EDIT_ACCOUNT),
    get("/welcome", welcome, "accounts:welcome", Action.EDIT_ACCOUNT),
    post("/welcome", introduce, "accounts:introduce", Action.EDIT_ACCOUNT),
    post("/account/sessions", revoke, "accounts:revoke", Action.REVOKE_SESSION),
]
