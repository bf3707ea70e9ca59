"""Finding every page of a running city: by its links, as a visitor and as each person of it."""

import re
from collections import Counter, deque
from dataclasses import dataclass
from html import unescape
from urllib.parse import urldefrag, urlsplit

import httpx2

from tests.test_access import PAGES, method_of

LINK = re.compile(r'<a [^>]*?href="([^"]+)"')
AT_MOST = 4  # pages of one route that are followed further, for each person
# No link leads here: one comes by pressing a button, or from a letter.
BY_HAND = (
    *("/sign-in/sent", "/welcome?next=/de/", "/signed-out", "/problems/similar?title=Bus"),
    "/offline",
)
# Beside these pages are others, to which a link leads only at times.
BESIDE = {
    "problems:show": ("versions", "received", "edit", "assign"),
    "participation:show": ("topics/new",),
    "mandates:show": ("edit",),
}
VISITOR = ""


@dataclass(frozen=True)
class Seen:
    """A page, and who sees it: the slug of a person, or nobody's."""

    route: str
    path: str
    person: str
    size: int


def token_of(client: httpx2.Client, person: str) -> str:
    """Sign in as somebody of the city; the session's token."""
    answer = client.post("/demo/sign-in", data={"person": person})
    return str(answer.cookies["session"])


def pages_by_route(address: str, by_hand: list[str]) -> dict[str, Seen]:
    """Of each route the page on which there is most, whoever sees it."""
    people = [each["slug"] for each in httpx2.get(f"{address}/demo/people.json").json()]
    found: dict[str, Seen] = {}
    for person in [VISITOR, *people]:
        with httpx2.Client(base_url=address, timeout=20) as client:
            if person:
                token_of(client, person)
            for seen in crawl(client, person, by_hand):
                best = found.get(seen.route)
                if best is None or seen.size > best.size:
                    found[seen.route] = seen
    return found


def crawl(client: httpx2.Client, person: str, by_hand: list[str]) -> list[Seen]:
    waiting = deque([*by_hand, "/mine", "/desk", "/", *BY_HAND])
    known, followed, pages = set(waiting), Counter[str](), []
    while waiting:
        path = waiting.popleft()
        route = route_of(path)
        if route is None or followed[route] >= AT_MOST:
            continue
        answer = client.get(f"/de{path}")
        if answer.status_code != 200 or "html" not in answer.headers["content-type"]:
            continue
        followed[route] += 1
        pages.append(Seen(route, path, person, len(answer.text)))
        beside = [f"{path}/{each}" for each in BESIDE.get(route, ())]
        new = [each for each in (*beside, *links_of(answer.text)) if each not in known]
        known.update(new)
        waiting.extend(new)
    return pages


def links_of(page: str) -> list[str]:
    """The paths behind the language that the links of a page lead to."""
    targets = [urldefrag(unescape(target)).url for target in LINK.findall(page)]
    return [target.removeprefix("/de") for target in targets if target.startswith("/de/")]


def route_of(path: str) -> str | None:
    bare = urlsplit(path).path
    for route in PAGES:
        if method_of(route) == "GET" and route.path_regex.match(bare):
            return str(route.name)
    return None
