"""Reading what people follow: one's own list, and how many follow a thing."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Select, and_, bindparam, case, exists, func, null, select
from sqlmodel import Session

from app.goals.models import DISTRICT
from app.items.models import ITEM
from app.items.visibility import visible
from app.notifications.models import FOLLOWING, Following
from app.notifications.wishes import Wish
from app.organisations.models import ORGANISATION
from app.problems.models import PROBLEM
from app.process.actor import Actor
from app.process.vocabulary import Followed, Kind

SHOWN_FROM = 5
AT_MOST = 500


@dataclass(frozen=True, slots=True)
class FollowingLine:
    """Something that one follows. Without a title it cannot be read at the moment."""

    id: int
    what: Followed
    name: str
    language: str
    kind: Kind | None
    reference: str
    district_id: int | None
    organisation_id: int | None
    query: dict[str, str]
    radius: int | None


@dataclass(frozen=True, slots=True)
class FollowState:
    """Whether this person follows a thing (by which following), and how many do.

    `commented`: they have said something about it. `place`: where it is, if it has a point.
    """

    mine: int
    followers: int
    commented: bool = False
    place: tuple[float, float] | None = None

    @property
    def shown(self) -> int:
        """How many follow it, where so few do that one could guess who: 0."""
        return self.followers if self.followers >= SHOWN_FROM else 0


def followings(session: Session, actor: Actor) -> list[FollowingLine]:
    """What this person follows, the newest first."""
    columns = ("id", "what", "name", "district_id", "organisation_id", "query", "radius")
    rows = session.execute(
        select(
            *(FOLLOWING.c[name] for name in columns),
            ITEM.c.title,
            ITEM.c.language,
            ITEM.c.kind,
            ITEM.c.reference,
            DISTRICT.c.name.label("district"),
            ORGANISATION.c.name.label("organisation"),
        )
        .select_from(
            FOLLOWING.outerjoin(ITEM, and_(ITEM.c.id == FOLLOWING.c.item_id, visible(actor)))
            .outerjoin(DISTRICT, DISTRICT.c.id == FOLLOWING.c.district_id)
            .outerjoin(ORGANISATION, ORGANISATION.c.id == FOLLOWING.c.organisation_id)
        )
        .where(FOLLOWING.c.person_id == actor.id, FOLLOWING.c.ended_at.is_(None))
        .order_by(FOLLOWING.c.since.desc(), FOLLOWING.c.id.desc())
        .limit(AT_MOST)
    )
    return [_line(row) for row in rows]


def own_following(session: Session, actor: Actor, following_id: int) -> Following | None:
    """One of one's own followings, for an act."""
    found = session.execute(
        select(Following).where(
            FOLLOWING.c.id == following_id,
            FOLLOWING.c.person_id == actor.id,
            FOLLOWING.c.ended_at.is_(None),
        )
    )
    following: Following | None = found.scalar_one_or_none()
    return following


def follow_state(session: Session, actor: Actor, wish: Wish) -> FollowState:
    """Whether this person follows it, and how many do, in one query."""
    ((name, thing_id),) = wish.columns.items()
    row = session.execute(_STATES[name], {"viewer": actor.id, "thing_id": thing_id}).one()
    place = None if row[3] is None or row[4] is None else (row[3], row[4])
    return FollowState(int(row[0]), int(row[1]), bool(row[2]), place)


def _state(name: str) -> Select[Any]:
    """The statement for what is followed by this column; only an item has comments and a place."""
    viewer: BindParameter[int] = bindparam("viewer")
    thing_id: BindParameter[int] = bindparam("thing_id")
    item_id = thing_id if name == "item_id" else null()
    mine = case((FOLLOWING.c.person_id == viewer, FOLLOWING.c.id), else_=0)
    said = exists().where(
        ITEM.c.about_id == item_id, ITEM.c.author_id == viewer, ITEM.c.kind == Kind.COMMENT
    )
    point = (
        select(PROBLEM.c[axis]).where(PROBLEM.c.id == item_id).scalar_subquery()
        for axis in ("latitude", "longitude")
    )
    return select(func.coalesce(func.max(mine), 0), func.count(), said, *point).where(
        FOLLOWING.c[name] == thing_id, FOLLOWING.c.ended_at.is_(None)
    )


_STATES = {name: _state(name) for name in ("item_id", "organisation_id")}


def follows(session: Session, actor: Actor, wish: Wish) -> int:
    """The id of this person's own following of it, or 0."""
    key = {"viewer": actor.id, "wanted": wish.what, "wanted_key": wish.key}
    return int(session.execute(_FOLLOWS, key).scalar_one_or_none() or 0)


_FOLLOWS = select(FOLLOWING.c.id).where(
    FOLLOWING.c.person_id == bindparam("viewer"),
    FOLLOWING.c.what == bindparam("wanted"),
    FOLLOWING.c.key == bindparam("wanted_key"),
    FOLLOWING.c.ended_at.is_(None),
)


def _line(row: Any) -> FollowingLine:
    return FollowingLine(
        row.id,
        row.what,
        row.title or row.district or row.organisation or row.name,
        row.language or "",
        row.kind,
        row.reference or "",
        row.district_id,
        row.organisation_id,
        row.query,
        row.radius,
    )
