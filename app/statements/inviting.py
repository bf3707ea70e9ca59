"""Inviting organisations to a consultation, by a personal link, and seeing what became of it."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, or_, select, update
from sqlmodel import Session

from app.accounts.models import PERSON
from app.accounts.sessions import token_hash
from app.db.clock import now
from app.db.rows import insert_once
from app.items.models import ITEM, Item
from app.organisations.members import addresses_of
from app.organisations.models import ORGANISATION
from app.process.actor import Actor
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action, Office, State
from app.record import record
from app.statements.models import INVITATION, STATEMENT, Invitation

NOT_PUBLISHED = N_("Please publish the consultation first.")


@dataclass(frozen=True, slots=True)
class Sent:
    """An invitation that goes out: to whom, for which organisation, with which token."""

    email: str
    token: str
    organisation: str


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """What became of an invitation."""

    email: str
    organisation: str
    sent_at: datetime
    opened_at: datetime | None
    reminded_at: datetime | None
    state: State | None
    submitted_at: datetime | None


def invite_organisation(
    session: Session,
    actor: Actor,
    consultation: Item,
    *,
    organisation_ids: Iterable[int],
    emails: Iterable[str],
) -> list[Sent]:
    """Invite known organisations (those who represent them) and addresses, each once.

    Returns what is to be sent; the tokens are known only now.
    """
    permit(Action.INVITE_ORGANISATION, actor, subject=consultation.subject())
    if consultation.state is not State.PUBLISHED:
        raise Refused(NOT_PUBLISHED)
    wanted = [*_representatives(session, list(organisation_ids))]
    wanted += [(email, None, "") for email in emails]
    sent = []
    for email, organisation_id, name in wanted:
        token = secrets.token_urlsafe(32)
        row = Invitation(
            consultation_id=consultation.id,
            organisation_id=organisation_id,
            email=email,
            token_hash=token_hash(token),
            by_id=actor.id,
        )
        if insert_once(session, Invitation, row.model_dump()):
            sent.append(Sent(email, token, name))
    record(session, actor, Action.INVITE_ORGANISATION, consultation.id, invited=len(sent))
    return sent


def _representatives(
    session: Session, organisation_ids: list[int]
) -> list[tuple[str, int | None, str]]:
    people = addresses_of(session, organisation_ids, Office.REPRESENTATIVE)
    emails = _column(session, PERSON.c.id, PERSON.c.email, [person for _, person in people])
    names = _column(session, ORGANISATION.c.id, ORGANISATION.c.name, organisation_ids)
    return [(emails[person], id_, names[id_]) for id_, person in people]


def _column(
    session: Session, key: Column[Any], value: Column[Any], ids: list[int]
) -> dict[int, str]:
    rows = session.execute(select(key, value).where(key.in_(ids)))
    return {row[0]: row[1] for row in rows}


def invited_with(session: Session, token: str) -> tuple[Item, str] | None:
    """The consultation to which a personal link invites, and the organisation if it names one."""
    row = session.execute(
        select(Item, ORGANISATION.c.name)
        .join(INVITATION, INVITATION.c.consultation_id == ITEM.c.id)
        .outerjoin(ORGANISATION, ORGANISATION.c.id == INVITATION.c.organisation_id)
        .where(_with_token(token), ITEM.c.state.in_([State.PUBLISHED, State.ANSWERED]))
    ).first()
    return (row[0], row[1] or "") if row else None


def note_opened(session: Session, token: str) -> None:
    """Somebody has gone on from the invitation to the consultation."""
    first = INVITATION.c.opened_at.is_(None)
    session.execute(update(INVITATION).where(_with_token(token), first).values(opened_at=now()))


def take_up(
    session: Session, actor: Actor, consultation_id: int, organisation_id: int, *, token: str
) -> None:
    """An invitation belongs to the organisation for which it was taken up, by link or address."""
    address = select(PERSON.c.email).where(PERSON.c.id == actor.id).scalar_subquery()
    mine = INVITATION.c.email == address
    if token:
        mine = or_(mine, _with_token(token))
    unclaimed = INVITATION.c.organisation_id.is_(None)
    here = INVITATION.c.consultation_id == consultation_id
    taken = update(INVITATION).where(here, mine, unclaimed)
    session.execute(taken.values(organisation_id=organisation_id))


def invitations_to(session: Session, consultation_id: int) -> list[InvitationLine]:
    """Every invitation with who opened it, who began, who submitted."""
    stated = (
        select(ITEM.c.organisation_id, ITEM.c.state, STATEMENT.c.submitted_at)
        .join(STATEMENT, STATEMENT.c.id == ITEM.c.id)
        .where(STATEMENT.c.consultation_id == consultation_id, ITEM.c.state != State.WITHDRAWN)
        .subquery()
    )
    rows = session.execute(
        select(
            INVITATION.c.email,
            ORGANISATION.c.name,
            INVITATION.c.sent_at,
            INVITATION.c.opened_at,
            INVITATION.c.reminded_at,
            stated.c.state,
            stated.c.submitted_at,
        )
        .select_from(INVITATION)
        .outerjoin(ORGANISATION, ORGANISATION.c.id == INVITATION.c.organisation_id)
        .outerjoin(stated, stated.c.organisation_id == INVITATION.c.organisation_id)
        .where(INVITATION.c.consultation_id == consultation_id)
        .order_by(INVITATION.c.id)
    )
    return [InvitationLine(row[0], row[1] or "", *row[2:]) for row in rows]


def _with_token(token: str) -> ColumnElement[bool]:
    hashed = token_hash(token)
    return or_(INVITATION.c.token_hash == hashed, INVITATION.c.reminder_hash == hashed)
