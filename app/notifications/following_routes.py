"""Following: one's own list, and beginning and ending it from the pages of things."""

from typing import Any
from urllib.parse import parse_qsl

from starlette.responses import Response

from app.goals.queries import district_choices
from app.items.trail import PAGE_OF
from app.items.visibility import find_item
from app.notifications.circles import middle_of
from app.notifications.commands import begin_following, end_following
from app.notifications.followed import followings, own_following
from app.notifications.forms import Circle, CircleForm
from app.notifications.models import Following
from app.notifications.searches import kept_of
from app.notifications.wishes import (
    FOLLOWABLE,
    TOO_NARROW,
    TOO_WIDE,
    Limits,
    circle_wish,
    district_wish,
    item_wish,
    organisation_wish,
    search_wish,
)
from app.organisations.models import Organisation
from app.process.sentences import N_
from app.process.vocabulary import Action, Followed
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, go_to, page, see_other
from app.web.requests import Request

FOLLOWED = {"notice": "followed"}
NO_PLACE = N_("Please say where it is: by latitude and longitude, or by choosing a district.")


def index(request: Request) -> Response:
    lines = followings(request.db, request.actor)
    return page(
        request,
        "notifications/following.html",
        groups=[
            (what, its)
            for what in Followed
            if (its := [each for each in lines if each.what is what])
        ],
        pages=PAGE_OF,
        districts=district_choices(request.db),
        form=Submission(),
        circles=request.settings.circles_each,
    )


def follow_item(request: Request) -> Response:
    item = found(find_item(request.db, request.actor, request.reference, *FOLLOWABLE))
    begin_following(request.db, request.actor, item_wish(item))
    return see_other(request, PAGE_OF[item.kind], FOLLOWED, reference=item.reference)


def follow_district(request: Request) -> Response:
    chosen = str(request.posted.get("district", ""))
    known = {str(each.value) for each in district_choices(request.db)}
    found(chosen if chosen in known else None)
    begin_following(request.db, request.actor, district_wish(int(chosen)))
    return _back(request, FOLLOWED)


def follow_organisation(request: Request) -> Response:
    number = _number(request)
    found(request.db.get(Organisation, number))
    begin_following(request.db, request.actor, organisation_wish(number))
    return see_other(request, "organisations:show", FOLLOWED, id=number)


def follow_search(request: Request) -> Response:
    query = kept_of(dict(parse_qsl(str(request.posted.get("query", ""))[:2000])))
    begin_following(request.db, request.actor, search_wish(query))
    return see_other(request, "problems:index", query | FOLLOWED)


def new_circle(request: Request) -> Response:
    asked = request.query_params
    names = ("name", "latitude", "longitude", "radius")
    typed = {name: asked.get(name, "")[:80] for name in names}
    return _circle_page(request, blank(request, typed | {"radius": typed["radius"] or "1000"}))


def follow_circle(request: Request) -> Response:
    form, circle = _read_circle(request)
    if circle is None:
        return _circle_page(request, form, status=422)
    limits = limits_of(request)
    begin_following(request.db, request.actor, circle_wish(circle, limits), limits=limits)
    return see_other(request, "notifications:following", FOLLOWED)


def edit_circle(request: Request) -> Response:
    following = _own_circle(request)
    return _circle_page(request, blank(request, following.model_dump()), following)


def save_circle(request: Request) -> Response:
    following, (form, circle) = _own_circle(request), _read_circle(request)
    if circle is None:
        return _circle_page(request, form, following, status=422)
    wish = circle_wish(circle, limits_of(request))
    begin_following(request.db, request.actor, wish, former=following)
    return see_other(request, "notifications:following", {"notice": "saved"})


def unfollow(request: Request) -> Response:
    following = found(own_following(request.db, request.actor, _number(request)))
    end_following(request.db, request.actor, following)
    return _back(request, {"notice": "unfollowed"})


def limits_of(request: Request) -> Limits:
    """What the operator has set for circles."""
    settings = request.settings
    return Limits(settings.circles_each, settings.circle_from, settings.circle_to)


def _read_circle(request: Request) -> tuple[Submission[CircleForm], Circle | None]:
    """What was typed, and the circle that it is."""
    form, limits = read(CircleForm, request.posted), limits_of(request)
    if form.value is None:
        return form, None
    if form.value.radius < limits.narrowest:
        return form.but("radius", TOO_NARROW), None
    if form.value.radius > limits.widest:
        return form.but("radius", TOO_WIDE), None
    place = _place(request, form.value)
    if place is None:
        return form.but("latitude", NO_PLACE), None
    latitude, longitude = place
    typed = form.value
    named = Circle(name=typed.name, latitude=latitude, longitude=longitude, radius=typed.radius)
    return form, named


def _place(request: Request, typed: CircleForm) -> tuple[float, float] | None:
    if typed.latitude is not None and typed.longitude is not None:
        return typed.latitude, typed.longitude
    return middle_of(request.db, typed.district) if typed.district else None


def _own_circle(request: Request) -> Following:
    following: Following = found(own_following(request.db, request.actor, _number(request)))
    found(following if following.what is Followed.CIRCLE else None)
    return following


def _circle_page(
    request: Request,
    form: Submission[Any],
    following: Following | None = None,
    *,
    status: int = 200,
) -> Response:
    return page(
        request,
        "notifications/circle.html",
        status=status,
        form=form,
        following=following,
        limits=limits_of(request),
        districts=district_choices(request.db),
    )


def _back(request: Request, query: dict[str, str]) -> Response:
    """To the page whose button was pressed, else to one's list."""
    target = str(request.posted.get("next", ""))
    if not target:
        return see_other(request, "notifications:following", query)
    return go_to(request, request.local(target))


def _number(request: Request) -> int:
    number: int = request.path_params["id"]
    return number if number < 2**53 else 0


_BEGIN, _END = Action.BEGIN_FOLLOWING, Action.END_FOLLOWING
routes = [
    get("/following", index, "notifications:following", Action.READ_INBOX),
    post("/following/items/{reference}", follow_item, "notifications:follow_item", _BEGIN),
    post("/following/districts", follow_district, "notifications:follow_district", _BEGIN),
    post(
        "/following/organisations/{id:int}",
        follow_organisation,
        "notifications:follow_organisation",
        _BEGIN,
    ),
    post("/following/searches", follow_search, "notifications:follow_search", _BEGIN),
    get("/following/circles", new_circle, "notifications:new_circle", _BEGIN),
    post("/following/circles", follow_circle, "notifications:follow_circle", _BEGIN),
    get("/following/circles/{id:int}", edit_circle, "notifications:circle", _BEGIN),
    post("/following/circles/{id:int}", save_circle, "notifications:save_circle", _BEGIN),
    post("/following/{id:int}/end", unfollow, "notifications:unfollow", _END),
]
