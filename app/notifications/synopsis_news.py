"""The synopsis is released: who submitted or co-signed is told with their segments and answers."""

from collections import defaultdict
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select, union
from sqlmodel import Session

from app.items.models import Item
from app.notifications.happenings import Happened, told_of
from app.notifications.letters import send_letter
from app.notifications.people import recipients
from app.notifications.telling import tell
from app.process.vocabulary import Action, Kind, News, Visibility
from app.record.consumers import Consumer, Line
from app.segments.models import Segment
from app.settings import Settings
from app.statements.models import CO_SIGNATURE, STATEMENT, Statement
from app.synthesis.models import ANSWER
from app.synthesis.synopsis import Line as Point
from app.synthesis.synopsis import lines_of_statement


@dataclass(frozen=True, slots=True)
class Answered:
    """A statement with what was answered to each of its segments."""

    reference: str
    title: str
    points: list[Point]


def consumers(settings: Settings) -> tuple[Consumer, ...]:
    """At the release, and whenever an answer is changed afterwards."""
    released = frozenset({Action.PUBLISH_SYNOPSIS})
    changed = frozenset({Action.ANSWER_ITEM})
    return (
        Consumer("news.synopsis", released, partial(_released, settings)),
        Consumer("news.segments", changed, partial(_changed, settings)),
    )


def _released(settings: Settings, session: Session, line: Line) -> None:
    """One letter for each person, whatever number of statements they stand behind."""
    consultation = session.get(Item, line.subject_id)
    statements = line.details.get("statements", ())
    if consultation is None or not isinstance(statements, list):
        return
    behind = people_behind(session, statements)
    happening = told_of(line, News.OWN, Happened.SYNOPSIS, consultation.id)
    at_once = tell(session, list(behind), happening)
    answered = {each: _answered(session, each) for each in statements}
    for person in recipients(session, sorted(at_once)):
        send_letter(
            session,
            settings,
            person,
            "synopsis",
            key=f"synopsis:{consultation.id}",
            news=News.OWN,
            about=[consultation.id],
            told=[at_once[person.id]],
            item=consultation,
            statements=[answered[each] for each in behind[person.id]],
        )


def _changed(settings: Settings, session: Session, line: Line) -> None:
    """An answer was changed after the release. What was answered before is told with it."""
    if line.details.get("inside"):
        return
    item = session.get(Item, line.subject_id)
    if item is None or item.kind is not Kind.SEGMENT or item.visibility is not Visibility.PUBLIC:
        return
    given = select(ANSWER.c.verdict, ANSWER.c.reason).where(
        ANSWER.c.id == line.details.get("answer")
    )
    answer = session.execute(given).one()
    statement_id = session.get_one(Segment, item.id).statement_id
    happening = told_of(line, News.OWN, Happened.ANSWERED, item.id)
    at_once = tell(session, list(people_behind(session, [statement_id])), happening)
    for person in recipients(session, sorted(at_once)):
        send_letter(
            session,
            settings,
            person,
            "segment_answered",
            key=f"segment:{line.id}",
            news=News.OWN,
            about=[item.id],
            told=[at_once[person.id]],
            item=item,
            answer=answer,
        )


def people_behind(session: Session, statements: list[int]) -> defaultdict[int, list[int]]:
    """Who submitted or co-signed, with the statements they stand behind."""
    submitted = select(STATEMENT.c.submitted_by, STATEMENT.c.id).where(
        STATEMENT.c.id.in_(statements), STATEMENT.c.submitted_by.is_not(None)
    )
    signed = select(CO_SIGNATURE.c.by_id, CO_SIGNATURE.c.statement_id).where(
        CO_SIGNATURE.c.statement_id.in_(statements)
    )
    people: defaultdict[int, list[int]] = defaultdict(list)
    for person_id, statement_id in session.execute(union(submitted, signed)):
        people[person_id].append(statement_id)
    return people


def _answered(session: Session, statement_id: int) -> Answered:
    item = session.get_one(Item, session.get_one(Statement, statement_id).id)
    points = lines_of_statement(session, statement_id, inside=False)
    return Answered(item.reference, item.title, points)
