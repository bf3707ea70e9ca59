"""What the pages of consultations and statements begin with: finding, and what one may do there."""

from dataclasses import dataclass
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from app.items.models import Item
from app.items.visibility import find_item
from app.organisations.members import speaks_for
from app.process.refusal import Refused
from app.process.rules import WRONG_OFFICE, objections
from app.process.vocabulary import Action, Kind, State
from app.statements.commands import BEING_ANSWERED
from app.statements.content import StatementText, why_not_ready
from app.statements.queries import (
    ConsultationPage,
    Window,
    consultation_page,
    facts_of,
    is_cut,
    statement_text,
    window,
)
from app.web.pages import found
from app.web.requests import Request


@dataclass(frozen=True, slots=True)
class Acts:
    """Why not, for each act of a member; an act that its state does not offer is None.

    `alone`: the organisation has no second member who could read it.
    """

    release: tuple[str, ...] | None
    submit: tuple[str, ...] | None
    reopen: tuple[str, ...] | None
    withdraw: tuple[str, ...] | None
    alone: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A statement with its consultation, as a page of a member needs it."""

    item: Item
    text: StatementText
    consultation: ConsultationPage
    window: Window
    acts: Acts


def consultation_item(request: Request, *, lock: bool = False) -> Item:
    """The consultation in the address."""
    item: Item = found(
        find_item(request.db, request.actor, request.reference, Kind.CONSULTATION, lock=lock)
    )
    return item


def statement_item(request: Request, *, lock: bool = False) -> Item:
    """The statement in the address, for whoever may read it."""
    item: Item = found(
        find_item(request.db, request.actor, request.reference, Kind.STATEMENT, lock=lock)
    )
    return item


def own_item(request: Request, *, lock: bool = False) -> Item:
    """The statement in the address, for members of its organisation."""
    item = statement_item(request, lock=lock)
    if not is_own(request, item):
        raise Refused(WRONG_OFFICE)
    return item


def is_own(request: Request, item: Item) -> bool:
    """Whether this person speaks for the organisation of a statement."""
    return item.organisation_id in speaks_for(request.actor)


def found_statement(request: Request, item: Item) -> Found:
    """The statement with all that its organisation sees of it."""
    text = statement_text(request.db, item)
    sections = [each.section for each in text.answers]
    consultation = consultation_page(request.db, text.consultation_id, sections)
    opened = window(request.db, item.participation_id)
    return Found(item, text, consultation, opened, _acts(request, item, text, consultation, opened))


def _acts(
    request: Request, item: Item, text: StatementText, consultation: ConsultationPage, *at: Window
) -> Acts:
    facts = facts_of(request.db, text, verified_only=consultation.verified_only)

    def why_not(action: Action, *states: State) -> tuple[str, ...] | None:
        if item.state not in states:
            return None
        return objections(action, request.actor, at[0].phase, item.subject(**facts))

    release = why_not(Action.RELEASE_STATEMENT, State.DRAFT)
    if release == ():
        release = why_not_ready(text)
    in_hand = (State.DRAFT, State.RELEASED, State.SUBMITTED)
    reopen = why_not(Action.REOPEN_STATEMENT, State.RELEASED, State.SUBMITTED)
    if answered := item.state is State.SUBMITTED and is_cut(request.db, item.id):
        reopen = reopen or (BEING_ANSWERED,)
    return Acts(
        release,
        why_not(Action.SUBMIT_STATEMENT, State.RELEASED),
        reopen,
        None if answered else why_not(Action.WITHDRAW_STATEMENT, *in_hand),
        text.edited_by is not None and facts["edited_by"] is None,
    )


def sign_token(request: Request, item_id: int) -> str:
    """The part of an address with which another organisation reads and co-signs a statement."""
    token: Any = _signer(request).dumps(item_id)
    return str(token)


def item_to_sign(request: Request, *, lock: bool = False) -> Item | None:
    """The statement behind such an address."""
    try:
        item_id = int(_signer(request).loads(request.path_params["token"]))
    except (BadData, TypeError, ValueError):
        return None
    return request.db.get(Item, item_id, with_for_update=lock or None)


def _signer(request: Request) -> URLSafeSerializer:
    return URLSafeSerializer(request.settings.secret, salt="statement.cosign")
