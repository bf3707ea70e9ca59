"""Segments that are due soon: one letter for each who works on them, and for each day."""

from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy import Row, select
from sqlmodel import Session

from app.db.clock import now
from app.items.models import ITEM
from app.notifications.frequencies import wishes
from app.notifications.letters import send_letter
from app.notifications.people import recipients
from app.process.vocabulary import Frequency, News, State
from app.segments.models import SEGMENT
from app.settings import Settings

BEFORE = timedelta(days=3)
OPEN = (State.SUBMITTED,)


def remind_of_segments(session: Session, settings: Settings) -> int:
    """Asked often; each is reminded once of each day, unless they want no reminders. How many."""
    due = _due(session)
    wanted = wishes(session, {person for person, _ in due}, News.REMINDER)
    people = {person.id: person for person in recipients(session, sorted(wanted))}
    reminded = 0
    for (person_id, day), segments in sorted(due.items()):
        if person_id not in people or wanted[person_id] is Frequency.NEVER:
            continue
        reminded += send_letter(
            session,
            settings,
            people[person_id],
            "segments_due",
            key=f"segments-due:{day.isoformat()}",
            news=News.REMINDER,
            about=[each.id for each in segments],
            day=day,
            segments=segments,
        )
    return reminded


def _due(session: Session) -> dict[tuple[int, date], list[Row[tuple[int, str, str]]]]:
    """The segments that wait for their answer, by who works on them and by their day."""
    rows = session.execute(
        select(ITEM.c.id, ITEM.c.reference, ITEM.c.title, SEGMENT.c.assignee_id, SEGMENT.c.due_on)
        .join(SEGMENT, SEGMENT.c.id == ITEM.c.id)
        .where(
            SEGMENT.c.due_on <= now().date() + BEFORE,
            SEGMENT.c.assignee_id.is_not(None),
            ITEM.c.state.in_(OPEN),
        )
        .order_by(ITEM.c.id)
    )
    due: defaultdict[tuple[int, date], list[Row[tuple[int, str, str]]]] = defaultdict(list)
    for row in rows:
        due[row.assignee_id, row.due_on].append(row)
    return dict(due)
