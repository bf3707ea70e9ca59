"""Reading participation processes: the public concept, the phases, what is open now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from app.db.clock import now
from app.items.models import ITEM
from app.items.visibility import visible
from app.participation.models import PARTICIPATION, PHASE_EXTENSION, PLANNED_PHASE
from app.participation.phases import current
from app.process.actor import Actor
from app.process.vocabulary import (
    DECLARED_GROUPS,
    Group,
    Kind,
    Level,
    Phase,
    State,
    Visibility,
)


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """A phase with its dates; `open` is the answer of the clock at this moment."""

    id: int
    kind: Phase
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    open: bool


@dataclass(frozen=True, slots=True)
class ParticipationCard:
    """A participation in a list: what it does now and until when."""

    id: int
    reference: str
    title: str
    language: str
    aim: str
    authority: str
    answers_due: datetime
    phase: Phase
    closes_at: datetime | None
    next_kind: Phase | None
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Extension:
    """A phase was made longer."""

    phase_id: int
    closed_before: datetime
    closes_at: datetime
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ParticipationPage:
    """Everything the page of a participation shows of its concept."""

    card: ParticipationCard
    subject: str
    can_decide: str
    fixed: str
    level: Level
    contact: str
    phases: list[PhaseLine]
    extensions: list[Extension]


@dataclass(frozen=True, slots=True)
class Owed:
    """How many answers a participation still owes, and whether the promised day has passed."""

    reference: str
    title: str
    language: str
    authority: str
    due: datetime
    owed: int
    late: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """What has come in so far, and which declared groups have not been heard."""

    problems: int
    comments: int
    supports: int
    unheard: list[Group]


_OWED = ITEM.c.verdict.is_(None) & (
    ((ITEM.c.kind == Kind.PROBLEM) & (ITEM.c.state == State.PUBLISHED))
    | ((ITEM.c.kind == Kind.TOPIC) & ITEM.c.state.in_([State.PUBLISHED, State.ANSWERED]))
)
_PROCESS = ITEM.alias("process")
_CARD = (
    ITEM.c.id,
    ITEM.c.reference,
    ITEM.c.title,
    ITEM.c.language,
    PARTICIPATION.c.aim,
    PARTICIPATION.c.authority,
    PARTICIPATION.c.answers_due,
)


def participations(session: Session, actor: Actor) -> list[ParticipationCard]:
    """All participations, the open ones first, then by the next date."""
    rows = session.execute(
        select(*_CARD)
        .join(PARTICIPATION, PARTICIPATION.c.id == ITEM.c.id)
        .where(ITEM.c.kind == Kind.PARTICIPATION, visible(actor))
        .order_by(ITEM.c.id.desc())
    ).all()
    phases = _phases(session, [row.id for row in rows])
    cards = [_card(tuple(row), phases.get(row.id, [])) for row in rows]
    return sorted(cards, key=_soonest_first)


def participation_page(session: Session, actor: Actor, reference: str) -> ParticipationPage | None:
    """The concept and the dates of one participation."""
    concept = tuple(
        PARTICIPATION.c[name] for name in ("subject", "can_decide", "fixed", "level", "contact")
    )
    row = session.execute(
        select(*_CARD, *concept)
        .join(PARTICIPATION, PARTICIPATION.c.id == ITEM.c.id)
        .where(ITEM.c.reference == reference, visible(actor))
    ).one_or_none()
    if row is None:
        return None
    lines = phases_of(session, row.id)
    extensions = _extensions(session, row.id)
    card = _card(tuple(row[: len(_CARD)]), lines)
    return ParticipationPage(card, *(*row[len(_CARD) :], lines, extensions))


def phases_of(session: Session, participation_id: int) -> list[PhaseLine]:
    """The phases of a participation in their order."""
    return _phases(session, [participation_id]).get(participation_id, [])


def extensible_phases(session: Session, participation_id: int) -> list[PhaseLine]:
    """The phases that are not over. A synthesis is over when it is closed, not by the clock."""
    return [
        line
        for line in phases_of(session, participation_id)
        if line.closed_at is None and (line.kind is Phase.SYNTHESIS or line.closes_at > now())
    ]


def title_of(session: Session, reference: str) -> str:
    """The title of the participation with this reference, or nothing."""
    if not reference:
        return ""
    titles = select(ITEM.c.title).where(
        ITEM.c.reference == reference, ITEM.c.kind == Kind.PARTICIPATION
    )
    return session.execute(titles).scalar_one_or_none() or ""


def open_answers(session: Session, participation_id: int) -> int:
    """How many published contributions and topics have no answer yet."""
    count = select(func.count()).select_from(ITEM)
    owed: int = session.execute(
        count.where(ITEM.c.participation_id == participation_id, _OWED)
    ).scalar_one()
    return owed


def answers_owed(session: Session) -> list[Owed]:
    """Every participation that owes answers, the one that is due first at the beginning."""
    columns = [_PROCESS.c[name] for name in ("reference", "title", "language")]
    about = (*columns, PARTICIPATION.c.authority, PARTICIPATION.c.answers_due)
    rows = session.execute(
        select(*about, func.count(ITEM.c.id))
        .select_from(
            ITEM.join(_PROCESS, _PROCESS.c.id == ITEM.c.participation_id).join(
                PARTICIPATION, PARTICIPATION.c.id == _PROCESS.c.id
            )
        )
        .where(_OWED, _PROCESS.c.visibility == Visibility.PUBLIC)
        .group_by(*about)
        .order_by(PARTICIPATION.c.answers_due)
    )
    return [Owed(*(*row, row.answers_due < now())) for row in rows]


def figures(session: Session, participation_id: int) -> Figures:
    """How many contributions there are, and from which groups none, in one query."""
    supporters = [ITEM.c[f"supporters_{group}"] for group in DECLARED_GROUPS]
    rows = session.execute(
        select(
            ITEM.c.kind,
            ITEM.c.author_group,
            func.count(),
            func.sum(ITEM.c.supporters),
            *(func.sum(column) for column in supporters),
        )
        .where(
            ITEM.c.participation_id == participation_id,
            ITEM.c.kind.in_([Kind.PROBLEM, Kind.COMMENT]),
            ITEM.c.visibility == Visibility.PUBLIC,
        )
        .group_by(ITEM.c.kind, ITEM.c.author_group)
    ).all()
    heard = {row[1] for row in rows}
    for at, group in enumerate(DECLARED_GROUPS, start=4):
        heard |= {group} if any(row[at] for row in rows) else set()
    return Figures(
        sum(row[2] for row in rows if row[0] is Kind.PROBLEM),
        sum(row[2] for row in rows if row[0] is Kind.COMMENT),
        sum(int(row[3]) for row in rows),
        [group for group in DECLARED_GROUPS if group not in heard],
    )


def _card(row: tuple[Any, ...], lines: list[PhaseLine]) -> ParticipationCard:
    moment = now()
    phase = current(moment, [(p.kind, p.opens_at, p.closes_at, p.closed_at) for p in lines])
    closes_at = next((line.closes_at for line in lines if line.open), None)
    later = next((line for line in lines if line.opens_at > moment), None)
    following: tuple[Any, Any] = (later.kind, later.opens_at) if later else (None, None)
    return ParticipationCard(*(*row, phase, closes_at, *following))


def _phases(session: Session, ids: list[int]) -> dict[int, list[PhaseLine]]:
    rows = session.execute(
        select(PLANNED_PHASE)
        .where(PLANNED_PHASE.c.participation_id.in_(ids))
        .order_by(PLANNED_PHASE.c.opens_at)
    ).all()
    found: dict[int, list[PhaseLine]] = {}
    for row in rows:
        mine = [each for each in rows if each.participation_id == row.participation_id]
        phase = current(now(), [(p.kind, p.opens_at, p.closes_at, p.closed_at) for p in mine])
        is_open = row.kind is phase and row.opens_at <= now() and row.closed_at is None
        line = PhaseLine(row.id, row.kind, row.opens_at, row.closes_at, row.closed_at, is_open)
        found.setdefault(row.participation_id, []).append(line)
    return found


def _extensions(session: Session, participation_id: int) -> list[Extension]:
    rows = session.execute(
        select(
            PHASE_EXTENSION.c.phase_id,
            PHASE_EXTENSION.c.closed_before,
            PHASE_EXTENSION.c.closes_at,
            PHASE_EXTENSION.c.reason,
            PHASE_EXTENSION.c.at,
        )
        .join(PLANNED_PHASE, PLANNED_PHASE.c.id == PHASE_EXTENSION.c.phase_id)
        .where(PLANNED_PHASE.c.participation_id == participation_id)
        .order_by(PHASE_EXTENSION.c.at)
    )
    return [Extension(*row) for row in rows]


def _soonest_first(card: ParticipationCard) -> tuple[bool, float]:
    resting = card.phase in {Phase.ANNOUNCED, Phase.PAUSED, Phase.CLOSED}
    moment = card.closes_at or card.next_at or card.answers_due
    return resting, moment.timestamp() if card.phase is not Phase.CLOSED else -moment.timestamp()
