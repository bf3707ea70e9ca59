"""What the synthesis has to say on the pages of participations, problems and comments."""

from dataclasses import dataclass

from app.items.models import Item
from app.items.parts import Part
from app.participation.phases import phase_of
from app.process.rules import objections
from app.process.vocabulary import Action, Kind, Station
from app.synthesis.queries import Outcome, TopicLine, outcome_of, topics_of
from app.synthesis.workbench import Progress, progress_of
from app.web.requests import Request

CONTRIBUTIONS = {Kind.PROBLEM, Kind.COMMENT}


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
    progress = progress_of(request.db, item.id)
    office = not objections(Action.READ_SYNTHESIS, request.actor, subject=item.subject())
    topics = topics_of(request.db, item.id) if progress and progress.topics else []
    if progress is None or not (topics or office):
        return None
    value = TopicsPart(item, topics, progress, office)
    return Part("main", "synthesis/_topics.html", value)


parts = (contribution_part, answering_part, topics_part)
