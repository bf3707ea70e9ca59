"""Releasing a synopsis: what is missing before, and what becomes public with it."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlmodel import Session

from app.db.clock import now
from app.items.models import ITEM, LINK, Item
from app.process.paths import advance
from app.process.refusal import Refused
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind, Link, State, Visibility
from app.segments.models import SEGMENT
from app.statements.models import SECTION_POSITION, STATEMENT, Consultation

UNCUT = N_("Not every statement has been cut into segments yet.")
UNANSWERED = N_("Not every segment has an answer yet.")
NO_STATEMENT = N_("Nobody has submitted a statement.")


@dataclass(frozen=True, slots=True)
class Completeness:
    """What there is and what is missing, before a synopsis can be released."""

    statements: int
    uncut: int
    segments: int
    unanswered: int

    @property
    def missing(self) -> tuple[str, ...]:
        """What stands against the release, as sentences."""
        wants = (
            (self.statements == 0, NO_STATEMENT),
            (self.uncut > 0, UNCUT),
            (self.unanswered > 0, UNANSWERED),
        )
        return tuple(sentence for missing, sentence in wants if missing)


def completeness_of(session: Session, consultation_id: int) -> Completeness:
    """How far the answers to the statements on a consultation have come."""
    return Completeness(*session.execute(counted(consultation_id)).one())


def counted(consultation_id: int) -> Select[int, int, int, int]:
    """The columns of `Completeness`, in one row."""
    open_ones = _segments(consultation_id, ITEM.c.state == State.SUBMITTED)
    return (
        select(
            func.count(STATEMENT.c.id.distinct()).label("statements"),
            func.count(STATEMENT.c.id.distinct()).filter(_has_words() & ~_is_cut()).label("uncut"),
            _segments(consultation_id).label("segments"),
            open_ones.label("unanswered"),
        )
        .select_from(STATEMENT)
        .join(ITEM, ITEM.c.id == STATEMENT.c.id)
        .where(STATEMENT.c.consultation_id == consultation_id, _HANDED_IN)
    )


def demand_complete(session: Session, consultation: Item) -> None:
    """Refuse with everything that is missing."""
    if missing := completeness_of(session, consultation.id).missing:
        raise Refused(*missing)


def release_all(session: Session, consultation: Item) -> list[int]:
    """Publish the statements, segments and answers. Returns the ids of the statements."""
    statements = list(
        session.execute(
            select(STATEMENT.c.id)
            .join(ITEM, ITEM.c.id == STATEMENT.c.id)
            .where(STATEMENT.c.consultation_id == consultation.id, ITEM.c.state == State.SUBMITTED)
            .order_by(STATEMENT.c.id)
        ).scalars()
    )
    segments = select(SEGMENT.c.id).where(SEGMENT.c.statement_id.in_(statements))
    answers = select(LINK.c.to_id).where(
        LINK.c.from_id.in_(segments), LINK.c.how == Link.ANSWERED_BY
    )
    _publish(session, Kind.STATEMENT, State.SUBMITTED, ITEM.c.id.in_(statements))
    _publish(session, Kind.SEGMENT, State.ANSWERED, ITEM.c.id.in_(segments))
    _publish(session, Kind.ANSWER, State.DRAFT, ITEM.c.id.in_(answers))
    session.get_one(Consultation, consultation.id).released_at = now()
    session.flush()
    session.expire_all()
    return statements


def _publish(session: Session, kind: Kind, before: State, which: ColumnElement[bool]) -> None:
    moment = now()
    values = {
        "state": advance(kind, Action.PUBLISH_SYNOPSIS, before),
        "visibility": Visibility.PUBLIC,
        "published_at": moment,
        "version": ITEM.c.version + 1,
    }
    session.execute(update(ITEM).where(which, ITEM.c.state == before).values(**values))


_HANDED_IN = ITEM.c.state.in_([State.SUBMITTED, State.PUBLISHED])


def _has_words() -> ColumnElement[bool]:
    said = (SECTION_POSITION.c.reason != "") | (SECTION_POSITION.c.wording != "")
    mine = SECTION_POSITION.c.statement_id == STATEMENT.c.id
    return (STATEMENT.c.remarks != "") | select(SECTION_POSITION.c.section_id).where(
        mine, said
    ).correlate(STATEMENT).exists()


def _is_cut() -> ColumnElement[bool]:
    return (
        select(SEGMENT.c.id)
        .where(SEGMENT.c.statement_id == STATEMENT.c.id)
        .correlate(STATEMENT)
        .exists()
    )


def _segments(consultation_id: int, *more: ColumnElement[bool]) -> ColumnElement[int]:
    live = (State.SUBMITTED, State.ANSWERED, State.PUBLISHED)
    said = ITEM.alias("said")
    return (
        select(func.count())
        .select_from(SEGMENT)
        .join(STATEMENT, STATEMENT.c.id == SEGMENT.c.statement_id)
        .join(said, said.c.id == STATEMENT.c.id)
        .join(ITEM, ITEM.c.id == SEGMENT.c.id)
        .where(
            STATEMENT.c.consultation_id == consultation_id,
            said.c.state.in_([State.SUBMITTED, State.PUBLISHED]),
            ITEM.c.state.in_(live),
            *more,
        )
        .correlate(None)
        .scalar_subquery()
    )
