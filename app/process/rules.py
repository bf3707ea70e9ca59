"""Who may do what, during which phase, unless what: one line per act."""

from collections.abc import Callable
from dataclasses import dataclass

from app.process.actor import Actor, Subject
from app.process.refusal import Refused
from app.process.sentences import N_
from app.process.vocabulary import Action, Office, Phase, State, Verdict

ANY_PHASE = frozenset(Phase)
TALKING = frozenset({Phase.COLLECTING, Phase.DELIBERATING})
DISCUSSING = frozenset({Phase.COLLECTING, Phase.DELIBERATING, Phase.REQUIREMENTS})
ANSWERING = ANY_PHASE - TALKING - {Phase.ANNOUNCED}

EVERYBODY = frozenset({Office.VISITOR})
PEOPLE = frozenset({Office.PERSON})
MODERATORS = frozenset({Office.MODERATOR})
ADMINISTRATION = frozenset({Office.ADMINISTRATION})
STRATEGY = frozenset({Office.ADMINISTRATION, Office.CDO})
PROJECT = frozenset({Office.ADMINISTRATION, Office.TEAM})
BODIES = frozenset({Office.BODY, Office.CDO})
OPERATORS = frozenset({Office.OPERATOR})
STAFF = frozenset(
    {
        Office.MODERATOR,
        Office.ADMINISTRATION,
        Office.TEAM,
        Office.CDO,
        Office.BODY,
        Office.OPERATOR,
    }
)

SIGN_IN_FIRST = N_("Please sign in first.")
WRONG_OFFICE = N_("Your office does not allow this.")
WRONG_PHASE = N_("This is not open in the current phase.")


@dataclass(frozen=True, slots=True)
class Objection:
    """A reason against, as a sentence and the test that tells whether it holds."""

    sentence: str
    holds: Callable[[Actor, Subject], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """`who` may do `action` `during` these phases, `unless` an objection holds."""

    action: Action
    who: frozenset[Office]
    during: frozenset[Phase] = ANY_PHASE
    unless: tuple[Objection, ...] = ()


OWN_WORK = Objection(
    N_("You wrote this yourself."),
    lambda actor, subject: subject.author_id == actor.id,
)
NOT_YOURS = Objection(
    N_("Somebody else wrote this."),
    lambda actor, subject: subject.author_id != actor.id,
)
NOT_PUBLIC = Objection(
    N_("This is not published, or was withdrawn."),
    lambda actor, subject: (
        subject.state
        in {
            State.DRAFT,
            State.SUBMITTED,
            State.RETURNED,
            State.HIDDEN,
            State.WITHDRAWN,
            State.DELETED,
        }
    ),
)
NOT_TAKEN_UP = Objection(
    N_("The administration has answered that this is not taken up."),
    lambda actor, subject: subject.verdict is Verdict.NOT_TAKEN_UP,
)
SUPPORTED = Objection(
    N_("Somebody supports this already, so its text stays as it is."),
    lambda actor, subject: subject.supporters > 0,
)
OUTSIDE_DISCUSSION = Objection(
    N_("What you write about is discussed in another phase."),
    lambda actor, subject: bool(subject.facts.get("other_phase")),
)
OWN_SUBMISSION = Objection(
    N_("You put this to decision yourself, so somebody else decides."),
    lambda actor, subject: subject.facts.get("submitted_by") == actor.id,
)
OTHER_BODY = Objection(
    N_("Another body decides on this."),
    lambda actor, subject: (
        not any(
            actor.holds(office, frozenset({subject.facts.get("body", 0)}))
            for office in subject.facts.get("deciders", ())
        )
    ),
)

RULES = (
    Rule(Action.READ_PUBLIC, EVERYBODY),
    Rule(Action.SIGN_IN_ACCOUNT, EVERYBODY),
    Rule(Action.READ_ACCOUNT, PEOPLE),
    Rule(Action.EDIT_ACCOUNT, PEOPLE),
    Rule(Action.REVOKE_SESSION, PEOPLE),
    Rule(Action.GRANT_OFFICE, OPERATORS),
    Rule(Action.END_OFFICE, OPERATORS),
    Rule(Action.REGISTER_ORGANISATION, PEOPLE),
    Rule(Action.JOIN_ORGANISATION, PEOPLE),
    Rule(Action.LEAVE_ORGANISATION, PEOPLE),
    Rule(Action.OPEN_PARTICIPATION, ADMINISTRATION),
    Rule(Action.EXTEND_PHASE, ADMINISTRATION),
    Rule(Action.CLOSE_PHASE, ADMINISTRATION, frozenset({Phase.SYNTHESIS})),
    Rule(Action.DRAFT_PROBLEM, PEOPLE, unless=(NOT_YOURS,)),
    Rule(Action.DISCARD_PROBLEM, PEOPLE, unless=(NOT_YOURS,)),
    Rule(Action.SUBMIT_PROBLEM, PEOPLE, frozenset({Phase.COLLECTING}), (NOT_YOURS,)),
    Rule(Action.EDIT_PROBLEM, PEOPLE, TALKING, (NOT_YOURS, SUPPORTED)),
    Rule(Action.WITHDRAW_PROBLEM, PEOPLE, unless=(NOT_YOURS,)),
    Rule(Action.IMPORT_PROBLEM, OPERATORS),
    Rule(Action.IMPORT_STRATEGY, OPERATORS),
    Rule(Action.SUPPORT_ITEM, PEOPLE, TALKING, (OWN_WORK, NOT_PUBLIC, NOT_TAKEN_UP)),
    Rule(Action.UNSUPPORT_ITEM, PEOPLE, TALKING, (NOT_PUBLIC,)),
    Rule(Action.WRITE_COMMENT, PEOPLE, DISCUSSING, (NOT_PUBLIC, OUTSIDE_DISCUSSION)),
    Rule(Action.EDIT_COMMENT, PEOPLE, DISCUSSING, (NOT_YOURS,)),
    Rule(Action.DELETE_COMMENT, PEOPLE, unless=(NOT_YOURS,)),
    Rule(Action.READ_QUEUE, MODERATORS),
    Rule(Action.PUBLISH_ITEM, MODERATORS, unless=(OWN_WORK,)),
    Rule(Action.RETURN_ITEM, MODERATORS, unless=(OWN_WORK,)),
    Rule(Action.HIDE_ITEM, MODERATORS, unless=(OWN_WORK,)),
    Rule(Action.RESTORE_ITEM, MODERATORS, unless=(OWN_WORK,)),
    Rule(Action.READ_SYNTHESIS, ADMINISTRATION),
    Rule(Action.MAKE_TOPIC, ADMINISTRATION),
    Rule(Action.EDIT_TOPIC, ADMINISTRATION),
    Rule(Action.SORT_TOPIC, ADMINISTRATION),
    Rule(Action.ANSWER_ITEM, ADMINISTRATION, ANSWERING, (NOT_PUBLIC,)),
    Rule(Action.OPEN_MEASURE, STRATEGY),
    Rule(Action.DESCRIBE_MEASURE, PROJECT),
    Rule(Action.APPOINT_MEASURE, ADMINISTRATION),
    Rule(Action.LOG_MEASURE, PROJECT),
    Rule(Action.MOVE_MEASURE, PROJECT),
    Rule(Action.END_MEASURE, STRATEGY),
    Rule(Action.MAKE_REQUIREMENT, PROJECT),
    Rule(Action.EDIT_REQUIREMENT, PROJECT),
    Rule(Action.DISCUSS_REQUIREMENT, PROJECT),
    Rule(Action.APPROVE_REQUIREMENT, ADMINISTRATION),
    Rule(Action.DROP_REQUIREMENT, ADMINISTRATION),
    Rule(Action.DRAFT_PLAN, PROJECT),
    Rule(Action.PUBLISH_PLAN, PROJECT),
    Rule(Action.PREPARE_MANDATE, PROJECT),
    Rule(Action.SUBMIT_MANDATE, ADMINISTRATION),
    Rule(Action.DECIDE_MANDATE, BODIES, unless=(OTHER_BODY, OWN_WORK, OWN_SUBMISSION)),
    Rule(Action.AMEND_MANDATE, ADMINISTRATION),
    Rule(Action.READ_DESK, STAFF),
)

_RULE_FOR = {rule.action: rule for rule in RULES}


def rule_for(action: Action) -> Rule:
    return _RULE_FOR[action]


def objections(
    action: Action, actor: Actor, phase: Phase | None = None, subject: Subject | None = None
) -> tuple[str, ...]:
    """Every reason why not, as untranslated sentences. Empty means yes.

    Without a phase only the office is asked; without a subject an office counts wherever it is
    held. Staff have no way past the phase.
    """
    rule = _RULE_FOR[action]
    scopes = subject.scopes if subject else None
    reasons = []
    if not any(actor.holds(office, scopes) for office in rule.who):
        reasons.append(WRONG_OFFICE if actor.signed_in else SIGN_IN_FIRST)
    if phase is not None and phase not in rule.during:
        reasons.append(WRONG_PHASE)
    if subject is not None:
        reasons += [each.sentence for each in rule.unless if each.holds(actor, subject)]
    return tuple(reasons)


def permit(
    action: Action, actor: Actor, phase: Phase | None = None, subject: Subject | None = None
) -> None:
    """Raise `Refused` with every reason when the rules say no."""
    if reasons := objections(action, actor, phase, subject):
        raise Refused(*reasons)
