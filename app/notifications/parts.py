"""What following adds to pages: the box beside an item, and one's news on the account page."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.items.models import Item
from app.items.parts import Part
from app.notifications.followed import FollowState, follow_state, follows
from app.notifications.searches import kept_of
from app.notifications.wishes import FOLLOWABLE, item_wish, organisation_wish, search_wish
from app.process.vocabulary import Visibility
from app.web.addresses import address
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class FollowBox:
    """The button to follow, or to follow no longer. `own`: one is told of it anyway.

    `around`: the page on which one follows its surroundings.
    """

    state: FollowState
    begin: str
    here: str
    own: bool = False
    around: str = ""


@dataclass(frozen=True, slots=True)
class SearchBox:
    """The button to follow a search; `query` is what is posted, `mine` one's following of it."""

    query: str
    mine: int
    here: str


def follow_part(request: Request, item: Item) -> Part | None:
    """The box beside what can be followed."""
    if item.kind not in FOLLOWABLE or item.visibility is not Visibility.PUBLIC:
        return None
    begin = address("notifications:follow_item", request.language, reference=item.reference)
    state = follow_state(request.db, request.actor, item_wish(item))
    own = request.actor.signed_in and item.author_id == request.actor.id
    box = FollowBox(state, begin, request.url.path, own, _around(request, state))
    return Part("aside", "notifications/_follow.html", box)


def _around(request: Request, state: FollowState) -> str:
    """Where one follows the surroundings of what has a point."""
    if state.place is None or not request.settings.circles_each:
        return ""
    latitude, longitude = (f"{each:.5f}" for each in state.place)
    query = {"latitude": latitude, "longitude": longitude}
    return address("notifications:new_circle", request.language, query)


def organisation_part(request: Request, organisation_id: int) -> Part:
    """The same on the page of an organisation."""
    begin = address("notifications:follow_organisation", request.language, id=organisation_id)
    state = follow_state(request.db, request.actor, organisation_wish(organisation_id))
    return Part("aside", "notifications/_follow.html", FollowBox(state, begin, request.url.path))


def search_part(request: Request, asked: Mapping[str, str]) -> Part | None:
    """Below the list: to follow what one is looking for, once one looks for something."""
    kept = kept_of(asked)
    if not kept:
        return None
    wish = search_wish(kept)
    mine = follows(request.db, request.actor, wish) if request.actor.signed_in else 0
    query = f"?{request.url.query}" if mine and request.url.query else ""
    here = request.url.path + query if mine else ""
    return Part("main", "notifications/_follow_search.html", SearchBox(wish.key, mine, here))


def news_part(request: Request) -> Part:
    """The way from one's account to the inbox, to what one follows, and to the letters."""
    return Part("main", "notifications/_account.html", request.actor.unread)
