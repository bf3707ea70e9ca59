"""Making reasons, moderators, reports and objections."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import clock_at, now
from app.items.models import Item
from app.moderation.appealing import appeal_item
from app.moderation.forms import AppealDecision, Complaint, Grounds, Objection, Verdict
from app.moderation.reporting import Caps, report_item
from app.notifications.consumers import consumers
from app.process.actor import Actor
from app.process.vocabulary import Office, Reason
from app.record.consumers import consume
from app.record.jobs import JOB
from app.settings import Settings
from app.stages import pages
from app.web.addresses import register
from tests.makers import make_officer, make_person


def grounds(**changes: Any) -> Grounds:
    fields = {"reason": Reason.UNCLEAR, "words": "Please name the stop you mean."}
    return Grounds(**(fields | changes))


def make_moderator(session: Session, item: Item) -> Actor:
    """A moderator of the participation an item belongs to."""
    return make_officer(session, Office.MODERATOR, item.participation_id)


def report(session: Session, item: Item, *, caps: Caps | None = None, **changes: Any) -> Actor:
    """Somebody reports an item; returns who."""
    reader = make_person(session)
    fields = {"reason": Reason.INSULT, "words": "Look at the last sentence."}
    complaint = Complaint(**(fields | changes))
    report_item(session, reader, item, complaint, caps=caps or Caps())
    return reader


def objection(words: str = "I name a public office, not a person.") -> Objection:
    return Objection(words=words)


def decision(verdict: Verdict, words: str = "The office is named in the plan.") -> AppealDecision:
    return AppealDecision(verdict=verdict, words=words)


def appeal(session: Session, item: Item, author: Actor) -> None:
    appeal_item(session, author, item, objection())


def letters(session: Session, settings: Settings) -> list[dict[str, str]]:
    """What the mail brings once all consumers have followed the record."""
    register(pages(), in_language=True)
    with clock_at(now() + timedelta(minutes=1)):
        for consumer in consumers(settings):
            while consume(session, consumer):
                pass
    contents = session.execute(select(JOB.c.content).order_by(JOB.c.id)).scalars()
    return [dict(each) for each in contents]
