"""Supporting without an account: a link by mail, one press, and a link to take it back."""

from typing import Any

from sqlmodel import Session
from starlette.responses import Response

from app.accounts.consenting import PLEASE_AGREE
from app.accounts.forms import Consenting
from app.accounts.letters import TO_SUPPORT, send_link
from app.accounts.links import SUPPORT, UNSUPPORT, Lead, look_at_link, new_link, use_link
from app.accounts.people import person_at, person_with_email
from app.accounts.sessions import actor_of
from app.accounts.terms import consent, has_consented
from app.deliberation.commands import ask_support, support_item, unsupport_item
from app.deliberation.forms import SupportByMail
from app.deliberation.limits import by_mail_facts
from app.deliberation.targets import Target, find_target
from app.items.models import Item
from app.items.visibility import find_item
from app.participation.phases import phase_now
from app.process.actor import VISITOR, Actor
from app.process.rules import objections
from app.process.vocabulary import Action, Kind
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other
from app.web.requests import Request

DAYS_TO_TAKE_BACK = 90


def begin(request: Request) -> Response:
    """Sign in, or only an address: both lead to the same support."""
    item = _item(request)
    if request.actor.signed_in:
        return see_other(request, "problems:show", reference=item.reference)
    return _asking(request, item, blank(request))


def ask(request: Request) -> Response:
    """The same answer for every address, whether we know it or not."""
    item, target = _item(request), _target(request)
    form = read(SupportByMail, request.posted)
    if form.value is None:
        return _asking(request, item, form, status=422)
    minutes, email = request.settings.link_minutes, form.value.email
    if token := ask_support(request.db, request.actor, target, email, minutes=minutes):
        send_link(
            request.db,
            request.settings,
            TO_SUPPORT,
            to=email,
            token=token,
            language=request.language,
        )
    return see_other(request, "deliberation:asked", reference=item.reference)


def asked(request: Request) -> Response:
    minutes = request.settings.link_minutes
    return page(request, "deliberation/asked.html", item=_item(request), minutes=minutes)


def link(request: Request) -> Response:
    """Asks for a press, so that a program that looks at mail supports nothing."""
    lead = look_at_link(request.db, _token(request), SUPPORT)
    item = find_item(request.db, VISITOR, lead.next, Kind.PROBLEM) if lead else None
    if lead is None or item is None:
        return _gone(request)
    return _link_page(request, lead, item, Submission())


def use(request: Request) -> Response:
    """Count the support of the person with this address, without signing anybody in."""
    lead = look_at_link(request.db, _token(request), SUPPORT)
    target = find_target(request.db, lead.next) if lead else None
    if lead is None or target is None:
        return _gone(request)
    if not _agrees(request, lead.email):
        item = found(find_item(request.db, VISITOR, lead.next, Kind.PROBLEM))
        unsent: Submission[Consenting] = Submission()
        form = unsent.but("agree", PLEASE_AGREE)
        return _link_page(request, lead, item, form, status=400)
    supporter = _person(request, lead.email)
    support_item(request.db, supporter, target)
    if request.settings.terms_version:
        consent(request.db, supporter, request.settings.terms_version)
    use_link(request.db, _token(request), SUPPORT)
    token = _way_back(request.db, lead)
    return _private(see_other(request, "deliberation:guest", token=token))


def guest(request: Request) -> Response:
    """What was supported by mail, and the button that takes it back."""
    lead = look_at_link(request.db, _token(request), UNSUPPORT)
    item = find_item(request.db, VISITOR, lead.next, Kind.PROBLEM) if lead else None
    if lead is None or item is None:
        return _gone(request)
    token = _token(request)
    return _private(page(request, "deliberation/guest.html", item=item, token=token))


def take_back(request: Request) -> Response:
    lead = look_at_link(request.db, _token(request), UNSUPPORT)
    target = find_target(request.db, lead.next) if lead else None
    if lead is None or target is None:
        return _gone(request)
    unsupport_item(request.db, _person(request, lead.email), target)
    use_link(request.db, _token(request), UNSUPPORT)
    query = {"notice": "unsupported"}
    return see_other(request, "problems:show", query, reference=target.reference)


def _agrees(request: Request, email: str) -> bool:
    """Whether the person with this address consents to the terms in force, now or before."""
    known = person_at(request.db, email)
    actor = actor_of(request.db, known) if known else VISITOR
    form = read(Consenting, request.posted)
    return has_consented(request.settings, actor) or bool(form.value and form.value.agree)


def _person(request: Request, email: str) -> Actor:
    return actor_of(request.db, person_with_email(request.db, email, request.language).id)


def _way_back(session: Session, lead: Lead) -> str:
    minutes = DAYS_TO_TAKE_BACK * 24 * 60
    return new_link(session, lead.email, lead.next, minutes=minutes, purpose=UNSUPPORT)


def _asking(request: Request, item: Item, form: Submission[Any], *, status: int = 200) -> Response:
    phase = phase_now(request.db, item.participation_id)
    subject = item.subject(**by_mail_facts(phase))
    reasons = objections(Action.ASK_SUPPORT, request.actor, phase.kind, subject)
    return page(
        request, "deliberation/ask.html", status=status, item=item, form=form, reasons=reasons
    )


def _link_page(
    request: Request, lead: Lead, item: Item, form: Submission[Any], *, status: int = 200
) -> Response:
    return _private(
        page(
            request,
            "deliberation/link.html",
            status=status,
            item=item,
            email=lead.email,
            token=_token(request),
            form=form,
            terms=bool(request.settings.terms_version),
        )
    )


def _item(request: Request) -> Item:
    item: Item = found(find_item(request.db, request.actor, request.reference, Kind.PROBLEM))
    return item


def _target(request: Request) -> Target:
    target: Target = found(find_target(request.db, request.reference))
    return target


def _token(request: Request) -> str:
    return str(request.path_params["token"])


def _gone(request: Request) -> Response:
    return _private(page(request, "deliberation/link_gone.html", status=410))


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response


routes = [
    get("/items/{reference}/supports/new", begin, "deliberation:ask", Action.ASK_SUPPORT),
    post("/items/{reference}/supports/links", ask, "deliberation:send", Action.ASK_SUPPORT),
    get("/items/{reference}/supports/sent", asked, "deliberation:asked", Action.ASK_SUPPORT),
    get("/supports/{token}", link, "deliberation:link", Action.ASK_SUPPORT),
    post("/supports/{token}", use, "deliberation:use_link", Action.ASK_SUPPORT),
    get("/supports/{token}/given", guest, "deliberation:guest", Action.ASK_SUPPORT),
    post("/supports/{token}/withdrawal", take_back, "deliberation:take_back", Action.ASK_SUPPORT),
]
