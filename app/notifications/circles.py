"""Circles around places: who follows the surroundings of a point."""

from datetime import datetime
from math import asin, cos, radians, sin, sqrt

from sqlalchemy import func, select
from sqlmodel import Session

from app.goals.models import DISTRICT
from app.items.models import ITEM
from app.items.visibility import public
from app.notifications.followers import Listeners, still_followed
from app.notifications.models import FOLLOWING
from app.problems.models import PROBLEM
from app.process.vocabulary import Followed

EARTH = 6_371_000.0
METRES_A_DEGREE = 111_000.0
# No circle may be larger, so that those around a point are found by an index.
WIDEST = 20_000


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Metres between two points, given as latitude and longitude."""
    (north, east), (other_north, other_east) = (
        (radians(latitude), radians(longitude)) for latitude, longitude in (one, other)
    )
    across = sin((other_north - north) / 2) ** 2
    along = cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    return 2 * EARTH * asin(sqrt(across + along))


def followers_near(
    session: Session, latitude: float | None, longitude: float | None, at: datetime
) -> Listeners:
    """Who followed a circle that a point lies in."""
    if latitude is None or longitude is None:
        return {}
    span = WIDEST / METRES_A_DEGREE
    near = FOLLOWING.c.latitude.between(latitude - span, latitude + span)
    columns = ("person_id", "id", "latitude", "longitude", "radius")
    rows = session.execute(
        select(*(FOLLOWING.c[name] for name in columns))
        .where(FOLLOWING.c.what == Followed.CIRCLE, near, still_followed(at))
        .order_by(FOLLOWING.c.id)
    )
    found: Listeners = {}
    for row in rows:
        if distance((row.latitude, row.longitude), (latitude, longitude)) <= row.radius:
            found.setdefault(row.person_id, row.id)
    return found


def middle_of(session: Session, district_id: int) -> tuple[float, float] | None:
    """The middle of a district: of its outline, else of the contributions with a point in it."""
    outline = select(DISTRICT.c.shape).where(DISTRICT.c.id == district_id)
    shape = session.execute(outline).scalar_one_or_none()
    if points := [point for ring in shape or () for point in ring]:
        east, north = zip(*points, strict=True)
        return (min(north) + max(north)) / 2, (min(east) + max(east)) / 2
    row = session.execute(
        select(func.avg(PROBLEM.c.latitude), func.avg(PROBLEM.c.longitude))
        .join(ITEM, ITEM.c.id == PROBLEM.c.id)
        .where(PROBLEM.c.district_id == district_id, public())
    ).one()
    return None if row[0] is None or row[1] is None else (float(row[0]), float(row[1]))
