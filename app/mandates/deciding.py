"""Who decides on a mandate, and on which day it can have been."""

from datetime import date, datetime, tzinfo

from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import now
from app.items.models import Item
from app.mandates.models import MANDATE, PACKAGE
from app.organisations.models import BODY
from app.process.actor import Subject
from app.process.sentences import N_
from app.process.vocabulary import Office

CDO_BODY = "cdo"
IN_FUTURE = N_("The day of the decision cannot lie in the future.")
BEFORE_SUBMISSION = N_("The body cannot have decided before the package was submitted.")


def deciding_subject(session: Session, item: Item) -> Subject:
    """The mandate as the rules look at it when its body decides."""
    row = session.execute(
        select(BODY.c.id, BODY.c.code, PACKAGE.c.by_id)
        .select_from(MANDATE)
        .join(BODY, BODY.c.id == MANDATE.c.body_id)
        .outerjoin(PACKAGE, PACKAGE.c.mandate_id == MANDATE.c.id)
        .where(MANDATE.c.id == item.id)
    ).one()
    return item.subject(row.id, body=row.id, deciders=deciders(row.code), submitted_by=row.by_id)


def deciders(code: str) -> tuple[Office, ...]:
    """The offices that speak for the body with this code."""
    return (Office.BODY, Office.CDO) if code == CDO_BODY else (Office.BODY,)


def day_objection(day: date, submitted_at: datetime, zone: tzinfo) -> str:
    """Why the decision cannot have been taken on this day of the city; empty when it can."""
    if day > now().astimezone(zone).date():
        return IN_FUTURE
    if day < submitted_at.astimezone(zone).date():
        return BEFORE_SUBMISSION
    return ""
