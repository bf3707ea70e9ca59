"""Points: how they are typed and written, and whether they lie within an outline."""

import re
from collections.abc import Sequence

from app.process.sentences import N_

Pair = tuple[float, float]  # latitude, longitude

NO_POINT = N_("Please write two numbers, latitude and longitude, such as 53.551, 9.994.")
_NUMBER = r"(-?\d{1,3}(?:\.\d+)?)"
_TYPED = re.compile(rf"{_NUMBER}\s*[,;\s]\s*{_NUMBER}")
_WITH_COMMAS = re.compile(r"(-?\d{1,3},\d+)\s*[,;\s]\s*(-?\d{1,3},\d+)")
DIGITS = 5  # about a metre


def read_point(typed: str) -> Pair | None:
    """The point that was typed, in English or in continental digits, or None where it is none."""
    written = _TYPED.fullmatch(typed.strip()) or _WITH_COMMAS.fullmatch(typed.strip())
    if not written:
        return None
    latitude, longitude = (
        round(float(each.replace(",", ".")), DIGITS) for each in written.groups()
    )
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def point_text(latitude: float | None, longitude: float | None) -> str:
    """A point as it is typed; nothing where there is none."""
    if latitude is None or longitude is None:
        return ""
    return f"{latitude:.{DIGITS}f}, {longitude:.{DIGITS}f}"


def lies_in(point: Pair, ring: Sequence[Sequence[float]]) -> bool:
    """Whether a line from the point to the east crosses the ring an odd number of times."""
    latitude, longitude = point
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > latitude) != (y2 > latitude):
            inside ^= longitude < x1 + (latitude - y1) * (x2 - x1) / (y2 - y1)
    return inside
