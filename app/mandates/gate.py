"""Gate 1 for one measure: what the stages before know, and what its package proposes."""

from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from app.mandates.models import Mandate
from app.measures.models import MEASURE, TEAM_MEMBER
from app.plans.queries import plan_facts
from app.process.gates import GATE_1, Checked, checklist
from app.requirements.queries import requirement_facts


def gate_facts(session: Session, measure_id: int, package: Mandate | None) -> dict[str, Any]:
    """What gate 1 looks at; without a package in preparation nothing is proposed yet."""
    return {
        **_measure_facts(session, measure_id),
        **requirement_facts(session, measure_id),
        **plan_facts(session, measure_id),
        "implementers": len(package.implementers) if package else 0,
        "budget": sum(row["cents"] for row in package.years) if package else 0,
        "source": package.source if package else "",
        "body": package.body_id if package else 0,
    }


def gate_checklist(
    session: Session, measure_id: int, package: Mandate | None
) -> tuple[Checked, ...]:
    """Every condition of gate 1 with its outcome for this measure."""
    return checklist(GATE_1, gate_facts(session, measure_id, package))


def _measure_facts(session: Session, measure_id: int) -> dict[str, Any]:
    team = select(func.count()).where(TEAM_MEMBER.c.measure_id == measure_id).scalar_subquery()
    row = session.execute(
        select(MEASURE.c.effect, team.label("team")).where(MEASURE.c.id == measure_id)
    ).one()
    return {"team": row.team, "effect": row.effect}
