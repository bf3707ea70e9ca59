"""How often one is told by mail, and one's news as a feed at an address that only one knows."""

import re
import secrets
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select
from starlette.responses import Response

from app.accounts.sessions import token_hash
from app.db.clock import now
from app.i18n.languages import LANGUAGES
from app.items.trail import PAGE_OF
from app.notifications.commands import set_news
from app.notifications.forms import Frequencies
from app.notifications.frequencies import CHOICES, settings_of
from app.notifications.inbox import inbox
from app.notifications.models import NEWS_FEED
from app.process.actor import Actor
from app.process.vocabulary import Action, News
from app.web.addresses import address
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, environment, found, page, see_other, word_choices
from app.web.requests import Request

ATOM = "application/atom+xml; charset=utf-8"
NOT_KEPT_BY_OTHERS = {"Cache-Control": "private, max-age=300"}
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def show_settings(request: Request) -> Response:
    return _settings_page(request, _chosen(request))


def save_settings(request: Request) -> Response:
    form = read(Frequencies, request.posted)
    if form.value is None:
        return _settings_page(request, form, status=422)
    set_news(request.db, request.actor, form.value.by_news())
    return see_other(request, "notifications:settings", {"notice": "saved"})


def new_feed(request: Request) -> Response:
    """Give one's feed a fresh address, which is shown this once; the former one ends."""
    token = secrets.token_urlsafe(24)
    set_news(request.db, request.actor, {}, feed=token_hash(token))
    path = address("notifications:feed", request.language, token=token)
    return _settings_page(request, _chosen(request), feed=request.settings.origin + path)


def end_feed(request: Request) -> Response:
    set_news(request.db, request.actor, {}, feed="")
    return see_other(request, "notifications:settings", {"notice": "saved"})


def feed(request: Request) -> Response:
    """One's news for a program that reads feeds: what everybody may read, and one's own."""
    mine = token_hash(request.path_params["token"])
    owner = request.db.execute(
        select(NEWS_FEED.c.person_id).where(NEWS_FEED.c.token_hash == mine)
    ).scalar_one_or_none()
    lines = inbox(request.db, Actor(found(owner))).lines
    settings, code = request.settings, request.language
    template = environment(code, settings.time_zone).get_template("notifications/feed.xml")
    text = template.render(
        city=settings.city,
        host=urlsplit(settings.origin).netloc,
        itself=settings.origin + request.url.path,
        home=settings.origin + address("notifications:inbox", code),
        updated=max((line.at for line in lines), default=now()),
        lines=lines,
        origin=settings.origin,
        pages=PAGE_OF,
    )
    return Response(_NOT_IN_XML.sub("", text), media_type=ATOM, headers=NOT_KEPT_BY_OTHERS)


def _chosen(request: Request) -> Submission[Any]:
    chosen = settings_of(request.db, request.actor.id)
    return blank(request, {str(news): str(frequency) for news, frequency in chosen.items()})


def _settings_page(
    request: Request, form: Submission[Any], *, status: int = 200, feed: str = ""
) -> Response:
    language = LANGUAGES.get(request.actor.language)
    has_feed = select(NEWS_FEED.c.person_id).where(NEWS_FEED.c.person_id == request.actor.id)
    return page(
        request,
        "notifications/settings.html",
        status=status,
        form=form,
        kinds=[(news, word_choices(CHOICES[news])) for news in News],
        hour=request.settings.digest_hour,
        tongue=language.name if language else "",
        feed=feed,
        has_feed=request.db.execute(has_feed).first() is not None,
    )


routes = [
    get("/account/letters", show_settings, "notifications:settings", Action.SET_NEWS),
    post("/account/letters", save_settings, "notifications:save_settings", Action.SET_NEWS),
    post("/account/letters/feed", new_feed, "notifications:new_feed", Action.SET_NEWS),
    post("/account/letters/feed/end", end_feed, "notifications:end_feed", Action.SET_NEWS),
    get("/news/{token}.atom", feed, "notifications:feed"),
]
