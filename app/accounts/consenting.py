"""The terms: their page, and asking for consent once, before the first act."""

from typing import Any

from starlette.responses import Response

from app.accounts.browsers import way_back
from app.accounts.forms import Consenting
from app.accounts.terms import WITHOUT_CONSENT, consent, has_consented
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.kept import has_text, keep_text, page_left
from app.web.pages import go_to, page, see_other
from app.web.requests import Request

PLEASE_AGREE = N_("Please tick this box if you agree. Without that nothing can be stored.")


def terms(request: Request) -> Response:
    return _terms_page(request, Submission(), request.query_params)


def agree(request: Request) -> Response:
    """Consent, then on to the page where one was stopped, with what one had typed."""
    form = read(Consenting, request.posted)
    if form.value is None or not form.value.agree:
        return _terms_page(request, form.but("agree", PLEASE_AGREE), request.posted, status=422)
    permit(Action.EDIT_ACCOUNT, request.actor)
    consent(request.db, request.actor, request.settings.terms_version)
    left, kept = (str(request.posted.get(name, "")) for name in ("next", "kept"))
    return go_to(request, way_back(request, left, kept))


def consent_first(request: Request, action: Action) -> Response | None:
    """The page that asks for consent, when somebody acts without it; what they typed is kept."""
    actor, settings = request.actor, request.settings
    if has_consented(settings, actor) or not actor.signed_in or action in WITHOUT_CONSENT:
        return None
    kept = keep_text(request.db, request.posted) if has_text(request.posted) else ""
    asked = {"next": page_left(request), "kept": kept}
    if "hx-request" in request.headers:
        return see_other(request, "accounts:terms", asked)
    return _terms_page(request, Submission(), asked, status=400)


def _terms_page(
    request: Request, form: Submission[Any], asked: Any, *, status: int = 200
) -> Response:
    settings = request.settings
    left, kept = (str(asked.get(name, "")) for name in ("next", "kept"))
    asking = request.actor.signed_in and not has_consented(settings, request.actor)
    return page(
        request,
        "accounts/terms.html",
        status=status,
        form=form,
        asking=asking,
        stopped=bool(left),
        version=settings.terms_version,
        full_terms=settings.terms_address,
        next=left,
        kept=kept[:64],
    )


routes = [
    get("/terms", terms, "accounts:terms"),
    post("/terms", agree, "accounts:consent", Action.EDIT_ACCOUNT),
]
