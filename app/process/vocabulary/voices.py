"""What people say, how it came, how it is weighed, and how they are told."""

from enum import StrEnum


class Contribution(StrEnum):
    """What somebody brings in. All share one spine, one list and one way."""

    PROBLEM = "problem"
    IDEA = "idea"
    QUESTION = "question"
    PROJECT = "project"
    OFFER = "offer"
    EVENT = "event"


class Retraction(StrEnum):
    """Why an author withdraws a contribution."""

    SETTLED = "settled"
    STARTED = "started"
    SAID = "said"
    CHANGED = "changed"
    OTHER = "other"


class Channel(StrEnum):
    """How a contribution came that staff have entered for somebody."""

    PHONE = "phone"
    PAPER = "paper"
    WORKSHOP = "workshop"
    COUNTER = "counter"


class Stance(StrEnum):
    """How a comment stands to what it is about."""

    PRO = "pro"
    CONTRA = "contra"
    NEUTRAL = "neutral"


class Mark(StrEnum):
    """What readers say of an argument."""

    HELPFUL = "helpful"
    UNHELPFUL = "unhelpful"


class CommentOrder(StrEnum):
    """In which order arguments are shown."""

    HELPFUL = "helpful"
    NEWEST = "newest"
    OLDEST = "oldest"


class Reason(StrEnum):
    """The catalogue of reasons for moderation."""

    OFF_TOPIC = "off_topic"
    UNCLEAR = "unclear"
    DUPLICATE = "duplicate"
    PERSONAL_DATA = "personal_data"
    INSULT = "insult"
    ADVERTISING = "advertising"


class Opinion(StrEnum):
    """What somebody says to a thesis."""

    AGREE = "agree"
    DISAGREE = "disagree"
    PASS = "pass"  # noqa: S105 - no password


class Method(StrEnum):
    """How people set priorities together."""

    POINTS = "points"
    RANKING = "ranking"


class Position(StrEnum):
    """How an organisation stands to a section of a consultation."""

    SUPPORT = "support"
    CHANGE = "change"
    REJECT = "reject"
    NEUTRAL = "neutral"
    NO_OBJECTION = "no_objection"


class Workplace(StrEnum):
    """Where a segment of a statement is being worked on. DONE is locked."""

    SORTING = "sorting"
    TECHNICAL = "technical"
    LEGAL = "legal"
    EDITORIAL = "editorial"
    DONE = "done"


class Followed(StrEnum):
    """What one can follow."""

    ITEM = "item"
    DISTRICT = "district"
    CIRCLE = "circle"
    ORGANISATION = "organisation"
    SEARCH = "search"


class News(StrEnum):
    """What one can be told of."""

    OWN = "own"
    ANSWER = "answer"
    COMMENT = "comment"
    CONTRIBUTION = "contribution"
    PHASE = "phase"
    REMINDER = "reminder"


class Frequency(StrEnum):
    """How often one is told by mail."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NEVER = "never"
