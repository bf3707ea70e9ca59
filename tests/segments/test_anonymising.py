from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from app.items.models import ITEM, ITEM_VERSION, Item
from app.items.search import matching
from app.items.spine import keep_version
from app.process.refusal import Refused
from app.process.rules import WRONG_OFFICE
from app.process.vocabulary import Action, Office
from app.record.models import EVENT
from app.segments.commands import anonymise_statement, cut_segment
from app.segments.forms import Anonymising, Cutting
from app.segments.models import SEGMENT_CHANGE
from app.statements.models import CO_SIGNATURE, SectionPosition, Statement
from tests.client import CheckingClient
from tests.makers import make_officer
from tests.segments.makers import (
    answer_segment,
    cosign,
    cut,
    make_consultation,
    make_organisation,
    make_statement,
    text_of,
)

WHO = "Call Mrs Meyer at 040 1234."
TEXTS = (f"The fares are too high. {WHO} Then change them.", "The Tram League asks for more.")


def make_identified(session: Session, **changes: Any) -> tuple[Item, list[Item]]:
    """A statement full of names, cut further, answered, with a version of before."""
    consultation = make_consultation(session)
    organisation = make_organisation(session, name="Tram League")
    fields = {"represents": "40 drivers", "interest": "We own trams.", "texts": TEXTS}
    statement = make_statement(
        session, consultation, organisation=organisation, **(fields | changes)
    )
    cosign(session, statement)
    author = make_officer(session, Office.ADMINISTRATION)
    older = {"represents": "50 drivers", "sections": [{"reason": WHO}], "remarks": "Mrs Meyer"}
    keep_version(session, author, statement, older)
    segments = cut(session, statement)
    made = cut_segment(session, author, statement, Cutting(sentence=(1,)), segment=segments[0])
    answer_segment(session, segments[0])
    return statement, [*segments, *made]


def _anonymise(session: Session, statement: Item, **fields: Any) -> None:
    officer = make_officer(session, Office.ADMINISTRATION)
    anonymise_statement(session, officer, statement, Anonymising(**fields))


def test_ac34_who_made_a_statement_is_erased(session: Session) -> None:
    statement, segments = make_identified(session)

    _anonymise(session, statement)

    row = session.get_one(Statement, statement.id)
    assert (row.represents, row.interest, row.submitted_by, row.released_by) == ("", "", None, None)
    assert row.anonymised_at is not None
    assert statement.organisation_id is None
    assert {each.organisation_id for each in segments} == {None}
    assert session.execute(select(CO_SIGNATURE)).all() == []
    assert "Tram League" not in statement.title


def test_ac34_whom_it_speaks_for_is_kept_only_if_chosen(session: Session) -> None:
    statement, _ = make_identified(session)

    _anonymise(session, statement, keep_represents=True)

    assert session.get_one(Statement, statement.id).represents == "40 drivers"


def test_ac34_marked_passages_are_blacked_out_in_text_and_history(session: Session) -> None:
    statement, segments = make_identified(session)

    _anonymise(session, statement, passages="Mrs Meyer\n040 1234\n")

    said = [each.reason for each in session.execute(select(SectionPosition)).scalars()]
    history = [str(row) for row in session.execute(select(SEGMENT_CHANGE))]
    versions = [str(row) for row in session.execute(select(ITEM_VERSION.c.fields))]
    titles = [each.title for each in segments]
    everything = [*said, *(text_of(session, each) for each in segments), *history, *versions]
    assert not [each for each in [*everything, *titles] if "Meyer" in each or "1234" in each]
    assert not [each for each in everything if "Tram League" in each]
    assert "Call █████ at █████." in text_of(session, segments[-1])
    assert "drivers" not in str(versions)


def test_ac34_nobody_finds_it_by_the_name_any_more(session: Session) -> None:
    statement, _ = make_identified(session)

    _anonymise(session, statement, passages="Mrs Meyer")

    found = select(ITEM.c.id).where(matching(session, "meyer") | matching(session, "tram league"))
    assert session.execute(found).all() == []


def test_ac34_there_is_exactly_one_line_on_the_record(session: Session) -> None:
    statement, _ = make_identified(session)
    before = len(session.execute(select(EVENT.c.id)).all())

    _anonymise(session, statement, passages="Mrs Meyer")

    lines = session.execute(select(EVENT.c.action).order_by(EVENT.c.id)).scalars().all()
    assert lines[before:] == [Action.ANONYMISE_STATEMENT]


def test_versions_are_protected_again_afterwards(session: Session) -> None:
    statement, _ = make_identified(session)
    _anonymise(session, statement)

    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text("UPDATE itemversion SET by_id = 1"))


def test_another_office_anonymises_nothing(session: Session) -> None:
    statement, _ = make_identified(session)

    with pytest.raises(Refused) as refusal:
        anonymise_statement(
            session, make_officer(session, Office.MODERATOR), statement, Anonymising()
        )

    assert refusal.value.reasons == (WRONG_OFFICE,)


def test_the_page_asks_what_else_is_blacked_out(client: CheckingClient, session: Session) -> None:
    statement, _ = make_identified(session)
    address = f"/en/statements/{statement.reference}/anonymise"
    office = client.sign_in(make_officer(session, Office.ADMINISTRATION))

    form = office.get(address).text
    office.post(address, data={"passages": "Mrs Meyer", "keep_represents": "true"})
    after = office.get(f"/en/statements/{statement.reference}/segments").text

    assert "40 drivers" in form
    assert "Anonymised" in after
    assert "Meyer" not in after
    assert "Anonymise the statement" not in after


def test_an_anonymised_statement_still_has_its_pages(
    client: CheckingClient, session: Session
) -> None:
    statement, (segment, *_) = make_identified(session)
    _anonymise(session, statement, passages="Mrs Meyer")
    office = client.sign_in(make_officer(session, Office.ADMINISTRATION))

    pages = [
        office.get(f"/en/statements/{statement.reference}"),
        office.get(f"/en/segments/{segment.reference}"),
        office.get(f"/en/items/{statement.reference}/trail"),
    ]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert "Anonymised statement" in pages[0].text
    assert not [page for page in pages if "Tram League" in page.text or "Meyer" in page.text]
