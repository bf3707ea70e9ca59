"""Noting an invitation."""

from sqlmodel import Session

from app.items.models import Item
from app.outreach.commands import log_outreach
from app.outreach.forms import OutreachForm
from app.outreach.models import Outreach
from app.process.vocabulary import Office
from tests.makers import make_officer

TYPED = {
    "whom": "People who work at night in the hospital",
    "group": "citizens",
    "how": "Notices in four languages and a visit to the night shift.",
    "on_day": "2026-01-15",
    "result": "Nine of them wrote.",
}


def make_outreach(session: Session, place: Item, **changes: str) -> Outreach:
    form = OutreachForm.model_validate(TYPED | changes)
    office = make_officer(session, Office.ADMINISTRATION)
    return log_outreach(session, office, place, form, language="en")
