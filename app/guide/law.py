"""The process as people read it: rights by office, steps by kind, acts by phase.

All of it comes from app.process; nothing is written twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.process.paths import FINAL, OUTCOMES, PATHS
from app.process.rules import ANY_PHASE, RULES, Rule, rule_for
from app.process.vocabulary import Action, Kind, Office, Phase, State


@dataclass(frozen=True, slots=True)
class Right:
    """What an office may do. No phases means at any time; `unless` are untranslated sentences."""

    action: Action
    during: tuple[Phase, ...]
    unless: tuple[str, ...]
    also: tuple[Office, ...]


@dataclass(frozen=True, slots=True)
class OfficeRights:
    """Everything that one office may do."""

    office: Office
    rights: tuple[Right, ...]


@dataclass(frozen=True, slots=True)
class StepLine:
    """An act that leads from one of some states to one of others; no `before`: it begins here.

    With `stays` the state is the same before and after.
    """

    action: Action
    before: tuple[State, ...]
    after: tuple[State, ...]
    who: tuple[Office, ...]
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """The path of a kind of item: its states and the acts that lead from one to the next."""

    kind: Kind
    steps: tuple[StepLine, ...]
    ends: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class PhaseActs:
    """What becomes possible in a phase and is not possible in every one."""

    phase: Phase
    actions: tuple[Action, ...]


def rights_by_office() -> list[OfficeRights]:
    """For every office what it may do, in the order of the rules."""
    return [
        OfficeRights(office, tuple(_right(rule, office) for rule in RULES if office in rule.who))
        for office in Office
    ]


def offices_for(actions: Iterable[Action]) -> tuple[Office, ...]:
    """Who may do at least one of these acts, in the order of the vocabulary."""
    allowed = {office for action in actions for office in rule_for(action).who}
    return tuple(office for office in Office if office in allowed)


def acts_by_phase() -> list[PhaseActs]:
    """For every phase the acts that are bound to phases and possible in this one."""
    bound = [rule for rule in RULES if rule.during != ANY_PHASE]
    return [
        PhaseActs(phase, tuple(rule.action for rule in bound if phase in rule.during))
        for phase in Phase
    ]


def path_of(kind: Kind) -> Path:
    """The path of a kind, steps of the same act to the same state taken together.

    What begins an item stands apart.
    """
    merged: dict[tuple[Action, State | None, bool], list[State | None]] = {}
    for step in PATHS[kind]:
        target = None if step.after is step.before else step.after
        merged.setdefault((step.action, target, step.before is None), []).append(step.before)
    lines = _joined([_line(act, after, befores) for (act, after, _), befores in merged.items()])
    lines += [
        StepLine(action, before, after, offices_for([action]))
        for action, (before, after) in OUTCOMES.items()
        if action.value.startswith(f"{kind}.")
    ]
    reached = {state for line in lines for state in line.after}
    return Path(kind, tuple(lines), tuple(state for state in State if state in FINAL & reached))


def _joined(lines: list[StepLine]) -> list[StepLine]:
    """Steps of the same act from the same states, which it leads to different ones, as one."""
    joined: dict[tuple[Action, tuple[State, ...], bool], StepLine] = {}
    for line in lines:
        key = (line.action, line.before, line.stays)
        known = joined.get(key)
        joined[key] = replace(known, after=known.after + line.after) if known else line
    return list(joined.values())


def _line(action: Action, after: State | None, befores: list[State | None]) -> StepLine:
    before = tuple(state for state in befores if state is not None)
    who = offices_for([action])
    if after is None:
        return StepLine(action, before, before, who, stays=True)
    return StepLine(action, before, (after,), who)


def _right(rule: Rule, office: Office) -> Right:
    return Right(
        rule.action,
        () if rule.during == ANY_PHASE else tuple(p for p in Phase if p in rule.during),
        tuple(objection.sentence for objection in rule.unless),
        tuple(other for other in Office if other in rule.who and other is not office),
    )
