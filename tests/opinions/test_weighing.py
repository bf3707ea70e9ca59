"""The formulas, held against values that were computed from real conversations."""

import json
import os
from math import isclose
from pathlib import Path
from random import Random
from typing import Any

import pytest

from app.opinions.weighing import Counts, balanced_agreement, chance, drawn, priority

SHARED = Path(os.environ.get("GEMEINWERK_SHARED", Path(__file__).parents[3] / "shared"))
CONVERSATIONS = ("brexit-consensus", "bg2050-volunteers")


@pytest.fixture(params=CONVERSATIONS)
def conversation(request: pytest.FixtureRequest) -> dict[str, Any]:
    path = SHARED / f"data/expected/{request.param}.json"
    if not path.exists():
        pytest.skip(f"The expected values are not at {path}; GEMEINWERK_SHARED may say where.")
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def test_the_priority_is_that_of_real_conversations(conversation: dict[str, Any]) -> None:
    groups = conversation["group_agree"].values()
    for number, expected in conversation["priority"].items():
        if expected == pytest.approx(49):
            continue  # a remark about the conversation itself, which is always asked as often
        agree, disagree, seen = (sum(group[number][at] for group in groups) for at in range(3))
        counts = Counts(agree, disagree, seen - agree - disagree)

        found = priority(counts, conversation["extremity"][number])

        assert isclose(found, expected, abs_tol=1e-5), (number, found, expected)


def test_what_is_new_is_asked_more_often_than_what_many_have_seen() -> None:
    assert chance(Counts()) > chance(Counts(1, 1)) > chance(Counts(20, 20))


def test_what_is_open_is_asked_more_often_than_what_is_settled() -> None:
    assert chance(Counts(20, 20)) > chance(Counts(38, 2))


def test_rejection_is_asked_as_often_as_agreement() -> None:
    assert chance(Counts(30, 5, 2)) == chance(Counts(5, 30, 2))


def test_what_people_pass_on_is_asked_less() -> None:
    assert chance(Counts(10, 10, 20)) < chance(Counts(10, 10))


def test_everything_can_be_drawn_and_what_is_new_more_often() -> None:
    among, by = [Counts(200, 10, 5), Counts(20, 20), Counts()], Random(7)

    found = [drawn(among, by) for _ in range(20_000)]

    assert 0 < found.count(0) < found.count(1) < found.count(2)


def test_a_large_group_does_not_drown_a_small_one() -> None:
    few, many = Counts(2, 8), Counts(80, 20)

    balanced = balanced_agreement([few, many])
    larger = balanced_agreement([few, Counts(800, 200)])

    assert balanced == pytest.approx((3 / 12 * 81 / 102) ** 0.5)
    assert larger == pytest.approx(balanced, abs=0.01)


def test_too_few_voices_are_no_balance() -> None:
    assert balanced_agreement([Counts(7), Counts(10)]) is None
