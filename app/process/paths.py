"""The steps between states, one tuple per kind of item. What no step allows is refused."""

from dataclasses import dataclass

from app.process.refusal import Refused
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind, State

NO_STEP = N_("This step has already been taken, or is not possible here.")


@dataclass(frozen=True, slots=True)
class Step:
    """`action` leads from `before` to `after`; before None means the item begins here."""

    action: Action
    before: State | None
    after: State


def _steps(action: Action, before: tuple[State | None, ...], after: State) -> tuple[Step, ...]:
    return tuple(Step(action, state, after) for state in before)


_MODERATED = (
    Step(Action.PUBLISH_ITEM, State.SUBMITTED, State.PUBLISHED),
    Step(Action.RETURN_ITEM, State.SUBMITTED, State.RETURNED),
    *_steps(Action.HIDE_ITEM, (State.SUBMITTED, State.PUBLISHED), State.HIDDEN),
    Step(Action.RESTORE_ITEM, State.HIDDEN, State.PUBLISHED),
    Step(Action.CONFIRM_HIDING, State.HIDDEN, State.HIDDEN),
    *_steps(Action.DECIDE_APPEAL, (State.RETURNED, State.HIDDEN), State.PUBLISHED),
)

PROBLEM_PATH = (
    Step(Action.DRAFT_PROBLEM, None, State.DRAFT),
    Step(Action.DRAFT_PROBLEM, State.DRAFT, State.DRAFT),
    Step(Action.DRAFT_PROBLEM, State.RETURNED, State.RETURNED),
    Step(Action.DISCARD_PROBLEM, State.DRAFT, State.DELETED),
    Step(Action.SUBMIT_PROBLEM, State.DRAFT, State.SUBMITTED),
    Step(Action.SUBMIT_PROBLEM, State.RETURNED, State.SUBMITTED),
    Step(Action.EDIT_PROBLEM, State.SUBMITTED, State.SUBMITTED),
    Step(Action.EDIT_PROBLEM, State.PUBLISHED, State.SUBMITTED),
    *_steps(
        Action.WITHDRAW_PROBLEM,
        (State.SUBMITTED, State.RETURNED, State.PUBLISHED),
        State.WITHDRAWN,
    ),
    Step(Action.ASSIST_PROBLEM, None, State.SUBMITTED),
    Step(Action.ASSIST_PROBLEM, State.RETURNED, State.SUBMITTED),
    Step(Action.ASSIGN_PROBLEM, State.PUBLISHED, State.PUBLISHED),
    Step(Action.ASSIGN_PROBLEM, State.SUBMITTED, State.SUBMITTED),
    Step(Action.MERGE_ITEM, None, State.PUBLISHED),
    Step(Action.MERGE_ITEM, State.PUBLISHED, State.MERGED),
    Step(Action.UNMERGE_ITEM, State.MERGED, State.PUBLISHED),
    Step(Action.UNMERGE_ITEM, State.PUBLISHED, State.WITHDRAWN),
    Step(Action.IMPORT_PROBLEM, None, State.PUBLISHED),
    Step(Action.IMPORT_PROBLEM, None, State.SUBMITTED),
    Step(Action.IMPORT_PROBLEM, None, State.HIDDEN),
    Step(Action.ANSWER_ITEM, State.PUBLISHED, State.PUBLISHED),
    *_MODERATED,
)

COMMENT_PATH = (
    Step(Action.WRITE_COMMENT, None, State.PUBLISHED),
    Step(Action.EDIT_COMMENT, State.PUBLISHED, State.PUBLISHED),
    Step(Action.EDIT_COMMENT, State.RETURNED, State.SUBMITTED),
    *_steps(
        Action.DELETE_COMMENT, (State.PUBLISHED, State.SUBMITTED, State.RETURNED), State.DELETED
    ),
    Step(Action.RETURN_ITEM, State.PUBLISHED, State.RETURNED),
    *_MODERATED,
)

THESIS_PATH = (
    Step(Action.PROPOSE_THESIS, None, State.SUBMITTED),
    Step(Action.PROPOSE_THESIS, None, State.PUBLISHED),
    *_MODERATED,
)

PRIORITISATION_PATH = (
    Step(Action.OPEN_PRIORITISATION, None, State.PUBLISHED),
    Step(Action.EDIT_PRIORITISATION, State.PUBLISHED, State.PUBLISHED),
)

REQUEST_PATH = (
    Step(Action.FILE_REQUEST, None, State.SUBMITTED),
    Step(Action.FILE_REQUEST, State.RETURNED, State.SUBMITTED),
    *_MODERATED,
)

CONSULTATION_PATH = (
    Step(Action.PREPARE_CONSULTATION, None, State.DRAFT),
    Step(Action.PREPARE_CONSULTATION, State.DRAFT, State.DRAFT),
    Step(Action.PREPARE_CONSULTATION, State.PUBLISHED, State.PUBLISHED),
    Step(Action.PUBLISH_CONSULTATION, State.DRAFT, State.PUBLISHED),
    Step(Action.PUBLISH_SYNOPSIS, State.PUBLISHED, State.ANSWERED),
)

STATEMENT_PATH = (
    Step(Action.DRAFT_STATEMENT, None, State.DRAFT),
    Step(Action.DRAFT_STATEMENT, State.DRAFT, State.DRAFT),
    Step(Action.RELEASE_STATEMENT, State.DRAFT, State.RELEASED),
    Step(Action.REOPEN_STATEMENT, State.RELEASED, State.DRAFT),
    Step(Action.REOPEN_STATEMENT, State.SUBMITTED, State.DRAFT),
    Step(Action.SUBMIT_STATEMENT, State.RELEASED, State.SUBMITTED),
    Step(Action.WAIVE_STATEMENT, None, State.SUBMITTED),
    Step(Action.ASSIST_STATEMENT, None, State.SUBMITTED),
    *_steps(
        Action.WITHDRAW_STATEMENT,
        (State.DRAFT, State.RELEASED, State.SUBMITTED),
        State.WITHDRAWN,
    ),
    Step(Action.ANONYMISE_STATEMENT, State.SUBMITTED, State.SUBMITTED),
    Step(Action.ANONYMISE_STATEMENT, State.PUBLISHED, State.PUBLISHED),
    Step(Action.PUBLISH_SYNOPSIS, State.SUBMITTED, State.PUBLISHED),
)

SEGMENT_PATH = (
    Step(Action.CUT_SEGMENT, None, State.SUBMITTED),
    Step(Action.CUT_SEGMENT, State.SUBMITTED, State.SUBMITTED),
    Step(Action.CUT_SEGMENT, State.SUBMITTED, State.MERGED),
    Step(Action.EDIT_SEGMENT, State.SUBMITTED, State.SUBMITTED),
    Step(Action.EDIT_SEGMENT, State.ANSWERED, State.ANSWERED),
    Step(Action.EDIT_SEGMENT, State.PUBLISHED, State.PUBLISHED),
    Step(Action.ANSWER_ITEM, State.SUBMITTED, State.ANSWERED),
    Step(Action.ANSWER_ITEM, State.ANSWERED, State.ANSWERED),
    Step(Action.UNLOCK_SEGMENT, State.ANSWERED, State.ANSWERED),
    Step(Action.UNLOCK_SEGMENT, State.SUBMITTED, State.SUBMITTED),
    Step(Action.UNLOCK_SEGMENT, State.PUBLISHED, State.PUBLISHED),
    Step(Action.PUBLISH_SYNOPSIS, State.ANSWERED, State.PUBLISHED),
    Step(Action.ANSWER_ITEM, State.PUBLISHED, State.PUBLISHED),
)

TOPIC_PATH = (
    Step(Action.MAKE_TOPIC, None, State.PUBLISHED),
    Step(Action.EDIT_TOPIC, State.PUBLISHED, State.PUBLISHED),
    Step(Action.SORT_TOPIC, State.PUBLISHED, State.PUBLISHED),
    Step(Action.ANSWER_ITEM, State.PUBLISHED, State.ANSWERED),
    Step(Action.EDIT_TOPIC, State.ANSWERED, State.ANSWERED),
    Step(Action.SORT_TOPIC, State.ANSWERED, State.ANSWERED),
    Step(Action.ANSWER_ITEM, State.ANSWERED, State.ANSWERED),
    *_steps(Action.SORT_TOPIC, (State.PUBLISHED, State.ANSWERED), State.DROPPED),
)

# An answer to a segment is a draft until the synopsis is released.
ANSWER_PATH = (
    Step(Action.ANSWER_ITEM, None, State.PUBLISHED),
    Step(Action.ANSWER_ITEM, None, State.DRAFT),
    Step(Action.PUBLISH_SYNOPSIS, State.DRAFT, State.PUBLISHED),
)

MEASURE_PHASES = (
    State.PREPROCESS,
    State.EXPLORATION,
    State.TRIAL,
    State.DEVELOPMENT,
    State.SCALING,
    State.OPERATION,
)

MEASURE_PATH = (
    Step(Action.OPEN_MEASURE, None, State.PREPROCESS),
    *(Step(Action.DESCRIBE_MEASURE, phase, phase) for phase in MEASURE_PHASES),
    *(Step(Action.APPOINT_MEASURE, phase, phase) for phase in MEASURE_PHASES),
    *(Step(Action.LOG_MEASURE, phase, phase) for phase in (*MEASURE_PHASES, State.ENDED)),
    *_steps(Action.END_MEASURE, MEASURE_PHASES, State.ENDED),
)

REQUIREMENT_PATH = (
    Step(Action.MAKE_REQUIREMENT, None, State.PROPOSED),
    Step(Action.EDIT_REQUIREMENT, State.PROPOSED, State.PROPOSED),
    Step(Action.EDIT_REQUIREMENT, State.DISCUSSED, State.DISCUSSED),
    Step(Action.DISCUSS_REQUIREMENT, State.PROPOSED, State.DISCUSSED),
    Step(Action.APPROVE_REQUIREMENT, State.DISCUSSED, State.APPROVED),
    *_steps(
        Action.DROP_REQUIREMENT, (State.PROPOSED, State.DISCUSSED, State.APPROVED), State.DROPPED
    ),
)

PLAN_PATH = (
    Step(Action.DRAFT_PLAN, None, State.DRAFT),
    Step(Action.DRAFT_PLAN, State.DRAFT, State.DRAFT),
    Step(Action.DRAFT_PLAN, State.PUBLISHED, State.PUBLISHED),
    Step(Action.PUBLISH_PLAN, State.DRAFT, State.PUBLISHED),
    Step(Action.PUBLISH_PLAN, State.PUBLISHED, State.PUBLISHED),
)

MANDATE_PATH = (
    Step(Action.PREPARE_MANDATE, None, State.PREPARED),
    Step(Action.PREPARE_MANDATE, State.PREPARED, State.PREPARED),
    Step(Action.SUBMIT_MANDATE, State.PREPARED, State.SUBMITTED),
    Step(Action.AMEND_MANDATE, None, State.PREPARED),
)

# Where an act itself says which state it leads to (a body's result, a measure's next phase).
OUTCOMES = {
    Action.DECIDE_MANDATE: (
        (State.SUBMITTED,),
        (State.GRANTED, State.CONDITIONAL, State.DEFERRED, State.REFUSED),
    ),
    Action.DECIDE_REQUEST: ((State.PUBLISHED,), (State.GRANTED, State.REFUSED)),
    Action.MOVE_MEASURE: (MEASURE_PHASES, MEASURE_PHASES),
    # A granted mandate is superseded the moment the decision on its amendment is granted.
    Action.AMEND_MANDATE: ((State.GRANTED, State.CONDITIONAL), (State.AMENDED,)),
}

PATHS = {
    Kind.PROBLEM: PROBLEM_PATH,
    Kind.COMMENT: COMMENT_PATH,
    Kind.THESIS: THESIS_PATH,
    Kind.PRIORITISATION: PRIORITISATION_PATH,
    Kind.CONSULTATION: CONSULTATION_PATH,
    Kind.STATEMENT: STATEMENT_PATH,
    Kind.SEGMENT: SEGMENT_PATH,
    Kind.REQUEST: REQUEST_PATH,
    Kind.TOPIC: TOPIC_PATH,
    Kind.ANSWER: ANSWER_PATH,
    Kind.MEASURE: MEASURE_PATH,
    Kind.REQUIREMENT: REQUIREMENT_PATH,
    Kind.PLAN: PLAN_PATH,
    Kind.MANDATE: MANDATE_PATH,
    Kind.PARTICIPATION: (
        Step(Action.OPEN_PARTICIPATION, None, State.PUBLISHED),
        Step(Action.OPEN_PARTICIPATION, None, State.DRAFT),
        Step(Action.PUBLISH_PARTICIPATION, State.DRAFT, State.PUBLISHED),
        Step(Action.EDIT_PARTICIPATION, State.DRAFT, State.DRAFT),
        Step(Action.EDIT_PARTICIPATION, State.PUBLISHED, State.PUBLISHED),
        Step(Action.SET_RESULT, State.PUBLISHED, State.PUBLISHED),
    ),
}

IN_FORCE = frozenset({State.GRANTED, State.CONDITIONAL})
FINAL = {
    State.WITHDRAWN,
    State.DELETED,
    State.DROPPED,
    State.ENDED,
    State.REFUSED,
    State.DEFERRED,
    State.AMENDED,
}


def advance(kind: Kind, action: Action, before: State | None, wanted: State | None = None) -> State:
    """The state that `action` leads to, or a refusal when no step allows it.

    Where several steps begin alike (an import), `wanted` says which one is taken.
    """
    for step in PATHS[kind]:
        if (step.action, step.before) == (action, before) and wanted in {None, step.after}:
            return step.after
    raise Refused(NO_STEP)


def settle(action: Action, before: State, wanted: State) -> State:
    """The `wanted` state when `action` may lead from `before` to it, or a refusal."""
    starts, ends = OUTCOMES[action]
    if before not in starts or wanted not in ends or before == wanted:
        raise Refused(NO_STEP)
    return wanted
