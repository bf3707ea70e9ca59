"""Two versions of a plan, and what was added, removed and changed between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.plans.content import MilestoneLine, PackageLine, PlanContent, RiskLine
from app.plans.forms import ROW_KINDS, RowKind

Row = PackageLine | MilestoneLine | RiskLine
COMPARED: dict[RowKind, tuple[str, ...]] = {
    "packages": ("title", "result", "owner", "starts_on", "ends_on", "cost", "requirements"),
    "milestones": ("title", "due_on"),
    "risks": ("title", "likelihood_word", "impact_word", "response"),
}


@dataclass(frozen=True, slots=True)
class Detail:
    """One field before and after; what may be given as its values depends on the field."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """A row that was added, removed or changed."""

    how: str
    title: str
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed, by kind of row, and the totals."""

    rows: tuple[tuple[RowKind, tuple[Change, ...]], ...]
    totals: tuple[Detail, ...]

    @property
    def changed(self) -> bool:
        return bool(self.totals) or any(changes for _, changes in self.rows)


def compare(old: PlanContent, new: PlanContent) -> Comparison:
    """What changed from the old version to the new one."""
    return Comparison(
        tuple((kind, _changes(kind, getattr(old, kind), getattr(new, kind))) for kind in ROW_KINDS),
        _details(("cost", "starts_on", "ends_on"), old, new),
    )


def _changes(kind: RowKind, old: Sequence[Row], new: Sequence[Row]) -> tuple[Change, ...]:
    pairs = [(row, _same(row, old)) for row in new]
    kept = {before.id for _, before in pairs if before}
    added = [Change("added", row.title) for row, before in pairs if before is None]
    removed = [Change("removed", row.title) for row in old if row.id not in kept]
    changed = [
        Change("changed", before.title, details)
        for row, before in pairs
        if before and (details := _details(COMPARED[kind], before, row))
    ]
    return (*added, *removed, *changed)


def _same(row: Row, others: Sequence[Row]) -> Row | None:
    """The same row in another version: by its id, else by its title."""
    by_id = next((other for other in others if other.id == row.id), None)
    return by_id or next((other for other in others if other.title == row.title), None)


def _details(fields: Sequence[str], before: Any, after: Any) -> tuple[Detail, ...]:
    pairs = [(name, getattr(before, name), getattr(after, name)) for name in fields]
    return tuple(Detail(name, old, new) for name, old, new in pairs if old != new)
