import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from app.items.models import ITEM, Item
from app.items.spine import set_state
from app.items.trail import backward, forward
from app.items.visibility import find_item
from app.process.actor import VISITOR
from app.process.objections import CHANGEABLE, LOCKED
from app.process.refusal import Refused
from app.process.rules import WRONG_OFFICE, objections
from app.process.vocabulary import Action, Kind, Office, Phase, State, Visibility
from app.record.models import EVENT
from app.segments.commands import NOT_HANDED_IN, cut_segment, tag_item
from app.segments.cutting import CUT_ALREADY, NOT_JOINED, NOTHING_TO_CUT, SOMETHING_STAYS
from app.segments.forms import Cutting
from app.segments.models import SEGMENT_CHANGE, Segment
from app.segments.passages import blacked_out, opening_of, sentences, taken_apart
from app.segments.queries import tags_on
from app.segments.work import facts_of
from tests.makers import make_officer, make_participation
from tests.segments.makers import (
    FARES,
    HOURS,
    REMARKS,
    answer_segment,
    cut,
    finish_segment,
    live_segments,
    make_consultation,
    make_segments,
    make_statement,
    text_of,
)


def _statement_of(session: Session, segment: Item) -> Item:
    return session.get_one(Item, session.get_one(Segment, segment.id).statement_id)


def test_a_statement_is_cut_into_what_it_says_on_each_section_and_its_remarks(
    session: Session,
) -> None:
    statement = make_statement(session, make_consultation(session))

    segments = cut(session, statement)

    assert [text_of(session, each) for each in segments] == [FARES, HOURS, REMARKS]
    assert [session.get_one(Segment, each.id).section_id is None for each in segments] == [
        False,
        False,
        True,
    ]


def test_a_segment_stands_where_its_statement_stands(session: Session) -> None:
    statement = make_statement(session, make_consultation(session))

    segment = cut(session, statement)[0]

    assert (segment.kind, segment.state) == (Kind.SEGMENT, State.SUBMITTED)
    assert segment.visibility is Visibility.PRIVATE
    assert segment.organisation_id == statement.organisation_id
    assert segment.author_group is statement.author_group
    assert segment.participation_id == statement.participation_id


def test_the_way_leads_from_the_statement_to_its_segments(session: Session) -> None:
    statement = make_statement(session, make_consultation(session))
    officer = make_officer(session, Office.ADMINISTRATION)

    segments = cut(session, statement, officer)

    ahead = forward(session, officer, statement)
    assert [entry.id for entry in ahead] == [each.id for each in segments]
    assert [entry.id for entry in backward(session, officer, segments[0])] == [statement.id]


def test_cutting_is_on_record_once(session: Session) -> None:
    statement = make_statement(session, make_consultation(session))

    segments = cut(session, statement)

    lines = session.execute(
        select(EVENT.c.details).where(EVENT.c.action == Action.CUT_SEGMENT)
    ).scalars()
    assert list(lines) == [{"segments": [each.id for each in segments]}]


def test_segments_are_read_by_the_administration_of_the_participation_only(
    session: Session,
) -> None:
    segment = make_segments(session)[0]
    here = make_officer(session, Office.ADMINISTRATION, segment.participation_id)
    elsewhere = make_officer(session, Office.ADMINISTRATION, make_participation(session).id)
    moderator = make_officer(session, Office.MODERATOR)

    assert find_item(session, here, segment.reference)
    for actor in (elsewhere, moderator, VISITOR):
        assert find_item(session, actor, segment.reference) is None


@pytest.mark.parametrize("office", [Office.MODERATOR, Office.TEAM, Office.CDO])
def test_another_office_cuts_nothing(session: Session, office: Office) -> None:
    statement = make_statement(session, make_consultation(session))

    with pytest.raises(Refused) as refusal:
        cut(session, statement, make_officer(session, office))

    assert refusal.value.reasons == (WRONG_OFFICE,)


@pytest.mark.parametrize("state", [State.DRAFT, State.RELEASED, State.WITHDRAWN])
def test_only_what_was_submitted_is_cut(session: Session, state: State) -> None:
    statement = make_statement(session, make_consultation(session))
    set_state(session, statement, state)

    with pytest.raises(Refused) as refusal:
        cut(session, statement)

    assert refusal.value.reasons == (NOT_HANDED_IN,)


@pytest.mark.parametrize(
    ("phase", "reasons"),
    [
        (Phase.COLLECTING, (CHANGEABLE.sentence,)),
        (Phase.DELIBERATING, (CHANGEABLE.sentence,)),
        (Phase.SYNTHESIS, ()),
        (Phase.STANDING, ()),
    ],
)
def test_a_statement_is_cut_once_its_organisation_can_no_longer_change_it(
    session: Session, phase: Phase, reasons: tuple[str, ...]
) -> None:
    statement = make_statement(
        session, make_consultation(session, make_participation(session, phase))
    )
    officer = make_officer(session, Office.ADMINISTRATION)
    subject = statement.subject(**facts_of(session, statement))

    assert objections(Action.CUT_SEGMENT, officer, phase, subject) == reasons
    if reasons:
        with pytest.raises(Refused) as refusal:
            cut(session, statement)
        assert refusal.value.reasons == reasons


def test_what_nobody_can_change_on_line_is_cut_at_any_time(session: Session) -> None:
    asked = make_consultation(session, make_participation(session, Phase.COLLECTING))
    statement = make_statement(session, asked)
    statement.organisation_id = None

    assert len(cut(session, statement)) == 3


def test_a_statement_is_cut_once(session: Session) -> None:
    statement = make_statement(session, make_consultation(session))
    cut(session, statement)

    with pytest.raises(Refused) as refusal:
        cut(session, statement)

    assert refusal.value.reasons == (CUT_ALREADY,)


def test_a_statement_without_words_is_not_cut(session: Session) -> None:
    statement = make_statement(session, make_consultation(session), texts=(), remarks="")

    with pytest.raises(Refused) as refusal:
        cut(session, statement)

    assert refusal.value.reasons == (NOTHING_TO_CUT,)


def test_chosen_sentences_become_a_segment_of_their_own(session: Session) -> None:
    segment = make_segments(session)[0]
    officer = make_officer(session, Office.ADMINISTRATION)
    tag_item(session, officer, segment, "Fares")

    made = cut_segment(
        session, officer, _statement_of(session, segment), Cutting(sentence=(1,)), segment=segment
    )

    assert [text_of(session, each) for each in made] == ["People at the edge pay twice."]
    assert text_of(session, segment) == "The fare zones are too small. Make one zone of them."
    assert tags_on(session, made[0].id) == ["Fares"]


@pytest.mark.parametrize("chosen", [(), (0, 1, 2), (7,)])
def test_something_is_taken_out_and_something_stays(
    session: Session, chosen: tuple[int, ...]
) -> None:
    segment = make_segments(session)[0]
    officer = make_officer(session, Office.ADMINISTRATION)
    statement = _statement_of(session, segment)

    with pytest.raises(Refused) as refusal:
        cut_segment(session, officer, statement, Cutting(sentence=chosen), segment=segment)

    assert refusal.value.reasons == (SOMETHING_STAYS,)


def test_segments_are_joined_and_no_word_is_lost(session: Session) -> None:
    first, second, _ = make_segments(session)
    officer, statement = make_officer(session, Office.ADMINISTRATION), _statement_of(session, first)
    tag_item(session, officer, second, "Night")

    cut_segment(session, officer, statement, Cutting(join=(second.reference,)), segment=first)

    assert text_of(session, first) == f"{FARES}\n\n{HOURS}"
    assert len(live_segments(session, statement)) == 2
    assert find_item(session, officer, second.reference) is None
    assert tags_on(session, first.id) == ["Night"]


def test_what_a_segment_said_before_stays_in_its_history(session: Session) -> None:
    segment = make_segments(session)[0]
    officer = make_officer(session, Office.ADMINISTRATION)

    cut_segment(
        session, officer, _statement_of(session, segment), Cutting(sentence=(0,)), segment=segment
    )

    before = select(SEGMENT_CHANGE.c.before).where(SEGMENT_CHANGE.c.segment_id == segment.id)
    assert session.execute(before).scalar_one() == FARES


def test_only_open_segments_of_the_same_statement_are_joined(session: Session) -> None:
    consultation = make_consultation(session)
    first, answered, _ = make_segments(session, consultation)
    other = make_segments(session, consultation)[0]
    answer_segment(session, answered)
    officer, statement = make_officer(session, Office.ADMINISTRATION), _statement_of(session, first)

    for reference in (other.reference, answered.reference, first.reference):
        with pytest.raises(Refused) as refusal:
            cut_segment(session, officer, statement, Cutting(join=(reference,)), segment=first)
        assert refusal.value.reasons == (NOT_JOINED,)


def test_what_is_done_is_not_cut(session: Session) -> None:
    segment = make_segments(session)[0]
    officer = finish_segment(session, segment)

    with pytest.raises(Refused) as refusal:
        cut_segment(
            session,
            officer,
            _statement_of(session, segment),
            Cutting(sentence=(0,)),
            segment=segment,
        )

    assert refusal.value.reasons == (LOCKED.sentence,)


def test_nothing_is_left_behind_by_a_refused_cut(session: Session) -> None:
    statement = make_statement(session, make_consultation(session), texts=(), remarks="")

    with pytest.raises(Refused):
        cut(session, statement)

    count = select(func.count()).select_from(ITEM).where(ITEM.c.kind == Kind.SEGMENT)
    assert session.execute(count).scalar_one() == 0


@pytest.mark.parametrize(
    "text",
    [FARES, "One.\n\nTwo!  Three? “Four.” Five", "No end", "§ 3 Abs. 2 gilt.\n- a\n- b\n", ""],
)
def test_sentences_joined_are_the_text(text: str) -> None:
    assert "".join(sentences(text)) == text


def test_a_text_is_taken_apart_in_its_very_words() -> None:
    assert taken_apart("One. Two.\nThree.", {0, 2}) == ("One. Three.", "Two.")


def test_a_long_text_is_called_by_its_first_words() -> None:
    title = opening_of("word " * 60)

    assert len(title) <= 120
    assert title.endswith("word…")


def test_passages_are_blacked_out_however_they_are_written() -> None:
    text = "Call Mrs  Meyer,\nmrs meyer knows."

    assert blacked_out(text, ["Mrs Meyer"]) == "Call █████,\n█████ knows."
