from sqlmodel import Session

from app.desk.queries import desk, waiting_on_desk
from app.items.models import Item
from app.process.actor import Actor
from app.process.vocabulary import Office, Phase
from app.segments.commands import edit_segment
from tests.makers import make_officer, make_participation
from tests.segments.makers import (
    answer_segment,
    cut,
    make_consultation,
    make_segments,
    make_statement,
)


def _lines(session: Session, actor: Actor) -> list[tuple[str, int, str]]:
    """The routes, counts and references of what waits, of statements alone."""
    routes = {"segments:index", "statements:consultation", "synthesis:synopsis"}
    lines = desk(session, actor, moderation_hours=24)[0].lines
    return [(line.route, line.count, line.reference) for line in lines if line.route in routes]


def test_statements_wait_to_be_cut_once_nobody_can_change_them(session: Session) -> None:
    officer = make_officer(session, Office.ADMINISTRATION)
    consultation = make_consultation(session)
    make_statement(session, consultation)
    make_statement(session, consultation, texts=(), remarks="", no_objection=True)
    running = make_participation(session, Phase.COLLECTING)
    make_statement(session, make_consultation(session, running))

    assert _lines(session, officer) == [("statements:consultation", 1, consultation.reference)]


def test_segments_wait_for_whoever_works_on_them(session: Session) -> None:
    officer, other = (make_officer(session, Office.ADMINISTRATION) for _ in range(2))
    first, second, _ = make_segments(session)
    place = session.get_one(Item, first.participation_id)
    for each in (first, second):
        edit_segment(session, officer, each, {"assignee_id": officer.id})

    assert _lines(session, officer) == [("segments:index", 2, place.reference)]
    assert _lines(session, other) == []
    assert (waiting_on_desk(session, officer), waiting_on_desk(session, other)) == (2, 0)


def test_a_synopsis_waits_to_be_released_when_every_segment_is_answered(session: Session) -> None:
    officer = make_officer(session, Office.ADMINISTRATION)
    consultation = make_consultation(session)
    segments = cut(session, make_statement(session, consultation))
    for each in segments[:-1]:
        answer_segment(session, each)
    before = _lines(session, officer)

    answer_segment(session, segments[-1])

    assert before == []
    assert _lines(session, officer) == [("synthesis:synopsis", 1, consultation.reference)]
