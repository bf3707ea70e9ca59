"""What the worker does for statements: reminders before the end, and what counts after it."""

import secrets
from datetime import timedelta

from sqlalchemy import select, update
from sqlmodel import Session

from app.accounts.sessions import token_hash
from app.db.clock import now
from app.items.models import ITEM, Item
from app.items.spine import set_state
from app.items.versions import versions_of
from app.items.visibility import public
from app.organisations.models import ORGANISATION
from app.participation.phases import phase_of
from app.process.actor import SYSTEM
from app.process.rules import TALKING
from app.process.vocabulary import Action, Kind, Phase, State, Visibility
from app.record import record
from app.settings import Settings
from app.statements.content import said_in, sections_of
from app.statements.forms import Answer, General
from app.statements.letters import send_invitation
from app.statements.models import INVITATION, STATEMENT, Statement
from app.statements.queries import consultation_page, window
from app.statements.wording import write_words

BEFORE_THE_END = timedelta(days=3)
_OVER = frozenset(Phase) - TALKING - {Phase.ANNOUNCED, Phase.PAUSED}


def remind_invited(session: Session, settings: Settings) -> int:
    """Write once more, three days before the end, to those who have not submitted. How many."""
    reminded = 0
    for item in _published(session):
        opened = window(session, item.participation_id)
        soon = opened.closes_at and now() < opened.closes_at <= now() + BEFORE_THE_END
        if not (opened.is_open and soon):
            continue
        consultation = consultation_page(session, item.id)
        for id_, email, organisation in _silent(session, item.id):
            token = secrets.token_urlsafe(32)
            fresh = {"reminder_hash": token_hash(token), "reminded_at": now()}
            session.execute(update(INVITATION).where(INVITATION.c.id == id_).values(fresh))
            send_invitation(
                session,
                settings,
                email,
                token,
                consultation=consultation,
                open_for=opened,
                organisation=organisation or "",
                reminds=True,
            )
            reminded += 1
    return reminded


def settle_statements(session: Session) -> int:
    """Let what was submitted last count, where a statement was reopened and never submitted again.

    Returns how many were settled.
    """
    reopened = (
        select(Item)
        .join(STATEMENT, STATEMENT.c.id == ITEM.c.id)
        .where(
            ITEM.c.kind == Kind.STATEMENT,
            ITEM.c.visibility == Visibility.PRIVATE,
            ITEM.c.state.in_([State.DRAFT, State.RELEASED]),
            STATEMENT.c.submitted_at.is_not(None),
        )
        .with_for_update()
    )
    settled = 0
    for item in session.execute(reopened).scalars().all():
        if phase_of(session, item.participation_id) in _OVER:
            _settle(session, item)
            settled += 1
    return settled


def _settle(session: Session, item: Item) -> None:
    """Put back the words of the last version; those in work were never submitted."""
    statement = session.get_one(Statement, item.id)
    kept = versions_of(session, item.id, {})[-2].fields
    answers = {}
    for section in sections_of(session, statement.consultation_id):
        said = said_in(kept, section)
        answers[section.id] = Answer(
            position=said.position,
            reason=said.reason,
            wording=said.wording,
            evidence=said.evidence,
        )
    names = ("represents", "interest", "remarks")
    general = General(**{name: kept.get(name, "") for name in names})
    write_words(session, SYSTEM, item, answers, general=general)
    statement.no_objection = bool(kept.get("no_objection"))
    statement.revision = kept.get("revision", statement.revision)
    session.add(statement)
    set_state(session, item, State.SUBMITTED)
    record(session, SYSTEM, Action.SUBMIT_STATEMENT, item.id, settled=True)


def _published(session: Session) -> list[Item]:
    wanted = select(Item).where(
        ITEM.c.kind == Kind.CONSULTATION,
        public(),
        ITEM.c.state == State.PUBLISHED,
    )
    return list(session.execute(wanted).scalars())


def _silent(session: Session, consultation_id: int) -> list[tuple[int, str, str | None]]:
    """Who was invited and neither reminded yet nor heard."""
    heard = (
        select(ITEM.c.organisation_id)
        .join(STATEMENT, STATEMENT.c.id == ITEM.c.id)
        .where(
            STATEMENT.c.consultation_id == consultation_id,
            ITEM.c.organisation_id.is_not(None),
            STATEMENT.c.submitted_at.is_not(None),
            ITEM.c.state != State.WITHDRAWN,
        )
    )
    rows = session.execute(
        select(INVITATION.c.id, INVITATION.c.email, ORGANISATION.c.name)
        .outerjoin(ORGANISATION, ORGANISATION.c.id == INVITATION.c.organisation_id)
        .where(
            INVITATION.c.consultation_id == consultation_id,
            INVITATION.c.reminded_at.is_(None),
            INVITATION.c.organisation_id.is_(None) | INVITATION.c.organisation_id.not_in(heard),
        )
        .order_by(INVITATION.c.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]
