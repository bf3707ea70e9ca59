"""Who can find which items: the one function that page, list, search, feed and mail use."""

from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlmodel import Session

from app.items.models import ITEM, Item
from app.process.actor import EVERYWHERE, Actor, Holding
from app.process.vocabulary import ORGANISATION_OFFICES, Kind, Office, State, Visibility

_VIEWER = bindparam("viewer", type_=ITEM.c.author_id.type)
_PUBLIC: ColumnElement[bool] = ITEM.c.visibility == Visibility.PUBLIC
_UNDER_MODERATION = ITEM.c.visibility.in_([Visibility.WAITING, Visibility.HIDDEN])


def visible(actor: Actor) -> ColumnElement[bool]:
    """The predicate on ITEM: public, or one's own, or within one's office."""
    if not actor.signed_in:
        return _PUBLIC
    return or_(_PUBLIC, ITEM.c.author_id == actor.id, *_by_office(actor.offices))


def visible_with(offices: frozenset[Holding]) -> ColumnElement[bool]:
    """The same for statements that are made once for all who hold the same offices.

    They are given the actor's id as `viewer`. The visitor's is nobody's.
    """
    return or_(_PUBLIC, ITEM.c.author_id == _VIEWER, *_by_office(offices))


def public() -> ColumnElement[bool]:
    """The predicate on ITEM for lists of what everybody sees, whoever looks."""
    return _PUBLIC


def _by_office(offices: frozenset[Holding]) -> list[ColumnElement[bool]]:
    actor = Actor(0, offices=offices)
    by_office: list[ColumnElement[bool]] = []
    if moderated := actor.scopes(Office.MODERATOR):
        by_office.append(_UNDER_MODERATION & _within(ITEM.c.participation_id, moderated))
    if actor.holds(Office.ADMINISTRATION):
        by_office.append((ITEM.c.kind == Kind.PLAN) & (ITEM.c.visibility == Visibility.PRIVATE))
    if teams := actor.scopes(Office.TEAM):
        drafts = (ITEM.c.kind == Kind.PLAN) & (ITEM.c.visibility == Visibility.PRIVATE)
        by_office.append(drafts & _within(ITEM.c.measure_id, teams))
    if prepared := actor.scopes(Office.ADMINISTRATION):
        in_preparation = ITEM.c.visibility == Visibility.PRIVATE
        participation = (ITEM.c.kind == Kind.PARTICIPATION) & in_preparation
        by_office.append(participation & _within(ITEM.c.id, prepared))
    by_office += _statements(actor)
    return by_office


def _statements(actor: Actor) -> list[ColumnElement[bool]]:
    """Until they are released, statements are read by their organisation and by who answers."""
    found: list[ColumnElement[bool]] = []
    speaks_for = {scope for office in ORGANISATION_OFFICES for scope in actor.scopes(office)}
    if speaks_for:
        found.append((ITEM.c.kind == Kind.STATEMENT) & ITEM.c.organisation_id.in_(speaks_for))
    if answers := actor.scopes(Office.ADMINISTRATION):
        handed_in = ITEM.c.kind.in_([Kind.STATEMENT, Kind.SEGMENT]) & ITEM.c.state.in_(
            [State.SUBMITTED, State.ANSWERED]
        )
        in_work = ITEM.c.kind.in_([Kind.ANSWER, Kind.CONSULTATION])
        found.append(
            (handed_in | (in_work & (ITEM.c.state == State.DRAFT)))
            & _within(ITEM.c.participation_id, answers)
        )
    return found


def _within(column: ColumnElement[int], scopes: frozenset[int]) -> ColumnElement[bool]:
    return column.is_not(None) if EVERYWHERE in scopes else column.in_(scopes)


def find_item(
    session: Session, actor: Actor, reference: str, *kinds: Kind, lock: bool = False
) -> Item | None:
    """The item with this reference if this actor may find it and it is of one of the kinds.

    With `lock` the row is held until the transaction ends, for an act that depends on its state.
    """
    wanted = _by_reference(actor.offices, kinds, lock=lock)
    key = {"reference": reference, "viewer": actor.id}
    item: Item | None = session.execute(wanted, key).scalar_one_or_none()
    return item


@lru_cache(maxsize=500)
def _by_reference(
    offices: frozenset[Holding], kinds: tuple[Kind, ...], *, lock: bool
) -> Select[Any]:
    wanted = select(Item).where(ITEM.c.reference == bindparam("reference"), visible_with(offices))
    if kinds:
        wanted = wanted.where(or_(*(ITEM.c.kind == kind for kind in kinds)))
    return wanted.with_for_update() if lock else wanted


def stub_of(session: Session, reference: str) -> Item | None:
    """A hidden item, of which a public stub stays at its address."""
    hidden = ITEM.c.visibility == Visibility.HIDDEN
    return session.execute(
        select(Item).where(ITEM.c.reference == reference, hidden)
    ).scalar_one_or_none()
