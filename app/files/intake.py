"""Looking at what somebody wants to add: what it is, whether we take it, how it is kept."""

from dataclasses import dataclass
from hashlib import sha256

from app.files import documents
from app.files.models import FileKind
from app.files.names import ending_of, stem_of
from app.process.sentences import N_

PICTURES = {"jpg": "jpeg", "jpeg": "jpeg", "png": "png", "webp": "webp"}
BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
# What the file chooser of a browser offers. Without HEIC a phone hands over a JPEG by itself.
ACCEPT = ",".join(
    ["image/jpeg", "image/png", "image/webp", *(f".{each}" for each in documents.MEDIA_TYPES)]
)

NOTHING = N_("Please choose a file first.")
TOO_LARGE = N_("This file is too large. Please choose a smaller one.")
NOT_TAKEN = N_(
    "We cannot take this kind of file. Pictures may be JPEG, PNG or WebP; "
    "documents PDF, ODT, ODS, DOCX, XLSX, TXT or CSV, without programs in them."
)
BROKEN = N_("We cannot read this picture. Please save it again as a JPEG and try once more.")
TOO_MANY_PIXELS = N_("This picture has too many pixels. Please make it smaller first.")
OTHER_CONTENT = N_("What is in this file does not fit the ending of its name.")


class NotTaken(Exception):
    """The file is not taken; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Taken:
    """A file as it will be kept. `small` is a smaller edition of a picture, for phones."""

    kind: FileKind
    name: str
    media_type: str
    content: bytes
    small: bytes = b""
    width: int = 0
    height: int = 0

    @property
    def digest(self) -> str:
        return sha256(self.content).hexdigest()


def take(name: str, content: bytes, *, most: int) -> Taken:
    """Look at an upload of at most so many bytes. `NotTaken` says what is wrong with it."""
    if not content:
        raise NotTaken(NOTHING)
    if len(content) > most:
        raise NotTaken(TOO_LARGE)
    if content.startswith(BEGINNINGS):
        return _picture(stem_of(name), content)
    return _document(name, content)


def _picture(stem: str, content: bytes) -> Taken:
    from app.files import pictures  # what draws is large, and seldom asked for

    try:
        made = pictures.remade(content)
    except pictures.TooManyPixels as bomb:
        raise NotTaken(TOO_MANY_PIXELS) from bomb
    except pictures.NoPicture as broken:
        raise NotTaken(BROKEN) from broken
    return Taken(
        FileKind.PICTURE,
        f"{stem}.{pictures.ENDING}",
        pictures.MEDIA_TYPE,
        made.content,
        small=made.small,
        width=made.width,
        height=made.height,
    )


def _document(name: str, content: bytes) -> Taken:
    called = ending_of(name)
    try:
        ending = documents.ending_by_content(content, called)
        kept = documents.as_kept(content, ending)
    except documents.NoDocument as unknown:
        raise NotTaken(NOT_TAKEN) from unknown
    if called not in documents.MEDIA_TYPES or not ending:
        raise NotTaken(NOT_TAKEN)
    if called != ending:
        raise NotTaken(OTHER_CONTENT)
    media_type = documents.MEDIA_TYPES[ending]
    return Taken(FileKind.DOCUMENT, f"{stem_of(name)}.{ending}", media_type, kept)
