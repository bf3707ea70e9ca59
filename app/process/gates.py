"""What must be true before a measure may pass: gates as lists of conditions over plain facts.

Conditions follow the governance model's gate 0 (take up) and gate 1 (mandate); they look at facts
that the stages' queries bring, so that the same list is checked, shown in public and explained.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.process.refusal import Refused
from app.process.sentences import N_

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of a gate's checklist; `missing` says what to do when it is not met."""

    name: str
    missing: str
    met: Callable[[Facts], bool]


@dataclass(frozen=True, slots=True)
class Checked:
    """A condition with its outcome for one measure."""

    name: str
    met: bool
    reason: str


GATE_0 = (
    Condition(
        N_("At least one topic made of contributions"),
        N_("Choose at least one topic."),
        lambda facts: facts["topics"] >= 1,
    ),
    Condition(
        N_("Every topic has an answer that takes it up"),
        N_("Answer each of these topics first. One that is not taken up leads to no measure."),
        lambda facts: facts["not_taken_up"] == 0,
    ),
    Condition(
        N_("At least two declared groups took part"),
        N_("Only one declared group has written or supported so far. Seek another perspective."),
        lambda facts: facts["groups"] >= 2,
    ),
    Condition(
        N_("Linked to at least one value"),
        N_("Choose at least one value of the strategy."),
        lambda facts: facts["values"] >= 1,
    ),
    Condition(
        N_("Linked to at least one action field"),
        N_("Choose at least one action field of the strategy."),
        lambda facts: facts["action_fields"] >= 1,
    ),
    Condition(
        N_("A public reason"),
        N_("Write why this is taken up."),
        lambda facts: bool(facts["reason"]),
    ),
)

# The part of gate 1 that the decision package itself fills in.
OF_THE_PACKAGE = (
    Condition(
        N_("An implementer is proposed"),
        N_("Name who is to carry out the measure."),
        lambda facts: facts["implementers"] >= 1,
    ),
    Condition(
        N_("The budget is proposed, per year and with its source"),
        N_("Enter the budget for each year and where the money comes from."),
        lambda facts: facts["budget"] > 0 and bool(facts["source"]),
    ),
    Condition(
        N_("The deciding body is named"),
        N_("Choose the body that decides."),
        lambda facts: bool(facts["body"]),
    ),
)

GATE_1 = (
    Condition(
        N_("The team has roles and a contact person"),
        N_("Appoint at least one member of the team."),
        lambda facts: facts["team"] >= 1,
    ),
    Condition(
        N_("The intended effect is described"),
        N_("Describe the intended effect of the measure."),
        lambda facts: bool(facts["effect"]),
    ),
    Condition(
        N_("At least one requirement is approved"),
        N_("Approve at least one requirement."),
        lambda facts: facts["approved"] >= 1,
    ),
    Condition(
        N_("Every requirement has an origin"),
        N_("Link every requirement to the contributions it comes from."),
        lambda facts: facts["without_origin"] == 0,
    ),
    Condition(
        N_("Every requirement was publicly discussed and decided"),
        N_("Approve or drop the requirements that are still proposed or discussed."),
        lambda facts: facts["undecided"] == 0,
    ),
    Condition(
        N_("The plan is published, with milestones, time and cost"),
        N_("Publish a version of the plan with work packages, a milestone and the cost."),
        lambda facts: facts["plan_version"] >= 1 and facts["milestones"] >= 1 and facts["cost"] > 0,
    ),
    Condition(
        N_("Every approved requirement is covered by the plan"),
        N_("Name a work package for every approved requirement."),
        lambda facts: facts["uncovered"] == 0,
    ),
    *OF_THE_PACKAGE,
)

DISCUSSION_GATE = (
    Condition(
        N_("It could be discussed in public"),
        N_("A phase for discussing requirements has to be open first, after it was proposed."),
        lambda facts: facts["public_discussion"],
    ),
)

APPROVAL_GATE = (
    Condition(
        N_("The result of the public discussion is on record"),
        N_("Write down first what came of the public discussion."),
        lambda facts: facts["discussed"],
    ),
    Condition(
        N_("It has an origin"),
        N_("Link it to at least one topic, contribution or comment it comes from."),
        lambda facts: facts["origins"] >= 1,
    ),
)

PLAN_GATE = (
    Condition(
        N_("At least one work package"),
        N_("Add a work package."),
        lambda facts: facts["packages"] >= 1,
    ),
    Condition(
        N_("At least one milestone"),
        N_("Add a milestone."),
        lambda facts: facts["milestones"] >= 1,
    ),
    Condition(
        N_("The cost is known"),
        N_("Enter what the work packages cost."),
        lambda facts: facts["cost"] > 0,
    ),
)

EXPLORATION_GATE = (
    Condition(
        N_("A mandate is in force"),
        N_("A political body has to grant the mandate first."),
        lambda facts: facts["mandate_in_force"],
    ),
)

GATES = (
    ("gate_0", N_("Gate 0: taking up"), GATE_0),
    ("discussion", N_("Calling a requirement discussed"), DISCUSSION_GATE),
    ("approval", N_("Approving a requirement"), APPROVAL_GATE),
    ("plan", N_("Publishing a version of the plan"), PLAN_GATE),
    ("gate_1", N_("Gate 1: mandate"), GATE_1),
    ("exploration", N_("Entering exploration and every later phase"), EXPLORATION_GATE),
)


def checklist(gate: tuple[Condition, ...], facts: Facts) -> tuple[Checked, ...]:
    """Every condition of the gate with its outcome; the reason is empty where it is met."""
    checked = []
    for condition in gate:
        met = bool(condition.met(facts))
        checked.append(Checked(condition.name, met, "" if met else condition.missing))
    return tuple(checked)


def pass_gate(gate: tuple[Condition, ...], facts: Facts) -> None:
    """Raise `Refused` with every unmet condition's sentence."""
    if reasons := [line.reason for line in checklist(gate, facts) if not line.met]:
        raise Refused(*reasons)
