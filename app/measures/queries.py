"""Reading measures: cards, the page, team, logbook, phases."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.goals.models import ITEM_ACTION_FIELD, ITEM_VALUE
from app.items.models import ITEM, LINK, Item
from app.items.visibility import public
from app.measures.models import LOG_ENTRY, MEASURE, PHASE_VISIT, TEAM_MEMBER
from app.process.paths import MEASURE_PHASES
from app.process.vocabulary import Group, Kind, Link, MeasureType, State, Verdict
from app.synthesis.queries import STANDING, STANDS, TopicLine, topic_lines

PAGE_SIZE = 30
WORDS = ("type", "responsible", "short", "plain", "challenge", "aim", "effect")
_PARENT = ITEM.alias("parent")


@dataclass(frozen=True, slots=True)
class PhaseStop:
    """A phase as it is drawn: done, now, open (may come), or ended."""

    station: State
    state: str
    when: datetime | None = None


@dataclass(frozen=True, slots=True)
class MeasureCard:
    """A measure in a list; `phase` is the one it is in, or was in when it ended."""

    id: int
    reference: str
    title: str
    language: str
    state: State
    type: MeasureType
    responsible: str
    short: str
    phase: State


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """What the page of a measure shows of its own."""

    type: MeasureType
    responsible: str
    short: str
    plain: str
    challenge: str
    aim: str
    effect: str
    reason: str
    participation: str
    participation_reference: str


@dataclass(frozen=True, slots=True)
class TeamLine:
    """Somebody in the team."""

    person_id: int
    name: str
    group: Group
    role: str
    contact: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class LogLine:
    """An entry of the logbook."""

    text: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """A measure entered a phase, or ended."""

    state: State
    reason: str
    at: datetime


def measures(session: Session, after: int = 0) -> tuple[list[MeasureCard], int]:
    """The measures, the newest first, one page of them; and the key of the next page."""
    wanted = _cards().where(ITEM.c.kind == Kind.MEASURE, public())
    if after:
        wanted = wanted.where(ITEM.c.id < after)
    rows = session.execute(wanted.order_by(ITEM.c.id.desc()).limit(PAGE_SIZE + 1)).all()
    cards = [MeasureCard(*row) for row in rows[:PAGE_SIZE]]
    return cards, cards[-1].id if len(rows) > PAGE_SIZE else 0


def measures_from(session: Session, topic_id: int) -> list[MeasureCard]:
    """The measures that a topic led to."""
    ids = select(LINK.c.to_id).select_from(STANDING)
    mine = ids.where(LINK.c.from_id == topic_id, LINK.c.how == Link.ORIGIN_OF, STANDS)
    rows = session.execute(_cards().where(ITEM.c.id.in_(mine), public()).order_by(ITEM.c.id))
    return [MeasureCard(*row) for row in rows]


def measure_page(session: Session, item: Item) -> MeasurePage:
    """The description of a measure and the participation it comes from."""
    words = [MEASURE.c[name] for name in (*WORDS, "reason")]
    row = session.execute(
        select(*words, _PARENT.c.title, _PARENT.c.reference)
        .select_from(MEASURE)
        .join(_PARENT, _PARENT.c.id == item.participation_id)
        .where(MEASURE.c.id == item.id)
    ).one()
    return MeasurePage(*row)


def words_of(session: Session, item: Item) -> dict[str, Any]:
    """The words of a description as they are kept in its versions."""
    columns = [MEASURE.c[name] for name in WORDS]
    row = session.execute(select(*columns).where(MEASURE.c.id == item.id)).mappings().one()
    values = select(ITEM_VALUE.c.value_id).where(ITEM_VALUE.c.item_id == item.id)
    fields = select(ITEM_ACTION_FIELD.c.action_field_id).where(
        ITEM_ACTION_FIELD.c.item_id == item.id
    )
    return {
        "title": item.title,
        **row,
        "values": sorted(session.execute(values).scalars()),
        "action_fields": sorted(session.execute(fields).scalars()),
    }


def topics_behind(session: Session, measure_id: int) -> list[TopicLine]:
    """The topics a measure comes from."""
    ids = select(LINK.c.from_id).select_from(STANDING)
    mine = ids.where(LINK.c.to_id == measure_id, LINK.c.how == Link.ORIGIN_OF, STANDS)
    rows = session.execute(topic_lines().where(ITEM.c.id.in_(mine)).order_by(ITEM.c.id))
    return [TopicLine(*row) for row in rows]


def topics_to_open(session: Session, participation_id: int | None) -> list[TopicLine]:
    """The topics that may lead to a measure, of one participation or the newest of all."""
    wanted = topic_lines().where(
        ITEM.c.verdict.is_not(None), ITEM.c.verdict != Verdict.NOT_TAKEN_UP
    )
    if participation_id is not None:
        wanted = wanted.where(ITEM.c.participation_id == participation_id)
    return [TopicLine(*row) for row in session.execute(wanted.order_by(ITEM.c.id.desc()).limit(60))]


def team_of(session: Session, measure_id: int) -> list[TeamLine]:
    """The team, contact persons first."""
    rows = session.execute(
        select(
            PERSON.c.id,
            PERSON.c.name,
            PERSON.c.group,
            TEAM_MEMBER.c.role,
            TEAM_MEMBER.c.contact,
            TEAM_MEMBER.c.since,
        )
        .join(PERSON, PERSON.c.id == TEAM_MEMBER.c.person_id)
        .where(TEAM_MEMBER.c.measure_id == measure_id)
        .order_by(TEAM_MEMBER.c.contact.desc(), TEAM_MEMBER.c.since, PERSON.c.id)
    )
    return [TeamLine(*row) for row in rows]


def logbook_of(session: Session, measure_id: int) -> list[LogLine]:
    """The logbook, the newest entry first."""
    rows = session.execute(
        select(LOG_ENTRY.c.text, PERSON.c.name, LOG_ENTRY.c.at)
        .join(PERSON, PERSON.c.id == LOG_ENTRY.c.author_id)
        .where(LOG_ENTRY.c.measure_id == measure_id)
        .order_by(LOG_ENTRY.c.at.desc(), LOG_ENTRY.c.id.desc())
    )
    return [LogLine(*row) for row in rows]


def visits_of(session: Session, measure_id: int) -> list[Visit]:
    """The phases a measure went through, with the reasons, the first one first."""
    rows = session.execute(
        select(PHASE_VISIT.c.state, PHASE_VISIT.c.reason, PHASE_VISIT.c.at)
        .where(PHASE_VISIT.c.measure_id == measure_id)
        .order_by(PHASE_VISIT.c.at, PHASE_VISIT.c.id)
    )
    return [Visit(*row) for row in rows]


def phase_stops(state: State, visits: list[Visit]) -> list[PhaseStop]:
    """The six phases as a line, each with the day on which it was last entered."""
    entered = {visit.state: visit.at for visit in visits}
    passed = [visit.state for visit in visits if visit.state is not State.ENDED]
    ended = state is State.ENDED
    phase = (passed or [State.PREPROCESS])[-1] if ended else state
    return phase_line(phase, ended=ended, entered=entered)


def phase_line(
    phase: State, *, ended: bool, entered: dict[State, datetime] | None = None
) -> list[PhaseStop]:
    """The six phases of a measure that is, or ended, in one of them."""
    here, line = MEASURE_PHASES.index(phase), []
    for place, each in enumerate(MEASURE_PHASES):
        state = "done" if place < here else "open" if place > here else "now"
        drawn = "ended" if ended and state == "now" else state
        line.append(PhaseStop(each, drawn, (entered or {}).get(each)))
    return line


def _cards() -> Select[Any]:
    last = (
        select(PHASE_VISIT.c.state)
        .where(PHASE_VISIT.c.measure_id == ITEM.c.id, PHASE_VISIT.c.state != State.ENDED)
        .order_by(PHASE_VISIT.c.at.desc(), PHASE_VISIT.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    going_on = ITEM.c.state != State.ENDED
    phase = case((going_on, ITEM.c.state), else_=func.coalesce(last, State.PREPROCESS))
    spine = [ITEM.c[name] for name in MeasureCard.__slots__[:5]]
    own = [MEASURE.c[name] for name in ("type", "responsible", "short")]
    return select(*spine, *own, phase).join(MEASURE, MEASURE.c.id == ITEM.c.id)
