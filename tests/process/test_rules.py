"""The law as text: who may do what, in which phase. A changed right is a one-line difference."""

from itertools import product
from pathlib import Path

import pytest

from app.process.actor import VISITOR, Actor, Holding, Subject
from app.process.paths import FINAL, OUTCOMES, PATHS
from app.process.rules import RULES, SIGN_IN_FIRST, WRONG_OFFICE, WRONG_PHASE, objections, rule_for
from app.process.vocabulary import GRANTED_OFFICES, Action, Kind, Office, Phase, State

LAW = Path(__file__).with_name("rules.txt")
WAYS = Path(__file__).with_name("paths.txt")
SOMEBODY_ELSE = Subject(author_id=99, state=State.PUBLISHED)


def test_the_law_is_what_rules_txt_says() -> None:
    assert LAW.read_text() == written_law()


def test_the_paths_are_what_paths_txt_says() -> None:
    assert WAYS.read_text() == written_paths()


def test_every_action_has_exactly_one_rule() -> None:
    assert sorted(rule.action for rule in RULES) == sorted(Action)


def test_staff_have_no_way_past_the_phase() -> None:
    everything = Actor(1, offices=frozenset(Holding(office) for office in GRANTED_OFFICES))

    for phase in (Phase.SYNTHESIS, Phase.REQUIREMENTS, Phase.PAUSED, Phase.CLOSED):
        assert objections(Action.SUPPORT_ITEM, everything, phase, SOMEBODY_ELSE)


def test_a_refusal_for_the_phase_says_in_which_phase_it_is() -> None:
    said = {WRONG_PHASE[phase] for phase in Phase}
    person = Actor(1)

    assert len(said) == len(Phase)
    for phase in (Phase.SYNTHESIS, Phase.PAUSED):
        assert objections(Action.SUBMIT_PROBLEM, person, phase) == (WRONG_PHASE[phase],)


def test_an_office_counts_only_within_its_scope() -> None:
    moderator = Actor(1, offices=frozenset({Holding(Office.MODERATOR, scope=7)}))
    here, elsewhere = Subject(99, scopes=frozenset({7})), Subject(99, scopes=frozenset({8}))

    assert objections(Action.HIDE_ITEM, moderator, subject=here) == ()
    assert objections(Action.HIDE_ITEM, moderator, subject=elsewhere) == (WRONG_OFFICE,)


def test_a_visitor_is_asked_to_sign_in() -> None:
    assert objections(Action.SUPPORT_ITEM, VISITOR) == (SIGN_IN_FIRST,)


@pytest.mark.parametrize("kind", list(PATHS))
def test_every_step_starts_where_another_ends(kind: Kind) -> None:
    reached = {step.after for step in PATHS[kind]} | {None} | _outcomes(kind)

    assert {step.before for step in PATHS[kind]} <= reached


@pytest.mark.parametrize("kind", list(PATHS))
def test_no_two_steps_of_a_path_are_alike(kind: Kind) -> None:
    steps = PATHS[kind]

    assert len(steps) == len(set(steps))


@pytest.mark.parametrize("kind", [Kind.PROBLEM, Kind.COMMENT, Kind.REQUIREMENT, Kind.MANDATE])
def test_every_state_that_is_not_final_has_a_way_out(kind: Kind) -> None:
    left = {step.before for step in PATHS[kind]} | {
        state for starts, _ in OUTCOMES.values() for state in starts
    }

    assert {step.after for step in PATHS[kind]} - FINAL <= left


def _outcomes(kind: Kind) -> set[State]:
    ends = {
        Kind.MANDATE: (Action.DECIDE_MANDATE, Action.AMEND_MANDATE),
        Kind.MEASURE: (Action.MOVE_MEASURE,),
    }
    return {state for action in ends.get(kind, ()) for state in OUTCOMES[action][1]}


def written_law() -> str:
    lines = []
    for action, office in product(Action, Office):
        phases = [phase for phase in Phase if _allowed(action, office, phase)]
        shown = "always" if len(phases) == len(Phase) else ", ".join(phases) or "-"
        lines.append(f"{action.value:22} {office.value:16} {shown}")
    return "\n".join(lines) + "\n"


def _allowed(action: Action, office: Office, phase: Phase) -> bool:
    actor = {
        Office.VISITOR: VISITOR,
        Office.PERSON: Actor(1),
    }.get(office, Actor(1, offices=frozenset({Holding(office)})))
    own = any("Somebody else" in each.sentence for each in rule_for(action).unless)
    subject = Subject(author_id=1 if own else 99, state=State.PUBLISHED)
    return not objections(action, actor, phase, subject)


def written_paths() -> str:
    lines = [
        f"{kind.value:14} {step.action.value:22} {step.before or '(new)':12} -> {step.after}"
        for kind in PATHS
        for step in PATHS[kind]
    ]
    lines += [
        f"{'(outcome)':14} {action.value:22} {', '.join(starts)} -> {', '.join(ends)}"
        for action, (starts, ends) in OUTCOMES.items()
    ]
    return "\n".join(lines) + "\n"
