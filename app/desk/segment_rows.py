"""What waits of statements: to be cut, to be answered, to be released."""

from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func

from app.desk.rows import listed, reached, talk_is_over
from app.items.models import ITEM
from app.participation.models import PARTICIPATION
from app.participation.promises import PROMISED_DAY
from app.process.actor import Actor
from app.process.vocabulary import Kind, Office, State
from app.segments.models import SEGMENT
from app.statements.models import STATEMENT

_SAID, _PART = ITEM.alias("said"), ITEM.alias("part")


def segments_to_answer(actor: Actor) -> Select[Any]:
    """How many segments this person works on that have no answer yet, by participation."""
    return (
        listed(due=PROMISED_DAY, count=func.count(_PART.c.id))
        .join(PARTICIPATION, PARTICIPATION.c.id == ITEM.c.id)
        .join(_PART, _PART.c.participation_id == ITEM.c.id)
        .join(SEGMENT, SEGMENT.c.id == _PART.c.id)
        .where(
            SEGMENT.c.assignee_id == actor.id,
            _PART.c.state == State.SUBMITTED,
            talk_is_over(),
            reached(actor, Office.ADMINISTRATION),
        )
        .group_by(ITEM.c.id, PARTICIPATION.c.answers_due)
    )


def statements_to_cut(actor: Actor) -> Select[Any]:
    """How many statements nobody has cut yet, by consultation, once nobody can change them."""
    cut = exists().where(SEGMENT.c.statement_id == STATEMENT.c.id)
    words = STATEMENT.c.no_objection.is_(False)
    return (
        _with_statements(actor, count=func.count(STATEMENT.c.id))
        .where(words, ~cut)
        .group_by(ITEM.c.id, PARTICIPATION.c.answers_due)
    )


def synopses_to_release(actor: Actor) -> Select[Any]:
    """Consultations in which every segment has its answer."""
    mine = (_PART.c.participation_id == ITEM.c.participation_id) & (SEGMENT.c.id == _PART.c.id)
    of_it = (STATEMENT.c.id == SEGMENT.c.statement_id) & (STATEMENT.c.consultation_id == ITEM.c.id)
    answered = exists().where(mine, of_it, _PART.c.state == State.ANSWERED)
    waiting = exists().where(mine, of_it, _PART.c.state == State.SUBMITTED)
    return (
        listed(due=PROMISED_DAY)
        .join(PARTICIPATION, PARTICIPATION.c.id == ITEM.c.participation_id)
        .where(*_open(actor), answered, ~waiting)
    )


def _with_statements(actor: Actor, *, count: ColumnElement[int]) -> Select[Any]:
    return (
        listed(due=PROMISED_DAY, count=count)
        .join(PARTICIPATION, PARTICIPATION.c.id == ITEM.c.participation_id)
        .join(STATEMENT, STATEMENT.c.consultation_id == ITEM.c.id)
        .join(_SAID, (_SAID.c.id == STATEMENT.c.id) & (_SAID.c.state == State.SUBMITTED))
        .where(*_open(actor))
    )


def _open(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """Consultations of this office whose synopsis is not released, after the talk."""
    kind = (ITEM.c.kind == Kind.CONSULTATION) & (ITEM.c.state == State.PUBLISHED)
    return (kind, talk_is_over(), reached(actor, Office.ADMINISTRATION))
