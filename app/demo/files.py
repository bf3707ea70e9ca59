"""What people added to their contributions: notices, drawn here, and a table."""

import io
from collections.abc import Iterator
from functools import partial

from PIL import Image, ImageDraw, ImageFont

from app.demo.content import City, Entry
from app.demo.town import Act, Town
from app.files.commands import attach_file
from app.files.folder import Folder, kept
from app.files.intake import take
from app.settings import Settings

SOON_AFTER = 0.005
SIZE, MARGIN, LINE = (1200, 900), 80, 120
PAPER, INK, BAND = "#f7f5f0", "#16211f", "#0b5d54"


def file_acts(city: City, settings: Settings) -> Iterator[Act]:
    """Added while moderation has not read the contribution yet."""
    for entry in city.all("file"):
        problem = city.one("problem", entry["problem"])
        yield Act(problem["day"] + SOON_AFTER, partial(_attach, entry, problem["author"], settings))


def _attach(entry: Entry, author: str, settings: Settings, town: Town) -> None:
    content = _notice(entry["picture"]) if "picture" in entry else _table(entry["rows"])
    taken = take(entry["name"], content, most=settings.max_upload)
    item, alt = town.item(entry["problem"]), entry.get("alt", "")
    with kept(Folder(settings.files), taken) as stored:
        attach_file(town.session, town.actor(author), item, taken, stored=stored, alt=alt)


def _notice(lines: list[str]) -> bytes:
    """A notice as it hangs at a stop: its first line in a band."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIZE[0], 2 * MARGIN), BAND)
    for number, line in enumerate(lines):
        place = (MARGIN, MARGIN // 2 if number == 0 else MARGIN + number * LINE)
        font = ImageFont.load_default(72 if number == 0 else 64)
        draw.text(place, line, fill=PAPER if number == 0 else INK, font=font)
    drawn = io.BytesIO()
    image.save(drawn, "PNG")
    return drawn.getvalue()


def _table(rows: list[str]) -> bytes:
    return "\n".join(rows).encode()
