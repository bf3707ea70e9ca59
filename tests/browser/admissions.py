"""Phases that ask for more, or for less, than an account: brought about for their pages."""

import httpx2
from sqlmodel import Session

from app.accounts.links import UNSUPPORT, new_link
from app.accounts.models import OfficeGrant
from app.process.vocabulary import Eligibility, Office, Phase
from tests.deliberation.makers import let_phases, make_code, phase_row
from tests.makers import make_participation, make_problem
from tests.real.server import Server

GUEST = "guest@example.org"


def places_that_ask(session: Session, officer_id: int) -> list[str]:
    """What is open to everybody with an address comes first; then what a code opens."""
    by_mail, by_code = make_problem(session), make_participation(session)
    coming = make_participation(session, Phase.ANNOUNCED)
    let_phases(session, by_mail, eligibility=Eligibility.OPEN)
    let_phases(session, by_code, eligibility=Eligibility.CODE)
    make_code(session, by_code)
    for place in (by_code, coming):
        session.add(
            OfficeGrant(
                person_id=officer_id,
                office=Office.ADMINISTRATION,
                scope_id=place.id,
                granted_by=officer_id,
            )
        )
    given = new_link(session, GUEST, by_mail.reference, minutes=60, purpose=UNSUPPORT)
    phase = phase_row(session, by_code).id
    return [
        f"/items/{by_mail.reference}/supports/new",
        f"/items/{by_mail.reference}/supports/sent",
        f"/supports/{given}/given",
        f"/items/{by_code.reference}/admission",
        f"/participation/{by_code.reference}/phases/{phase}/codes",
        f"/participation/{coming.reference}/phases/{phase_row(session, coming).id}",
        "/terms",
    ]


def ask_by_mail(city: Server, path: str) -> None:
    """The letter with the link lies in the outbox then."""
    with httpx2.Client(base_url=city.address, timeout=20) as client:
        address = f"/de{path.removesuffix('new')}links"
        assert client.post(address, data={"email": GUEST}).status_code == 303
