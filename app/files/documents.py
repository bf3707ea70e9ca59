"""Documents, told by what is in them and never by their name alone."""

import io
import re
import zipfile
from zlib import error as BrokenZip  # noqa: N812

PDF = "application/pdf"
ODF = "application/vnd.oasis.opendocument."
OOXML = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    "pdf": PDF,
    "odt": f"{ODF}text",
    "ods": f"{ODF}spreadsheet",
    "docx": f"{OOXML}wordprocessingml.document",
    "xlsx": f"{OOXML}spreadsheetml.sheet",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
MOST_UNPACKED, MOST_ENTRIES = 200 * 1024 * 1024, 5000
_HEARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_PROGRAMS = re.compile(r"vbaProject\.bin$|^Basic/|^Scripts/|\.(exe|dll|js|vbs)$", re.IGNORECASE)
_MARKUP = re.compile(r"\s*<(!|\?|html|svg|script|body|head|iframe)", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


class NoDocument(Exception):
    """It is none of the documents we take, or holds more than words and figures."""


def ending_by_content(content: bytes, called: str) -> str:
    """The ending that a document must have by its content; `called` tells text from tables."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return _text(content, called)


def as_kept(content: bytes, ending: str) -> bytes:
    """The bytes to keep: text always in UTF-8."""
    if ending not in {"txt", "csv"}:
        return content
    return _decoded(content).encode()


def _office(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _packed_kind(packed)
    except (zipfile.BadZipFile, BrokenZip, KeyError, ValueError, RuntimeError, OSError) as broken:
        raise NoDocument from broken


def _packed_kind(packed: zipfile.ZipFile) -> str:
    entries = packed.infolist()
    names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED:
        raise NoDocument
    if any(_PROGRAMS.search(name) for name in names):
        raise NoDocument
    if "[Content_Types].xml" in names:
        return next((ending for heart, ending in _HEARTS.items() if heart in names), "")
    with packed.open("mimetype") as declared:
        written = declared.read(100).decode("ascii", "replace").strip()
    return next((ending for ending in ("odt", "ods") if MEDIA_TYPES[ending] == written), "")


def _text(content: bytes, called: str) -> str:
    text = _decoded(content)
    if _CONTROLS.search(text) or _MARKUP.match(text) or not text.strip():
        raise NoDocument
    return "csv" if called == "csv" else "txt"


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoDocument
