"""Which thesis is asked next, and how much groups agree: formulas over counts, without SQL.

The priority of a statement is that of Polis, restated: what few have seen, and what divides or
moves those who have seen it, is asked more often.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from random import Random

FEWEST_OF_A_GROUP = 8


@dataclass(frozen=True, slots=True)
class Counts:
    """How many agreed, disagreed and passed."""

    agree: int = 0
    disagree: int = 0
    passed: int = 0

    @property
    def seen(self) -> int:
        return self.agree + self.disagree + self.passed


def priority(counts: Counts, extremity: float = 0.0) -> float:
    """As Polis weighs a statement; `extremity` is 0 while no opinion groups are computed."""
    passed, agreed = (counts.passed + 1) / (counts.seen + 2), (counts.agree + 1) / (counts.seen + 2)
    return _weighed(counts, (1 - passed) * (extremity + 1) * agreed)


def chance(counts: Counts) -> float:
    """The weight in our draw: agreement and disagreement count alike, and what is open more.

    With the agreement alone, statements that many reject would hardly be asked any more; and one
    that nobody has seen is asked before all others.
    """
    both = sqrt((counts.agree + 1) * (counts.disagree + 1)) / (counts.seen + 2)
    return _weighed(counts, (1 - counts.passed / (counts.seen + 1)) * both)


def drawn(among: Sequence[Counts], by: Random) -> int:
    """The place of the one that is asked next, drawn in proportion to its chance."""
    return by.choices(range(len(among)), [chance(each) for each in among])[0]


def balanced_agreement(groups: Iterable[Counts]) -> float | None:
    """The geometric mean over groups of their smoothed agreement, 0 to 1.

    Each group weighs the same, however large. None while fewer than two groups have enough voices.
    """
    shares = [
        (each.agree + 1) / (each.seen + 2) for each in groups if each.seen >= FEWEST_OF_A_GROUP
    ]
    if len(shares) < 2:
        return None
    return exp(sum(map(log, shares)) / len(shares))


def _weighed(counts: Counts, importance: float) -> float:
    return float((importance * (1 + 8 * 2 ** (-counts.seen / 5))) ** 2)
