"""Reading a CSV file of contributions: every row is checked before any is brought in."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.db.clock import now
from app.problems.forms import MOST, MOST_IN_A_TITLE
from app.process.vocabulary import State

COLUMNS = {
    "id": "comment-id",
    "body": "comment-body",
    "title": "",
    "author": "author-id",
    "time": "timestamp",
    "moderated": "moderated",
}
OPTIONAL = {"title", "moderated"}
STATES = {"1": State.PUBLISHED, "0": State.SUBMITTED, "-1": State.HIDDEN}
MOST_IN_AN_ID = 120
# More digits than a second since 1970 has; then it is milliseconds.
SECONDS_BELOW = 100_000_000_000


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One contribution of a file, checked."""

    source_id: str
    author: str
    title: str
    body: str
    at: datetime
    state: State


@dataclass(frozen=True, slots=True)
class BadValue:
    """What is wrong with a value. Rows are counted as in a spreadsheet: the header is row 1."""

    row: int
    column: str
    value: str
    sentence: str

    def __str__(self) -> str:
        return f"Row {self.row}, column {self.column}, “{self.value[:60]}”: {self.sentence}"


class BadRows(Exception):
    """The file is rejected as a whole; `errors` are all that is wrong with it."""

    def __init__(self, errors: list[BadValue]) -> None:
        super().__init__(*map(str, errors))
        self.errors = errors


def read_rows(path: Path, columns: Mapping[str, str] | None = None) -> list[ImportRow]:
    """Every row of the file, or `BadRows`. `columns` say what the columns are called in it."""
    header, table = _table(path)
    asked = {name: column for name, column in (columns or {}).items() if column}
    named = COLUMNS | asked
    if missing := _missing(header, named, asked):
        raise BadRows(missing)
    named = {name: column for name, column in named.items() if column in header}
    errors: list[BadValue] = []
    seen: set[str] = set()
    rows = [
        _row(values, named, at, seen=seen, errors=errors)
        for at, values in enumerate(table, start=2)
    ]
    if errors:
        raise BadRows(errors)
    return rows


def _table(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as problem:
        row = problem.object.count(b"\n", 0, problem.start) + 1
        raise BadRows([BadValue(row, "-", "", "The file must be written in UTF-8.")]) from problem
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    lines = io.StringIO(text, newline="")
    reader = csv.DictReader(lines, delimiter=delimiter, restval="", restkey="-", strict=True)
    try:
        return list(reader.fieldnames or []), list(reader)
    except csv.Error as problem:
        error = BadValue(reader.line_num, "-", "", "The quotation marks do not fit together.")
        raise BadRows([error]) from problem


def _missing(
    header: list[str], named: Mapping[str, str], asked: Mapping[str, str]
) -> list[BadValue]:
    needed = {name for name in COLUMNS if name not in OPTIONAL} | set(asked)
    return [
        BadValue(1, named[name], "", "The file has no such column.")
        for name in COLUMNS
        if name in needed and named[name] not in header
    ]


def _row(
    values: Mapping[str, str],
    named: Mapping[str, str],
    number: int,
    *,
    seen: set[str],
    errors: list[BadValue],
) -> ImportRow:
    given = {name: (values[column] or "").strip() for name, column in named.items()}
    for name, sentence in _objections(given, seen):
        errors.append(BadValue(number, named[name], given[name], sentence))
    if "-" in values:
        errors.append(BadValue(number, "-", "", "The row has more values than there are columns."))
    seen.add(given["id"])
    return ImportRow(
        source_id=given["id"],
        author=given["author"],
        title=given.get("title") or title_of(given["body"]),
        body=given["body"],
        at=_moment(given["time"]) or now(),
        state=STATES.get(given.get("moderated", "0"), State.SUBMITTED),
    )


def _objections(given: Mapping[str, str], seen: set[str]) -> Iterator[tuple[str, str]]:
    for name in ("id", "author", "body"):
        if not given[name]:
            yield name, "This must not be empty."
        elif "\0" in given[name]:
            yield name, "This holds a character that is no text."
    for name, most in (("id", MOST_IN_AN_ID), ("body", MOST), ("title", MOST_IN_A_TITLE)):
        if len(given.get(name, "")) > most:
            yield name, f"This is longer than {most} characters."
    if given["id"] and given["id"] in seen:
        yield "id", "Another row has the same id."
    moment = _moment(given["time"])
    if moment is None:
        yield "time", "This is no time: milliseconds since 1970, or 2027-03-31T14:02."
    elif moment > now():
        yield "time", "This lies in the future."
    if given.get("moderated", "0") not in STATES:
        yield "moderated", "This must be 1 (published), 0 (waiting) or -1 (hidden)."


def _moment(text: str) -> datetime | None:
    try:
        if text.isdecimal():
            number = int(text)
            return datetime.fromtimestamp(number / (1000 if number >= SECONDS_BELOW else 1), UTC)
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def title_of(body: str) -> str:
    """The first sentence, cut at a word where it is too long for a title."""
    line = " ".join(body.split())
    ends = [at + 1 for at in map(line.find, (". ", "! ", "? ")) if at > 0]
    sentence = line[: min(ends)] if ends else line
    if len(sentence) <= MOST_IN_A_TITLE:
        return sentence
    cut = sentence[: MOST_IN_A_TITLE - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"
