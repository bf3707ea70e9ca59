import csv
import io

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from sqlmodel import Session

from app.items.models import Item
from app.items.spine import set_state
from app.items.visibility import find_item
from app.process.actor import VISITOR
from app.process.refusal import Refused
from app.process.rules import WRONG_OFFICE, WRONG_PHASE
from app.process.vocabulary import Action, Office, Phase, State, Verdict
from app.record.models import EVENT
from app.segments.commands import edit_segment, tag_item
from app.statements.models import Consultation
from app.synthesis.commands import publish_synopsis
from app.synthesis.release import NO_STATEMENT, UNANSWERED, UNCUT
from tests.client import CheckingClient
from tests.makers import make_officer, make_participation, make_person
from tests.queries import counted_queries
from tests.segments.makers import (
    FARES,
    answer_segment,
    cut,
    make_consultation,
    make_organisation,
    make_segments,
    make_statement,
)

NASTY = '=HYPERLINK("http://example.org")'


def make_answered(session: Session, statements: int = 1) -> tuple[Item, list[Item]]:
    """A consultation in which every segment has its answer."""
    consultation, segments = make_consultation(session), list[Item]()
    for _ in range(statements):
        segments += make_segments(session, consultation)
    for segment in segments:
        answer_segment(session, segment)
    return consultation, segments


def _release(session: Session, consultation: Item) -> Item:
    publish_synopsis(session, make_officer(session, Office.ADMINISTRATION), consultation)
    return consultation


def _address(consultation: Item) -> str:
    return f"/en/consultations/{consultation.reference}/synopsis"


def test_the_release_makes_statements_segments_and_answers_public(session: Session) -> None:
    consultation = make_consultation(session)
    statement = make_statement(session, consultation)
    segments = cut(session, statement)
    answers = [answer_segment(session, each) for each in segments]

    _release(session, consultation)

    assert consultation.state is State.ANSWERED
    assert session.get_one(Consultation, consultation.id).released_at is not None
    for item in (statement, *segments, *answers):
        assert item.state is State.PUBLISHED
        assert find_item(session, VISITOR, item.reference)


def test_the_release_is_on_record_with_its_statements(session: Session) -> None:
    consultation, _ = make_answered(session, 2)

    _release(session, consultation)

    line = select(EVENT.c.details).where(EVENT.c.action == Action.PUBLISH_SYNOPSIS)
    assert len(session.execute(line).scalar_one()["statements"]) == 2


def test_a_statement_without_objection_needs_no_cutting(session: Session) -> None:
    consultation, _ = make_answered(session)
    waived = make_statement(session, consultation, texts=(), remarks="", no_objection=True)

    _release(session, consultation)

    assert waived.state is State.PUBLISHED


def test_nothing_is_released_while_something_is_missing(session: Session) -> None:
    empty, uncut = make_consultation(session), make_consultation(session)
    unanswered = make_consultation(session)
    make_statement(session, uncut)
    make_segments(session, unanswered)

    reasons = []
    for consultation in (empty, uncut, unanswered):
        with pytest.raises(Refused) as refusal:
            _release(session, consultation)
        reasons.append(refusal.value.reasons)

    assert reasons == [(NO_STATEMENT,), (UNCUT,), (UNANSWERED,)]


@pytest.mark.parametrize("state", [State.DRAFT, State.RELEASED, State.WITHDRAWN])
def test_statements_that_were_not_handed_in_hold_up_nothing(session: Session, state: State) -> None:
    consultation, _ = make_answered(session)
    other = make_statement(session, consultation)
    set_state(session, other, state)

    _release(session, consultation)

    assert other.state is state


def test_who_may_release_and_when(session: Session) -> None:
    consultation, _ = make_answered(session)
    running = make_consultation(session, make_participation(session, Phase.COLLECTING))
    officer = make_officer(session, Office.ADMINISTRATION)

    with pytest.raises(Refused) as other_office:
        publish_synopsis(session, make_person(session), consultation)
    with pytest.raises(Refused) as too_early:
        publish_synopsis(session, officer, running)

    assert other_office.value.reasons == (WRONG_OFFICE,)
    assert too_early.value.reasons == (WRONG_PHASE[Phase.COLLECTING],)


def test_before_the_release_only_the_administration_reads_it(
    client: CheckingClient, session: Session
) -> None:
    consultation, (segment, *_) = make_answered(session)

    for kind in ("", "/csv", "/xlsx"):
        assert client.get(_address(consultation) + kind).status_code == 404
    assert client.get(f"/api/v1{_address(consultation)[3:]}").status_code == 404
    client.sign_in(make_officer(session, Office.ADMINISTRATION))
    shown = client.get(_address(consultation)).text
    assert "Not released yet" in shown
    assert segment.reference in shown


def test_the_page_says_what_is_missing_for_the_release(
    client: CheckingClient, session: Session
) -> None:
    consultation = make_consultation(session)
    make_segments(session, consultation)
    make_statement(session, consultation)
    client.sign_in(make_officer(session, Office.ADMINISTRATION))

    shown = client.get(_address(consultation)).text

    assert UNCUT in shown
    assert UNANSWERED in shown
    assert "0 of 3" in shown


def test_the_administration_releases_by_one_press(client: CheckingClient, session: Session) -> None:
    consultation, (segment, *_) = make_answered(session)
    client.sign_in(make_officer(session, Office.ADMINISTRATION))

    answer = client.post(_address(consultation))
    shown = client.sign_out().get(_address(consultation)).text

    assert answer.status_code == 303
    assert FARES in shown
    assert f'id="{segment.reference}"' in shown
    assert "Title of section 1" in shown
    assert "Request for change 1" in shown or "1</span>" in shown


def test_it_is_filtered_by_organisation(client: CheckingClient, session: Session) -> None:
    consultation = make_consultation(session)
    tram, bus = (make_organisation(session, name=name) for name in ("Tram League", "Bus League"))
    mine = make_segments(session, consultation, organisation=tram)
    theirs = make_segments(session, consultation, organisation=bus)
    for each in (*mine, *theirs):
        answer_segment(session, each)
    _release(session, consultation)

    shown = client.get(_address(consultation) + f"?organisation={tram.id}").text

    assert mine[0].reference in shown
    assert theirs[0].reference not in shown


def test_a_long_synopsis_is_shown_in_pages_and_found_by_section(
    client: CheckingClient, session: Session
) -> None:
    consultation, segments = make_answered(session, 11)
    _release(session, consultation)

    first = client.get(_address(consultation)).text
    after = first.partition("?after=")[2]
    last = first.rpartition("?after=")[2].partition('"')[0]
    rest = client.get(_address(consultation) + f"?after={last}").text
    second = client.get(_address(consultation) + "?after=2.0").text

    shown = [each for each in segments if f'id="{each.reference}"' in first]
    left = [each for each in segments if f'id="{each.reference}"' in rest]
    assert (len(shown), len(left)) == (30, 3)
    assert not set(map(id, shown)) & set(map(id, left))
    assert after
    assert 'id="section-1"' not in second
    assert 'id="section-2"' in second


def test_nonsense_in_the_address_does_no_harm(client: CheckingClient, session: Session) -> None:
    consultation, _ = make_answered(session)
    _release(session, consultation)

    assert client.get(_address(consultation) + "?after=²&organisation=-1").status_code == 200
    assert client.get(_address(consultation) + "/exe").status_code == 404


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_it_is_downloaded_as_a_sheet_that_programs_read(
    client: CheckingClient, session: Session, kind: str
) -> None:
    consultation = make_consultation(session)
    (segment,) = make_segments(session, consultation, texts=(NASTY,), remarks="")
    answer_segment(session, segment, Verdict.NOTED)
    _release(session, consultation)

    answer = client.get(f"{_address(consultation)}/{kind}")

    rows = _read(kind, answer.content)
    assert rows[0][4] == "Segment"
    assert rows[1][4] == segment.reference
    assert rows[1][6].lstrip("'") == NASTY
    assert rows[1][6].startswith("'") == (kind == "csv")
    assert rows[1][8] == "Noted"
    assert consultation.reference in answer.headers["content-disposition"]


def test_positions_without_words_are_told_too(client: CheckingClient, session: Session) -> None:
    consultation, _ = make_answered(session)
    silent = make_organisation(session, name="Silent Society")
    make_statement(
        session, consultation, organisation=silent, texts=(), remarks="", no_objection=True
    )
    _release(session, consultation)

    shown = client.get(_address(consultation)).text
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(client.get(f"{_address(consultation)}/xlsx").content)
    )

    assert "They have no objection to anything: <bdi>Silent Society</bdi>" in shown
    assert "1 × We support this with changes" in shown
    assert len(book.get_sheet_by_index(1).to_python()) == 3


def test_nothing_internal_is_shown_with_a_released_segment(
    client: CheckingClient, session: Session
) -> None:
    consultation, (segment, *_) = make_answered(session)
    officer = make_officer(session, Office.ADMINISTRATION)
    tag_item(session, officer, segment, "Secret tag")
    edit_segment(session, officer, segment, {"assignee_id": officer.id}, note="Secret note")
    _release(session, consultation)

    shown = client.get(f"/en/segments/{segment.reference}").text

    assert FARES in shown
    assert not [each for each in ("Secret", officer.name, "Work on it") if each in shown]


def _read(kind: str, data: bytes) -> list[list[str]]:
    if kind == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python()]


def test_it_is_data_for_machines(client: CheckingClient, session: Session) -> None:
    consultation, (segment, *_) = make_answered(session)
    _release(session, consultation)

    answer = client.get(f"/api/v1/consultations/{consultation.reference}/synopsis")

    rows = answer.json()["segments"]
    assert answer.headers["access-control-allow-origin"] == "*"
    assert [row["verdict"] for row in rows] == ["partly"] * 3
    assert rows[0]["reference"] == segment.reference
    assert rows[0]["text"] == FARES


def test_an_answer_that_is_changed_after_the_release_is_public_at_once(
    client: CheckingClient, session: Session
) -> None:
    consultation, (segment, *_) = make_answered(session)
    _release(session, consultation)

    newer = answer_segment(session, segment, Verdict.TAKEN_UP, reason="Now there is money for it.")

    assert newer.state is State.PUBLISHED
    assert "Now there is money for it." in client.get(_address(consultation)).text
    assert "Earlier answers" in client.get(f"/en/segments/{segment.reference}").text


@pytest.mark.parametrize("released", [False, True])
def test_the_synopsis_takes_six_queries(
    client: CheckingClient, session: Session, released: bool
) -> None:
    consultation, _ = make_answered(session, 4)
    if released:
        _release(session, consultation)
    address = _address(consultation)
    client.sign_in(make_officer(session, Office.ADMINISTRATION))
    client.get(address)

    with counted_queries() as seen:
        client.get(address)

    assert len(seen) <= 6, seen
