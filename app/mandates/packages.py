"""What is put to decision: description, requirements, plan, implementers and budget, frozen."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.items.models import ITEM, LINK, Item
from app.mandates.models import MANDATE, PACKAGE, Mandate
from app.measures.models import MEASURE
from app.organisations.models import BODY
from app.plans.content import PlanContent, shown
from app.plans.models import PLAN, PLAN_VERSION
from app.process.vocabulary import Kind, Link, MeasureType, Priority, RequirementKind, State
from app.requirements.models import REQUIREMENT
from app.requirements.origins import ORIGIN_KINDS, STANDING, UNENDED

TEXTS = ("short", "plain", "challenge", "aim", "effect")
_DESCRIPTION = ("type", "responsible", *TEXTS)
_ORIGIN = ITEM.alias("origin")


@dataclass(frozen=True, slots=True)
class PublishedPlan:
    """The version of a plan that was published last."""

    id: int
    reference: str
    version: int
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class FrozenRequirement:
    """A requirement as it stood at submission; its origins by reference."""

    reference: str
    title: str
    language: str
    text: str
    kind: RequirementKind
    priority: Priority
    acceptance: str
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrozenPackage:
    """A package as it was put to decision; `text` is what the hash is taken over."""

    hash: str
    text: str
    language: str
    type: MeasureType
    responsible: str
    texts: dict[str, str]
    requirements: list[FrozenRequirement]
    plan_reference: str
    plan_version: int
    plan: PlanContent


def canonical_json(content: dict[str, Any]) -> str:
    """The one way to write a package: the same content is always the same text."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_of(content: dict[str, Any]) -> str:
    """SHA-256 over the canonical JSON, the same as over the file that can be fetched."""
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def package_content(
    session: Session, item: Item, mandate: Mandate, plan: PublishedPlan
) -> dict[str, Any]:
    """Everything that the body decides on, as it stands at this moment."""
    return {
        "mandate": item.reference,
        "amends": _amended(session, mandate),
        "reason": mandate.amendment_reason,
        "body": session.execute(select(BODY.c.code).where(BODY.c.id == mandate.body_id)).scalar(),
        "measure": _description(session, item.measure_id or 0),
        "requirements": _requirements(session, item.measure_id or 0),
        "plan": {"reference": plan.reference, "version": plan.version, "content": plan.content},
        "implementers": mandate.implementers,
        "budget": {
            "cents": sum(row["cents"] for row in mandate.years),
            "years": mandate.years,
            "source": mandate.source,
            "title": mandate.budget_title,
        },
    }


def published_plan(session: Session, measure_id: int) -> PublishedPlan | None:
    """The newest published version of the measure's plan."""
    row = session.execute(
        select(ITEM.c.id, ITEM.c.reference, PLAN_VERSION.c.number, PLAN_VERSION.c.content)
        .join(PLAN, PLAN.c.id == ITEM.c.id)
        .join(
            PLAN_VERSION,
            (PLAN_VERSION.c.plan_id == PLAN.c.id) & (PLAN_VERSION.c.number == PLAN.c.version),
        )
        .where(ITEM.c.kind == Kind.PLAN, ITEM.c.measure_id == measure_id)
    ).first()
    return PublishedPlan(*row) if row else None


def frozen_package(session: Session, mandate_id: int) -> FrozenPackage | None:
    """What was put to decision, as the page shows it; None while it is in preparation."""
    row = session.execute(select(PACKAGE).where(PACKAGE.c.mandate_id == mandate_id)).one_or_none()
    if row is None:
        return None
    content = row.content
    measure = content["measure"]
    return FrozenPackage(
        row.hash,
        canonical_json(content),
        measure["language"],
        MeasureType(measure["type"]),
        measure["responsible"],
        {name: measure[name] for name in TEXTS},
        [_frozen_requirement(each) for each in content["requirements"]],
        content["plan"]["reference"],
        row.plan_version,
        shown(content["plan"]["content"]),
    )


def _frozen_requirement(content: dict[str, Any]) -> FrozenRequirement:
    words = {
        "kind": RequirementKind(content["kind"]),
        "priority": Priority(content["priority"]),
        "origins": tuple(content["origins"]),
    }
    return FrozenRequirement(**(content | words))


def _amended(session: Session, mandate: Mandate) -> str | None:
    return session.execute(
        select(ITEM.c.reference)
        .join(MANDATE, MANDATE.c.amends_id == ITEM.c.id)
        .where(MANDATE.c.id == mandate.id)
    ).scalar_one_or_none()


def _description(session: Session, measure_id: int) -> dict[str, Any]:
    row = session.execute(
        select(
            ITEM.c.reference,
            ITEM.c.title,
            ITEM.c.language,
            *(MEASURE.c[name] for name in _DESCRIPTION),
        )
        .join(MEASURE, MEASURE.c.id == ITEM.c.id)
        .where(ITEM.c.id == measure_id)
    ).mappings()
    return dict(row.one())


def _requirements(session: Session, measure_id: int) -> list[dict[str, Any]]:
    """The approved requirements; of their origin only references, so that no words are copied."""
    rows = session.execute(
        select(
            ITEM.c.id,
            ITEM.c.reference,
            ITEM.c.title,
            ITEM.c.language,
            REQUIREMENT.c.text,
            REQUIREMENT.c.kind,
            REQUIREMENT.c.priority,
            REQUIREMENT.c.acceptance,
        )
        .join(REQUIREMENT, REQUIREMENT.c.id == ITEM.c.id)
        .where(
            ITEM.c.kind == Kind.REQUIREMENT,
            ITEM.c.measure_id == measure_id,
            ITEM.c.state == State.APPROVED,
        )
        .order_by(ITEM.c.reference)
    ).mappings()
    found = [dict(row) for row in rows]
    origins = _origins(session, [row["id"] for row in found])
    return [
        {name: value for name, value in row.items() if name != "id"}
        | {"origins": origins.get(row["id"], [])}
        for row in found
    ]


def _origins(session: Session, ids: list[int]) -> dict[int, list[str]]:
    rows = session.execute(
        select(LINK.c.to_id, _ORIGIN.c.reference)
        .select_from(STANDING.join(_ORIGIN, _ORIGIN.c.id == LINK.c.from_id))
        .where(
            LINK.c.to_id.in_(ids),
            LINK.c.how == Link.ORIGIN_OF,
            UNENDED,
            _ORIGIN.c.kind.in_(ORIGIN_KINDS),
        )
        .order_by(_ORIGIN.c.reference)
    )
    origins: dict[int, list[str]] = {}
    for row in rows:
        origins.setdefault(row.to_id, []).append(row.reference)
    return origins
