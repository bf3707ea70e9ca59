"""Who is to be told what became of an item: everybody whose words, support or comment led to it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.deliberation.models import SUPPORT
from app.items.models import ITEM, Item
from app.items.trail import backward
from app.items.visibility import public
from app.process.actor import SYSTEM
from app.process.vocabulary import Kind, State

CONTRIBUTIONS = (Kind.PROBLEM, Kind.COMMENT)
AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who has an address."""

    id: int
    name: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Told:
    """An item as a letter names it."""

    id: int
    kind: Kind
    reference: str
    title: str


@dataclass(slots=True)
class Share:
    """What one person gave: public items only."""

    wrote: list[Told] = field(default_factory=list)
    supported: list[Told] = field(default_factory=list)
    commented: list[Told] = field(default_factory=list)

    @property
    def all(self) -> list[Told]:
        return [*self.wrote, *self.supported, *self.commented]

    @property
    def first(self) -> Told:
        return self.all[0]


def recipient(session: Session, person_id: int) -> Recipient | None:
    """The person, if they can be written to."""
    return next(iter(recipients(session, [person_id])), None)


def sources_of(session: Session, item: Item) -> list[int]:
    """An item and everything that led to it."""
    return [item.id, *(entry.id for entry in backward(session, SYSTEM, item))]


def shares_in(session: Session, ids: Sequence[int]) -> dict[int, Share]:
    """Everybody behind these items as far as they are public, with what they gave."""
    known = _public_items(session, ids)
    shares: defaultdict[int, Share] = defaultdict(Share)
    for author_id, told in known.values():
        if told.kind in CONTRIBUTIONS:
            shares[author_id].wrote.append(told)
    for item_id, person_id in _supports(session, list(known)):
        shares[person_id].supported.append(known[item_id][1])
    for about_id, author_id in _comments(session, list(known)):
        told = known[about_id][1]
        if told not in shares[author_id].commented:
            shares[author_id].commented.append(told)
    return dict(shares)


def _public_items(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, Told]]:
    columns = (ITEM.c.author_id, ITEM.c.id, ITEM.c.kind, ITEM.c.reference, ITEM.c.title)
    rows = (
        row
        for some in _in_parts(ids)
        for row in session.execute(
            select(*columns).where(ITEM.c.id.in_(some), public()).order_by(ITEM.c.id)
        )
    )
    return {row.id: (row.author_id, Told(*row[1:])) for row in rows}


def _supports(session: Session, ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    for some in _in_parts(ids):
        wanted = select(SUPPORT.c.item_id, SUPPORT.c.person_id).where(SUPPORT.c.item_id.in_(some))
        for row in session.execute(wanted.order_by(SUPPORT.c.item_id)):
            yield row.item_id, row.person_id


def _comments(session: Session, ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    for some in _in_parts(ids):
        wanted = select(ITEM.c.about_id, ITEM.c.author_id).where(
            ITEM.c.kind == Kind.COMMENT,
            ITEM.c.about_id.in_(some),
            ITEM.c.state == State.PUBLISHED,
            public(),
        )
        for row in session.execute(wanted.order_by(ITEM.c.id)):
            yield row.about_id, row.author_id


def recipients(session: Session, ids: Sequence[int]) -> Iterable[Recipient]:
    """Those of these people who can be written to."""
    columns = (PERSON.c.id, PERSON.c.name, PERSON.c.email, PERSON.c.language)
    for some in _in_parts(ids):
        wanted = select(*columns).where(PERSON.c.id.in_(some), PERSON.c.email.is_not(None))
        for row in session.execute(wanted.order_by(PERSON.c.id)):
            yield Recipient(*row)


def _in_parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """A statement takes only so many values at once."""
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
