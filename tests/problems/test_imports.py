import asyncio
import csv
import os
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.db.database import connect
from app.items.models import ITEM
from app.participation.queries import open_answers
from app.problems.imports import COMMAND_LINE, import_file, import_problems
from app.problems.listing import Wanted, find_problems
from app.problems.rows import BadRows, BadValue, read_rows, title_of
from app.process.refusal import Refused
from app.process.vocabulary import Action, Kind, Office, Phase, State, Visibility
from app.record.models import EVENT
from tests.makers import make_officer, make_participation, make_person
from tests.queries import counted_queries

HEADER = ["timestamp", "comment-id", "author-id", "moderated", "comment-body"]
GOOD = [
    ["1651682293119", "1", "a", "1", "Der Bus fährt zu selten. Vor allem abends."],
    ["1651682293118", "2", "b", "0", "Mehr Bäume"],
    ["1651682293117", "3", "a", "-1", "Unsinn"],
]


def make_file(folder: Path, *rows: list[str], header: list[str] = HEADER) -> Path:
    path = folder / "statements.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def problems(session: Session) -> list[tuple[str, State, Visibility]]:
    rows = session.execute(
        select(ITEM.c.title, ITEM.c.state, ITEM.c.visibility)
        .where(ITEM.c.kind == Kind.PROBLEM)
        .order_by(ITEM.c.id)
    )
    return [tuple(row) for row in rows]


def errors_of(path: Path, **columns: str) -> list[BadValue]:
    with pytest.raises(BadRows) as rejected:
        read_rows(path, columns)
    return rejected.value.errors


def test_what_was_moderated_before_stays_so(session: Session, tmp_path: Path) -> None:
    place = make_participation(session)

    new = import_problems(
        session, COMMAND_LINE, place, read_rows(make_file(tmp_path, *GOOD)), language="de"
    )

    assert new == 3
    assert problems(session) == [
        ("Unsinn", State.HIDDEN, Visibility.HIDDEN),
        ("Mehr Bäume", State.SUBMITTED, Visibility.WAITING),
        ("Der Bus fährt zu selten.", State.PUBLISHED, Visibility.PUBLIC),
    ]
    assert open_answers(session, place.id) == 1


def test_an_imported_problem_keeps_its_time_author_and_words(
    session: Session, tmp_path: Path
) -> None:
    place = make_participation(session)
    people = session.execute(select(func.count()).select_from(PERSON)).scalar_one()

    import_problems(
        session, COMMAND_LINE, place, read_rows(make_file(tmp_path, *GOOD)), language="de"
    )

    item = session.execute(select(ITEM).where(ITEM.c.title.startswith("Der Bus"))).one()
    assert item.published_at == datetime(2022, 5, 4, 16, 38, 13, 119000, tzinfo=UTC)
    assert (item.language, item.way) == ("de", 1)
    authors = session.execute(select(ITEM.c.author_id).where(ITEM.c.kind == Kind.PROBLEM)).scalars()
    assert len(set(authors)) == 2
    assert session.execute(select(func.count()).select_from(PERSON)).scalar_one() == people + 2
    assert find_problems(session, Wanted(words="abends")).total == 1


def test_importing_twice_changes_nothing(session: Session, tmp_path: Path) -> None:
    place = make_participation(session)
    rows = read_rows(make_file(tmp_path, *GOOD))
    import_problems(session, COMMAND_LINE, place, rows, language="de")
    before = problems(session)

    with counted_queries() as sent:
        again = import_problems(session, COMMAND_LINE, place, rows, language="de")

    assert again == 0
    assert problems(session) == before
    assert not [each for each in sent if not each.lstrip().startswith("SELECT")]


def test_a_grown_file_brings_in_what_is_new_by_the_same_people(
    session: Session, tmp_path: Path
) -> None:
    place = make_participation(session)
    first = read_rows(make_file(tmp_path, *GOOD))
    import_problems(session, COMMAND_LINE, place, first, language="de")
    more = ["1651682293200", "4", "a", "1", "Noch etwas."]

    grown = read_rows(make_file(tmp_path, *GOOD, more))
    new = import_problems(session, COMMAND_LINE, place, grown, language="de")

    assert new == 1
    authors = session.execute(select(ITEM.c.author_id).where(ITEM.c.kind == Kind.PROBLEM)).scalars()
    assert len(set(authors)) == 2


def test_every_imported_problem_is_on_record(session: Session, tmp_path: Path) -> None:
    place = make_participation(session)

    import_problems(
        session, COMMAND_LINE, place, read_rows(make_file(tmp_path, *GOOD)), language="de"
    )

    lines = select(EVENT.c.subject_id).where(EVENT.c.action == Action.IMPORT_PROBLEM)
    assert len(set(session.execute(lines).scalars())) == 3


def test_only_operators_import(session: Session, tmp_path: Path) -> None:
    place = make_participation(session)
    rows = read_rows(make_file(tmp_path, *GOOD))

    for actor in (make_person(session), make_officer(session, Office.ADMINISTRATION)):
        with pytest.raises(Refused):
            import_problems(session, actor, place, rows, language="de")

    assert import_problems(
        session, make_officer(session, Office.OPERATOR), place, rows, language="de"
    )


def test_all_that_is_wrong_is_said_with_row_column_and_value(tmp_path: Path) -> None:
    path = make_file(
        tmp_path,
        GOOD[0],
        ["yesterday", "2", "a", "1", "Text"],
        ["1651682293119", "", "a", "1", "Text"],
        ["1651682293119", "1", "a", "1", "Text"],
        ["1651682293119", "5", "", "2", " "],
        ["99999999999999", "6", "a", "1", "x" * 4001],
    )

    errors = [(error.row, error.column, error.value[:9]) for error in errors_of(path)]

    assert errors == [
        (3, "timestamp", "yesterday"),
        (4, "comment-id", ""),
        (5, "comment-id", "1"),
        (6, "author-id", ""),
        (6, "comment-body", ""),
        (6, "moderated", "2"),
        (7, "comment-body", "xxxxxxxxx"),
        (7, "timestamp", "999999999"),
    ]


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = make_file(tmp_path, GOOD[0], header=["when", *HEADER[1:]])

    assert [(each.row, each.column) for each in errors_of(path)] == [(1, "timestamp")]
    assert [each.column for each in errors_of(path, time="when", title="name")] == ["name"]
    assert len(read_rows(path, {"time": "when"})) == 1


def test_columns_may_be_called_otherwise_and_some_may_be_missing(tmp_path: Path) -> None:
    path = make_file(
        tmp_path,
        ["2022-05-04T16:38:13", "1", "a", "Buses", "More of them. At night."],
        header=["when", "number", "who", "heading", "words"],
    )

    [row] = read_rows(
        path,
        {"time": "when", "id": "number", "author": "who", "title": "heading", "body": "words"},
    )

    assert (row.title, row.state) == ("Buses", State.SUBMITTED)
    assert row.at == datetime(2022, 5, 4, 16, 38, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        (b"", "no such column"),
        (",".join(HEADER).encode() + b'\n1,2,3,1,"open', "quotation marks"),
        (",".join(HEADER).encode() + b"\n1,2,3,1,text,more", "more values"),
        (",".join(HEADER).encode() + b"\n1,2,3", "must not be empty"),
        (",".join(HEADER).encode() + b"\n1,2,3,1,te\0xt", "no text"),
    ],
)
def test_what_is_no_such_file_is_rejected(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(content)

    assert said in str(errors_of(path)[0])


def test_semicolons_and_a_byte_order_mark_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "office.csv"
    line = "1651682293119;1;a;1;Mehr Bäume, bitte"
    path.write_text(f"{';'.join(HEADER)}\n{line}\n", encoding="utf-8-sig")

    [row] = read_rows(path)

    assert row.body == "Mehr Bäume, bitte"


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("Mehr Bäume", "Mehr Bäume"),
        ("Zu heiß! Mehr Bäume. Bald.", "Zu heiß!"),
        ("eins\n zwei", "eins zwei"),
        ("Wort " * 40, "Wort " * 22 + "Wort…"),
        ("x" * 200, "x" * 119 + "…"),
    ],
)
def test_a_title_is_the_first_sentence_as_far_as_it_fits(body: str, title: str) -> None:
    assert title_of(body) == title
    assert len(title_of(body)) <= 120


def test_from_the_command_line_one_reads_what_happened(
    session: Session, database_url: str, tmp_path: Path
) -> None:
    place = make_participation(session)
    reference = place.reference
    session.commit()
    said: list[str] = []

    def run(path: Path, participation: str) -> list[str]:
        return _run(database_url, path, participation, said)

    good = make_file(tmp_path, *GOOD)
    assert run(good, reference) == []
    assert run(good, reference) == []
    assert said[0] == "3 of 3"
    assert "3 contributions brought in, 0 were there already." in said
    assert "0 contributions brought in, 3 were there already." in said
    assert run(good, "B-2000-00001-X") == ["There is no participation B-2000-00001-X."]
    assert "cannot be read" in run(tmp_path / "none.csv", reference)[0]
    bad = make_file(tmp_path, ["soon", *GOOD[0][1:]])
    assert run(bad, reference)[-1].endswith("was rejected as a whole.")
    assert len(problems(session)) == 3


def _run(url: str, path: Path, participation: str, said: list[str]) -> list[str]:
    """As the command does it: on a loop and a connection of its own."""

    async def work() -> list[str]:
        database = connect(url)
        try:
            return await import_file(
                database, path, participation, "de", columns={}, say=said.append
            )
        finally:
            await database.close()

    answers: list[list[str]] = []

    def apart() -> None:
        answers.append(asyncio.run(work()))

    thread = threading.Thread(target=apart)
    thread.start()
    thread.join()
    return answers[0]


def real_statements() -> Path:
    """The 2,138 real statements, which lie beside the repository."""
    beside = Path(__file__).parents[3] / "shared"
    shared = Path(os.environ.get("GEMEINWERK_SHARED") or beside)
    path = shared / "data/proposals/klimarat_mobilitaet_de_comments.csv"
    if not path.exists():
        pytest.skip(f"The real statements are not at {path}; GEMEINWERK_SHARED may say where.")
    return path


def test_two_thousand_real_statements_come_in_within_seconds(session: Session) -> None:
    path = real_statements()
    place = make_participation(session, Phase.COLLECTING)
    steps: list[tuple[int, int]] = []
    begun = time.monotonic()

    new = import_problems(
        session,
        COMMAND_LINE,
        place,
        read_rows(path),
        language="de",
        progress=lambda done, of: steps.append((done, of)),
    )

    assert time.monotonic() - begun < 30
    assert new == 2138
    assert steps[-1] == (2138, 2138)
    found = find_problems(session, Wanted(participation=place.reference))
    assert found.total == 903
    states = [state for _, state, _ in problems(session)]
    assert states.count(State.HIDDEN) == 1235
    assert find_problems(session, Wanted(words="superblocks barcelona")).total == 2
