"""Reading where contributions are: for the map, for the list beside it, and as open data."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session

from app.db.remembered import Remembered
from app.items.models import ITEM
from app.items.visibility import public
from app.problems.models import PROBLEM
from app.problems.queries import CARD, FROM, ProblemCard
from app.process.vocabulary import Contribution, Kind, State

PAGE_SIZE = 30
ON_A_MAP = 2000
_counted = Remembered()


@dataclass(frozen=True, slots=True)
class Pin:
    """A contribution on the map."""

    reference: str
    title: str
    language: str
    contribution: Contribution
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A page of contributions that have a point; how many have one, and how many have none."""

    cards: list[ProblemCard]
    after: int
    with_point: int
    without_point: int


def pins(session: Session, district: int = 0) -> list[Pin]:
    """Public contributions that have a point, the newest first."""
    names = ("reference", "title", "language")
    columns = [ITEM.c[name] for name in names]
    columns += [PROBLEM.c[name] for name in ("contribution", "latitude", "longitude")]
    rows = session.execute(
        select(*columns)
        .select_from(ITEM.join(PROBLEM, PROBLEM.c.id == ITEM.c.id))
        .where(*_listed(district), PROBLEM.c.latitude.is_not(None))
        .order_by(PROBLEM.c.id.desc())
        .limit(ON_A_MAP)
    )
    return [Pin(*row) for row in rows]


def placed(session: Session, district: int = 0, before: int = 0) -> Placed:
    """The same as a list, a page of it; `before` is the last one that was seen."""
    where = [*_listed(district), PROBLEM.c.latitude.is_not(None)]
    if before:
        where.append(PROBLEM.c.id < before)
    found = select(*CARD).select_from(FROM).where(*where).order_by(PROBLEM.c.id.desc())
    cards = [ProblemCard(*row) for row in session.execute(found.limit(PAGE_SIZE + 1))]
    after = cards[PAGE_SIZE - 1].id if len(cards) > PAGE_SIZE else 0
    key = (session.get_bind().engine, district)
    some, all_ = _counted.get(key, lambda: _count(session, district))
    return Placed(cards[:PAGE_SIZE], after, some, all_ - some)


def rounded(pin: Pin) -> Pin:
    """To about ten metres, as it is handed out."""
    return replace(pin, latitude=round(pin.latitude, 4), longitude=round(pin.longitude, 4))


def _count(session: Session, district: int) -> tuple[int, int]:
    listed = ITEM.join(PROBLEM, PROBLEM.c.id == ITEM.c.id)
    wanted = select(func.count(PROBLEM.c.latitude), func.count()).select_from(listed)
    with_point, everything = session.execute(wanted.where(*_listed(district))).one()
    return with_point, everything


def _listed(district: int) -> list[ColumnElement[bool]]:
    where: list[Any] = [ITEM.c.kind == Kind.PROBLEM, public(), ITEM.c.state == State.PUBLISHED]
    return [*where, PROBLEM.c.district_id == district] if district else where
