"""The trail of an item as it is shown and handed out: stations, forward, backward."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.items.models import ITEM, LINK, LINK_END, Item
from app.items.trail import ORDER, Entry, Stop, backward, forward, stops
from app.items.visibility import find_item, public
from app.opendata.details import Measure, details_of
from app.participation.models import PARTICIPATION
from app.participation.promises import PROMISED_DAY
from app.process.actor import Actor
from app.process.vocabulary import Kind, Link, State, Station, Verdict

CONTRIBUTIONS = frozenset({Kind.PROBLEM, Kind.COMMENT})


@dataclass(frozen=True, slots=True)
class Trail:
    """An item with everything that led to it and everything it led to.

    `topic_of` says to which topic an answer on the way was given.
    """

    item: Item
    forward: list[Entry]
    backward: list[Entry]
    topic_of: dict[int, int]


@dataclass(frozen=True, slots=True)
class Step:
    """An item on the line, with what is decisive about it; `here`: whose trail it is."""

    reference: str
    kind: Kind
    title: str
    language: str
    state: State
    verdict: Verdict | None
    at: datetime
    detail: Any
    here: bool = False


@dataclass(frozen=True, slots=True)
class TrailPage:
    """A trail as its page shows it: the contributions behind it, then one step after another.

    `station` is how far it has come; 0 for what is on no way yet.
    """

    stops: list[Stop]
    contributions: list[Entry]
    steps: list[Step]
    station: int
    ended: bool
    answer_due: datetime | None


def trail(session: Session, actor: Actor, reference: str) -> Trail | None:
    """The trail of the item with this reference, as far as this actor may see it.

    An answer leads nowhere by itself, so those of the topics on the way are looked up.
    """
    item = find_item(session, actor, reference)
    if item is None:
        return None
    ahead, behind = forward(session, actor, item), backward(session, actor, item)
    passed, coming = _topics(behind), _topics(ahead)
    answers = _answers_of(session, [*passed, *(coming if len(coming) > 1 else [])])
    known = {item.id, *(each.id for each in ahead)}
    behind += [answer for answer in answers.values() if answer.id not in known]
    behind.sort(key=lambda each: ORDER.index(each.kind))
    return Trail(item, ahead, behind, {answer.id: topic for topic, answer in answers.items()})


def trail_page(session: Session, whole: Trail, language: str) -> TrailPage:
    """The trail with what is decisive about each step."""
    item = whole.item
    ahead = _beside_topics(whole.forward, whole.topic_of)
    behind = _beside_topics(
        [entry for entry in whole.backward if entry.kind not in CONTRIBUTIONS], whole.topic_of
    )
    on_line = [*behind, *ahead]
    details = details_of(
        session, language, [(item.kind, item.id), *((entry.kind, entry.id) for entry in on_line)]
    )
    before = [_step(entry, details) for entry in behind]
    after = [_step(entry, details) for entry in ahead]
    goes = _who_goes(session, whole)
    return TrailPage(
        _dated(stops(goes, [*whole.backward, *on_line]), details),
        [entry for entry in whole.backward if entry.kind in CONTRIBUTIONS],
        [*before, _here(item, details.get(item.id)), *after],
        goes.way,
        goes.way_ended,
        _answer_due(session, goes),
    )


def _topics(entries: list[Entry]) -> list[int]:
    return [each.id for each in entries if each.kind is Kind.TOPIC]


def _answers_of(session: Session, topics: list[int]) -> dict[int, Entry]:
    """The answer that stands, of each topic that has one."""
    if not topics:
        return {}
    columns = [ITEM.c[name] for name in Entry.__slots__[:-2]]
    rows = session.execute(
        select(LINK.c.from_id, *columns, LINK.c.how, LINK.c.at)
        .join(ITEM, ITEM.c.id == LINK.c.to_id)
        .outerjoin(LINK_END, LINK_END.c.link_id == LINK.c.id)
        .where(
            LINK.c.from_id.in_(topics),
            LINK.c.how == Link.ANSWERED_BY,
            LINK_END.c.link_id.is_(None),
            public(),
        )
    )
    return {topic: Entry(*facts) for topic, *facts in rows}


def _beside_topics(entries: list[Entry], topic_of: dict[int, int]) -> list[Entry]:
    """Each topic followed by its answer, so that one sees what was answered to what."""
    topics = set(_topics(entries))
    answers = {topic_of[entry.id]: entry for entry in entries if topic_of.get(entry.id) in topics}
    moved = {answer.id for answer in answers.values()}
    return [
        each
        for entry in entries
        if entry.id not in moved
        for each in ((entry, answers[entry.id]) if entry.id in answers else (entry,))
    ]


def _here(item: Item, detail: Any) -> Step:
    return Step(
        item.reference,
        item.kind,
        item.title,
        item.language,
        item.state,
        item.verdict,
        item.published_at or item.created_at,
        detail,
        here=True,
    )


def _step(entry: Entry, details: dict[int, Any]) -> Step:
    return Step(
        entry.reference,
        entry.kind,
        entry.title,
        entry.language,
        entry.state,
        entry.verdict,
        entry.at,
        details.get(entry.id),
    )


def _who_goes(session: Session, whole: Trail) -> Item:
    """The item whose stations are drawn: a comment on no way of its own goes with its subject."""
    item = whole.item
    if (
        item.kind is Kind.COMMENT
        and not item.way
        and any(entry.id == item.about_id for entry in whole.forward)
    ):
        return session.get_one(Item, item.about_id)
    return item


def _dated(stations: list[Stop], details: dict[int, Any]) -> list[Stop]:
    """The stations, the trial dated by the phase of its measure, since no item stands for it."""
    since = [
        detail.since
        for detail in details.values()
        if isinstance(detail, Measure) and detail.state is State.TRIAL
    ]
    return [
        replace(stop, when=min(since)) if stop.station is Station.TRIAL and since else stop
        for stop in stations
    ]


def _answer_due(session: Session, item: Item) -> datetime | None:
    if item.way not in {Station.PROBLEM, Station.TOPIC} or item.verdict:
        return None
    due = select(PROMISED_DAY).where(PARTICIPATION.c.id == item.participation_id)
    return session.execute(due).scalar_one_or_none()
