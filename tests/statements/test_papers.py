from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import now
from app.items.models import ITEM, Item
from app.organisations.models import ORGANISATION
from app.process.vocabulary import Kind, Office, Phase, State
from app.statements.papers import HAS_ONE
from app.statements.queries import statement_text
from tests.client import CheckingClient
from tests.makers import make_officer, make_person
from tests.organisations.makers import make_organisation
from tests.statements.makers import make_consultation


def day(days: int) -> str:
    return (now().date() + timedelta(days=days)).isoformat()


def paper(**changes: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "name": "Bakers' guild",
        "channel": "paper",
        "written_on": day(-5),
        "filed_on": day(-3),
        "remarks": "We thank you.",
        "position": ["support", "", ""],
        "reason": ["Good for our shops.", "", "The market street."],
        "wording": ["", "", ""],
        "evidence": ["", "", ""],
    }
    return fields | changes


def enter(client: CheckingClient, consultation: Item, **changes: Any) -> Any:
    page = f"/en/consultations/{consultation.reference}/paper"
    return client.post(page, data=paper(**changes))


def test_staff_enter_a_statement_from_paper(client: CheckingClient, session: Session) -> None:
    consultation = make_consultation(session, phase=Phase.CLOSED)
    client.sign_in(make_officer(session, Office.ASSISTANT))

    made = enter(client, consultation)

    page = client.get(made.headers["location"].partition("?")[0]).text
    assert "On paper" in page
    assert "Good for our shops." in page
    assert "The market street." in page
    session.rollback()
    item = session.execute(select(Item).where(ITEM.c.kind == Kind.STATEMENT)).scalar_one()
    assert item.state is State.SUBMITTED
    text = statement_text(session, item)
    assert (text.organisation, text.answered) == ("Bakers' guild", 2)
    assert text.written_on == date.fromisoformat(day(-5))


def test_ac32_a_statement_written_after_it_was_filed_is_flagged(
    client: CheckingClient, session: Session
) -> None:
    consultation = make_consultation(session)
    client.sign_in(make_officer(session, Office.ADMINISTRATION))

    flagged = enter(client, consultation, written_on=day(-2), filed_on=day(-3))
    kept = enter(client, consultation, written_on=day(-2), filed_on=day(-3), days_are_right="true")
    same_day = enter(client, consultation, written_on=day(-3), filed_on=day(-3), name="Others")

    assert flagged.status_code == 422
    assert "written after it was filed" in flagged.text
    assert "We thank you." in flagged.text
    shown = client.get(kept.headers["location"]).text
    assert "It would have been written after it was filed." in shown
    assert "would have been" not in client.get(same_day.headers["location"]).text
    list_ = client.get(f"/en/consultations/{consultation.reference}").text
    assert list_.count("written after it was filed") == 1


def test_a_known_organisation_is_chosen_and_has_one_statement(
    client: CheckingClient, session: Session
) -> None:
    consultation = make_consultation(session)
    known = make_organisation(session, name="Bakers' Guild")
    client.sign_in(make_officer(session, Office.ADMINISTRATION))

    assert enter(client, consultation).status_code == 303
    second = enter(client, consultation, name="", organisation=str(known))

    assert second.status_code == 403
    assert HAS_ONE in second.text
    names = session.execute(select(ORGANISATION.c.name)).scalars().all()
    assert names.count("Bakers' Guild") == 1
    assert "Bakers' guild" not in names


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"filed_on": day(2)}, "has not come yet"),
        ({"name": ""}, "choose an organisation"),
        ({"name": "", "organisation": "17"}, "choose an organisation"),
        ({"reason": ["", "A text without a position", ""]}, "text without a position"),
        ({"position": ["perhaps", "", ""]}, "check the positions"),
    ],
)
def test_nothing_is_lost_when_something_is_wrong(
    client: CheckingClient, session: Session, changes: dict[str, Any], message: str
) -> None:
    consultation = make_consultation(session)
    client.sign_in(make_officer(session, Office.ADMINISTRATION))

    answered = enter(client, consultation, **changes)

    assert answered.status_code == 422
    assert message in answered.text
    assert "We thank you." in answered.text


def test_only_staff_enter_paper(client: CheckingClient, session: Session) -> None:
    consultation = make_consultation(session)
    client.sign_in(make_person(session))

    assert enter(client, consultation).status_code == 403
