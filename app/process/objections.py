"""The reasons against an act that its rule names, each a sentence and the test whether it holds."""

from collections.abc import Callable
from dataclasses import dataclass

from app.process.actor import Actor, Subject
from app.process.sentences import N_
from app.process.vocabulary import State, Verdict


@dataclass(frozen=True, slots=True)
class Objection:
    """A reason against, as a sentence and the test that tells whether it holds."""

    sentence: str
    holds: Callable[[Actor, Subject], bool]


OWN_WORK = Objection(
    N_("You wrote this yourself."),
    lambda actor, subject: subject.author_id == actor.id,
)
OWN_ENTRY = Objection(
    N_("You entered this for somebody, so a colleague looks at it."),
    lambda actor, subject: subject.facts.get("entered_by") == actor.id,
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
            State.MERGED,
        }
        and not subject.facts.get("inside")
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
SWITCHED_OFF = Objection(
    N_("This is switched off in the current phase."),
    lambda actor, subject: bool(subject.facts.get("switched_off")),
)
NOT_ELIGIBLE = Objection(
    N_("The current phase asks for another way to sign in. Its page says which."),
    lambda actor, subject: bool(subject.facts.get("not_eligible")),
)
USED_UP = Objection(
    N_("You have given all your supports. Take one back to give it to something else."),
    lambda actor, subject: bool(subject.facts.get("used_up")),
)
VOTED = Objection(
    N_("Somebody has voted already, so the rules stay as they are."),
    lambda actor, subject: bool(subject.facts.get("voted")),
)
BEGUN = Objection(
    N_("This phase has begun already, so its rules stay as they are."),
    lambda actor, subject: bool(subject.facts.get("begun")),
)
LOCKED = Objection(
    N_("This segment is done and locked."),
    lambda actor, subject: bool(subject.facts.get("locked")),
)
CHANGEABLE = Objection(
    N_("Its organisation can still change this statement. Cut it once no more are taken."),
    lambda actor, subject: bool(subject.facts.get("changeable")),
)
OWN_ASSIGNMENT = Objection(
    N_("You finished this yourself, so somebody else opens it again."),
    lambda actor, subject: subject.facts.get("finished_by") == actor.id,
)
OWN_MODERATION = Objection(
    N_("You moderated this yourself, so somebody else looks at it now."),
    lambda actor, subject: subject.facts.get("moderated_by") == actor.id,
)
OWN_EDIT = Objection(
    N_("You made the last change yourself, so another member reads it and releases it."),
    lambda actor, subject: subject.facts.get("edited_by") == actor.id,
)
UNVERIFIED = Objection(
    N_("Only verified organisations answer this consultation, and this one is not verified yet."),
    lambda actor, subject: bool(subject.facts.get("unverified")),
)
