"""The synopsis: proposed words beside the text they change, and positions without words."""

import csv
import io

import pytest
from sqlalchemy import select, update
from sqlmodel import Session

from app.items.models import Item
from app.process.vocabulary import Office, Position
from app.segments.commands import cut_segment
from app.segments.forms import Cutting
from app.segments.models import Segment
from app.statements.models import SECTION, SECTION_POSITION, SectionPosition
from app.synthesis.commands import publish_synopsis
from app.synthesis.stands import contents_of
from app.synthesis.synopsis import synopsis
from tests.client import CheckingClient
from tests.makers import make_officer
from tests.queries import counted_queries
from tests.segments.makers import (
    answer_segment,
    cut,
    make_consultation,
    make_organisation,
    make_segments,
    make_statement,
)

REASON = "Once is too seldom."
WORDING = "Section 1 says this. And then something else."


def make_proposal(session: Session, consultation: Item, **words: str) -> list[Item]:
    """The segments of a statement that proposes other words for the first section."""
    statement = make_statement(session, consultation, texts=("",), remarks="")
    said = {"reason": REASON, "wording": WORDING} | words
    mine = SECTION_POSITION.c.statement_id == statement.id
    session.execute(update(SECTION_POSITION).where(mine).values(**said))
    return cut(session, statement)


def make_silent(
    session: Session, consultation: Item, name: str, *, position: Position = Position.SUPPORT
) -> Item:
    """A statement that takes a position to the first section, and says nothing more."""
    organisation = make_organisation(session, name=name)
    item = make_statement(session, consultation, organisation=organisation, texts=(), remarks="")
    section = select(SECTION.c.id).where(
        SECTION.c.consultation_id == consultation.id, SECTION.c.place == 1
    )
    session.add(
        SectionPosition(
            statement_id=item.id,
            section_id=session.execute(section).scalar_one(),
            position=position,
        )
    )
    session.flush()
    return item


def shown(client: CheckingClient, session: Session, consultation: Item) -> str:
    client.sign_in(make_officer(session, Office.ADMINISTRATION))
    return client.get(f"/en/consultations/{consultation.reference}/synopsis").text


def test_a_proposed_wording_is_shown_as_a_difference_with_the_reason_apart(
    client: CheckingClient, session: Session
) -> None:
    consultation = make_consultation(session)
    make_proposal(session, consultation)

    page = shown(client, session, consultation)

    assert f"<p>{REASON}</p>" in page
    assert "</span>And then that.</del>" in page
    assert "</span>And then something else.</ins>" in page
    assert "<p>Section 1 says this.</p>" in page


@pytest.mark.parametrize(
    ("chosen", "proposed", "words"),
    [
        ({1, 2}, ["", WORDING], [REASON, ""]),
        ({2}, ["", ""], [f"{REASON}\n\nSection 1 says this.", "And then something else."]),
    ],
)
def test_a_segment_that_holds_only_a_part_of_the_wording_stays_as_it_was_cut(
    session: Session, chosen: set[int], proposed: list[str], words: list[str]
) -> None:
    consultation = make_consultation(session)
    officer = make_officer(session, Office.ADMINISTRATION)
    [segment] = make_proposal(session, consultation)

    statement = session.get_one(Item, session.get_one(Segment, segment.id).statement_id)
    cut_segment(session, officer, statement, Cutting(sentence=tuple(chosen)), segment=segment)
    lines = synopsis(session, consultation.id, inside=True, texts=True).lines

    assert [each.proposed for each in lines] == proposed
    assert [each.words for each in lines] == words
    assert [bool(each.changes) for each in lines] == [bool(each) for each in proposed]


def test_a_wording_without_a_reason_is_a_difference_alone(session: Session) -> None:
    consultation = make_consultation(session)
    make_proposal(session, consultation, reason="")

    [line] = synopsis(session, consultation.id, inside=True, texts=True).lines

    assert (line.words, line.proposed) == ("", WORDING)
    assert [each.kind for each in line.changes] == ["same", "removed", "added"]


def test_a_position_without_words_is_told_with_its_organisation(
    client: CheckingClient, session: Session
) -> None:
    consultation = make_consultation(session)
    make_segments(session, consultation)
    make_silent(session, consultation, "Ümit & Sons")
    make_silent(session, consultation, "Abacus Club")
    make_silent(session, consultation, "Nay Union", position=Position.REJECT)

    page = shown(client, session, consultation)

    assert (
        "We support this, without further words: <bdi>Abacus Club</bdi>, "
        "<bdi>Ümit &amp; Sons</bdi>" in page
    )
    assert "without further words: <bdi>Nay Union</bdi>" in page
    assert "We support this with changes, without" not in page


def test_many_names_are_folded(client: CheckingClient, session: Session) -> None:
    consultation = make_consultation(session)
    for number in range(13):
        make_silent(session, consultation, f"Club {number}")

    page = shown(client, session, consultation)

    assert "We support this, without further words: 13</summary>" in page
    assert "<bdi>Club 12</bdi>" in page


def test_the_answer_to_a_question_is_no_position(client: CheckingClient, session: Session) -> None:
    consultation = make_consultation(session)
    mine = SECTION.c.consultation_id == consultation.id
    session.execute(update(SECTION).where(mine).values(text=""))
    make_segments(session, consultation)

    page = shown(client, session, consultation)
    contents = contents_of(session, consultation.id, inside=True)

    assert [each.answers for each in contents.sections] == [1, 1, 0]
    assert "1 organisation has answered" in page
    assert "We support this with changes" not in page


def test_the_sheet_holds_wordings_in_a_column_and_positions_without_words_in_rows(
    client: CheckingClient, session: Session
) -> None:
    consultation = make_consultation(session)
    [segment] = make_proposal(session, consultation)
    make_silent(session, consultation, "Abacus Club")
    make_statement(
        session,
        consultation,
        organisation=make_organisation(session, name="Calm Society"),
        texts=(),
        remarks="",
        no_objection=True,
    )
    answer_segment(session, segment)
    publish_synopsis(session, make_officer(session, Office.ADMINISTRATION), consultation)

    sent = client.get(f"/en/consultations/{consultation.reference}/synopsis/csv").content

    head, *rows = csv.reader(io.StringIO(sent.decode("utf-8-sig")), delimiter=";")
    assert head[6:8] == ["Words of the segment", "Proposed wording"]
    assert [row[6:8] for row in rows] == [[REASON, WORDING], ["", ""], ["", ""]]
    assert rows[1][3:6] == ["Abacus Club", "", "We support this"]
    assert rows[2][1:6] == [
        "All sections",
        rows[2][2],
        "Calm Society",
        "",
        "We have no objection",
    ]
    assert [len(row) for row in rows] == [len(head)] * 3


def test_wordings_and_names_cost_no_query_of_their_own(
    client: CheckingClient, session: Session
) -> None:
    consultation = make_consultation(session)
    for number in range(8):
        make_proposal(session, consultation)
        make_silent(session, consultation, f"Club {number}")
    client.sign_in(make_officer(session, Office.ADMINISTRATION))
    address = f"/en/consultations/{consultation.reference}/synopsis"
    client.get(address)

    with counted_queries() as seen:
        client.get(address)

    assert len(seen) <= 6, seen
