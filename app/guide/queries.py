"""The start page in six statements: what is open, what became of a sentence, what is owed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import now
from app.db.remembered import Remembered
from app.deliberation.groups import group_rows, supporters_by_group
from app.guide.counts import Counts, counts_of
from app.i18n.choice import in_language
from app.items.models import ITEM, Item
from app.items.trail import Entry, Stop, forward, stops
from app.items.visibility import public
from app.mandates.models import DECISION
from app.organisations.models import BODY
from app.participation.queries import ParticipationCard, participations
from app.process.actor import VISITOR
from app.process.paths import IN_FORCE
from app.process.rules import DISCUSSING, TALKING
from app.process.vocabulary import DECLARED_GROUPS, Group, Kind, Phase, State, Station, Verdict

OPEN_AT_MOST, COMING_AT_MOST, DECIDED_AT_MOST, DUE_AT_MOST = 6, 3, 3, 3
_COMING = frozenset({Phase.ANNOUNCED, Phase.PAUSED})
_NOTHING_OWED = TALKING | {Phase.ANNOUNCED}
_starts = Remembered()


@dataclass(frozen=True, slots=True)
class Open:
    """A participation that is open now, with what came in and which groups are not heard yet."""

    card: ParticipationCard
    contributions: int
    requirements: int
    unheard: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A participation that owes answers, with its clock."""

    card: ParticipationCard
    owed: int
    total: int
    late: bool

    @property
    def answered(self) -> int:
        return self.total - self.owed


@dataclass(frozen=True, slots=True)
class Owed:
    """The answers that the administration owes, and those it has given since the year began."""

    waiting: int
    late: int
    late_since: datetime | None
    answered: int
    first_due: tuple[Due, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a political body has decided."""

    reference: str
    title: str
    language: str
    state: State
    result: State
    decided_on: date
    body: str
    budget: int
    implementers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that has come as far as any, with its way."""

    reference: str
    title: str
    language: str
    group: Group
    at: datetime
    supporters: int
    groups: int
    stops: tuple[Stop, ...]
    verdict: Verdict | None
    decided: Decided | None


@dataclass(frozen=True, slots=True)
class StartPage:
    """Everything the start page shows, the same for everybody."""

    open: tuple[Open, ...]
    coming: tuple[ParticipationCard, ...]
    problems: int
    example: Example | None
    owed: Owed
    decided: tuple[Decided, ...]


def start_page(session: Session, language: str, zone: tzinfo) -> StartPage:
    """The start page in a language, some seconds old at most."""
    key = (session.get_bind().engine, language, str(zone))
    return _starts.get(key, lambda: _start_page(session, language, zone))


def examples(session: Session) -> dict[Kind, str]:
    """The reference of one real item of each kind that the furthest sentence led to."""
    item = _furthest(session, "")
    if item is None:
        return {}
    found = {item.kind: item.reference}
    for entry in forward(session, VISITOR, item):
        found.setdefault(entry.kind, entry.reference)
    return found


def _start_page(session: Session, language: str, zone: tzinfo) -> StartPage:
    cards = participations(session, VISITOR)
    counts = counts_of(session, _year_began(zone))
    item = _furthest(session, language)
    entries = forward(session, VISITOR, item) if item else []
    decisions = _decisions(session, language, [entry.id for entry in entries])
    open_now = [_open(card, counts[card.id]) for card in cards if card.phase in DISCUSSING]
    coming = [card for card in cards if card.phase in _COMING and card.next_at]
    return StartPage(
        tuple(open_now[:OPEN_AT_MOST]),
        tuple(coming[:COMING_AT_MOST]),
        sum(each.problems for each in counts.values()),
        _example(item, entries, decisions) if item else None,
        _owed(cards, counts),
        tuple(decisions.values())[:DECIDED_AT_MOST],
    )


def _year_began(zone: tzinfo) -> datetime:
    today = now().astimezone(zone)
    return today.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)


def _open(card: ParticipationCard, counts: Counts) -> Open:
    unheard = tuple(group for group in DECLARED_GROUPS if group not in counts.heard)
    return Open(card, counts.problems, counts.requirements, unheard)


def _owed(cards: list[ParticipationCard], counts: Mapping[int, Counts]) -> Owed:
    """Nothing is owed while people still talk, unless the promised day has passed."""
    moment = now()
    owing = [
        Due(card, counts[card.id].owed, counts[card.id].answerable, card.answers_due < moment)
        for card in sorted(cards, key=lambda card: card.answers_due)
        if card.id in counts
        and (card.phase not in _NOTHING_OWED or card.answers_due < moment)
        and counts[card.id].owed
    ]
    late = [due for due in owing if due.late]
    return Owed(
        sum(due.owed for due in owing),
        sum(due.owed for due in late),
        min((due.card.answers_due for due in late), default=None),
        sum(each.answered for each in counts.values()),
        tuple(owing[:DUE_AT_MOST]),
    )


def _furthest(session: Session, language: str) -> Item | None:
    """The published problem that has come furthest; one in the reader's language if there is."""
    wanted = (
        select(Item)
        .where(
            ITEM.c.kind == Kind.PROBLEM,
            ITEM.c.state == State.PUBLISHED,
            ITEM.c.way >= Station.TOPIC,
            public(),
        )
        .order_by(
            ITEM.c.way.desc(),
            ITEM.c.way_ended,
            ITEM.c.verdict.is_(None),
            (ITEM.c.language == language).desc(),
            ITEM.c.supporters.desc(),
            ITEM.c.id,
        )
        .limit(1)
    )
    return session.execute(wanted).scalar_one_or_none()


def _example(item: Item, entries: Sequence[Entry], decisions: Mapping[int, Decided]) -> Example:
    mine = [decisions[entry.id] for entry in entries if entry.id in decisions]
    in_force = [each for each in mine if each.result in IN_FORCE]
    groups = [row for row in group_rows(supporters_by_group(item)) if row.group in DECLARED_GROUPS]
    return Example(
        item.reference,
        item.title,
        item.language,
        item.author_group,
        item.published_at or item.created_at,
        item.supporters,
        len(groups),
        tuple(stops(item, entries)),
        item.verdict,
        max(in_force or mine, key=lambda each: each.decided_on, default=None),
    )


def _decisions(session: Session, language: str, about: Sequence[int]) -> dict[int, Decided]:
    """The newest decisions and those about these items, by id, the newest first."""
    newest = select(DECISION.c.mandate_id).order_by(DECISION.c.at.desc()).limit(DECIDED_AT_MOST)
    rows = session.execute(
        select(
            ITEM.c.id,
            ITEM.c.reference,
            ITEM.c.title,
            ITEM.c.language,
            ITEM.c.state,
            DECISION.c.result,
            DECISION.c.decided_on,
            BODY.c.name,
            DECISION.c.budget_cents,
            DECISION.c.implementers,
        )
        .join(DECISION, DECISION.c.mandate_id == ITEM.c.id)
        .join(BODY, BODY.c.id == DECISION.c.body_id)
        .where(
            ITEM.c.id.in_(about) | ITEM.c.id.in_(select(newest.subquery().c.mandate_id)), public()
        )
        .order_by(DECISION.c.at.desc())
    )
    return {row.id: _decided(row, language) for row in rows}


def _decided(row: Any, language: str) -> Decided:
    return Decided(
        row.reference,
        row.title,
        row.language,
        row.state,
        row.result,
        row.decided_on,
        in_language(row.name, language),
        row.budget_cents,
        tuple(each["name"] for each in row.implementers),
    )
