import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from app.process.refusal import Refused
from app.statements.sheets import MEDIA_TYPES, Sheet, rows_of, written

ROWS = [
    ["Number", "Title", "Why"],
    ["1", "Aim", "First line.\nSecond <line> & more"],
    ["2.1", "Lanes", "=HYPERLINK(1)"],
    ["3", "Ülkü", "- a list\n- of points"],
]


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_what_is_written_is_read_back(kind: str) -> None:
    sheet = Sheet("Statement", ROWS, widths=[8, 20, 60], choices={1: ["Aim", "Lanes"]})

    read = rows_of(written(kind, sheet, Sheet("Notes", [["How to fill it in"]])))

    assert read == ROWS


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_book_has_its_sheets_by_name(kind: str) -> None:
    data = written(kind, Sheet("Answers", ROWS), Sheet("Notes", [["How"]]))

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))

    assert book.sheet_names == ["Answers", "Notes"]
    assert book.get_sheet_by_name("Notes").to_python() == [["How"]]


def test_no_cell_of_a_csv_is_a_formula() -> None:
    dangerous = ["=1+1", "+1", "-1", "@SUM(A1)"]

    text = written("csv", Sheet("Answers", [["a", "b", "c", "d"], dangerous])).decode("utf-8-sig")

    assert text.splitlines()[1] == "'=1+1;'+1;'-1;'@SUM(A1)"


def test_no_cell_of_a_book_is_a_formula() -> None:
    data = written("xlsx", Sheet("Answers", [["a"], ["=1+1"]]))

    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    "data",
    [
        "Nr;Titel\n1;Übergang\n".encode(),
        "Nr,Titel\r\n1,Übergang\r\n".encode("utf-8-sig"),
        "Nr\tTitel\n1\tÜbergang\n".encode("utf-16"),
        'Nr;Titel\n1;"Übergang"\n'.encode("cp1252"),
    ],
)
def test_a_csv_is_read_as_people_save_it(data: bytes) -> None:
    assert rows_of(data) == [["Nr", "Titel"], ["1", "Übergang"]]


def test_what_is_no_sheet_is_refused() -> None:
    picture, broken = b"\x89PNG\r\n\x1a\n\0\0\0", b"PK\x03\x04 broken"
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("letter.txt", "Dear all")

    for data in (picture, broken, archive.getvalue()):
        with pytest.raises(Refused, match="cannot be read"):
            rows_of(data)


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(Refused, match="too large"):
        rows_of(b"a" * (1024 * 1024 + 1))
    with pytest.raises(Refused, match="too many rows"):
        rows_of(b"1;a\n" * 600)


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("content.xml", b"0" * (30 * 1024 * 1024))

    with pytest.raises(Refused, match="too large"):
        rows_of(archive.getvalue())


@given(st.lists(st.text(max_size=20), min_size=2, max_size=3))
def test_any_text_can_be_written(cells: list[str]) -> None:
    for kind in MEDIA_TYPES:
        assert written(kind, Sheet("Any", [["a", "b", "c"], cells]))
