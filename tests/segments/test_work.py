from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.items.models import Item
from app.items.spine import set_state
from app.process.actor import Actor
from app.process.objections import LOCKED, OWN_ASSIGNMENT
from app.process.paths import NO_STEP
from app.process.refusal import Refused
from app.process.rules import WRONG_OFFICE
from app.process.vocabulary import Action, Office, State, Verdict, Workplace
from app.record.models import EVENT
from app.segments.commands import (
    NOT_ANSWERED,
    NOT_IN_OFFICE,
    NOT_TAGGED,
    edit_segment,
    tag_item,
    unlock_segment,
)
from app.segments.listing import NOBODY, Sought, segments_of
from app.segments.models import ITEM_TAG, SEGMENT_CHANGE, TAG, Segment
from app.segments.people import officers
from app.segments.queries import changes_of, notes_on, tags_on
from app.synthesis.commands import ONLY_SEGMENTS, answer_item
from tests.makers import make_officer, make_participation, make_person
from tests.segments.makers import (
    answer_segment,
    cut,
    finish_segment,
    make_consultation,
    make_segments,
    make_statement,
    text_of,
)
from tests.synthesis.makers import REASON, make_synthesis

DAY = date(2027, 3, 31)


def _office(session: Session) -> Actor:
    return make_officer(session, Office.ADMINISTRATION)


def _history(session: Session, segment: Item) -> list[tuple[str, str, str]]:
    rows = session.execute(
        select(SEGMENT_CHANGE.c.field, SEGMENT_CHANGE.c.before, SEGMENT_CHANGE.c.after)
        .where(SEGMENT_CHANGE.c.segment_id == segment.id)
        .order_by(SEGMENT_CHANGE.c.id)
    )
    return [tuple(row) for row in rows]


def _found(session: Session, place: int, **sought: Any) -> list[str]:
    me = sought.pop("me", 0)
    return [row.reference for row in segments_of(session, place, Sought(**sought), me).rows]


def test_ac29_a_locked_segment_is_not_edited_nor_moved_out(session: Session) -> None:
    segment = make_segments(session)[0]
    finish_segment(session, segment)
    text = text_of(session, segment)
    changes = {"workplace": Workplace.LEGAL, "due_on": DAY}

    with pytest.raises(Refused) as refusal:
        edit_segment(session, _office(session), segment, changes)

    row = session.get_one(Segment, segment.id)
    assert refusal.value.reasons == (LOCKED.sentence,)
    assert (row.workplace, row.due_on) == (Workplace.DONE, None)
    assert text_of(session, segment) == text


def test_ac29_a_locked_segment_is_neither_answered_nor_tagged(session: Session) -> None:
    segment = make_segments(session)[0]
    finish_segment(session, segment)

    with pytest.raises(Refused):
        answer_segment(session, segment, Verdict.NOT_TAKEN_UP)
    with pytest.raises(Refused):
        tag_item(session, _office(session), segment, "Fares")

    assert segment.verdict is Verdict.PARTLY


def test_somebody_else_opens_a_finished_segment_again_where_it_was(session: Session) -> None:
    segment = make_segments(session)[0]
    officer = _office(session)
    edit_segment(session, officer, segment, {"workplace": Workplace.LEGAL})
    finish_segment(session, segment, officer)

    with pytest.raises(Refused) as refusal:
        unlock_segment(session, officer, segment)
    unlock_segment(session, _office(session), segment)

    assert refusal.value.reasons == (OWN_ASSIGNMENT.sentence,)
    assert session.get_one(Segment, segment.id).workplace is Workplace.LEGAL


def test_what_has_no_answer_is_not_done(session: Session) -> None:
    segment = make_segments(session)[0]

    with pytest.raises(Refused) as refusal:
        edit_segment(session, _office(session), segment, {"workplace": Workplace.DONE})

    assert refusal.value.reasons == (NOT_ANSWERED,)


def test_ac30_each_changed_field_leaves_one_row_and_unchanged_ones_none(session: Session) -> None:
    segment, officer = make_segments(session)[0], _office(session)
    changes = {"workplace": Workplace.TECHNICAL, "assignee_id": officer.id}

    edit_segment(session, officer, segment, changes)
    edit_segment(session, officer, segment, changes)

    assert _history(session, segment) == [
        ("workplace", "sorting", "technical"),
        ("assignee_id", "", str(officer.id)),
    ]
    lines = select(EVENT.c.id).where(EVENT.c.action == Action.EDIT_SEGMENT)
    assert len(session.execute(lines).all()) == 1


def test_the_history_names_people_and_not_numbers(session: Session) -> None:
    segment, officer = make_segments(session)[0], _office(session)
    edit_segment(session, officer, segment, {"assignee_id": officer.id, "due_on": DAY})

    changes = changes_of(session, segment.id, officers(session, segment.participation_id))

    shown = [(each.field, each.before, each.after) for each in changes]
    assert shown == [("due_on", "", DAY), ("assignee_id", "", officer.name)]


def test_only_somebody_in_office_is_given_a_segment(session: Session) -> None:
    segment = make_segments(session)[0]
    elsewhere = make_officer(session, Office.ADMINISTRATION, make_participation(session).id)

    for person in (make_person(session), elsewhere):
        with pytest.raises(Refused) as refusal:
            edit_segment(session, _office(session), segment, {"assignee_id": person.id})
        assert refusal.value.reasons == (NOT_IN_OFFICE,)


def test_another_office_does_not_work_on_segments(session: Session) -> None:
    segment = make_segments(session)[0]

    with pytest.raises(Refused) as refusal:
        edit_segment(session, make_officer(session, Office.MODERATOR), segment, {"due_on": DAY})

    assert refusal.value.reasons == (WRONG_OFFICE,)


def test_notes_are_kept_with_their_author(session: Session) -> None:
    segment, officer = make_segments(session)[0], _office(session)

    edit_segment(session, officer, segment, {}, note="Ask the legal department.")

    notes = notes_on(session, segment.id)
    assert [(note.text, note.author) for note in notes] == [
        ("Ask the legal department.", officer.name)
    ]


def test_contributions_and_segments_carry_the_same_tags(session: Session) -> None:
    participation, (problem,) = make_synthesis(session, 1)
    segment = make_segments(session, make_consultation(session, participation))[0]
    officer = _office(session)

    tag_item(session, officer, problem, "Fares")
    tag_item(session, officer, segment, "fares")
    tag_item(session, officer, segment, "FARES")

    assert tags_on(session, problem.id) == tags_on(session, segment.id) == ["Fares"]
    assert session.execute(select(TAG.c.name)).scalars().all() == ["Fares"]
    assert _history(session, segment) == [("tag", "", "fares")]


def test_a_tag_is_taken_off(session: Session) -> None:
    segment, officer = make_segments(session)[0], _office(session)
    tag_item(session, officer, segment, "Fares")

    tag_item(session, officer, segment, "Fares", off=True)

    assert session.execute(select(ITEM_TAG)).all() == []
    assert _history(session, segment)[-1] == ("tag", "Fares", "")


def test_other_things_carry_no_tags(session: Session) -> None:
    participation = make_participation(session)

    with pytest.raises(Refused) as refusal:
        tag_item(session, _office(session), participation, "Fares")

    assert refusal.value.reasons == (NOT_TAGGED,)


def test_segments_are_found_by_everything_one_works_with(session: Session) -> None:
    consultation = make_consultation(session)
    place = consultation.participation_id
    segments = make_segments(session, consultation)
    mine, late, rest = segments
    officer = _office(session)
    edit_segment(session, officer, mine, {"assignee_id": officer.id, "workplace": Workplace.LEGAL})
    edit_segment(session, officer, late, {"due_on": date(2020, 1, 1)})
    tag_item(session, officer, rest, "Thanks")
    answer_segment(session, rest)
    tag = session.execute(select(TAG.c.id)).scalar_one()
    section = session.get_one(Segment, late.id).section_id
    assert section is not None
    everything = [each.reference for each in segments]

    assert _found(session, place) == everything
    assert _found(session, place, words="clinic") == [late.reference]
    assert _found(session, place, tag=tag) == [rest.reference]
    assert _found(session, place, workplace=Workplace.LEGAL) == [mine.reference]
    assert _found(session, place, assignee="me", me=officer.id) == [mine.reference]
    assert _found(session, place, assignee=NOBODY) == [late.reference, rest.reference]
    assert _found(session, place, section=section) == [late.reference]
    assert _found(session, place, organisation=mine.organisation_id) == everything
    assert _found(session, place, organisation=1) == []
    assert _found(session, place, unanswered=True) == [mine.reference, late.reference]
    assert _found(session, place, overdue=True) == [late.reference]
    assert _found(session, place, consultation=consultation.reference) == everything
    assert _found(session, place, consultation="C-2020-00001-0") == []


def test_segments_of_a_withdrawn_statement_are_off_the_table(session: Session) -> None:
    consultation = make_consultation(session)
    statement = make_statement(session, consultation)
    cut(session, statement)
    standing = make_segments(session, consultation)

    set_state(session, statement, State.WITHDRAWN)

    left = _found(session, consultation.participation_id)
    assert left == [each.reference for each in standing]


def test_a_segment_can_be_noted_and_nothing_else_can(session: Session) -> None:
    segment, problem = make_segments(session)[0], make_synthesis(session, 1)[1][0]

    answer_segment(session, segment, Verdict.NOTED)
    with pytest.raises(Refused) as refusal:
        answer_item(session, _office(session), problem, Verdict.NOTED, reason=REASON)

    assert (segment.state, segment.verdict) == (State.ANSWERED, Verdict.NOTED)
    assert refusal.value.reasons == (ONLY_SEGMENTS,)


def test_what_is_not_done_cannot_be_opened_again(session: Session) -> None:
    [segment, *_] = make_segments(session)

    with pytest.raises(Refused) as refusal:
        unlock_segment(session, make_officer(session, Office.ADMINISTRATION), segment)

    assert refusal.value.reasons == (NO_STEP,)
