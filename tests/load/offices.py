"""What offices work on in the large city: statements in segments, and a full desk of moderation.

One consultation is being answered, of another one the synopsis is released.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import Table

from app.accounts.models import OFFICE_GRANT, WEB_SESSION
from app.accounts.sessions import token_hash
from app.items.models import ITEM, LINK
from app.items.references import reference
from app.organisations.models import ORGANISATION
from app.problems.models import PROBLEM
from app.process.vocabulary import (
    Group,
    Kind,
    Link,
    Office,
    Position,
    State,
    Verdict,
    Visibility,
    Workplace,
)
from app.segments.models import SEGMENT
from app.statements.models import CONSULTATION, SECTION, SECTION_POSITION, STATEMENT
from app.synthesis.models import ANSWER
from tests.load.items import (
    FIRST_PERSON,
    ITEM_NAMES,
    PROBLEM_TEXTS,
    YEAR,
    Row,
    item_row,
    problem_row,
)

SEGMENTS, EACH, WAITING = 500, 10, 300
STATEMENTS = SEGMENTS // EACH
AT_WORK, RELEASED = 1, 2  # the two consultations
FIRST = 1_000_000_000
OFFICERS = {Office.MODERATOR: "load-moderator", Office.ADMINISTRATION: "load-administration"}
Rows = tuple[Table, list[str], Iterable[Row]]


def consultation_reference(number: int) -> str:
    return reference("C", YEAR, number)


def office_tables(known: int) -> Iterator[Rows]:
    """Further rows, in an order that foreign keys allow. `known`: the contributions so far."""
    start = datetime.now(UTC) - timedelta(days=10)
    yield (
        ORGANISATION,
        ["id", "name", "group", "text", "created_at"],
        [(n, f"Association {n}", Group.CIVIL_SOCIETY, "", start) for n in range(1, STATEMENTS + 1)],
    )
    people = list(enumerate(OFFICERS, start=1))
    grants = [(n, FIRST_PERSON + n, office, 0, start, FIRST_PERSON) for n, office in people]
    names = ["id", "person_id", "office", "scope_id", "starts_at", "granted_by"]
    yield OFFICE_GRANT, names, grants
    yield WEB_SESSION, _SESSION_NAMES, list(_sessions(start))
    yield ITEM, ITEM_NAMES, list(_items(known, start))
    waiting = [problem_row(_waiting_id(n), n) for n in range(WAITING)]
    yield PROBLEM, PROBLEM_TEXTS, waiting
    both = (AT_WORK, RELEASED)
    yield (
        CONSULTATION,
        ["id", "introduction", "verified_only", "published_at", "released_at"],
        [
            (_id(n), "What do you say?", False, start, start if n == RELEASED else None)
            for n in both
        ],
    )
    sections = [
        (_id(n, section=at), _id(n), at, str(at), f"Section {at}", "Every line runs all night.")
        for n in both
        for at in range(1, EACH + 1)
    ]
    yield SECTION, ["id", "consultation_id", "place", "number", "title", "text"], sections
    yield STATEMENT, _STATEMENT_NAMES, list(_statements(start))
    names = ["statement_id", "section_id", "position", "reason", "wording", "evidence"]
    yield SECTION_POSITION, [*names, "version", "saved_by", "saved_at"], list(_positions(start))
    names = ["id", "statement_id", "section_id", "place", "text", "workplace"]
    yield SEGMENT, names, list(_segments())
    answers = [(_answer_id(n), Verdict.PARTLY, "Two lines run all night.") for n in range(SEGMENTS)]
    yield ANSWER, ["id", "verdict", "reason"], answers
    links = [
        (_answer_id(n), _segment_id(RELEASED, n), _answer_id(n), Link.ANSWERED_BY, 1, start)
        for n in range(SEGMENTS)
    ]
    yield LINK, ["id", "from_id", "to_id", "how", "by_id", "at"], links


_SESSION_NAMES = [
    "token_hash", "id", "person_id", "browser", "provider", "id_token", "created_at", "expires_at",
]  # fmt: skip
_STATEMENT_NAMES = [
    "id", "consultation_id", "no_objection", "represents", "interest", "remarks",
    "general_version", "revision", "submitted_at",
]  # fmt: skip


def _sessions(start: datetime) -> Iterator[Row]:
    end = datetime.now(UTC) + timedelta(days=30)
    for n, token in enumerate(OFFICERS.values(), start=1):
        yield token_hash(token), FIRST + n, FIRST_PERSON + n, "load", "", "", start, end


def _items(known: int, start: datetime) -> Iterator[Row]:
    for n in range(WAITING):
        name = reference("A", YEAR, known + n + 1)
        row = item_row(_waiting_id(n), name, Kind.PROBLEM, f"Waiting number {n}", start)
        yield _in_state(row, State.SUBMITTED, Visibility.WAITING)
    for consultation, state in ((AT_WORK, State.PUBLISHED), (RELEASED, State.ANSWERED)):
        name = consultation_reference(consultation)
        row = item_row(_id(consultation), name, Kind.CONSULTATION, "Nights", start)
        yield _in_state(row, state, Visibility.PUBLIC)
        yield from _of_consultation(consultation, start)
    for n in range(SEGMENTS):
        yield item_row(_answer_id(n), reference("R", YEAR, n + 1), Kind.ANSWER, "Answer", start)


def _of_consultation(consultation: int, start: datetime) -> Iterator[Row]:
    released = consultation == RELEASED
    state = State.PUBLISHED if released else State.SUBMITTED
    visibility = Visibility.PUBLIC if released else Visibility.PRIVATE
    for n in range(STATEMENTS):
        name = reference("S", YEAR, consultation * STATEMENTS + n)
        row = item_row(_statement_id(consultation, n), name, Kind.STATEMENT, "Statement", start)
        yield _in_state(row, state, visibility, organisation=n + 1)
    for n in range(SEGMENTS):
        name = reference("G", YEAR, consultation * SEGMENTS + n)
        row = item_row(_segment_id(consultation, n), name, Kind.SEGMENT, f"Segment {n}", start)
        verdict = Verdict.PARTLY if released else None
        yield _in_state(row, state, visibility, organisation=n // EACH + 1, verdict=verdict)


def _in_state(
    row: Row,
    state: State,
    visibility: Visibility,
    *,
    organisation: int | None = None,
    verdict: Verdict | None = None,
) -> Row:
    changed = {
        "state": state.value,
        "visibility": visibility.value,
        "organisation_id": organisation,
        "verdict": verdict,
    }
    return tuple(changed.get(name, each) for name, each in zip(ITEM_NAMES, row, strict=True))


def _statements(start: datetime) -> Iterator[Row]:
    for consultation in (AT_WORK, RELEASED):
        for n in range(STATEMENTS):
            words = ("Our members", "", "We thank for the question.")
            yield _statement_id(consultation, n), _id(consultation), False, *words, 1, 1, start


def _positions(start: datetime) -> Iterator[Row]:
    for consultation in (AT_WORK, RELEASED):
        for n in range(SEGMENTS):
            section = _id(consultation, section=n % EACH + 1)
            statement = _statement_id(consultation, n // EACH)
            words = (Position.CHANGE.value, _TEXT, "Most lines run all night.", "")
            yield statement, section, *words, 1, FIRST_PERSON, start


def _segments() -> Iterator[Row]:
    for consultation in (AT_WORK, RELEASED):
        for n in range(SEGMENTS):
            section = _id(consultation, section=n % EACH + 1)
            statement = _statement_id(consultation, n // EACH)
            place = (Workplace.SORTING, Workplace.DONE)[consultation - 1]
            yield _segment_id(consultation, n), statement, section, n % EACH, _TEXT, place.value


_TEXT = "In the districts at the edge nobody is on the way after one, so the money is missing. " * 3


def _id(consultation: int, *, section: int = 0) -> int:
    return FIRST + consultation * 100_000 + section


def _statement_id(consultation: int, number: int) -> int:
    return FIRST + consultation * 100_000 + 1_000 + number


def _segment_id(consultation: int, number: int) -> int:
    return FIRST + consultation * 100_000 + 10_000 + number


def _answer_id(number: int) -> int:
    return FIRST + 900_000 + number


def _waiting_id(number: int) -> int:
    return FIRST + 950_000 + number
