"""Every word of the process: one word per idea, used in code, address, table, event and screen."""

from enum import IntEnum, StrEnum


class Group(StrEnum):
    """The part of city society a person says they belong to."""

    CITIZENS = "citizens"
    CIVIL_SOCIETY = "civil_society"
    BUSINESS = "business"
    ACADEMIA = "academia"
    ADMINISTRATION = "administration"
    POLITICS = "politics"
    UNSTATED = "unstated"


DECLARED_GROUPS = tuple(group for group in Group if group is not Group.UNSTATED)


class Office(StrEnum):
    """What a person may be entrusted with. VISITOR and PERSON need no grant."""

    VISITOR = "visitor"
    PERSON = "person"
    MODERATOR = "moderator"
    ADMINISTRATION = "administration"
    TEAM = "team"
    CDO = "cdo"
    BODY = "body"
    OPERATOR = "operator"


GRANTED_OFFICES = tuple(
    office for office in Office if office not in {Office.VISITOR, Office.PERSON}
)


class Phase(StrEnum):
    """What a participation is doing at a moment; read from the clock, never stored."""

    ANNOUNCED = "announced"
    COLLECTING = "collecting"
    DELIBERATING = "deliberating"
    SYNTHESIS = "synthesis"
    REQUIREMENTS = "requirements"
    PAUSED = "paused"
    CLOSED = "closed"


PLANNED_PHASES = (Phase.COLLECTING, Phase.DELIBERATING, Phase.SYNTHESIS, Phase.REQUIREMENTS)


class Kind(StrEnum):
    """What an item can be."""

    PARTICIPATION = "participation"
    PROBLEM = "problem"
    COMMENT = "comment"
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
    NOT_TAKEN_UP = "not_taken_up"


class Stance(StrEnum):
    """How a comment stands to what it is about."""

    PRO = "pro"
    CONTRA = "contra"
    NEUTRAL = "neutral"


class Level(StrEnum):
    """How much a participation lets people decide."""

    INFORM = "inform"
    CONSULT = "consult"
    CO_CREATE = "co_create"
    CO_DECIDE = "co_decide"


class Reason(StrEnum):
    """The catalogue of reasons for moderation."""

    OFF_TOPIC = "off_topic"
    UNCLEAR = "unclear"
    DUPLICATE = "duplicate"
    PERSONAL_DATA = "personal_data"
    INSULT = "insult"
    ADVERTISING = "advertising"


class MeasureType(StrEnum):
    """Who owns a measure."""

    CENTRAL = "central"
    DECENTRAL = "decentral"
    NETWORK = "network"


class RequirementKind(StrEnum):
    """What a requirement is about."""

    FUNCTIONAL = "functional"
    QUALITY = "quality"
    LEGAL = "legal"
    DATA = "data"
    ICT = "ict"
    ACCESSIBILITY = "accessibility"
    PARTICIPATION = "participation"


class Priority(StrEnum):
    """How much a requirement binds."""

    MUST = "must"
    SHOULD = "should"
    COULD = "could"


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


class Action(StrEnum):
    """Every act, named noun.verb; the command that performs it is called verb_noun."""

    READ_PUBLIC = "public.read"
    SIGN_IN_ACCOUNT = "account.sign_in"
    READ_ACCOUNT = "account.read"
    EDIT_ACCOUNT = "account.edit"
    REVOKE_SESSION = "session.revoke"
    GRANT_OFFICE = "office.grant"
    END_OFFICE = "office.end"
    REGISTER_ORGANISATION = "organisation.register"
    JOIN_ORGANISATION = "organisation.join"
    LEAVE_ORGANISATION = "organisation.leave"
    OPEN_PARTICIPATION = "participation.open"
    EXTEND_PHASE = "phase.extend"
    CLOSE_PHASE = "phase.close"
    DRAFT_PROBLEM = "problem.draft"
    DISCARD_PROBLEM = "problem.discard"
    SUBMIT_PROBLEM = "problem.submit"
    EDIT_PROBLEM = "problem.edit"
    WITHDRAW_PROBLEM = "problem.withdraw"
    IMPORT_PROBLEM = "problem.import"
    IMPORT_STRATEGY = "strategy.import"
    SUPPORT_ITEM = "item.support"
    UNSUPPORT_ITEM = "item.unsupport"
    WRITE_COMMENT = "comment.write"
    EDIT_COMMENT = "comment.edit"
    DELETE_COMMENT = "comment.delete"
    READ_QUEUE = "queue.read"
    PUBLISH_ITEM = "item.publish"
    RETURN_ITEM = "item.return"
    HIDE_ITEM = "item.hide"
    RESTORE_ITEM = "item.restore"
    READ_SYNTHESIS = "synthesis.read"
    MAKE_TOPIC = "topic.make"
    EDIT_TOPIC = "topic.edit"
    SORT_TOPIC = "topic.sort"
    ANSWER_ITEM = "item.answer"
    OPEN_MEASURE = "measure.open"
    DESCRIBE_MEASURE = "measure.describe"
    APPOINT_MEASURE = "measure.appoint"
    LOG_MEASURE = "measure.log"
    MOVE_MEASURE = "measure.move"
    END_MEASURE = "measure.end"
    MAKE_REQUIREMENT = "requirement.make"
    EDIT_REQUIREMENT = "requirement.edit"
    DISCUSS_REQUIREMENT = "requirement.discuss"
    APPROVE_REQUIREMENT = "requirement.approve"
    DROP_REQUIREMENT = "requirement.drop"
    DRAFT_PLAN = "plan.draft"
    PUBLISH_PLAN = "plan.publish"
    PREPARE_MANDATE = "mandate.prepare"
    SUBMIT_MANDATE = "mandate.submit"
    DECIDE_MANDATE = "mandate.decide"
    AMEND_MANDATE = "mandate.amend"
    READ_DESK = "desk.read"
