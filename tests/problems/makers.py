"""Making drafts through the pages, as a person does."""

import re
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from app.accounts.models import OfficeGrant
from app.db.clock import now
from app.items.models import Item
from app.organisations.models import Organisation
from app.problems.commands import assist_problem
from app.problems.forms import AssistedEntry
from app.process.actor import Actor
from app.process.vocabulary import Channel, Contribution, Group, Office
from tests.client import CheckingClient

ANSWERS = {
    "what": "The last bus leaves before the late shift at the clinic ends.",
    "affected": "About 300 people who work at the clinic.",
    "everyday": "I walk two kilometres along the motorway at night.",
    "need": "A departure after the end of the late shift.",
}
TITLE = "No bus to the clinic after nine"


def begin_draft(client: CheckingClient, participation: Item, title: str = TITLE) -> str:
    """Answer the first question; returns the reference of the draft."""
    typed = {"title": title, "participation": participation.reference}
    answer = client.post("/en/problems/new/title", data=typed)
    assert answer.status_code == 303, answer.text
    return str(re.search(r"/drafts/([^/]+)/what", answer.headers["location"])[1])  # type: ignore[index]


def answer_all(client: CheckingClient, reference: str, **more: Any) -> None:
    """Answer every other question of a draft."""
    for step, text in ANSWERS.items():
        client.post(f"/en/problems/drafts/{reference}/{step}", data={step: text})
    for step in ("place", "more"):
        client.post(f"/en/problems/drafts/{reference}/{step}", data=more)


def make_entry(session: Session, staff: Actor, place: Item) -> Item:
    """What staff entered for somebody."""
    today = now().date()
    entry = AssistedEntry(
        participation=place.reference,
        contribution=Contribution.PROBLEM,
        channel=Channel.PHONE,
        filed_on=today,
        title="No bench at the stop in Mill Lane",
        what="Whoever cannot stand for long waits at home.",
        consent=True,
    )
    return assist_problem(session, staff, place, entry, language="en")


def make_member(session: Session, actor: Actor, name: str) -> Organisation:
    """An organisation to which this person belongs."""
    organisation = Organisation(name=name, group=Group.CIVIL_SOCIETY)
    session.add(organisation)
    session.flush()
    session.add(
        OfficeGrant(
            person_id=actor.id,
            office=Office.AUTHOR,
            scope_id=organisation.id,
            starts_at=now() - timedelta(days=1000),
            granted_by=actor.id,
        )
    )
    session.flush()
    return organisation
