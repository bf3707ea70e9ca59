"""Making reasons and moderators."""

from typing import Any

from sqlmodel import Session

from app.items.models import Item
from app.moderation.forms import Grounds
from app.process.actor import Actor
from app.process.vocabulary import Office, Reason
from tests.makers import make_officer


def grounds(**changes: Any) -> Grounds:
    fields = {"reason": Reason.UNCLEAR, "words": "Please name the stop you mean."}
    return Grounds(**(fields | changes))


def make_moderator(session: Session, item: Item) -> Actor:
    """A moderator of the participation an item belongs to."""
    return make_officer(session, Office.MODERATOR, item.participation_id)
