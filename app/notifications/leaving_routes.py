"""Ending letters by the link in each of them: the page asks, only a press ends (RFC 8058)."""

from starlette.responses import Response

from app.accounts.models import Person
from app.accounts.sessions import actor_of
from app.notifications.commands import end_following, set_news
from app.notifications.followed import followings, own_following
from app.notifications.frequencies import settings_of
from app.notifications.leaving import Leave, read_token
from app.process.actor import Actor
from app.process.vocabulary import Action, Frequency
from app.web.endpoint import get, post
from app.web.pages import found, page
from app.web.requests import Request


def ask(request: Request) -> Response:
    leave, _ = _asked(request)
    return _page(request, leave, done=False)


def end(request: Request) -> Response:
    """End what the link stands for, for the person it was sent to, whoever presses."""
    leave, person = _asked(request)
    following = own_following(request.db, person, leave.following_id)
    if following is not None:
        end_following(request.db, person, following)
    elif leave.news is not None:
        set_news(request.db, person, {leave.news: Frequency.NEVER})
    else:
        daily = settings_of(request.db, person.id).items()
        ended = {news: Frequency.NEVER for news, each in daily if each is Frequency.DAILY}
        set_news(request.db, person, ended)
    return _page(request, leave, done=True)


def _asked(request: Request) -> tuple[Leave, Actor]:
    leave: Leave = found(read_token(request.settings, request.path_params["token"]))
    found(request.db.get(Person, leave.person_id))
    return leave, actor_of(request.db, leave.person_id)


def _page(request: Request, leave: Leave, *, done: bool) -> Response:
    mine = followings(request.db, Actor(leave.person_id)) if leave.following_id else []
    return page(
        request,
        "notifications/leave.html",
        leave=leave,
        token=request.path_params["token"],
        following=next((each for each in mine if each.id == leave.following_id), None),
        done=done,
    )


routes = [
    get("/letters/end/{token}", ask, "notifications:leave"),
    post("/letters/end/{token}", end, "notifications:end_letters", Action.READ_PUBLIC),
]
