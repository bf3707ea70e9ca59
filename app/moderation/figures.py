"""The public log of moderation and its figures: acts, reasons and times; no names, no texts."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import Session

from app.db.clock import now
from app.items.models import ITEM
from app.moderation.desk import COUNTED_TO
from app.moderation.models import MODERATION_NOTE
from app.moderation.words import MODERATED
from app.process.vocabulary import Action, Kind, Reason, State, Visibility

LOG_SIZE = 50
MONTHS = 12
CSV_LINES = 50_000
PUBLIC_ACTS = (
    Action.PUBLISH_ITEM,
    Action.RETURN_ITEM,
    Action.HIDE_ITEM,
    Action.RESTORE_ITEM,
    Action.CONFIRM_HIDING,
    Action.DISMISS_REPORT,
    Action.DECIDE_APPEAL,
    Action.REDACT_ITEM,
)
_PLACE = ITEM.alias("place")


@dataclass(frozen=True, slots=True)
class LogLine:
    """One act as the public reads it. An objection that was upheld keeps its reason."""

    id: int
    at: datetime
    action: Action
    reason: Reason | None
    automatic: bool
    kind: Kind
    reference: str
    state: State
    participation: str | None
    participation_reference: str | None
    participation_language: str | None


@dataclass(slots=True)
class Month:
    """What was decided in a month. `median`: hours from handing in to the first decision."""

    month: str
    decided: int = 0
    median: int | None = None
    acts: dict[Action, int] = field(default_factory=dict)
    returned: dict[Reason, int] = field(default_factory=dict)
    hidden: dict[Reason, int] = field(default_factory=dict)
    upheld: int = 0
    reversed: int = 0


@dataclass(frozen=True, slots=True)
class Log:
    """A page of the log, the newest first; `after` is where the next one begins, 0 at the end."""

    lines: list[LogLine]
    after: int


def log(session: Session, *, before: int = 0, participation: str = "") -> Log:
    """The acts of moderation, the newest first, from the key `before` on."""
    wanted = _lines(participation).limit(LOG_SIZE + 1)
    if before:
        wanted = wanted.where(MODERATION_NOTE.c.id < before)
    lines = [LogLine(*row) for row in session.execute(wanted)]
    shown = lines[:LOG_SIZE]
    return Log(shown, shown[-1].id if len(lines) > LOG_SIZE else 0)


def all_lines(session: Session, participation: str = "") -> Iterator[LogLine]:
    """The same as one table, for those who count for themselves."""
    for row in session.execute(_lines(participation).limit(CSV_LINES)):
        yield LogLine(*row)


def months(session: Session, participation: str = "") -> list[Month]:
    """The figures of the last twelve months in which something was decided, the newest first."""
    found: dict[str, Month] = {}
    columns = (MODERATION_NOTE.c.month, MODERATION_NOTE.c.action, MODERATION_NOTE.c.reason)
    for month, action, reason, count in session.execute(_grouped(participation, *columns)):
        _add(found.setdefault(month, Month(month)), action, reason, count)
    hours: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    waited = _grouped(participation, MODERATION_NOTE.c.month, MODERATION_NOTE.c.waited_hours)
    for month, waited_hours, count in session.execute(
        waited.where(MODERATION_NOTE.c.waited_hours.is_not(None))
    ):
        hours[month].append((waited_hours, count))
    for month, each in hours.items():
        found[month].decided, found[month].median = sum(n for _, n in each), median_of(each)
    return sorted(found.values(), key=lambda month: month.month, reverse=True)


def median_of(counted: list[tuple[int, int]]) -> int:
    """The middle value of values given with how often each occurs."""
    middle, seen = (sum(count for _, count in counted) + 1) // 2, 0
    for value, count in sorted(counted):
        seen += count
        if seen >= middle:
            return value
    return 0


def all_waiting(session: Session) -> int:
    """How much waits for publication now, counted no further than COUNTED_TO."""
    waiting = (
        select(ITEM.c.id)
        .where(
            ITEM.c.visibility == Visibility.WAITING,
            ITEM.c.state == State.SUBMITTED,
            ITEM.c.kind.in_(MODERATED),
        )
        .limit(COUNTED_TO)
        .subquery()
    )
    return int(session.execute(select(func.count()).select_from(waiting)).scalar_one())


def _add(month: Month, action: Action, reason: Reason | None, count: int) -> None:
    month.acts[action] = month.acts.get(action, 0) + count
    if action is Action.DECIDE_APPEAL:
        month.upheld += count if reason else 0
        month.reversed += 0 if reason else count
    elif reason and action in {Action.RETURN_ITEM, Action.HIDE_ITEM}:
        by_reason = month.returned if action is Action.RETURN_ITEM else month.hidden
        by_reason[reason] = by_reason.get(reason, 0) + count


def _lines(participation: str) -> Select[Any]:
    wanted = (
        select(
            *(MODERATION_NOTE.c[name] for name in ("id", "at", "action", "reason", "automatic")),
            *(ITEM.c[name] for name in ("kind", "reference", "state")),
            *(_PLACE.c[name] for name in ("title", "reference", "language")),
        )
        .select_from(
            MODERATION_NOTE.join(ITEM, ITEM.c.id == MODERATION_NOTE.c.item_id).outerjoin(
                _PLACE, _PLACE.c.id == ITEM.c.participation_id
            )
        )
        .where(MODERATION_NOTE.c.action.in_(PUBLIC_ACTS))
        .order_by(MODERATION_NOTE.c.id.desc())
    )
    return wanted.where(_PLACE.c.reference == participation) if participation else wanted


def _grouped(participation: str, *columns: Any) -> Select[Any]:
    first = now().year * 12 + now().month - MONTHS
    since = f"{first // 12:04d}-{first % 12 + 1:02d}"
    wanted = select(*columns, func.count()).where(MODERATION_NOTE.c.month >= since)
    if participation:
        wanted = wanted.select_from(
            MODERATION_NOTE.join(ITEM, ITEM.c.id == MODERATION_NOTE.c.item_id).join(
                _PLACE, _PLACE.c.id == ITEM.c.participation_id
            )
        ).where(_PLACE.c.reference == participation)
    return wanted.group_by(*columns)
