"""Signing in with one press as somebody of the model city. These routes exist only in the demo."""

from starlette.responses import JSONResponse, Response

from app.accounts.browsers import way_back
from app.accounts.people import Found
from app.accounts.queries import demo_people, demo_person
from app.accounts.signing import signed_in
from app.process.vocabulary import Action
from app.web.endpoint import get, post
from app.web.pages import found
from app.web.requests import Request


def people(request: Request) -> Response:
    everybody = demo_people(request.db)
    return JSONResponse(
        [
            {
                "slug": each.slug,
                "name": each.name,
                "offices": list(each.offices),
                "group": each.group,
            }
            for each in everybody
        ]
    )


def sign_in(request: Request) -> Response:
    person_id = found(demo_person(request.db, str(request.posted.get("person", ""))))
    target = way_back(request, str(request.posted.get("next", "")))
    return signed_in(request, Found(person_id, is_new=False), target)


routes = [
    get("/demo/people.json", people, "accounts:demo_people", Action.READ_PUBLIC),
    post("/demo/sign-in", sign_in, "accounts:demo_sign_in", Action.SIGN_IN_ACCOUNT),
]
