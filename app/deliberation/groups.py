"""Counts per declared group, shown so that nobody can be singled out."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.items.models import Item
from app.process.vocabulary import Group

FEWEST = 5


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group with its count; None where it is not shown, `share` is its part of the largest.

    `kept_back` groups have five people or more and are left out to protect a smaller group.
    """

    group: Group
    count: int | None
    share: int
    kept_back: bool = False


def supporters_by_group(item: Item) -> dict[Group, int]:
    """How many people of each group support an item, from the counters of the spine."""
    return {group: getattr(item, f"supporters_{group}") for group in Group}


def shown_groups(counts: Mapping[Group, int]) -> dict[Group, int | None]:
    """The counts as they may be shown: None for one to four people.

    A single None could be worked out from the total, so the next smallest count is None as well.
    """
    shown = {group: None if 0 < count < FEWEST else count for group, count in counts.items()}
    if list(shown.values()).count(None) == 1:
        enough = [group for group, count in shown.items() if count]
        if enough:
            shown[min(enough, key=counts.__getitem__)] = None
    return shown


def group_rows(counts: Mapping[Group, int]) -> tuple[GroupRow, ...]:
    """The groups that took part, in the order of the vocabulary; none for fewer than five people.

    With so few people in all, even naming their groups would say too much.
    """
    if sum(counts.values()) < FEWEST:
        return ()
    shown = shown_groups(counts)
    largest = max((count for count in shown.values() if count), default=1)
    return tuple(
        GroupRow(
            group,
            count,
            share=round(100 * (count or 0) / largest),
            kept_back=count is None and counts[group] >= FEWEST,
        )
        for group, count in shown.items()
        if count != 0
    )
