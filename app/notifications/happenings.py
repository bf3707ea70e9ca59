"""What people are told of: a code for each happening, and the sentence they read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from app.process.sentences import N_
from app.process.vocabulary import News
from app.record.consumers import Line


class Happened(StrEnum):
    """The code of a happening, as it is stored."""

    PUBLISHED = "published"
    RETURNED = "returned"
    HIDDEN = "hidden"
    RESTORED = "restored"
    APPEAL_DECIDED = "appeal_decided"
    REDACTED = "redacted"
    MERGED = "merged"
    UNMERGED = "unmerged"
    IN_TOPIC = "in_topic"
    ANSWERED = "answered"
    MEASURE = "measure"
    REQUIREMENT = "requirement"
    DECIDED = "decided"
    COMMENT = "comment"
    REPLY = "reply"
    MENTION = "mention"
    CONTRIBUTION = "contribution"
    STATEMENT = "statement"
    CONSULTATION = "consultation"
    PHASE_BEGAN = "phase_began"
    PHASE_ENDS = "phase_ends"
    PHASE_EXTENDED = "phase_extended"
    PHASE_CLOSED = "phase_closed"
    SYNOPSIS = "synopsis"
    REQUEST_DECIDED = "request_decided"
    RESULT_MISSING = "result_missing"


SENTENCES = {
    Happened.PUBLISHED: N_("What you wrote is published."),
    Happened.RETURNED: N_("Moderation asks you to change what you wrote."),
    Happened.HIDDEN: N_("Moderation has hidden what you wrote."),
    Happened.RESTORED: N_("What you wrote is visible again."),
    Happened.APPEAL_DECIDED: N_("Your objection to moderation is decided."),
    Happened.REDACTED: N_("Moderation has blacked out personal data in what you wrote."),
    Happened.MERGED: N_("It was merged with others that say the same."),
    Happened.UNMERGED: N_("A merge was undone: it stands alone again."),
    Happened.IN_TOPIC: N_("It is part of a topic now, which has to be answered."),
    Happened.ANSWERED: N_("The administration has answered."),
    Happened.MEASURE: N_("A measure was opened from it."),
    Happened.REQUIREMENT: N_("It has led to a requirement."),
    Happened.DECIDED: N_("A body has decided on it."),
    Happened.COMMENT: N_("There is a new comment."),
    Happened.REPLY: N_("Somebody has replied to you."),
    Happened.MENTION: N_("Somebody has mentioned you."),
    Happened.CONTRIBUTION: N_("There is a new contribution."),
    Happened.STATEMENT: N_("There is a new statement."),
    Happened.CONSULTATION: N_("A consultation has begun."),
    Happened.PHASE_BEGAN: N_("A new phase has begun."),
    Happened.PHASE_ENDS: N_("A phase ends in a few days."),
    Happened.PHASE_EXTENDED: N_("A phase lasts longer than planned."),
    Happened.PHASE_CLOSED: N_("A phase is over."),
    Happened.SYNOPSIS: N_("The synopsis is published: all statements with their answers."),
    Happened.REQUEST_DECIDED: N_("Your request for participation is decided."),
    Happened.RESULT_MISSING: N_(
        "Its last phase is over. Please write for everybody what came of it."
    ),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """Something to tell. One person is told of one `occasion` once; who acted is never told.

    `item_id` is where the news leads; `about_id` is what it is about, when that is another item.
    `facts` are codes and moments, never words of people.
    """

    news: News
    happened: Happened
    item_id: int
    occasion: str
    at: datetime
    actor_id: int = 0
    about_id: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def told_of(
    line: Line,
    news: News,
    happened: Happened,
    item_id: int,
    *,
    about_id: int | None = None,
    occasion: str = "",
    facts: Mapping[str, Any] | None = None,
) -> Happening:
    """The happening of a line of the record; by default each line is one occasion."""
    return Happening(
        news,
        happened,
        item_id,
        occasion or f"event:{line.id}",
        line.at,
        line.actor_id,
        about_id,
        facts or {},
    )
