"""Consent to the terms in force: asked once, before the first act."""

from sqlmodel import Session

from app.accounts.models import PERSON, TermsConsent
from app.db.clock import now
from app.db.rows import insert_once
from app.process.actor import Actor
from app.process.vocabulary import Action
from app.record import record
from app.settings import Settings

# One may always leave, and say who one is, without consenting to anything.
WITHOUT_CONSENT = {
    Action.READ_PUBLIC,
    Action.SIGN_IN_ACCOUNT,
    Action.EDIT_ACCOUNT,
    Action.REVOKE_SESSION,
    Action.END_FOLLOWING,
    Action.SET_NEWS,
    Action.READ_INBOX,
    Action.LEAVE_ORGANISATION,
    Action.UNSUPPORT_ITEM,
    Action.DELETE_COMMENT,
    Action.DISCARD_PROBLEM,
    Action.WITHDRAW_PROBLEM,
    Action.ASK_SUPPORT,
}


def has_consented(settings: Settings, actor: Actor) -> bool:
    """Whether this person has consented to the terms in force, if there are any."""
    return not settings.terms_version or actor.terms == settings.terms_version


def consent(session: Session, actor: Actor, version: str) -> None:
    """Store that a person consents to a version of the terms."""
    row = {"person_id": actor.id, "version": version, "at": now()}
    session.execute(PERSON.update().where(PERSON.c.id == actor.id).values(terms=version))
    if insert_once(session, TermsConsent, row):
        record(session, actor, Action.EDIT_ACCOUNT, actor.id, terms=version)
