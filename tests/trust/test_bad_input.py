"""What nobody should send: nothing breaks, nothing is stored, and the answer helps."""

from urllib.parse import quote_plus

import pytest
from sqlmodel import Session

from tests.client import CheckingClient
from tests.test_access import ROUTES, address_of, method_of
from tests.trust.test_reading import fitting, make_one_of_each, make_somebody_with_every_office

# On the database that is more easily broken by it.
NASTY = [
    ("postgresql", "a\0b"),
    ("postgresql", "a\ud800b"),
    ("postgresql", "9" * 400),
    ("sqlite", "9" * 400),
    ("sqlite", "-٣²"),
    ("sqlite", "'\";--{{ 7*7 }} %s %(x)s {0} ../../etc/passwd \u202eabc\u2066 e" + "\u0301" * 50),
]
NAMES = ["NUL", "a lone surrogate", "a huge number", "a huge number", "no number", "many signs"]
ASKED = (
    "q group field district state order after participation kept next notice to from old new skip"
)
TYPED = "before kind all topic contributions reference act reason words title text"
MORE = "stance verdict body_id year amount result person office scope email organisation_id"
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.mark.slow
@pytest.mark.parametrize(("database_url", "nasty"), NASTY, ids=NAMES, indirect=["database_url"])
def test_nothing_breaks_on_nasty_text(client: CheckingClient, session: Session, nasty: str) -> None:
    officer = make_somebody_with_every_office(session)
    parameters = make_one_of_each(session, officer)
    sent = "&".join(f"{name}={percent(nasty)}" for name in f"{ASKED} {TYPED} {MORE}".split())

    broken = []
    client.sign_in(officer)
    for route in [each for each in ROUTES if each.name != "accounts:sign_out"]:
        own = address_of(route, fitting(parameters, route.path))
        for address in {own, address_of(route, lambda _name: percent(nasty))}:
            if method_of(route) == "POST":
                answer = client.post(address, content=sent, headers=FORM)
            else:
                answer = client.get(f"{address}?{sent}")
            broken += [route.name] if answer.status_code >= 500 else []

    assert broken == []


def percent(text: str) -> str:
    """As a hostile client sends it: also what is no text at all."""
    return quote_plus(text.encode("utf-8", "surrogatepass"))
