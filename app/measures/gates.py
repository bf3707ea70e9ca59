"""The facts that gates look at for a measure: on opening it, and on entering its phases."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, exists, select
from sqlmodel import Session

from app.goals.models import ACTION_FIELD, ITEM_ACTION_FIELD, ITEM_VALUE, VALUE
from app.items.models import ITEM, Item
from app.process.gates import GATE_0, Checked, checklist
from app.process.paths import IN_FORCE
from app.process.vocabulary import Kind, Verdict
from app.synthesis.queries import TopicLine, groups_behind


@dataclass(frozen=True, slots=True)
class Case:
    """What speaks for opening a measure, complete or not."""

    reason: str = ""
    values: tuple[int, ...] = ()
    action_fields: tuple[int, ...] = ()


def opening_facts(
    session: Session, topics: Sequence[Item | TopicLine], case: Case
) -> dict[str, Any]:
    """What gate 0 looks at."""
    refused = [topic for topic in topics if topic.verdict in {None, Verdict.NOT_TAKEN_UP}]
    return {
        "topics": len(topics),
        "not_taken_up": len(refused),
        "groups": len(groups_behind(session, *(topic.id for topic in topics))),
        "values": len(known(session, VALUE, case.values)),
        "action_fields": len(known(session, ACTION_FIELD, case.action_fields)),
        "reason": case.reason.strip(),
    }


def opening_checklist(
    session: Session, topics: Sequence[Item | TopicLine], case: Case
) -> tuple[Checked, ...]:
    """Every condition of gate 0 with its outcome."""
    return checklist(GATE_0, opening_facts(session, topics, case))


def topic_objections(session: Session, topic: Item) -> tuple[str, ...]:
    """What stands against opening a measure from a topic, whatever is written in the form."""
    filled_in = {"values": 1, "action_fields": 1, "reason": "."}
    facts = opening_facts(session, [topic], Case()) | filled_in
    return tuple(line.reason for line in checklist(GATE_0, facts) if not line.met)


def case_of(session: Session, measure_id: int, reason: str) -> Case:
    """What speaks for a measure that is open already."""
    values = select(ITEM_VALUE.c.value_id).where(ITEM_VALUE.c.item_id == measure_id)
    fields = select(ITEM_ACTION_FIELD.c.action_field_id).where(
        ITEM_ACTION_FIELD.c.item_id == measure_id
    )
    found = [tuple(session.execute(each).scalars()) for each in (values, fields)]
    return Case(reason, *found)


def phase_facts(session: Session, measure_id: int) -> dict[str, bool]:
    """What the gate into exploration, and into every later phase, looks at."""
    mandates = (
        ITEM.c.measure_id == measure_id,
        ITEM.c.kind == Kind.MANDATE,
        ITEM.c.state.in_(IN_FORCE),
    )
    granted = session.execute(select(exists().where(*mandates))).scalar_one()
    return {"mandate_in_force": bool(granted)}


def known(session: Session, table: Table, ids: Sequence[int]) -> list[int]:
    """Those of the ids that are in the strategy."""
    return list(session.execute(select(table.c.id).where(table.c.id.in_(ids))).scalars())
