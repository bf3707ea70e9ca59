"""What stands on the spine, where it stands, and what the process is doing."""

from enum import IntEnum, StrEnum


class Phase(StrEnum):
    """What a participation is doing at a moment; read from the clock, never stored."""

    ANNOUNCED = "announced"
    COLLECTING = "collecting"
    DELIBERATING = "deliberating"
    SYNTHESIS = "synthesis"
    REQUIREMENTS = "requirements"
    STANDING = "standing"
    PAUSED = "paused"
    CLOSED = "closed"


PLANNED_PHASES = (Phase.COLLECTING, Phase.DELIBERATING, Phase.SYNTHESIS, Phase.REQUIREMENTS)


class Kind(StrEnum):
    """What an item can be."""

    PARTICIPATION = "participation"
    PROBLEM = "problem"
    COMMENT = "comment"
    THESIS = "thesis"
    PRIORITISATION = "prioritisation"
    CONSULTATION = "consultation"
    STATEMENT = "statement"
    SEGMENT = "segment"
    REQUEST = "request"
    TOPIC = "topic"
    ANSWER = "answer"
    MEASURE = "measure"
    REQUIREMENT = "requirement"
    PLAN = "plan"
    MANDATE = "mandate"


class State(StrEnum):
    """Where an item stands on the path of its kind (paths.py)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    RETURNED = "returned"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    DELETED = "deleted"
    MERGED = "merged"
    RELEASED = "released"
    ANSWERED = "answered"
    PROPOSED = "proposed"
    DISCUSSED = "discussed"
    APPROVED = "approved"
    DROPPED = "dropped"
    PREPROCESS = "preprocess"
    EXPLORATION = "exploration"
    TRIAL = "trial"
    DEVELOPMENT = "development"
    SCALING = "scaling"
    OPERATION = "operation"
    ENDED = "ended"
    PREPARED = "prepared"
    GRANTED = "granted"
    CONDITIONAL = "conditional"
    DEFERRED = "deferred"
    REFUSED = "refused"
    AMENDED = "amended"


class Visibility(StrEnum):
    """Who can find an item: its author, also moderators, everybody, or nobody (a stub stays)."""

    PRIVATE = "private"
    WAITING = "waiting"
    PUBLIC = "public"
    HIDDEN = "hidden"


class Link(StrEnum):
    """How one item leads to the next. Every link points forward along the way."""

    MERGED_INTO = "merged_into"
    CUT_INTO = "cut_into"
    PART_OF = "part_of"
    ANSWERED_BY = "answered_by"
    ORIGIN_OF = "origin_of"
    REQUIRES = "requires"
    COVERED_BY = "covered_by"
    MANDATED_BY = "mandated_by"
    CHANGED_BY = "changed_by"


class Station(IntEnum):
    """How far an item has come on the way from a sentence to a change of the strategy."""

    PROBLEM = 1
    TOPIC = 2
    ANSWER = 3
    REQUIREMENT = 4
    PLAN = 5
    MANDATE = 6
    TRIAL = 7
    EFFECT = 8
    STRATEGY = 9


class Verdict(StrEnum):
    """What the administration answers."""

    TAKEN_UP = "taken_up"
    PARTLY = "partly"
    LATER = "later"
    NOTED = "noted"
    NOT_TAKEN_UP = "not_taken_up"


class Order(StrEnum):
    """In which order contributions are listed. Random by default, so that each is seen."""

    RANDOM = "random"
    NEWEST = "newest"
    SUPPORTED = "supported"
    DISCUSSED = "discussed"


class Standing(StrEnum):
    """How far a contribution has come, as one filters by it."""

    OPEN = "open"
    TOPIC = "topic"
    ANSWERED = "answered"
    NOT_TAKEN_UP = "not_taken_up"
    REQUIREMENT = "requirement"
    MANDATE = "mandate"
    WITHDRAWN = "withdrawn"


class Level(StrEnum):
    """How much a participation lets people decide."""

    INFORM = "inform"
    CONSULT = "consult"
    CO_CREATE = "co_create"
    CO_DECIDE = "co_decide"
