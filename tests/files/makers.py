"""Making files as people have them: pictures with a place in them, documents, and worse."""

import io
import zipfile
from pathlib import Path

from PIL import Image
from sqlmodel import Session

from app.files.commands import attach_file
from app.files.folder import Folder, kept
from app.files.intake import take
from app.items.models import Item
from app.process.actor import Actor

MEGABYTE = 1024 * 1024
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def a_picture(width: int = 60, height: int = 40, kind: str = "JPEG", **options: object) -> bytes:
    """Half red, half blue."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    kept_in = io.BytesIO()
    image.save(kept_in, kind, **options)
    return kept_in.getvalue()


def a_picture_from_a_phone() -> bytes:
    """It lies on its side, and tells where it was taken and with what."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Phonemaker"
    exif.get_ifd(0x8825)[1] = "N"
    return a_picture(exif=exif)


def a_packed(**files: str) -> bytes:
    """A zip file; two underscores stand for a slash, one at the end for nothing."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return packed.getvalue()


def an_office_document(ending: str) -> bytes:
    names = {"odt": "text", "ods": "spreadsheet"}
    if ending in names:
        return a_packed(mimetype=f"application/vnd.oasis.opendocument.{names[ending]}")
    heart = {"docx": "word__document_dot_xml", "xlsx": "xl__workbook_dot_xml"}[ending]
    return a_packed(**{"[Content_Types]_dot_xml": "<Types/>", heart: "<x/>"})


def attach(
    session: Session, actor: Actor, item: Item, folder: Path, name: str = "stop.jpg", **more: str
) -> int:
    """Add a file through the command, its bytes in the folder."""
    content = PDF if name.endswith(".pdf") else a_picture()
    taken = take(name, content, most=MEGABYTE)
    with kept(Folder(folder), taken) as stored:
        return attach_file(session, actor, item, taken, stored=stored, **more)
