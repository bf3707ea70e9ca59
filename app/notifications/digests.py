"""The daily letter: what has waited since the last one, grouped, once a day for each person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select, update
from sqlmodel import Session

from app.db.clock import now
from app.notifications.frequencies import settings_of
from app.notifications.inbox import NewsLine, lines_of
from app.notifications.leaving import Leave
from app.notifications.letters import TASK, leave_address, written
from app.notifications.models import NEWS
from app.notifications.people import Recipient, recipient
from app.process.actor import Actor
from app.process.vocabulary import Frequency, News
from app.record.jobs import ask_for
from app.settings import Settings

AT_ONCE = 50
LINES_AT_MOST = 40


@dataclass(slots=True)
class Group:
    """What is new about one thing, or by one following."""

    heading: str
    kind: News
    lines: list[NewsLine] = field(default_factory=list)


def cutoff(settings: Settings) -> tuple[date, datetime]:
    """The day of the newest daily letter, and the moment up to which it tells."""
    local = now().astimezone(ZoneInfo(settings.time_zone))
    hour = local.replace(hour=settings.digest_hour, minute=0, second=0, microsecond=0)
    if hour > local:
        hour -= timedelta(days=1)
    return hour.date(), hour


def write_digests(session: Session, settings: Settings, after: int = 0) -> int:
    """Write the letters of the next people who have something waiting; 0 when there is nobody.

    Returns the last of them, to go on after. However often it is asked, and by how many at once:
    the key of the letter and the news that wait no longer let each person have one a day.
    """
    day, until = cutoff(settings)
    due = NEWS.c.waiting & (NEWS.c.at < until)
    found = select(NEWS.c.person_id).where(due, NEWS.c.person_id > after).distinct()
    people = list(session.execute(found.order_by(NEWS.c.person_id).limit(AT_ONCE)).scalars())
    for person_id in people:
        _write(session, settings, person_id, day, due=due)
    return people[-1] if people else 0


def digest(
    session: Session, settings: Settings, person: Recipient, ids: Sequence[int]
) -> dict[str, Any] | None:
    """The daily letter about these news, as far as they can be read now; None when none can."""
    lines = lines_of(session, Actor(person.id), ids)
    if not lines:
        return None
    leave = Leave(person.id)
    subject, text = written(
        settings,
        person,
        "digest",
        leave=leave,
        groups=_grouped(lines[:LINES_AT_MOST]),
        total=len(lines),
        shown=min(len(lines), LINES_AT_MOST),
    )
    letter = {"to": person.email, "subject": subject, "text": text, "person": person.id}
    return letter | {
        "digest": [line.id for line in lines],
        "leave": leave_address(settings, person, leave),
    }


def _write(
    session: Session, settings: Settings, person_id: int, day: date, *, due: ColumnElement[bool]
) -> None:
    person = recipient(session, person_id)
    daily = [
        news
        for news, frequency in settings_of(session, person_id).items()
        if frequency is Frequency.DAILY
    ]
    mine = due & (NEWS.c.person_id == person_id)
    wanted = select(NEWS.c.id).where(mine, NEWS.c.read_at.is_(None), NEWS.c.news.in_(daily))
    ids = list(session.execute(wanted).scalars())
    letter = digest(session, settings, person, ids) if person and ids else None
    if letter and not ask_for(session, TASK, f"digest:{day}:{person_id}", letter):
        return
    told = letter["digest"] if letter else []
    session.execute(update(NEWS).where(mine).values(waiting=False))
    session.execute(update(NEWS).where(NEWS.c.id.in_(told)).values(mailed_at=now()))


def _grouped(lines: Sequence[NewsLine]) -> list[Group]:
    """Together what is about the same thing, or came by the same following."""
    groups: dict[str, Group] = {}
    for line in lines:
        heading = line.place or line.about.title
        groups.setdefault(heading, Group(heading, line.news)).lines.append(line)
    return list(groups.values())
