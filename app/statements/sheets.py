"""Sheets as XLSX, ODS and CSV: written for download, read back from what people send."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.process.refusal import Refused
from app.process.sentences import N_
from app.statements.opendocument import opendocument

MOST_BYTES = 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024
MOST_ROWS = 500
WIDEST = 60
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv; charset=utf-8",
}
TOO_LARGE = N_("This file is too large. At most one megabyte can be read.")
TOO_LONG = N_("This file has too many rows. At most 500 can be read.")
NO_SHEET = N_("This file cannot be read. Please send XLSX, ODS or CSV.")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
# What a spreadsheet would take for a formula, and the mark that makes it a text again.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_AS_TEXT = "'"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A named table; the first row is its head. `choices`: by column, the words it offers."""

    name: str
    rows: Sequence[Sequence[str]]
    widths: Sequence[int] = ()
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)


def written(kind: str, *sheets: Sheet) -> bytes:
    """The sheets as a file of one of the MEDIA_TYPES; CSV holds the first sheet alone."""
    return _WRITERS[kind](sheets)


def rows_of(data: bytes) -> list[list[str]]:
    """The cells of the first sheet as text. The content tells what the file is, not its name."""
    if len(data) > MOST_BYTES:
        raise Refused(TOO_LARGE)
    rows = _unpacked(data) if data.startswith(b"PK") else _separated(data)
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS:
        raise Refused(TOO_LONG)
    return rows


def _write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    import xlsxwriter  # large, and seldom asked for

    out = io.BytesIO()
    literally = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(out, literally) as book:
        plain = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        for sheet in sheets:
            page = book.add_worksheet(_NOT_IN_NAMES.sub("", sheet.name)[:31])
            page.freeze_panes(1, 0)
            for column, width in enumerate(sheet.widths):
                page.set_column(column, column, min(width, WIDEST), plain)
            for at, row in enumerate(sheet.rows):
                for column, text in enumerate(row):
                    page.write_string(at, column, text[:32000], plain if at else head)
            for column, words in sheet.choices.items():
                offered = {"validate": "list", "source": list(words), "error_type": "warning"}
                page.data_validation(1, column, len(sheet.rows), column, offered)
    return out.getvalue()


def _write_csv(sheets: Sequence[Sheet]) -> bytes:
    """With the mark and the semicolons by which spreadsheet programs open it right away."""
    out = io.StringIO()
    rows = [[harmless(text) for text in row] for row in sheets[0].rows]
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """The text so that no spreadsheet program takes it for a formula."""
    return _AS_TEXT + text if text.startswith(_FORMULA) else text


_WRITERS: dict[str, Callable[[Sequence[Sheet]], bytes]] = {
    "xlsx": _write_xlsx,
    "ods": lambda sheets: opendocument((each.name, each.rows, each.widths) for each in sheets),
    "csv": _write_csv,
}


def _unpacked(data: bytes) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(_repacked(data)))
        cells = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as problem:
        raise Refused(NO_SHEET) from problem
    return [[_text(cell) for cell in row] for row in cells]


def _repacked(data: bytes) -> bytes:
    """The archive with what was unpacked within the limit: a small one may hide a huge one."""
    out, left = io.BytesIO(), MOST_UNPACKED
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w") as clean:
        for entry in given.infolist():
            with given.open(entry) as part:
                content = part.read(left + 1)
            left -= len(content)
            if left < 0:
                raise Refused(TOO_LARGE)
            clean.writestr(entry.filename, content)
    return out.getvalue()


def _separated(data: bytes) -> list[list[str]]:
    text = _decoded(data)
    if "\0" in text:
        raise Refused(NO_SHEET)
    readings = [_read(text, delimiter) for delimiter in (";", ",", "\t")]
    best = max(readings, key=_evenness)
    if not best:
        raise Refused(NO_SHEET)
    return [[_stripped(cell) for cell in row] for row in best]


def _read(text: str, delimiter: str) -> list[list[str]]:
    """The rows with cells apart by this character; none where that cannot be."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return []


def _evenness(rows: list[list[str]]) -> int:
    """How many rows have the same number of cells: with the right delimiter it is most of them."""
    lengths = [len(row) for row in rows if len(row) > 1]
    return max(map(lengths.count, lengths), default=0)


def _decoded(data: bytes) -> str:
    """UTF-8 as it should be, UTF-16 where marked, else what German and English Windows writes."""
    encodings = ["utf-16"] if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(NO_SHEET)


def _text(cell: object) -> str:
    """A cell as text: the number 3 is not 3.0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return _stripped(str(cell))


def _stripped(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\0", "").strip()
    marked = plain.startswith(_AS_TEXT) and plain[1:].startswith(_FORMULA)
    return plain[1:] if marked else plain


def head_at(rows: Iterable[Sequence[str]], known: Callable[[str], object]) -> int | None:
    """Where the row is that names the columns; lines that explain may stand above it."""
    for at, row in enumerate(rows):
        if sum(1 for cell in row if cell and known(cell)) >= 2:
            return at
    return None
