"""The guide is drawn from the process: nothing of it is missing, nothing is added."""

from html import unescape

import pytest
from sqlmodel import Session

from app.guide.law import acts_by_phase, offices_for, path_of, rights_by_office
from app.guide.stations import STATIONS
from app.process.gates import GATES
from app.process.paths import OUTCOMES, PATHS
from app.process.rules import ANY_PHASE, RULES, rule_for
from app.process.vocabulary import Action, Kind, Office, Phase, State, Station
from app.process.words import word
from tests.client import CheckingClient
from tests.guide.makers import make_way

PAGES = (
    "",
    "/stages",
    "/rules",
    "/paths",
    "/gates",
    "/easy",
    "/accessibility",
    "/privacy",
    "/imprint",
)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_guide_is_there_in_every_language(
    client: CheckingClient, page: str
) -> None:
    for language in ("en", "de", "xb"):
        assert client.get(f"/{language}/guide{page}").status_code == 200


def test_every_act_has_a_word_of_its_own() -> None:
    words = [word(action) for action in Action]

    assert len(set(words)) == len(words)


def test_the_page_of_rights_names_every_act_every_office_and_every_objection(
    client: CheckingClient,
) -> None:
    html = unescape(client.get("/en/guide/rules").text)

    assert [word(rule.action) for rule in RULES if word(rule.action) not in html] == []
    assert [word(office) for office in Office if f'id="{office}"' not in html] == []
    sentences = {objection.sentence for rule in RULES for objection in rule.unless}
    assert [sentence for sentence in sentences if sentence not in html] == []


def test_an_office_has_exactly_the_rights_that_the_rules_give_it() -> None:
    for each in rights_by_office():
        allowed = [rule.action for rule in RULES if each.office in rule.who]
        assert [right.action for right in each.rights] == allowed
        for right in each.rights:
            assert set(right.during or Phase) == set(rule_for(right.action).during)


def test_every_step_of_every_path_is_on_the_page_of_paths() -> None:
    for kind, steps in PATHS.items():
        shown = {
            (line.action, before, after)
            for line in path_of(kind).steps
            for before in (line.before or (None,))
            for after in line.after
        }
        missing = {(step.action, step.before, step.after) for step in steps} - shown
        assert not missing


def test_what_an_act_may_lead_to_by_its_own_word_is_on_the_page_of_paths() -> None:
    decide = next(
        line for line in path_of(Kind.MANDATE).steps if line.action is Action.DECIDE_MANDATE
    )

    assert decide.before == (State.SUBMITTED,)
    assert decide.after == OUTCOMES[Action.DECIDE_MANDATE][1]
    assert decide.who == offices_for([Action.DECIDE_MANDATE])


def test_every_line_of_every_gate_is_on_the_page_of_gates(client: CheckingClient) -> None:
    html = unescape(client.get("/en/guide/gates").text)

    for code, title, conditions in GATES:
        assert f'id="{code}"' in html
        assert title in html
        for condition in conditions:
            assert condition.name in html
            assert condition.missing in html


def test_only_acts_that_are_bound_to_phases_stand_beside_a_phase() -> None:
    bound = {rule.action for rule in RULES if rule.during != ANY_PHASE}

    shown = {action for each in acts_by_phase() for action in each.actions}

    assert shown == bound


def test_the_nine_stations_are_told_in_their_order() -> None:
    assert [each.station for each in STATIONS] == list(Station)
    gates = {code for code, _, _ in GATES}
    assert {each.gate for each in STATIONS if each.gate} <= gates


def test_the_guide_links_to_a_real_example_of_each_kind(
    session: Session, client: CheckingClient
) -> None:
    way = make_way(session)

    html = client.get("/en/guide").text

    for item in (way.problem, way.topic, way.answer, way.requirement, way.plan, way.mandate):
        assert f"/{item.reference}" in html


def test_the_imprint_says_that_nobody_is_named_yet(client: CheckingClient) -> None:
    html = client.get("/en/guide/imprint").text

    assert "has not entered a name and address yet" in html
    assert "mailto:gemeinwerk@localhost" in html
