"""What the model city has not at the moment: brought about, so that its pages can be looked at."""

import re

import httpx2
from sqlalchemy import select
from sqlmodel import Session

from app.accounts.models import PERSON, OfficeGrant
from app.accounts.sessions import actor_of
from app.db.database import sqlite_engine
from app.items.models import ITEM
from app.organisations.commands import invite_member
from app.process.actor import Actor
from app.process.vocabulary import ORGANISATION_OFFICES, Kind, Office, State
from app.statements.inviting import invite_organisation
from tests.browser.admissions import ask_by_mail, places_that_ask
from tests.browser.preparations import link_to_look, prepare
from tests.makers import make_officer, make_participation, make_person, make_problem
from tests.mandates.makers import make_mandate
from tests.organisations.makers import again, make_member, make_organisation
from tests.priorities.makers import make_prioritisation
from tests.real.server import Server
from tests.statements.makers import make_consultation, make_statement

CITIZEN, OFFICER, MEMBER = "gerda-wulff", "birgit-clausen", "ruth-hagedorn"


def bring_about(city: Server) -> list[str]:
    """A letter with a link, a fresh contribution, a package in preparation: where they are seen."""
    with httpx2.Client(base_url=city.address, timeout=20) as client:
        client.post("/de/sign-in/mail", data={"email": "somebody@example.org"})
    with Session(sqlite_engine(f"sqlite:///{city.data / 'gemeinwerk.db'}")) as session:
        problem = make_problem(session, make_participation(session), _person(session, CITIZEN))
        mandate = make_mandate(session)
        _entrust(session, OFFICER, mandate.measure_id or 0)
        prepared = make_consultation(session, published=False)
        _entrust(session, OFFICER, prepared.participation_id)
        links = _links_of_letters(session)
        _let_speak(session, _person(session, MEMBER))
        setting, _ = make_prioritisation(session)
        _entrust(session, OFFICER, setting.participation_id)
        admitted = places_that_ask(session, _person(session, OFFICER).id)
        begun = prepare(session, _person(session, OFFICER), _person(session, CITIZEN))
        session.commit()
        ask_by_mail(city, admitted[0])
        return [
            *admitted,
            *begun,
            *link_to_look(city, OFFICER, begun[1]),
            *links,
            *_link_to_sign(city, session),
            f"/consultations/{prepared.reference}/edit",
            f"/priorities/{setting.reference}/edit",
            f"/items/{problem.reference}/comments/new",
            f"/problems/{problem.reference}",
            f"/mandates/{mandate.reference}",
        ]


def _links_of_letters(session: Session) -> list[str]:
    """Invitations to a consultation and to an organisation, which come by mail."""
    officer, chair = make_officer(session, Office.ADMINISTRATION), make_person(session)
    club = make_organisation(session, chair)
    call = invite_member(
        session, again(session, chair), club, "a@example.org", office=Office.AUTHOR
    )
    emails = ["somebody@example.org"]
    [sent] = invite_organisation(
        session, officer, make_consultation(session), organisation_ids=(), emails=emails
    )
    return [f"/organisations/invitations/{call}", f"/invitations/{sent.token}"]


def _let_speak(session: Session, member: Actor) -> None:
    """A submitted statement of this person's organisation, which nobody works on yet."""
    [organisation_id] = {
        holding.scope for holding in member.offices if holding.office in ORGANISATION_OFFICES
    }
    writes = make_member(session, organisation_id)
    team = writes, make_member(session, organisation_id, Office.RELEASER)
    make_statement(session, make_consultation(session), team)


def _link_to_sign(city: Server, session: Session) -> list[str]:
    """With which other organisations co-sign: whoever wrote a statement gives it to them."""
    here = (ITEM.c.kind == Kind.STATEMENT) & (ITEM.c.state == State.SUBMITTED)
    references = session.execute(select(ITEM.c.reference).where(here)).scalars().all()
    session.commit()  # so that the city can write again
    with httpx2.Client(base_url=city.address, timeout=20) as client:
        client.post("/demo/sign-in", data={"person": MEMBER})
        pages = [client.get(f"/de/statements/{each}").text for each in references]
    return [path for page in pages for path in re.findall(r"/de(/statements/cosign/[^\"]+)", page)]


def _entrust(session: Session, slug: str, scope: int) -> None:
    person, office = _person(session, slug), Office.ADMINISTRATION
    session.add(
        OfficeGrant(person_id=person.id, office=office, scope_id=scope, granted_by=person.id)
    )


def _person(session: Session, slug: str) -> Actor:
    found: int = session.execute(select(PERSON.c.id).where(PERSON.c.slug == slug)).scalar_one()
    return actor_of(session, found)
