"""What is taken of a file, and what is not, whatever its name says."""

import io
import struct
import zlib

import pytest
from PIL import Image

from app.files.intake import (
    BROKEN,
    NOT_TAKEN,
    NOTHING,
    OTHER_CONTENT,
    TOO_LARGE,
    TOO_MANY_PIXELS,
    NotTaken,
    Taken,
    take,
)
from app.files.names import NAMELESS, stem_of
from tests.files.makers import (
    MEGABYTE,
    PDF,
    a_packed,
    a_picture,
    a_picture_from_a_phone,
    an_office_document,
)

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def taken(name: str, content: bytes) -> Taken:
    return take(name, content, most=MEGABYTE)


def refused(name: str, content: bytes) -> str:
    with pytest.raises(NotTaken) as reason:
        taken(name, content)
    return reason.value.sentence


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_drawn_anew_as_webp(kind: str) -> None:
    picture = taken(f"Haltestelle.{kind.lower()}", a_picture(kind=kind))

    assert (picture.name, picture.media_type) == ("Haltestelle.webp", "image/webp")
    assert (picture.width, picture.height) == (60, 40)
    assert opened(picture.content).format == "WEBP"


def test_what_a_picture_tells_of_place_and_phone_is_gone_and_it_stands_upright() -> None:
    picture = taken("p.jpg", a_picture_from_a_phone())

    assert (picture.width, picture.height) == (40, 60)
    assert not opened(picture.content).getexif()
    assert b"Phonemaker" not in picture.content


def test_a_large_picture_becomes_one_for_screens_and_one_for_phones() -> None:
    picture = taken("p.jpg", a_picture(3000, 1500))

    assert (picture.width, picture.height) == (2000, 1000)
    assert opened(picture.small).size == (800, 400)


def test_what_was_hidden_behind_a_picture_is_gone() -> None:
    polyglot = a_picture() + a_packed(evil="<script>") + HTML

    assert b"script" not in taken("p.jpg", polyglot).content


def test_a_picture_is_told_by_its_content() -> None:
    assert taken("p.php", a_picture()).name == "p.webp"


@pytest.mark.parametrize("content", [b"\xff\xd8\xff" + HTML, a_picture()[:200], b"RIFFxxxxWAVE"])
def test_a_broken_picture_is_refused(content: bytes) -> None:
    assert refused("p.jpg", content) == BROKEN


def test_a_picture_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    def png(width: int, height: int) -> bytes:
        head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
        return (
            b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
        )

    for side in (9_000, 12_000, 60_000):
        assert refused("p.png", png(side, side)) == TOO_MANY_PIXELS


@pytest.mark.parametrize("ending", ["odt", "ods", "docx", "xlsx"])
def test_an_office_document_is_taken_as_it_is(ending: str) -> None:
    content = an_office_document(ending)

    document = taken(f"Fahrplan.{ending}", content)

    assert (document.name, document.content) == (f"Fahrplan.{ending}", content)


def test_text_is_kept_in_one_encoding() -> None:
    assert taken("t.txt", "Straße".encode("cp1252")).content == "Straße".encode()
    assert taken("t.csv", b"a;b\n1;2\n").media_type.startswith("text/csv")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("p.svg", SVG),
        ("p.png", SVG),
        ("p.txt", SVG),
        ("p.html", HTML),
        ("p.txt", HTML),
        ("p.pdf", HTML),
        ("p.exe", b"MZ\x90\x00\x03"),
        ("p.txt", b"MZ\x90\x00\x03"),
        ("p.html", b"plain words"),
        ("p", b"plain words"),
        ("p.zip", a_packed(readme="x")),
        ("p.docx", a_packed(readme="x")),
        ("p.odt", a_packed(mimetype="application/epub+zip")),
        ("p.docx", b"PK\x03\x04" + b"x" * 50),
        (
            "p.docx",
            a_packed(
                **{
                    "[Content_Types]_dot_xml": "",
                    "word__document_dot_xml": "",
                    "word__vbaProject_dot_bin": "",
                }
            ),
        ),
        ("p.heic", b"\x00\x00\x00\x18ftypheic"),
    ],
)
def test_what_is_no_picture_and_no_document_is_refused(name: str, content: bytes) -> None:
    assert refused(name, content) == NOT_TAKEN


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("p.docx", PDF),
        ("p.txt", PDF),
        ("p.pdf", an_office_document("docx")),
        ("p.pdf", b"junk before %PDF-1.7"),
    ],
)
def test_a_name_that_promises_something_else_is_refused(name: str, content: bytes) -> None:
    assert refused(name, content) == OTHER_CONTENT


def test_nothing_and_too_much_are_refused() -> None:
    assert refused("p.txt", b"") == NOTHING
    assert refused("p.pdf", PDF + b" " * MEGABYTE) == TOO_LARGE


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("../../etc/passwd.txt", "passwd"),
        ("C:\\Users\\me\\plan.pdf", "plan"),
        ("rechnung\u202efdp.exe.pdf", "rechnungfdp.exe"),
        ("zero\u200bwidth\u2066.txt", "zerowidth"),
        ('"><script>alert(1)</script>.png', "script"),
        ("Größe – Übersicht.pdf", "Größe-–-Übersicht"),
        ("line\r\nSet-Cookie: a=b.pdf", "lineSet-Cookie-a=b"),
        ("....", NAMELESS),
        (".htaccess", "htaccess"),
        ("a" * 300 + ".pdf", "a" * 80),
    ],
)
def test_a_name_loses_its_folder_and_what_misleads(name: str, stem: str) -> None:
    assert stem_of(name) == stem
