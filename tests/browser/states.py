"""What the model city has not at the moment: brought about, so that its pages can be looked at."""

import httpx2
from sqlalchemy import select
from sqlmodel import Session

from app.accounts.models import PERSON, OfficeGrant
from app.accounts.sessions import actor_of
from app.db.database import sqlite_engine
from app.process.actor import Actor
from app.process.vocabulary import Office
from tests.browser.admissions import ask_by_mail, places_that_ask
from tests.makers import make_participation, make_problem
from tests.mandates.makers import make_mandate
from tests.real.server import Server

CITIZEN, OFFICER = "gerda-wulff", "birgit-clausen"


def bring_about(city: Server) -> list[str]:
    """A letter with a link, a fresh contribution, a package in preparation: where they are seen."""
    with httpx2.Client(base_url=city.address, timeout=20) as client:
        client.post("/de/sign-in/mail", data={"email": "somebody@example.org"})
    with Session(sqlite_engine(f"sqlite:///{city.data / 'gemeinwerk.db'}")) as session:
        problem = make_problem(session, make_participation(session), _person(session, CITIZEN))
        mandate = make_mandate(session)
        _entrust(session, OFFICER, mandate.measure_id or 0)
        admitted = places_that_ask(session, _person(session, OFFICER).id)
        session.commit()
        ask_by_mail(city, admitted[0])
        return [
            *admitted,
            f"/items/{problem.reference}/comments/new",
            f"/problems/{problem.reference}",
            f"/mandates/{mandate.reference}",
        ]


def _entrust(session: Session, slug: str, scope: int) -> None:
    person, office = _person(session, slug), Office.ADMINISTRATION
    session.add(
        OfficeGrant(person_id=person.id, office=office, scope_id=scope, granted_by=person.id)
    )


def _person(session: Session, slug: str) -> Actor:
    found: int = session.execute(select(PERSON.c.id).where(PERSON.c.slug == slug)).scalar_one()
    return actor_of(session, found)
