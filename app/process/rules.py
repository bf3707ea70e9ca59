"""Who may do what, during which phase, unless what: one line per act."""

from dataclasses import dataclass

from app.process.actor import Actor, Subject
from app.process.objections import (
    BEGUN,
    CHANGEABLE,
    LOCKED,
    NOT_ELIGIBLE,
    NOT_PUBLIC,
    NOT_TAKEN_UP,
    NOT_YOURS,
    OTHER_BODY,
    OUTSIDE_DISCUSSION,
    OWN_ASSIGNMENT,
    OWN_EDIT,
    OWN_ENTRY,
    OWN_MODERATION,
    OWN_SUBMISSION,
    OWN_WORK,
    SUPPORTED,
    SWITCHED_OFF,
    UNVERIFIED,
    USED_UP,
    VOTED,
    Objection,
)
from app.process.refusal import Refused
from app.process.sentences import N_
from app.process.vocabulary import ORGANISATION_OFFICES, Action, Office, Phase

ANY_PHASE = frozenset(Phase)
COLLECTING = frozenset({Phase.COLLECTING, Phase.STANDING})
TALKING = frozenset({Phase.COLLECTING, Phase.DELIBERATING, Phase.STANDING})
DISCUSSING = TALKING | {Phase.REQUIREMENTS}
ANSWERING = ANY_PHASE - {Phase.COLLECTING, Phase.DELIBERATING, Phase.ANNOUNCED}

EVERYBODY = frozenset({Office.VISITOR})
PEOPLE = frozenset({Office.PERSON})
MODERATORS = frozenset({Office.MODERATOR})
ADMINISTRATION = frozenset({Office.ADMINISTRATION})
ASSISTANTS = frozenset({Office.ASSISTANT})
STRATEGY = frozenset({Office.ADMINISTRATION, Office.CDO})
PROJECT = frozenset({Office.ADMINISTRATION, Office.TEAM})
WRITERS = frozenset(ORGANISATION_OFFICES)
RELEASERS = WRITERS - {Office.AUTHOR}
REPRESENTATIVES = frozenset({Office.REPRESENTATIVE})
BODIES = frozenset({Office.BODY, Office.CDO})
OPERATORS = frozenset({Office.OPERATOR})
STAFF = frozenset(
    {
        Office.MODERATOR,
        Office.ADMINISTRATION,
        Office.ASSISTANT,
        Office.TEAM,
        Office.CDO,
        Office.BODY,
        Office.OPERATOR,
    }
)

SIGN_IN_FIRST = N_("Please sign in first.")
WRONG_OFFICE = N_("Your office does not allow this.")
WRONG_PHASE = {
    Phase.ANNOUNCED: N_("This is not open yet. No phase has begun."),
    Phase.COLLECTING: N_("This is not open while contributions are collected."),
    Phase.DELIBERATING: N_("This is not open while contributions are discussed and supported."),
    Phase.SYNTHESIS: N_("This is not open while the administration answers."),
    Phase.REQUIREMENTS: N_("This is not open while requirements are discussed."),
    Phase.STANDING: N_("This is not open where people can contribute at any time."),
    Phase.PAUSED: N_("This is not open between two phases."),
    Phase.CLOSED: N_("This is not open any more. Every phase is over."),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """`who` may do `action` `during` these phases, `unless` an objection holds."""

    action: Action
    who: frozenset[Office]
    during: frozenset[Phase] = ANY_PHASE
    unless: tuple[Objection, ...] = ()


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
    Rule(Action.EDIT_ORGANISATION, REPRESENTATIVES),
    Rule(Action.VERIFY_ORGANISATION, ADMINISTRATION),
    Rule(Action.INVITE_MEMBER, REPRESENTATIVES),
    Rule(Action.APPOINT_MEMBER, REPRESENTATIVES | ADMINISTRATION),
    Rule(Action.PREPARE_CONSULTATION, ADMINISTRATION),
    Rule(Action.PUBLISH_CONSULTATION, ADMINISTRATION),
    Rule(Action.INVITE_ORGANISATION, ADMINISTRATION),
    Rule(Action.DRAFT_STATEMENT, WRITERS, TALKING),
    Rule(Action.RELEASE_STATEMENT, RELEASERS, TALKING, (OWN_EDIT,)),
    Rule(Action.REOPEN_STATEMENT, WRITERS, TALKING),
    Rule(Action.SUBMIT_STATEMENT, RELEASERS, TALKING, (UNVERIFIED,)),
    Rule(Action.WAIVE_STATEMENT, RELEASERS, TALKING, (UNVERIFIED,)),
    Rule(Action.WITHDRAW_STATEMENT, RELEASERS, TALKING),
    Rule(Action.COSIGN_STATEMENT, RELEASERS, TALKING),
    Rule(Action.ASSIST_STATEMENT, ASSISTANTS | ADMINISTRATION),
    Rule(Action.OPEN_PARTICIPATION, ADMINISTRATION),
    Rule(Action.EXTEND_PHASE, ADMINISTRATION),
    Rule(Action.CLOSE_PHASE, ADMINISTRATION, frozenset({Phase.SYNTHESIS})),
    Rule(Action.SET_PHASE, ADMINISTRATION, unless=(BEGUN,)),
    Rule(Action.SHARE_PARTICIPATION, ADMINISTRATION),
    Rule(Action.PUBLISH_PARTICIPATION, ADMINISTRATION),
    Rule(Action.EDIT_PARTICIPATION, ADMINISTRATION),
    Rule(Action.SET_RESULT, ADMINISTRATION),
    Rule(Action.LOG_OUTREACH, ADMINISTRATION | MODERATORS),
    Rule(Action.LIST_PROJECT, ADMINISTRATION),
    Rule(Action.FILE_REQUEST, PEOPLE, unless=(NOT_YOURS,)),
    Rule(Action.DECIDE_REQUEST, STRATEGY, unless=(OWN_WORK,)),
    Rule(Action.SET_CONTACT, ADMINISTRATION),
    Rule(Action.MAKE_CODES, ADMINISTRATION),
    Rule(Action.SWITCH_CODE, ADMINISTRATION),
    Rule(Action.DRAFT_PROBLEM, PEOPLE, unless=(NOT_YOURS,)),
    Rule(Action.DISCARD_PROBLEM, PEOPLE, unless=(NOT_YOURS,)),
    Rule(Action.SUBMIT_PROBLEM, PEOPLE, COLLECTING, (NOT_YOURS, NOT_ELIGIBLE)),
    Rule(Action.EDIT_PROBLEM, PEOPLE, TALKING, (NOT_YOURS, SUPPORTED)),
    Rule(Action.WITHDRAW_PROBLEM, PEOPLE, unless=(NOT_YOURS,)),
    Rule(Action.ASSIST_PROBLEM, ASSISTANTS, COLLECTING),
    Rule(Action.ASSIGN_PROBLEM, ADMINISTRATION),
    Rule(Action.ATTACH_FILE, PEOPLE, unless=(NOT_YOURS,)),
    Rule(Action.DESCRIBE_FILE, PEOPLE, unless=(NOT_YOURS,)),
    Rule(Action.DETACH_FILE, PEOPLE, unless=(NOT_YOURS,)),
    Rule(Action.IMPORT_PROBLEM, OPERATORS),
    Rule(Action.IMPORT_STRATEGY, OPERATORS),
    Rule(
        Action.SUPPORT_ITEM,
        PEOPLE,
        TALKING,
        (OWN_WORK, NOT_PUBLIC, NOT_TAKEN_UP, SWITCHED_OFF, NOT_ELIGIBLE, USED_UP),
    ),
    Rule(Action.UNSUPPORT_ITEM, PEOPLE, TALKING, (NOT_PUBLIC,)),
    Rule(
        Action.ASK_SUPPORT,
        EVERYBODY,
        TALKING,
        (NOT_PUBLIC, NOT_TAKEN_UP, SWITCHED_OFF, NOT_ELIGIBLE),
    ),
    Rule(
        Action.WRITE_COMMENT,
        PEOPLE,
        DISCUSSING,
        (NOT_PUBLIC, OUTSIDE_DISCUSSION, SWITCHED_OFF, NOT_ELIGIBLE),
    ),
    Rule(Action.EDIT_COMMENT, PEOPLE, DISCUSSING, (NOT_YOURS,)),
    Rule(Action.DELETE_COMMENT, PEOPLE, unless=(NOT_YOURS,)),
    Rule(Action.MARK_COMMENT, PEOPLE, DISCUSSING, (OWN_WORK, NOT_PUBLIC, NOT_ELIGIBLE)),
    Rule(Action.UNMARK_COMMENT, PEOPLE, DISCUSSING),
    Rule(Action.PROPOSE_THESIS, PEOPLE, TALKING, (NOT_ELIGIBLE,)),
    Rule(Action.GIVE_OPINION, PEOPLE, TALKING, (NOT_PUBLIC, NOT_ELIGIBLE)),
    Rule(Action.OPEN_PRIORITISATION, ADMINISTRATION),
    Rule(Action.EDIT_PRIORITISATION, ADMINISTRATION, unless=(VOTED,)),
    Rule(Action.CAST_PRIORITIES, PEOPLE, TALKING, (NOT_PUBLIC, NOT_ELIGIBLE)),
    Rule(Action.READ_QUEUE, MODERATORS),
    Rule(Action.PUBLISH_ITEM, MODERATORS, unless=(OWN_WORK, OWN_ENTRY)),
    Rule(Action.RETURN_ITEM, MODERATORS, unless=(OWN_WORK, OWN_ENTRY)),
    Rule(Action.HIDE_ITEM, MODERATORS, unless=(OWN_WORK, OWN_ENTRY)),
    Rule(Action.RESTORE_ITEM, MODERATORS, unless=(OWN_WORK, OWN_ENTRY)),
    Rule(Action.CONFIRM_HIDING, MODERATORS, unless=(OWN_WORK, OWN_ENTRY, OWN_MODERATION)),
    Rule(Action.NOTE_ITEM, MODERATORS),
    Rule(Action.REPORT_ITEM, PEOPLE, unless=(OWN_WORK, NOT_PUBLIC)),
    Rule(Action.UNREPORT_ITEM, PEOPLE),
    Rule(Action.DISMISS_REPORT, MODERATORS, unless=(OWN_WORK, OWN_ENTRY)),
    Rule(Action.APPEAL_ITEM, PEOPLE, unless=(NOT_YOURS,)),
    Rule(Action.DECIDE_APPEAL, MODERATORS, unless=(OWN_WORK, OWN_ENTRY, OWN_MODERATION)),
    Rule(Action.REDACT_ITEM, MODERATORS, unless=(OWN_WORK, OWN_ENTRY)),
    Rule(Action.WRITE_CANNED, MODERATORS),
    Rule(Action.MERGE_ITEM, MODERATORS),
    Rule(Action.UNMERGE_ITEM, MODERATORS),
    Rule(Action.SEPARATE_ITEM, MODERATORS),
    Rule(Action.READ_SYNTHESIS, ADMINISTRATION),
    Rule(Action.MAKE_TOPIC, ADMINISTRATION),
    Rule(Action.EDIT_TOPIC, ADMINISTRATION),
    Rule(Action.SORT_TOPIC, ADMINISTRATION),
    Rule(Action.TAG_ITEM, ADMINISTRATION, unless=(LOCKED,)),
    Rule(Action.CUT_SEGMENT, ADMINISTRATION, unless=(LOCKED, CHANGEABLE)),
    Rule(Action.EDIT_SEGMENT, ADMINISTRATION, unless=(LOCKED,)),
    Rule(Action.UNLOCK_SEGMENT, STRATEGY, unless=(OWN_ASSIGNMENT,)),
    Rule(Action.ANONYMISE_STATEMENT, ADMINISTRATION),
    Rule(Action.PUBLISH_SYNOPSIS, ADMINISTRATION, ANSWERING),
    Rule(Action.ANSWER_ITEM, ADMINISTRATION, ANSWERING, (NOT_PUBLIC, LOCKED)),
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
    Rule(Action.BEGIN_FOLLOWING, PEOPLE, unless=(NOT_YOURS,)),
    Rule(Action.END_FOLLOWING, PEOPLE, unless=(NOT_YOURS,)),
    Rule(Action.SET_NEWS, PEOPLE),
    Rule(Action.READ_INBOX, PEOPLE),
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
        reasons.append(WRONG_PHASE[phase])
    if subject is not None:
        reasons += [each.sentence for each in rule.unless if each.holds(actor, subject)]
    return tuple(reasons)


def permit(
    action: Action, actor: Actor, phase: Phase | None = None, subject: Subject | None = None
) -> None:
    """Raise `Refused` with every reason when the rules say no."""
    if reasons := objections(action, actor, phase, subject):
        raise Refused(*reasons)
