"""A town whose people act in any order: each act is a transaction of its own, as a request is."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Row, Table, event, func, select
from sqlmodel import Session

from app.accounts.sessions import actor_of
from app.db.clock import clock_at, now
from app.db.sessions import ActSession
from app.deliberation.models import SUPPORT
from app.deliberation.targets import Target, find_target
from app.items.models import ITEM, ITEM_VERSION, LINK, LINK_END, Item
from app.items.visibility import find_item
from app.mandates.models import DECISION, MANDATE, PACKAGE
from app.measures.models import LOG_ENTRY, PHASE_VISIT, TEAM_MEMBER
from app.moderation.models import MODERATION_NOTE
from app.participation.models import PLANNED_PHASE
from app.plans.models import PLAN_VERSION, WORK_PACKAGE
from app.process.actor import Actor
from app.process.refusal import Refused
from app.process.vocabulary import Group, Kind, Office, Phase
from app.record.models import EVENT
from app.requirements.models import REQUIREMENT
from tests.makers import (
    make_body,
    make_officer,
    make_participation,
    make_person,
    make_problem,
    make_strategy,
    phases,
)

Rows = Mapping[tuple[Any, ...], Row[Any]]
Act = Callable[[Session, Actor], object]

REFUSALS = (Refused, ValidationError)
NOT_FOUND = "There is no such page for this person."
# What is only ever added to, and what changes with an act.
ADDED_TO = frozenset(
    {
        EVENT,
        LINK,
        LINK_END,
        ITEM_VERSION,
        PLAN_VERSION,
        PACKAGE,
        DECISION,
        PHASE_VISIT,
        LOG_ENTRY,
        MODERATION_NOTE,
    }
)
CHANGED = (ITEM, MANDATE, REQUIREMENT, WORK_PACKAGE, TEAM_MEMBER, SUPPORT, PLANNED_PHASE)
_ALL = {table: select(table) for table in (*ADDED_TO, *CHANGED)}
_WRITES = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)")
_COUNT_LINES = select(func.count()).select_from(EVENT)


@dataclass(frozen=True)
class Town:
    """Who acts, where, and what the strategy knows; `old` discusses requirements, `young` collects.

    Two people of two groups have handed in a problem at either place.
    """

    people: Mapping[str, int]
    places: Mapping[str, int]
    old: str
    young: str
    bodies: tuple[int, int]
    value: int
    action_field: int


def make_town(session: Session) -> Town:
    value, action_field, _ = make_strategy(session)
    council, cdo = make_body(session), make_body(session, code="cdo")
    ahead = (Phase.SYNTHESIS, 6, 20), (Phase.REQUIREMENTS, 21, 90)
    young = make_participation(session, phases=phases((Phase.COLLECTING, -5, 5), *ahead))
    passed = phases((Phase.COLLECTING, -20, -5), (Phase.REQUIREMENTS, -4, 90))
    old = make_participation(session, phases=passed)
    citizen, neighbour = make_person(session), make_person(session, Group.BUSINESS)
    for place in (old, young):
        for author in (citizen, neighbour):
            make_problem(session, place, author)
    acting = {
        "citizen": citizen,
        "neighbour": neighbour,
        "lead": make_person(session),
        "moderator": make_officer(session, Office.MODERATOR),
        "administration": make_officer(session, Office.ADMINISTRATION),
        "colleague": make_officer(session, Office.ADMINISTRATION),
        "council": make_officer(session, Office.BODY, council.id),
        "cdo": make_officer(session, Office.CDO),
    }
    people = {name: actor.id for name, actor in acting.items()}
    places = {old.reference: old.id, young.reference: young.id}
    bodies = council.id, cdo.id
    return Town(people, places, old.reference, young.reference, bodies, value.id, action_field.id)


def found(session: Session, actor: Actor, reference: str, *kinds: Kind) -> Item:
    """The item that a page is about, as its route looks for it."""
    item = find_item(session, actor, reference, *kinds, lock=True)
    if item is None:
        raise Refused(NOT_FOUND)
    return item


def found_target(session: Session, reference: str) -> Target:
    """The problem that somebody wants to support."""
    target = find_target(session, reference)
    if target is None:
        raise Refused(NOT_FOUND)
    return target


class Course:
    """What happens in a town; `rows` are what stands on the spine after the last act."""

    def __init__(self, connection: Connection, town: Town) -> None:
        self.town = town
        self.moment: datetime = now()
        self._connection = connection
        self._begun = connection.begin_nested()
        self._written: set[str] = set()
        self.rows = self._rows(_ALL)
        event.listen(connection, "before_cursor_execute", self._notice)

    def undo(self) -> None:
        """As if nothing of this had happened."""
        event.remove(self._connection, "before_cursor_execute", self._notice)
        unseen, seen = self._rows(_ALL), self.rows
        self._begun.rollback()
        assert unseen == seen, "Something was written while nobody acted."

    def does(self, who: str, act: Act) -> bool:
        """Let somebody act. True when it was accepted, and then it must be on the record."""
        self.moment += timedelta(minutes=1)
        self._written.clear()
        try:
            with self.transaction() as session:
                act(session, actor_of(session, self.town.people[who]))
        except REFUSALS:
            return False
        self._look()
        return True

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Stored at its end, undone by an exception; what is refused wrote no line before."""
        with (
            clock_at(self.moment),
            self._connection.begin_nested(),
            ActSession(self._connection) as session,
        ):
            try:
                yield session
                session.flush()
            except REFUSALS:
                lines = self._connection.execute(_COUNT_LINES).scalar_one()
                assert lines == len(self.rows[EVENT]), "What was refused is on the record."
                raise

    def items(self, *kinds: Kind, **columns: Any) -> list[Row[Any]]:
        """The items of these kinds that have these columns, the newest first."""
        found = [
            row
            for row in self.rows[ITEM].values()
            if row.kind in kinds and all(getattr(row, name) == columns[name] for name in columns)
        ]
        return sorted(found, key=lambda row: (row.created_at, row.reference), reverse=True)

    def _notice(self, _connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        """Only the tables that were written need to be looked at."""
        self._written.update(_WRITES.findall(statement))

    def _rows(self, tables: Iterable[Table]) -> dict[Table, Rows]:
        return {
            table: {
                tuple(row._mapping[column] for column in table.primary_key): row
                for row in self._connection.execute(_ALL[table])
            }
            for table in tables
        }

    def _look(self) -> None:
        after = self._rows(table for table in _ALL if table.name in self._written)
        changed = {table for table, rows in after.items() if rows != self.rows[table]}
        for table in changed & ADDED_TO:
            lost = [row for key, row in self.rows[table].items() if after[table].get(key) != row]
            assert not lost, f"Rows of {table.name} were changed or removed: {lost}"
        before, self.rows = self.rows, self.rows | after
        assert before[ITEM].keys() <= self.rows[ITEM].keys(), "An item has disappeared."
        lines = len(self.rows[EVENT]) - len(before[EVENT])
        names = sorted(table.name for table in changed)
        assert lines == (1 if changed else 0), f"{lines} lines for a change of {names}"
