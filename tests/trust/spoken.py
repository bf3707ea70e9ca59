"""Consultations, statements and segments at every stage, in the hands of one person."""

from datetime import timedelta

from sqlmodel import Session

from app.accounts.models import OfficeGrant
from app.accounts.sessions import actor_of
from app.db.clock import now
from app.items.models import Item
from app.organisations.models import Organisation
from app.process.actor import Actor
from app.process.vocabulary import Office
from app.statements.commands import draft_statement, release_statement, submit_statement
from app.statements.content import sections_of
from tests.makers import make_person
from tests.segments.makers import make_segments
from tests.segments.makers import make_statement as make_foreign_statement
from tests.statements.makers import answer, make_consultation

Parameters = dict[str, dict[str, str]]


def make_one_of_each_statement(
    session: Session, author: Actor, organisation: Organisation
) -> Parameters:
    """The values for routes of statements and segments, by how their paths begin."""
    asked, prepared = make_consultation(session), make_consultation(session, published=False)
    draft, done = (
        _statement(session, author, organisation, where, submitted=submitted)
        for where, submitted in ((asked, False), (make_consultation(session), True))
    )
    foreign = make_foreign_statement(session, asked)
    segment = make_segments(session)[0]
    return {
        "/consultations/{reference}/edit": {"reference": prepared.reference},
        "/consultations": {"reference": asked.reference, "kind": "csv"},
        "/api/v1/consultations": {"reference": asked.reference},
        "/statements/cosign": {"token": "nothing"},
        "/statements/{reference}/segments": {"reference": foreign.reference},
        "/statements/{reference}/anonymise": {"reference": foreign.reference},
        "/statements/{reference}/received": {"reference": done.reference},
        "/statements/{reference}/versions": {"reference": done.reference},
        "/statements": {"reference": draft.reference, "number": "1", "kind": "csv"},
        "/segments": {"reference": segment.reference},
        "/invitations": {"token": "nothing"},
    }


def represent(session: Session, author: Actor, organisation: Organisation) -> None:
    """Let somebody represent an organisation, with whatever else they hold."""
    session.add(
        OfficeGrant(
            person_id=author.id,
            office=Office.REPRESENTATIVE,
            scope_id=organisation.id,
            starts_at=now() - timedelta(days=1000),
            granted_by=author.id,
        )
    )
    session.flush()


def _statement(
    session: Session,
    author: Actor,
    organisation: Organisation,
    consultation: Item,
    *,
    submitted: bool,
) -> Item:
    speaker = actor_of(session, author.id)
    item = draft_statement(
        session, speaker, consultation, organisation_id=organisation.id, language="en"
    )
    [first, *_] = sections_of(session, consultation.id)
    draft_statement(session, speaker, item, answers={first.id: answer()})
    if submitted:
        second = make_person(session)
        represent(session, second, organisation)
        releaser = actor_of(session, second.id)
        release_statement(session, releaser, item)
        submit_statement(session, releaser, item)
    return item
