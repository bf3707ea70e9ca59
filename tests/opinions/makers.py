"""Theses in a participation that discusses, and opinions on them."""

from sqlmodel import Session

from app.items.models import Item
from app.items.spine import set_state
from app.opinions.commands import give_opinion, propose_thesis
from app.process.actor import Actor
from app.process.vocabulary import Office, Opinion, Phase, State
from tests.makers import make_officer, make_participation, make_person


def make_thesis(
    session: Session,
    place: Item | None = None,
    *,
    by: Actor | None = None,
    text: str = "Buses should run until midnight.",
) -> Item:
    """Published: by the administration, or by a person with the moderation's consent."""
    where = place or make_participation(session, Phase.DELIBERATING)
    author = by or make_officer(session, Office.ADMINISTRATION)
    item = propose_thesis(session, author, where, text, language="en")
    if item.state is not State.PUBLISHED:
        set_state(session, item, State.PUBLISHED)
    return item


def say(session: Session, thesis: Item, opinion: Opinion, *people: Actor) -> None:
    for person in people or (make_person(session),):
        give_opinion(session, person, thesis, opinion)
