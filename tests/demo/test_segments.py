"""What a newcomer finds of segments and of the synopsis."""

from sqlalchemy import func, select
from sqlmodel import Session

from app.items.models import ITEM, LINK
from app.process.vocabulary import Kind, Link, State
from app.segments.models import SEGMENT, SEGMENT_NOTE, TAG
from app.synthesis.release import completeness_of
from app.synthesis.synopsis import synopsis


def _consultation(city: Session, words: str) -> int:
    wanted = select(ITEM.c.id).where(ITEM.c.kind == Kind.CONSULTATION, ITEM.c.title.contains(words))
    number: int = city.execute(wanted).scalar_one()
    return number


def test_one_synopsis_is_released_in_a_closed_participation(city: Session) -> None:
    released = _consultation(city, "Nachtverkehr")

    lines = synopsis(city, released, inside=False).lines

    assert len({line.statement for line in lines}) == 2
    assert {line.verdict.value for line in lines if line.verdict} == {
        "taken_up",
        "partly",
        "noted",
        "not_taken_up",
    }


def test_some_segments_are_answered_and_some_wait(city: Session) -> None:
    complete = completeness_of(city, _consultation(city, "Eckpunkte"))

    assert (complete.segments, complete.unanswered, complete.uncut) == (3, 2, 0)


def test_the_two_statements_of_the_open_participation_wait_to_be_cut(city: Session) -> None:
    complete = completeness_of(city, _consultation(city, "Leitlinien"))

    assert (complete.statements, complete.uncut) == (2, 2)


def test_segments_carry_tags_notes_people_and_days_and_one_is_in_a_topic(city: Session) -> None:
    counts = [
        city.execute(select(func.count()).select_from(table)).scalar_one()
        for table in (TAG, SEGMENT_NOTE)
    ]
    worked_on = select(func.count()).where(
        SEGMENT.c.assignee_id.is_not(None), SEGMENT.c.due_on.is_not(None)
    )
    in_topic = (
        select(ITEM.c.state)
        .join(LINK, LINK.c.from_id == ITEM.c.id)
        .where(ITEM.c.kind == Kind.SEGMENT, LINK.c.how == Link.PART_OF)
    )

    assert min(counts) >= 2
    assert city.execute(worked_on).scalar_one() >= 8
    assert list(city.execute(in_topic).scalars()) == [State.SUBMITTED]
