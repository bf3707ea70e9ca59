from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.accounts.commands import end_office, grant_office
from app.accounts.models import OFFICE_GRANT, OfficeGrant
from app.accounts.people import person_at
from app.accounts.sessions import actor_of
from app.db.clock import clock_at, now
from app.organisations.offices import find_scope, grant_from_command_line
from app.process.actor import EVERYWHERE
from app.process.refusal import Refused
from app.process.vocabulary import Action, Office
from app.record.models import EVENT
from tests.client import CheckingClient
from tests.makers import in_days, make_body, make_officer, make_participation, make_person


def test_an_operator_grants_an_office_until_a_day(session: Session) -> None:
    operator, anna = make_officer(session, Office.OPERATOR), make_person(session)

    grant_office(
        session, operator, anna.id, Office.MODERATOR, scope_id=EVERYWHERE, ends_at=in_days(10)
    )

    assert actor_of(session, anna.id).holds(Office.MODERATOR)
    with clock_at(now() + timedelta(days=11)):
        assert not actor_of(session, anna.id).holds(Office.MODERATOR)


def test_an_office_that_was_ended_counts_no_longer(session: Session) -> None:
    operator, birgit = make_officer(session, Office.OPERATOR), make_officer(session, Office.CDO)
    held = session.execute(select(OFFICE_GRANT.c.id).where(OFFICE_GRANT.c.person_id == birgit.id))

    end_office(session, operator, session.get_one(OfficeGrant, held.scalar_one()))
    session.flush()

    with clock_at(now() + timedelta(seconds=1)):
        assert not actor_of(session, birgit.id).offices


def test_only_operators_grant_and_end_offices(session: Session) -> None:
    birgit = make_officer(session, Office.ADMINISTRATION)
    held = select(OfficeGrant).where(OFFICE_GRANT.c.person_id == birgit.id)

    with pytest.raises(Refused):
        grant_office(session, birgit, birgit.id, Office.OPERATOR, scope_id=EVERYWHERE, ends_at=None)
    with pytest.raises(Refused):
        end_office(session, birgit, session.execute(held).scalar_one())


def test_an_office_that_is_over_or_everybodys_is_not_granted(session: Session) -> None:
    operator, anna = make_officer(session, Office.OPERATOR), make_person(session)

    with pytest.raises(Refused, match="future"):
        grant_office(session, operator, anna.id, Office.CDO, scope_id=0, ends_at=in_days(-1))
    with pytest.raises(Refused, match="everybody"):
        grant_office(session, operator, anna.id, Office.PERSON, scope_id=0, ends_at=None)


def test_the_command_line_gives_the_first_office(session: Session) -> None:
    said = grant_from_command_line(session, "Root@Example.org", "operator")

    assert said == "root@example.org now holds the office “Operator of the platform” everywhere."
    person_id = person_at(session, "root@example.org")
    assert person_id is not None
    assert actor_of(session, person_id).holds(Office.OPERATOR)
    line = session.execute(select(EVENT).where(EVENT.c.action == Action.GRANT_OFFICE)).one()
    assert (line.actor_id, line.subject_id) == (-1, person_id)


def test_the_command_line_understands_scope_and_last_day(session: Session) -> None:
    participation, body = make_participation(session), make_body(session, code="senate")
    day = (now() + timedelta(days=3)).date()

    grant_from_command_line(
        session, "a@example.org", "moderator", participation.reference, until=day
    )
    grant_from_command_line(session, "a@example.org", "body", "senate")

    found = select(OFFICE_GRANT.c.office, OFFICE_GRANT.c.scope_id, OFFICE_GRANT.c.ends_at)
    rows = session.execute(
        found.where(OFFICE_GRANT.c.person_id == person_at(session, "a@example.org"))
    ).all()
    assert {(row.office, row.scope_id) for row in rows} == {
        (Office.MODERATOR, participation.id),
        (Office.BODY, body.id),
    }
    assert {row.ends_at.date() for row in rows if row.ends_at} == {day + timedelta(days=1)}


def test_the_command_line_says_what_is_wrong(session: Session) -> None:
    for arguments, expected in (
        (("a@example.org", "king"), "no such office"),
        (("nobody", "moderator"), "such as anna@example.org"),
        (("a@example.org", "moderator", "B-2020-00001-X"), "There is no participation"),
        (("a@example.org", "body"), "which body"),
    ):
        with pytest.raises(Refused, match=expected):
            grant_from_command_line(session, *arguments)

    with pytest.raises(Refused, match="future"):
        grant_from_command_line(session, "a@example.org", "cdo", until=date(2020, 1, 1))


def test_a_body_is_no_scope_for_other_offices(session: Session) -> None:
    make_body(session, code="senate")

    with pytest.raises(Refused):
        find_scope(session, "senate", Office.MODERATOR)


def test_an_operator_works_on_the_offices_page(client: CheckingClient, session: Session) -> None:
    make_person(session, email="anna@example.org", name="Anna")
    make_body(session, code="senate", name={"en": "The Senate"})
    client.sign_in(make_officer(session, Office.OPERATOR))
    wanted = {"email": "anna@example.org", "office": "body", "scope": "senate"}
    wanted |= {"until": "2099-12-31"}

    answer = client.post("/en/offices", data=wanted)
    page = client.get("/en/offices").text

    assert answer.headers["location"] == "/en/offices?notice=saved"
    assert "Member of a deciding body" in page
    assert "The Senate" in page
    assert "until 31 December 2099" in page
    session.rollback()
    held = session.execute(
        select(OFFICE_GRANT.c.id).where(OFFICE_GRANT.c.office == Office.BODY)
    ).scalar_one()
    client.post(f"/en/offices/{held}/end")
    assert ">ended<" in client.get("/en/offices").text.replace("\n", "")


def test_a_wrong_grant_keeps_what_was_typed(client: CheckingClient, session: Session) -> None:
    make_person(session, email="anna@example.org")
    client.sign_in(make_officer(session, Office.OPERATOR))

    unknown = {"email": "who@example.org", "office": "cdo"}
    nowhere = {"email": "anna@example.org", "office": "cdo", "scope": "atlantis"}

    assert "Nobody has signed in" in client.post("/en/offices", data=unknown).text
    answer = client.post("/en/offices", data=nowhere)
    assert answer.status_code == 422
    assert 'value="atlantis"' in answer.text


def test_others_do_not_see_the_offices_page(client: CheckingClient, session: Session) -> None:
    client.sign_in(make_officer(session, Office.MODERATOR))

    assert client.get("/en/offices").status_code == 403


def test_an_office_is_shown_on_the_account_page(client: CheckingClient, session: Session) -> None:
    participation = make_participation(session, title="Getting around")
    officer = make_officer(session, Office.MODERATOR, participation.id)

    page = client.sign_in(officer).get("/en/account").text

    assert "Moderation" in page
    assert "Getting around" in page
    assert "without an end date" in page


def test_whoever_grants_an_office_is_offered_what_it_may_be_limited_to(
    session: Session, client: CheckingClient
) -> None:
    place, body = make_participation(session, title="Shade in summer"), make_body(session)

    page = client.sign_in(make_officer(session, Office.OPERATOR)).get("/en/offices").text

    assert f'<option value="{place.reference}">Shade in summer<' in page
    assert f'<option value="{body.code}">' in page
