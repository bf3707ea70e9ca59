import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from app.accounts.models import OFFICE_GRANT
from app.db.clock import clock_at, now
from app.organisations.commands import (
    appoint_member,
    invite_member,
    join_organisation,
    leave_organisation,
)
from app.organisations.members import members, speaks_for
from app.organisations.models import Organisation
from app.organisations.queries import asking, organisations_of
from app.process.actor import Actor
from app.process.refusal import Refused
from app.process.vocabulary import Action, Office
from app.record.jobs import JOB
from app.record.models import EVENT
from tests.client import CheckingClient
from tests.makers import in_days, make_officer, make_person
from tests.organisations.makers import again, make_member, make_organisation, make_verified


def make_headed(session: Session) -> tuple[int, Actor]:
    """An organisation and whoever represents it."""
    anna = make_person(session, name="Anna")
    made = make_organisation(session, anna)
    return made, again(session, anna)


def offices(session: Session, organisation_id: int) -> dict[int, Office]:
    return {each.person_id: each.office for each in members(session, organisation_id)}


def test_joining_is_a_request_that_a_representative_accepts(session: Session) -> None:
    made, anna = make_headed(session)
    ben = make_person(session)

    join_organisation(session, ben, made, "I drive the bus.")
    join_organisation(session, ben, made, "Once more.")

    assert [each.words for each in asking(session, made)] == ["I drive the bus."]
    assert not speaks_for(again(session, ben))
    told = select(func.count()).where(EVENT.c.action == Action.JOIN_ORGANISATION)
    assert session.execute(told).scalar_one() == 1
    appoint_member(session, anna, made, ben.id, office=Office.AUTHOR)
    assert again(session, ben).holds(Office.AUTHOR, frozenset({made}))
    assert asking(session, made) == []


def test_whoever_was_declined_may_ask_again(session: Session) -> None:
    made, anna = make_headed(session)
    ben = make_person(session)

    join_organisation(session, ben, made)
    appoint_member(session, anna, made, ben.id, office=None)
    join_organisation(session, ben, made, "Please.")

    assert not speaks_for(again(session, ben))
    assert [each.words for each in asking(session, made)] == ["Please."]


def test_nobody_is_made_a_member_without_having_asked(session: Session) -> None:
    made, anna = make_headed(session)

    with pytest.raises(Refused, match="has not asked"):
        appoint_member(session, anna, made, make_person(session).id, office=Office.AUTHOR)


def test_only_a_representative_decides_who_belongs(session: Session) -> None:
    made, _ = make_headed(session)
    other, _ = make_headed(session)
    ben = make_person(session)
    join_organisation(session, ben, made)

    for nobody in (
        ben,
        make_member(session, made, Office.RELEASER),
        make_member(session, other, Office.REPRESENTATIVE),
        make_officer(session, Office.ADMINISTRATION),
    ):
        with pytest.raises(Refused):
            appoint_member(session, nobody, made, ben.id, office=Office.AUTHOR)


def test_the_last_representative_stays(session: Session) -> None:
    made, anna = make_headed(session)
    ben = make_member(session, made)

    with pytest.raises(Refused, match="Nobody else represents"):
        appoint_member(session, anna, made, anna.id, office=None)
    with pytest.raises(Refused, match="Nobody else represents"):
        appoint_member(session, anna, made, anna.id, office=Office.AUTHOR)
    with pytest.raises(Refused, match="Nobody else represents"):
        leave_organisation(session, anna, made)

    appoint_member(session, anna, made, ben.id, office=Office.REPRESENTATIVE)
    leave_organisation(session, anna, made)
    assert offices(session, made) == {ben.id: Office.REPRESENTATIVE}


def test_a_deputy_of_limited_time_does_not_count_as_the_last(session: Session) -> None:
    made, anna = make_headed(session)
    ben = make_member(session, made)

    appoint_member(session, anna, made, ben.id, office=Office.REPRESENTATIVE, ends_at=in_days(10))

    assert offices(session, made)[ben.id] is Office.REPRESENTATIVE
    with pytest.raises(Refused, match="Nobody else represents"):
        leave_organisation(session, anna, made)
    with clock_at(now() + timedelta(days=11)):
        assert offices(session, made)[ben.id] is Office.AUTHOR


def test_roles_end_and_are_never_deleted(session: Session) -> None:
    made, anna = make_headed(session)
    ben = make_member(session, made)

    appoint_member(session, anna, made, ben.id, office=Office.RELEASER)
    appoint_member(session, anna, made, ben.id, office=None)

    assert ben.id not in offices(session, made)
    mine = select(func.count()).where(OFFICE_GRANT.c.person_id == ben.id)
    assert session.execute(mine).scalar_one() == 2
    with pytest.raises(Refused, match="future"):
        appoint_member(session, anna, made, anna.id, office=Office.AUTHOR, ends_at=in_days(-1))


def test_whoever_leaves_alone_leaves_it_unverified_and_the_administration_decides(
    session: Session,
) -> None:
    anna, ben = make_person(session), make_person(session)
    made = make_verified(session, anna)

    leave_organisation(session, again(session, anna), made)
    join_organisation(session, ben, made)
    officer = make_officer(session, Office.ADMINISTRATION)
    appoint_member(session, officer, made, ben.id, office=Office.REPRESENTATIVE)

    assert session.get_one(Organisation, made).verified_at is None
    assert organisations_of(session, anna.id) == []
    assert offices(session, made) == {ben.id: Office.REPRESENTATIVE}


def test_an_invitation_works_once_and_for_fourteen_days(session: Session) -> None:
    made, anna = make_headed(session)
    ben, carl = make_person(session), make_person(session)
    token = invite_member(session, anna, made, "ben@example.org", office=Office.RELEASER)
    late = invite_member(session, anna, made, "carl@example.org", office=Office.AUTHOR)

    join_organisation(session, ben, made, token=token)

    assert offices(session, made)[ben.id] is Office.RELEASER
    for used in (token, "none"):
        with pytest.raises(Refused, match="used already"):
            join_organisation(session, carl, made, token=used)
    with clock_at(now() + timedelta(days=15)), pytest.raises(Refused, match="too old"):
        join_organisation(session, carl, made, token=late)


def test_an_invitation_is_accepted_by_the_link_in_the_mail(
    client: CheckingClient, session: Session
) -> None:
    made, anna = make_headed(session)
    sent = {"email": "Ben@example.org", "office": "releaser"}
    client.sign_in(anna).post(f"/en/organisations/{made}/members", data=sent)

    session.rollback()
    letter = session.execute(select(JOB.c.content)).scalar_one()
    link = re.search(r"/\w\w/organisations/invitations/\S+", letter["text"])

    assert letter["to"] == "ben@example.org"
    assert link
    assert "Sign in" in client.sign_out().get(link[0]).text
    client.sign_in(make_person(session, name="Ben"))
    assert "Night bus club" in client.get(link[0]).text
    client.post(link[0])
    assert "Ben" in client.get(f"/en/organisations/{made}").text
    assert client.get(link[0]).status_code == 404


def test_a_request_is_accepted_on_the_page_of_members(
    client: CheckingClient, session: Session
) -> None:
    made, anna = make_headed(session)
    ben = make_person(session, name="Ben", email="ben@example.org")
    page, list_ = f"/en/organisations/{made}", f"/en/organisations/{made}/members"

    client.sign_in(ben).post(f"{page}/join", data={"words": "I drive the bus."})
    assert "You have asked to belong" in client.get(page).text
    assert "I drive the bus." in client.sign_in(anna).get(list_).text
    client.post(f"{list_}/{ben.id}", data={"office": "author"})

    assert "Ben" in client.get(page).text
    assert "Night bus club" in client.sign_in(ben).get("/en/account").text
    session.rollback()
    letters = session.execute(select(JOB.c.content).order_by(JOB.c.id)).scalars().all()
    assert [each["subject"].partition(" Night")[0] for each in letters] == [
        "Somebody asks to belong to",
        "You belong to",
    ]
    client.post(f"{page}/leave")
    assert "Night bus club" not in client.get("/en/account").text


def test_a_member_is_taken_out_on_the_page_of_members(
    client: CheckingClient, session: Session
) -> None:
    made, anna = make_headed(session)
    ben = make_member(session, made)
    list_ = f"/en/organisations/{made}/members"

    wrong = client.sign_in(anna).post(f"{list_}/{ben.id}", data={"office": "cdo"})
    client.post(f"{list_}/{ben.id}", data={"out": "1", "office": "author"})

    assert wrong.status_code == 422
    session.rollback()
    assert ben.id not in offices(session, made)
    assert client.sign_in(ben).get(list_).status_code == 403


def test_the_administration_does_not_look_into_what_others_decide(
    client: CheckingClient, session: Session
) -> None:
    made, _ = make_headed(session)
    client.sign_in(make_officer(session, Office.ADMINISTRATION))

    answered = client.get(f"/en/organisations/{made}/members")

    assert answered.status_code == 403
    assert "The representatives of the organisation decide" in answered.text
    assert "Members and roles" not in client.get(f"/en/organisations/{made}").text
