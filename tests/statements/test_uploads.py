from typing import Any

import pytest
from sqlmodel import Session

from app.items.models import Item
from app.process.actor import Actor
from app.process.vocabulary import Position
from app.statements.queries import statement_text
from app.statements.sheets import MEDIA_TYPES, Sheet, rows_of, written
from tests.client import CheckingClient
from tests.statements.makers import answer, make_consultation, make_statement, make_team


def send(client: CheckingClient, item: Item, data: bytes, **more: str) -> Any:
    files = {"file": ("statement.xlsx", data, "application/octet-stream")}
    return client.post(f"/en/statements/{item.reference}/upload", files=files, data=more)


def make_draft(client: CheckingClient, session: Session) -> tuple[Actor, Item]:
    team = make_team(session)
    item = make_statement(session, make_consultation(session), team, submitted=False)
    client.sign_in(team[0])
    return team[0], item


def filled(client: CheckingClient, item: Item, kind: str, **cells: dict[int, str]) -> bytes:
    """The downloaded sheet with other words in some cells, by section and column."""
    rows = rows_of(client.get(f"/en/statements/{item.reference}/sheet.{kind}").content)
    by_number = {row[0]: row for row in rows if row}
    for number, changes in cells.items():
        for column, text in changes.items():
            by_number[number.removeprefix("s")][column] = text
    return written(kind, Sheet("Statement", rows))


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_a_sheet_is_downloaded_filled_in_and_sent_back(
    client: CheckingClient, session: Session, kind: str
) -> None:
    _, item = make_draft(client, session)

    data = filled(client, item, kind, s2={3: "reject", 4: "Too fast."}, s3={4: "Ours."})
    sent = send(client, item, data)

    assert sent.headers["location"].endswith("notice=sheet")
    session.rollback()
    said = statement_text(session, session.get_one(Item, item.id)).answers
    assert [each.position for each in said] == [
        Position.SUPPORT,
        Position.REJECT,
        Position.NEUTRAL,
    ]
    assert (said[1].reason, said[2].reason) == ("Too fast.", "Ours.")


def test_one_bad_row_and_nothing_is_stored(client: CheckingClient, session: Session) -> None:
    _, item = make_draft(client, session)

    data = filled(client, item, "xlsx", s2={3: "reject", 4: "Too fast."}, s3={5: "Other"})
    sent = send(client, item, data)

    assert sent.status_code == 422
    assert "Nothing of the sheet was stored." in sent.text
    assert "F: Proposed wording" in sent.text
    session.rollback()
    said = statement_text(session, session.get_one(Item, item.id))
    assert said.answered == 1


def test_a_question_with_a_position_is_told_and_nothing_is_stored(
    client: CheckingClient, session: Session
) -> None:
    _, item = make_draft(client, session)

    data = filled(client, item, "ods", s2={3: "reject", 4: "Too fast."}, s3={3: "support"})
    sent = send(client, item, data)

    assert sent.status_code == 422
    assert "D: Position" in sent.text
    assert "answer in the column “Reason”." in sent.text
    session.rollback()
    assert statement_text(session, session.get_one(Item, item.id)).answered == 1


def test_a_reason_is_demanded_at_the_release_as_on_the_page(
    client: CheckingClient, session: Session
) -> None:
    _, item = make_draft(client, session)

    sent = send(client, item, filled(client, item, "csv", s2={3: "reject"}))

    assert sent.status_code == 303
    assert "A reason is missing in: 2" in client.get(f"/en/statements/{item.reference}/work").text


def test_what_is_answered_is_replaced_on_demand(client: CheckingClient, session: Session) -> None:
    _, item = make_draft(client, session)
    data = filled(client, item, "csv", s1={3: "reject", 4: "No."})

    assert send(client, item, data).status_code == 422
    assert send(client, item, data, replaces="true").status_code == 303


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "cannot be read"),
        (b"Just one line of words", "No row names the columns"),
        (b"\x89PNG\0\0", "cannot be read"),
        (b"x" * 1_100_000, "too large"),
    ],
)
def test_what_cannot_be_read_gets_a_message(
    client: CheckingClient, session: Session, data: bytes, message: str
) -> None:
    _, item = make_draft(client, session)

    sent = send(client, item, data)

    assert sent.status_code == 422
    assert message in sent.text


def test_a_blank_template_stores_nothing(client: CheckingClient, session: Session) -> None:
    _, item = make_draft(client, session)
    page = f"/en/consultations/{_consultation(session, item).reference}/template.ods"

    sent = send(client, item, client.get(page).content)

    assert sent.status_code == 422
    assert "no row has a position or a text" in sent.text
    assert client.get(page).headers["content-disposition"].endswith('.ods"')
    assert client.post(f"/en/statements/{item.reference}/upload").status_code == 422


def test_a_released_statement_takes_no_sheet(client: CheckingClient, session: Session) -> None:
    team = make_team(session)
    item = make_statement(session, make_consultation(session), team, s0=answer())
    client.sign_in(team[0])

    assert send(client, item, b"Number;Position\n1;support\n").status_code == 403


def _consultation(session: Session, item: Item) -> Item:
    return session.get_one(Item, statement_text(session, item).consultation_id)
