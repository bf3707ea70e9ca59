"""The ways from the desk to the work: what an office is held for, and what it may begin."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from app.i18n.choice import in_language
from app.items.models import ITEM
from app.organisations.models import BODY
from app.process.actor import EVERYWHERE, Actor
from app.process.vocabulary import Action, Kind, Office

BEGINNINGS: dict[Office, tuple[tuple[Action, str], ...]] = {
    Office.ADMINISTRATION: (
        (Action.OPEN_PARTICIPATION, "participation:new"),
        (Action.OPEN_MEASURE, "measures:new"),
        (Action.LIST_PROJECT, "projects:new"),
        (Action.SET_CONTACT, "contacts:index"),
    ),
    Office.ASSISTANT: ((Action.ASSIST_PROBLEM, "problems:assisted"),),
    Office.CDO: ((Action.OPEN_MEASURE, "measures:new"),),
    Office.OPERATOR: ((Action.GRANT_OFFICE, "offices:index"),),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A participation or a measure with its reference, or a body (no kind) with its code."""

    kind: Kind | None
    name: str
    title: str
    language: str


def entrusted(session: Session, actor: Actor, language: str) -> dict[Office, list[Place]]:
    """What each of the offices is held for, the newest first; nothing when it is for all."""
    scopes = {holding.scope for holding in actor.offices} - {EVERYWHERE}
    places = _items(session, scopes) | _bodies(session, scopes, language) if scopes else {}
    return {
        holding.office: [
            places[scope]
            for scope in sorted(actor.scopes(holding.office), reverse=True)
            if scope in places
        ]
        for holding in actor.offices
    }


def _items(session: Session, ids: Collection[int]) -> dict[int, Place]:
    columns = [ITEM.c[name] for name in ("id", "kind", "reference", "title", "language")]
    rows = session.execute(select(*columns).where(ITEM.c.id.in_(ids)))
    return {number: Place(*facts) for number, *facts in rows}


def _bodies(session: Session, ids: Collection[int], language: str) -> dict[int, Place]:
    rows = session.execute(select(BODY.c.id, BODY.c.code, BODY.c.name).where(BODY.c.id.in_(ids)))
    return {
        number: Place(None, code, in_language(name, language), language)
        for number, code, name in rows
    }
