"""Making organisations with members."""

from itertools import count
from typing import Any

from sqlmodel import Session

from app.accounts.sessions import actor_of
from app.organisations.commands import register_organisation, verify_organisation
from app.organisations.forms import Registration
from app.organisations.members import give_role
from app.process.actor import Actor
from app.process.vocabulary import Group, Office
from tests.makers import make_officer, make_person

_numbers = count(1)


def make_organisation(session: Session, actor: Actor | None = None, **changes: Any) -> int:
    """An organisation represented by this person, or by somebody new."""
    fields: dict[str, Any] = {
        "name": f"Night bus club {next(_numbers)}",
        "group": Group.CIVIL_SOCIETY,
        "text": "We ride at night.",
    }
    form = Registration(**(fields | changes))
    return register_organisation(session, actor or make_person(session), form)


def make_verified(session: Session, actor: Actor | None = None, **changes: Any) -> int:
    """An organisation that the administration has verified."""
    made = make_organisation(session, actor, **changes)
    verify_organisation(session, make_officer(session, Office.ADMINISTRATION), made, "Register")
    return made


def make_member(
    session: Session, organisation_id: int, office: Office = Office.AUTHOR, **changes: Any
) -> Actor:
    """Somebody new who belongs to an organisation."""
    person = make_person(session, **changes)
    give_role(session, person, person.id, office, organisation_id=organisation_id)
    return actor_of(session, person.id)


def again(session: Session, actor: Actor) -> Actor:
    """The same person with the offices they hold now."""
    return actor_of(session, actor.id)
