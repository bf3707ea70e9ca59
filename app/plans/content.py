"""What stands in a plan, as it is frozen in a version and as pages show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.plans.forms import IMPACTS, LIKELIHOODS, PackageRow, PlanDraft

Frozen = dict[str, Any]
# So wide is a single day on the timeline, in thousandths.
_LEAST = 8


@dataclass(frozen=True, slots=True)
class Covered:
    """A requirement that the plan covers, with its title at that time."""

    reference: str
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class PackageLine:
    """A work package; `offset` and `length` place it on the timeline, in thousandths."""

    id: int
    title: str
    result: str
    owner: str
    starts_on: date
    ends_on: date
    cost: int
    requirements: tuple[Covered, ...]
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone and its place on the timeline."""

    id: int
    title: str
    due_on: date
    offset: int


@dataclass(frozen=True, slots=True)
class RiskLine:
    """A risk; its words are untranslated."""

    id: int
    title: str
    likelihood: int
    impact: int
    response: str

    @property
    def likelihood_word(self) -> str:
        return LIKELIHOODS[self.likelihood - 1]

    @property
    def impact_word(self) -> str:
        return IMPACTS[self.impact - 1]


@dataclass(frozen=True, slots=True)
class PlanContent:
    """A plan as pages show it."""

    packages: tuple[PackageLine, ...]
    milestones: tuple[MilestoneLine, ...]
    risks: tuple[RiskLine, ...]
    requirements: tuple[Covered, ...]
    cost: int
    starts_on: date | None
    ends_on: date | None


def frozen(draft: PlanDraft, covered: Sequence[Covered]) -> Frozen:
    """The plan as plain JSON in one fixed order, with its totals."""
    packages = sorted(draft.packages, key=lambda row: (row.starts_on, row.ends_on, row.id or 0))
    milestones = sorted(draft.milestones, key=lambda row: (row.due_on, row.id or 0))
    risks = sorted(draft.risks, key=lambda row: (-row.likelihood * row.impact, row.id or 0))
    days = [day for row in packages for day in (row.starts_on, row.ends_on)]
    days += [row.due_on for row in milestones]
    return {
        "packages": [_package(row, covered) for row in packages],
        "milestones": [row.model_dump(mode="json") for row in milestones],
        "risks": [row.model_dump(mode="json") for row in risks],
        "requirements": [
            {"reference": each.reference, "title": each.title, "language": each.language}
            for each in covered
        ],
        "totals": {
            "cost_cents": sum(row.cost for row in packages),
            "starts_on": min(days).isoformat() if days else None,
            "ends_on": max(days).isoformat() if days else None,
        },
    }


def shown(content: Mapping[str, Any]) -> PlanContent:
    """The frozen plan as pages show it."""
    covered = {each["reference"]: Covered(**each) for each in content["requirements"]}
    totals = content["totals"]
    first, last = _day(totals["starts_on"]), _day(totals["ends_on"])
    return PlanContent(
        tuple(_package_line(row, covered, first, last) for row in content["packages"]),
        tuple(_milestone_line(row, first, last) for row in content["milestones"]),
        tuple(RiskLine(**row) for row in content["risks"]),
        tuple(covered.values()),
        totals["cost_cents"],
        first,
        last,
    )


def gate_facts(content: Mapping[str, Any]) -> dict[str, int]:
    """What must be true before a plan is published."""
    return {
        "packages": len(content["packages"]),
        "milestones": len(content["milestones"]),
        "cost": content["totals"]["cost_cents"],
    }


def _package(row: PackageRow, covered: Sequence[Covered]) -> Frozen:
    fields = row.model_dump(mode="json", exclude={"cost", "requirements"})
    mine = [each.reference for each in covered if each.reference in row.requirements]
    return fields | {"cost_cents": row.cost, "requirements": mine}


def _package_line(
    row: Mapping[str, Any], covered: Mapping[str, Covered], first: date | None, last: date | None
) -> PackageLine:
    starts_on, ends_on = date.fromisoformat(row["starts_on"]), date.fromisoformat(row["ends_on"])
    offset = min(_place(starts_on, first, last), 1000 - _LEAST)
    return PackageLine(
        row["id"],
        row["title"],
        row["result"],
        row["owner"],
        starts_on,
        ends_on,
        row["cost_cents"],
        tuple(covered[reference] for reference in row["requirements"]),
        offset,
        max(_place(ends_on, first, last) - offset, _LEAST),
    )


def _milestone_line(row: Mapping[str, Any], first: date | None, last: date | None) -> MilestoneLine:
    due_on = date.fromisoformat(row["due_on"])
    return MilestoneLine(row["id"], row["title"], due_on, _place(due_on, first, last))


def _place(day: date, first: date | None, last: date | None) -> int:
    if first is None or last is None or first == last:
        return 0
    return round(1000 * (day - first).days / (last - first).days)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
