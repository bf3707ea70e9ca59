"""A participation that is not public yet, with a link to look at it, and a returned request."""

import re

import httpx2
from sqlmodel import Session

from app.participation.commands import open_participation
from app.process.actor import Actor
from app.process.vocabulary import State
from tests.participation.test_preparing import concept
from tests.projects.makers import make_request
from tests.real.server import Server


def prepare(session: Session, officer: Actor, citizen: Actor) -> list[str]:
    """What the two have begun."""
    draft = open_participation(session, officer, concept(), "en", draft=True)
    request = make_request(session, citizen, state=State.RETURNED)
    return [
        f"/participation/{draft.reference}",
        f"/participation/{draft.reference}/share",
        f"/requests/{request.reference}",
        f"/requests/{request.reference}/edit",
    ]


def link_to_look(city: Server, officer: str, share: str) -> list[str]:
    """The link is made on the page of the office, by whoever prepares."""
    with httpx2.Client(base_url=city.address, timeout=20) as client:
        client.post("/demo/sign-in", data={"person": officer})
        client.post(f"/de{share}", data={"days": "9"})
        page = client.get(f"/de{share}").text
    return re.findall(r"/de(/participation/preview/[^\"<]+)\"", page)
