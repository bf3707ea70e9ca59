"""Reading answers: to an item, by themselves, and what became of a contribution through them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.items.models import ITEM, LINK, LINK_END, Item
from app.items.visibility import public
from app.participation.models import PARTICIPATION
from app.participation.promises import PROMISED_DAY
from app.process.vocabulary import Kind, Link, Verdict
from app.synthesis.models import ANSWER
from app.synthesis.queries import STANDING, STANDS, TopicLine, topic_lines

_NEW = ITEM.alias("new")


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """An answer, and since when a newer one has replaced it (None: it stands)."""

    about_id: int
    reference: str
    verdict: Verdict
    reason: str
    language: str
    at: datetime
    author: str
    authority: str
    replaced_at: datetime | None


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """An answer on a page of its own: what it answers, and what has replaced it."""

    line: AnswerLine
    about_reference: str
    about_title: str
    about_kind: Kind
    newer: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a contribution: its topics, the answers that stand, the day one is due."""

    topics: list[TopicLine]
    answers: list[AnswerLine]
    due: datetime | None


def answers_to(session: Session, item_id: int, *, inside: bool = False) -> list[AnswerLine]:
    """Every answer that an item got, the newest first; `inside`, also what is not released."""
    rows = session.execute(
        _answer_lines(inside=inside)
        .where(LINK.c.from_id == item_id)
        .order_by(LINK.c.at.desc(), LINK.c.id.desc())
    )
    return [AnswerLine(*row) for row in rows]


def standing_answer(session: Session, item_id: int) -> AnswerLine | None:
    """The answer to an item that no newer one has replaced."""
    row = session.execute(_answer_lines().where(LINK.c.from_id == item_id, STANDS)).one_or_none()
    return AnswerLine(*row) if row else None


def outcome_of(session: Session, contribution: Item) -> Outcome:
    """The topics of a contribution, and the answers to them and to itself."""
    mine = select(LINK.c.to_id).select_from(STANDING)
    inside = mine.where(LINK.c.from_id == contribution.id, LINK.c.how == Link.PART_OF, STANDS)
    rows = session.execute(
        topic_lines()
        .add_columns(PROMISED_DAY.label("answers_due"))
        .join(PARTICIPATION, PARTICIPATION.c.id == ITEM.c.participation_id)
        .where(ITEM.c.id.in_(inside))
        .order_by(ITEM.c.id)
    ).all()
    topics = [TopicLine(*row[:-1]) for row in rows]
    due = rows[0].answers_due if rows else None
    if contribution.verdict is None:
        return Outcome(topics, [], due)
    answered = [contribution.id, *(topic.id for topic in topics)]
    answers = _answer_lines().where(LINK.c.from_id.in_(answered), STANDS).order_by(LINK.c.at)
    return Outcome(topics, [AnswerLine(*row) for row in session.execute(answers)], due)


def answer_page(session: Session, answer: Item) -> AnswerPage:
    """An answer with what it answers."""
    changed = (
        select(_NEW.c.reference)
        .join(LINK, LINK.c.to_id == _NEW.c.id)
        .where(LINK.c.from_id == answer.id, LINK.c.how == Link.CHANGED_BY)
        .limit(1)
        .correlate(None)
        .scalar_subquery()
    )
    row = session.execute(
        _answer_lines(inside=True)
        .add_columns(_NEW.c.reference, _NEW.c.title, _NEW.c.kind, changed)
        .join(_NEW, _NEW.c.id == LINK.c.from_id)
        .where(ITEM.c.id == answer.id)
    ).one()
    return AnswerPage(AnswerLine(*row[:-4]), *row[-4:])


def _answer_lines(*, inside: bool = False) -> Select[Any]:
    lines = (
        select(
            LINK.c.from_id,
            ITEM.c.reference,
            ANSWER.c.verdict,
            ANSWER.c.reason,
            ITEM.c.language,
            ITEM.c.created_at,
            PERSON.c.name,
            PARTICIPATION.c.authority,
            LINK_END.c.at,
        )
        .select_from(STANDING)
        .join(ITEM, ITEM.c.id == LINK.c.to_id)
        .join(ANSWER, ANSWER.c.id == ITEM.c.id)
        .join(PERSON, PERSON.c.id == ITEM.c.author_id)
        .join(PARTICIPATION, PARTICIPATION.c.id == ITEM.c.participation_id)
        .where(LINK.c.how == Link.ANSWERED_BY)
    )
    return lines if inside else lines.where(public())
