"""A contribution has come in: its author gets a copy, with the link that shows where it stands."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select
from sqlmodel import Session

from app.items.models import Item
from app.notifications.letters import language_of, send_letter
from app.notifications.people import recipient
from app.participation.models import PARTICIPATION
from app.participation.phases import phase_of
from app.problems.asking import said
from app.problems.queries import problem_page
from app.problems.tracking import tracking_url
from app.process.vocabulary import Action, Phase
from app.record.consumers import Consumer, Line
from app.settings import Settings

HANDED_IN = frozenset({Action.SUBMIT_PROBLEM, Action.ASSIST_PROBLEM})


def consumer(settings: Settings) -> Consumer:
    return Consumer("mail.received", HANDED_IN, partial(_send_copy, settings))


def _send_copy(settings: Settings, session: Session, line: Line) -> None:
    """Once for each time that it was handed in."""
    item = session.get(Item, line.subject_id)
    person = recipient(session, item.author_id) if item else None
    if item is None or person is None:
        return
    problem = problem_page(session, item)
    send_letter(
        session,
        settings,
        person,
        "received",
        key=f"received:{line.id}",
        about=[item.id],
        item=item,
        problem=problem,
        said=said(problem.contribution, problem),
        tracking_url=tracking_url(settings, language_of(settings, person), item.id),
        checked_by=line.at + timedelta(hours=settings.moderation_hours),
        answered_by=_answered_by(settings, session, item, line.at),
        contact=settings.contact_address,
    )


def _answered_by(settings: Settings, session: Session, item: Item, handed_in: datetime) -> datetime:
    if phase_of(session, item.participation_id) is Phase.STANDING:
        return handed_in + timedelta(days=settings.arena_days)
    due = select(PARTICIPATION.c.answers_due).where(PARTICIPATION.c.id == item.participation_id)
    day: datetime = session.execute(due).scalar_one()
    return day
