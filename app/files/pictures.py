"""Pictures, made anew: what they show stays, and nothing else that the file carried."""

import io
import threading
from dataclasses import dataclass

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 64_000_000
LONGEST, LONGEST_SMALL = 2000, 800
MEDIA_TYPE, ENDING, QUALITY = "image/webp", "webp", 80
# Each takes up to 200 MB while it is worked on.
_at_once = threading.BoundedSemaphore(2)


class NoPicture(Exception):
    """It is not a picture that can be read."""


class TooManyPixels(Exception):
    """Unpacked it would be larger than anything that is needed."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept; `small` is empty where it is small already."""

    content: bytes
    small: bytes
    width: int
    height: int


def remade(content: bytes) -> Picture:
    """The picture turned upright and drawn anew: no place, no device, no hidden content."""
    with _at_once:
        try:
            with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
                return _remade(opened)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
            raise TooManyPixels from bomb
        except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as broken:
            raise NoPicture from broken


def _remade(opened: Image.Image) -> Picture:
    if opened.width * opened.height > MOST_PIXELS:
        raise TooManyPixels
    opened.draft("RGB", (LONGEST, LONGEST))  # a JPEG is unpacked no larger than needed
    opened.load()
    upright = ImageOps.exif_transpose(opened)
    see_through = "A" in upright.getbands() or "transparency" in upright.info
    image = upright.convert("RGBA" if see_through else "RGB")
    image.thumbnail((LONGEST, LONGEST))
    small = image.copy()
    small.thumbnail((LONGEST_SMALL, LONGEST_SMALL))
    is_small = small.size == image.size
    return Picture(_bytes(image), b"" if is_small else _bytes(small), *image.size)


def _bytes(image: Image.Image) -> bytes:
    image.info.clear()
    kept = io.BytesIO()
    image.save(kept, "WEBP", quality=QUALITY, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return kept.getvalue()
