"""Rows of the spine as the large city has them."""

from datetime import UTC, datetime
from typing import Any

from app.items.references import shuffled
from app.process.vocabulary import Group, Kind, State, Visibility

PARTICIPATION_ID = 10
YEAR = datetime.now(UTC).year
FIRST_PERSON = 1_000_000
DISTRICTS = 6
Row = tuple[Any, ...]

ITEM_NAMES = [
    "id", "reference", "kind", "state", "visibility", "author_id", "author_group",
    "participation_id", "organisation_id", "verdict", "about_id", "language", "title", "way",
    "way_ended", "shuffle", "version",
    "created_at", "published_at", "comments", "supporters", "supporters_citizens",
    "supporters_civil_society", "supporters_business", "supporters_academia",
    "supporters_administration", "supporters_politics", "supporters_unstated",
]  # fmt: skip
_TEXTS = ["what", "affected", "everyday", "need", "place", "since", "consequence", "tried"]
PROBLEM_TEXTS = ["id", *_TEXTS, "district_id", "withdrawn_reason"]
_TEXT = "The last bus leaves before the late shift ends, and the way home is long and dark. " * 3


def item_row(
    id: int,
    ref: str,
    kind: Kind,
    title: str,
    start: datetime,
    *,
    author: int = FIRST_PERSON,
    about: int | None = None,
    counts: tuple[int, int] = (0, 0),
) -> Row:
    comments, supporters = counts
    per_group = [supporters // 7 + (supporters % 7 if at == 0 else 0) for at in range(7)]
    return (
        id, ref, kind.value, State.PUBLISHED.value, Visibility.PUBLIC.value, author,
        list(Group)[author % 7].value, PARTICIPATION_ID, None, None, about, "de", title,
        int(kind is Kind.PROBLEM), False, shuffled(), 1, start, start, comments, supporters,
        *per_group,
    )  # fmt: skip


def problem_row(id: int, number: int) -> Row:
    return id, *([_TEXT] * 4), "", "", "", "", 1 + number % DISTRICTS, ""
