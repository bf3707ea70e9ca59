"""What the synthesis has to say on the pages of participations, problems and comments."""

from dataclasses import dataclass
from datetime import datetime

from app.items.models import Item
from app.items.parts import Part
from app.participation.phases import phase_of
from app.participation.queries import brought_kinds
from app.process.rules import objections
from app.process.vocabulary import Action, Kind, State, Station
from app.segments.queries import segment_page, statement_head
from app.synthesis.answers import AnswerLine, Outcome, answers_to, outcome_of
from app.synthesis.queries import TopicLine, topics_of
from app.synthesis.synopsis import Line, lines_of_statement
from app.synthesis.workbench import Progress, progress_of
from app.web.requests import Request

CONTRIBUTIONS = {Kind.PROBLEM, Kind.COMMENT}
HANDED_IN = {State.SUBMITTED, State.PUBLISHED}


@dataclass(frozen=True, slots=True)
class ContributionPart:
    """What became of a contribution."""

    item: Item
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class AnsweringPart:
    """The acts of the administration on a problem; `reasons` say why it cannot be answered."""

    item: Item
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SegmentPart:
    """The answers to a segment, and the topics that it is part of."""

    answers: list[AnswerLine]
    outcome: Outcome
    due: datetime | None


@dataclass(frozen=True, slots=True)
class StatementPart:
    """What is answered to a statement, point by point; for the administration, its ways there."""

    item: Item
    lines: list[Line]
    consultation: str
    released: bool
    office: bool


@dataclass(frozen=True, slots=True)
class ConsultationPart:
    """Where the synopsis of a consultation is, and the way of the administration to it."""

    item: Item
    participation: str
    released: bool
    office: bool


@dataclass(frozen=True, slots=True)
class TopicsPart:
    """The topics of a participation and how far the synthesis has come."""

    item: Item
    topics: list[TopicLine]
    progress: Progress
    office: bool


def contribution_part(request: Request, item: Item) -> Part | None:
    """The answers to a contribution, and the topics that it is part of."""
    if item.kind not in CONTRIBUTIONS or (item.way < Station.TOPIC and item.verdict is None):
        return None
    outcome = outcome_of(request.db, item)
    return Part("lead", "synthesis/_outcome.html", ContributionPart(item, outcome))


def answering_part(request: Request, item: Item) -> Part | None:
    """The administration answers a problem directly."""
    here = item.subject()
    if item.kind is not Kind.PROBLEM or objections(Action.ANSWER_ITEM, request.actor):
        return None
    phase = phase_of(request.db, item.participation_id)
    reasons = objections(Action.ANSWER_ITEM, request.actor, phase, here)
    return Part("aside", "synthesis/_answering.html", AnsweringPart(item, reasons))


def topics_part(request: Request, item: Item) -> Part | None:
    """The topics of a participation, with the answers that are given and due."""
    if item.kind is not Kind.PARTICIPATION:
        return None
    office = not objections(Action.READ_SYNTHESIS, request.actor, subject=item.subject())
    there = Kind.TOPIC in brought_kinds(request.db, item.id)
    progress = progress_of(request.db, item.id) if there or office else None
    if progress is None:
        return None
    topics = topics_of(request.db, item.id) if there else []
    value = TopicsPart(item, topics, progress, office)
    return Part("main", "synthesis/_topics.html", value)


def segment_part(request: Request, item: Item) -> Part | None:
    """The answer to a segment, with those that it has replaced; inside until it is released."""
    if item.kind is not Kind.SEGMENT:
        return None
    inside = not objections(Action.ANSWER_ITEM, request.actor, subject=item.subject(inside=True))
    answers = answers_to(request.db, item.id, inside=inside)
    due = segment_page(request.db, item).answers_due
    return Part(
        "lead", "synthesis/_segment.html", SegmentPart(answers, outcome_of(request.db, item), due)
    )


def statement_part(request: Request, item: Item) -> Part | None:
    """The answer to each segment of a statement."""
    if item.kind is not Kind.STATEMENT or item.state not in HANDED_IN:
        return None
    office = not objections(Action.CUT_SEGMENT, request.actor, subject=item.subject())
    released = item.state is State.PUBLISHED
    if not (office or released):
        return None
    lines = lines_of_statement(request.db, item.id, inside=office)
    consultation = statement_head(request.db, item).consultation
    value = StatementPart(item, lines, consultation, released, office)
    return Part("main", "synthesis/_statement.html", value)


def consultation_part(request: Request, item: Item) -> Part | None:
    """The released synopsis, for everybody; before, the work on it for the administration."""
    if item.kind is not Kind.CONSULTATION or item.state is State.DRAFT:
        return None
    office = not objections(Action.PUBLISH_SYNOPSIS, request.actor, subject=item.subject())
    released = item.state is State.ANSWERED
    if not (office or released):
        return None
    participation = request.db.get_one(Item, item.participation_id).reference
    value = ConsultationPart(item, participation, released, office)
    return Part("lead", "synthesis/_consultation.html", value)


parts = (
    contribution_part,
    answering_part,
    topics_part,
    segment_part,
    statement_part,
    consultation_part,
)
