"""Pages and acts of the contact points."""

from typing import Any

from starlette.responses import Response

from app.goals.queries import district_choices
from app.process.rules import objections
from app.process.vocabulary import Action
from app.projects import queries
from app.projects.commands import set_contact
from app.projects.forms import ContactForm
from app.projects.models import ContactPoint
from app.projects.offers import only_offered
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other
from app.web.requests import Request


def index(request: Request) -> Response:
    return page(
        request,
        "projects/contacts.html",
        points=queries.contacts(request.db),
        may_set=not objections(Action.SET_CONTACT, request.actor),
    )


def new(request: Request) -> Response:
    return _form_page(request, blank(request))


def make(request: Request) -> Response:
    return _keep(request, None)


def change(request: Request) -> Response:
    point = _point(request)
    typed = {name: getattr(point, name, "") or "" for name in ContactForm.model_fields}
    return _form_page(request, blank(request, typed), at=point)


def keep(request: Request) -> Response:
    return _keep(request, _point(request))


def _keep(request: Request, at: ContactPoint | None) -> Response:
    districts = district_choices(request.db)
    form: Submission[Any] = only_offered(
        read(ContactForm, request.posted), "district_id", districts
    )
    if form.value is None:
        return _form_page(request, form, at=at, status=422)
    set_contact(request.db, request.actor, form.value, request.language, at=at)
    return see_other(request, "contacts:index", {"notice": "saved"})


def _point(request: Request) -> ContactPoint:
    number: int = request.path_params["id"]
    point: ContactPoint = found(request.db.get(ContactPoint, number) if number < 2**53 else None)
    return point


def _form_page(
    request: Request,
    form: Submission[Any],
    *,
    at: ContactPoint | None = None,
    status: int = 200,
) -> Response:
    return page(
        request,
        "projects/contact.html",
        status=status,
        form=form,
        at=at.id if at else None,
        districts=district_choices(request.db),
    )


routes = [
    get("/contacts", index, "contacts:index"),
    get("/contacts/new", new, "contacts:new", Action.SET_CONTACT),
    post("/contacts/new", make, "contacts:new", Action.SET_CONTACT),
    get("/contacts/{id:int}", change, "contacts:edit", Action.SET_CONTACT),
    post("/contacts/{id:int}", keep, "contacts:edit", Action.SET_CONTACT),
]
