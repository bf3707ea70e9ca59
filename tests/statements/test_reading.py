"""What the page of a consultation offers to whom, and what a receipt says."""

import pytest
from sqlalchemy import update
from sqlmodel import Session

from app.db.clock import now
from app.i18n.formats import Formats
from app.i18n.languages import LANGUAGES
from app.items.models import Item
from app.items.spine import set_state
from app.participation.models import PLANNED_PHASE
from app.process.vocabulary import Office, Phase, State
from app.statements.models import Consultation
from app.statements.queries import window
from tests.client import CheckingClient
from tests.makers import make_officer
from tests.organisations.makers import again, make_organisation
from tests.statements.makers import (
    answer,
    make_consultation,
    make_statement,
    make_team,
    organisation_of,
)

ENGLISH = Formats(LANGUAGES["en"].locale, "Europe/Berlin")


def page_of(client: CheckingClient, item: Item) -> str:
    return client.get(f"/en/consultations/{item.reference}").text


@pytest.mark.parametrize("phase", [Phase.SYNTHESIS, Phase.PAUSED, Phase.CLOSED])
def test_a_closed_consultation_says_when_it_closed_and_offers_no_answer(
    client: CheckingClient, session: Session, phase: Phase
) -> None:
    item = make_consultation(session, phase=phase)
    closed = window(session, item.participation_id).closes_at
    assert closed

    page = page_of(client, item)

    assert "The consultation is closed" in page
    assert f"It closed on {ENGLISH.day(closed)}." in page
    assert "the synopsis becomes public here" in page
    assert [each for each in ("Answer it", "can answer", "Template as") if each in page] == []


def test_an_answered_consultation_leads_to_its_synopsis(
    client: CheckingClient, session: Session
) -> None:
    item = make_consultation(session, phase=Phase.SYNTHESIS)
    set_state(session, item, State.ANSWERED)
    session.get_one(Consultation, item.id).released_at = now()
    session.flush()

    page = page_of(client, item)

    assert "The answers were released on" in page
    assert f'<a href="/en/consultations/{item.reference}/synopsis">Read the synopsis</a>' in page
    assert "Answer it" not in page


def test_a_phase_that_was_closed_early_closed_on_that_day(session: Session) -> None:
    item = make_consultation(session)
    mine = PLANNED_PHASE.c.participation_id == item.participation_id
    moment = now()
    session.execute(update(PLANNED_PHASE).where(mine).values(closed_at=moment))

    found = window(session, item.participation_id)

    assert (found.is_over, found.closes_at) == (True, moment)


def test_members_find_their_statement_when_it_is_closed(
    client: CheckingClient, session: Session
) -> None:
    author, releaser = make_team(session, name="Night bus club")
    item = make_consultation(session)
    statement = make_statement(session, item, (author, releaser))
    mine = PLANNED_PHASE.c.participation_id == item.participation_id
    session.execute(update(PLANNED_PHASE).where(mine).values(closed_at=now()))

    page = page_of(client.sign_in(author), item)

    assert f"/en/statements/{statement.reference}/work" in page
    assert "Statement of Night bus club" in page


def test_whoever_asks_is_not_asked_unless_they_belong_to_an_organisation(
    client: CheckingClient, session: Session
) -> None:
    officer, item = make_officer(session, Office.ADMINISTRATION), make_consultation(session)

    asking = page_of(client.sign_in(officer), item)
    make_organisation(session, officer, name="Office choir")
    both = page_of(client.sign_in(again(session, officer)), item)

    offers = ("Register your organisation", "Write a statement", "No objection", "Answer it")
    assert [each for each in offers if each in asking] == []
    assert "Who can answer" in asking
    assert "Template as XLSX" in asking
    assert "Office choir" in both
    assert "Write a statement" in both


def test_a_receipt_says_that_there_is_no_objection(
    client: CheckingClient, session: Session
) -> None:
    _, releaser = make_team(session)
    item = make_consultation(session)
    said = {"organisation": str(organisation_of(releaser))}

    waived = client.sign_in(releaser).post(f"/en/consultations/{item.reference}/waive", data=said)

    receipt = client.get(waived.headers["location"]).text
    assert "<dt>It says</dt><dd>No objection.</dd>" in receipt
    assert "Questions answered" not in receipt


def test_a_receipt_counts_positions_and_answered_questions(
    client: CheckingClient, session: Session
) -> None:
    team = make_team(session)
    item = make_statement(
        session, make_consultation(session), team, s0=answer(), s2=answer(reason="The first.")
    )

    receipt = client.sign_in(team[0]).get(f"/en/statements/{item.reference}/received").text

    assert "<dt>We support this</dt><dd>1 section</dd>" in receipt
    assert "<dt>Questions answered</dt><dd>1</dd>" in receipt
    assert "No objection." not in receipt
