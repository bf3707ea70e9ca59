import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import clock_at, now
from app.items.models import Item
from app.process.refusal import Refused
from app.process.vocabulary import Office, Phase, State
from app.record.jobs import JOB
from app.settings import Settings
from app.statements.commands import draft_statement, reopen_statement
from app.statements.forms import General
from app.statements.inviting import invitations_to, invite_organisation, take_up
from app.statements.queries import statement_text
from app.statements.reminding import remind_invited, settle_statements
from tests.client import CheckingClient
from tests.makers import make_officer, make_participation, make_person, phases
from tests.organisations.makers import make_organisation
from tests.statements.makers import (
    make_consultation,
    make_statement,
    make_team,
    organisation_of,
)


def letters(session: Session) -> list[dict[str, str]]:
    return list(session.execute(select(JOB.c.content).order_by(JOB.c.id)).scalars())


def invite(session: Session, consultation: Item, *emails: str) -> None:
    officer = make_officer(session, Office.ADMINISTRATION)
    invite_organisation(session, officer, consultation, organisation_ids=(), emails=emails)


def in_its_last_days(session: Session) -> Item:
    ending = phases((Phase.COLLECTING, -10, 2))
    return make_consultation(session, make_participation(session, phases=ending))


def test_organisations_are_invited_and_seen_to_open_begin_and_submit(
    client: CheckingClient, session: Session
) -> None:
    consultation = make_consultation(session)
    make_organisation(session, make_person(session, email="anna@example.org"), name="Club A")
    known = make_organisation(session, make_person(session, email="ben@example.org"), name="Club B")
    client.sign_in(make_officer(session, Office.ADMINISTRATION))
    page = f"/en/consultations/{consultation.reference}/invitations"
    typed = {"organisation": [str(known)], "addresses": "Carl@example.org\ncarl@example.org\n"}

    client.post(page, data=typed)
    again = client.post(page, data={"addresses": "carl@example.org"})

    assert again.headers["location"].endswith("notice=invited-before")
    session.rollback()
    assert [each["to"] for each in letters(session)] == ["ben@example.org", "carl@example.org"]
    link = re.search(r"/\w\w/invitations/\S+", letters(session)[1]["text"])
    assert link
    assert "Plan for safe streets" in client.sign_out().get(link[0]).text
    onward = client.post(link[0]).headers["location"]
    team = make_team(session, name="Club C")
    client.sign_in(team[0])
    form = client.get(onward).text
    token = re.search(r'name="invitation" value="([^"]+)"', form)
    assert token
    begin = {"organisation": str(organisation_of(team[0])), "invitation": token[1]}
    client.post(f"/en/consultations/{consultation.reference}/begin", data=begin)

    session.rollback()
    ben, carl = invitations_to(session, consultation.id)
    assert (ben.organisation, ben.opened_at, ben.state) == ("Club B", None, None)
    assert (carl.organisation, carl.state) == ("Club C", State.DRAFT)
    assert carl.opened_at is not None
    client.sign_in(make_officer(session, Office.ADMINISTRATION))
    overview = client.get(page).text
    assert "2 invited" in overview
    assert "1 began" in overview


def test_bad_addresses_get_a_message(client: CheckingClient, session: Session) -> None:
    consultation = make_consultation(session)
    client.sign_in(make_officer(session, Office.ADMINISTRATION))
    page = f"/en/consultations/{consultation.reference}/invitations"

    wrong = client.post(page, data={"addresses": "anna@example.org\nnobody"})
    nothing = client.post(page, data={"addresses": ""})

    assert wrong.status_code == nothing.status_code == 422
    assert (
        "E-mail addresses: Please write an e-mail address, such as anna@example.org" in wrong.text
    )
    assert client.get("/en/invitations/none").status_code == 404


def test_only_what_is_public_invites(session: Session) -> None:
    with pytest.raises(Refused, match="publish the consultation first"):
        invite(session, make_consultation(session, published=False), "anna@example.org")
    with pytest.raises(Refused, match="office"):
        invite_organisation(
            session,
            make_person(session),
            make_consultation(session),
            organisation_ids=(),
            emails=["anna@example.org"],
        )


def test_an_invitation_is_taken_up_by_the_address_too(session: Session) -> None:
    consultation = make_consultation(session)
    invite(session, consultation, "anna@example.org")
    anna = make_person(session, email="anna@example.org")
    made = make_organisation(session, anna, name="Club A")

    take_up(session, anna, consultation.id, made, token="")

    [line] = invitations_to(session, consultation.id)
    assert line.organisation == "Club A"


def test_whoever_is_silent_is_reminded_once_before_the_end(
    session: Session, settings: Settings, client: CheckingClient
) -> None:
    soon, later = in_its_last_days(session), make_consultation(session)
    invite(session, soon, "anna@example.org", "ben@example.org")
    invite(session, later, "carl@example.org")
    ben = make_team(session)
    writer = make_person(session, email="ben@example.org")
    take_up(session, writer, soon.id, organisation_of(ben[0]), token="")
    item = make_statement(session, soon, ben)
    reopen_statement(session, ben[0], item)

    assert remind_invited(session, settings) == 1
    assert remind_invited(session, settings) == 0

    [letter] = letters(session)
    assert letter["to"] == "anna@example.org"
    assert "Three days left" in letter["subject"]
    link = re.search(r"/\w\w/invitations/\S+", letter["text"])
    assert link
    assert client.get(link[0]).status_code == 200


def test_nobody_is_reminded_after_the_end(session: Session, settings: Settings) -> None:
    soon = in_its_last_days(session)
    invite(session, soon, "anna@example.org")

    with clock_at(now() + timedelta(days=3)):
        assert remind_invited(session, settings) == 0


def test_what_was_submitted_counts_when_the_end_comes_during_a_change(session: Session) -> None:
    soon, team = in_its_last_days(session), make_team(session)
    item = make_statement(session, soon, team)
    before = statement_text(session, item)
    reopen_statement(session, team[0], item)
    draft_statement(session, team[0], item, general=General(remarks="Half a thought"))

    assert settle_statements(session) == 0
    with clock_at(now() + timedelta(days=3)):
        assert settle_statements(session) == 1

    after = statement_text(session, item)
    assert item.state is State.SUBMITTED
    assert after.remarks == ""
    assert after.revision == before.revision
    assert [each.position for each in after.answers] == [each.position for each in before.answers]
