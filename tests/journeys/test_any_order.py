"""Whatever people do, in whatever order: what the platform promises holds after each act."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Connection, Row
from sqlmodel import Session

from app.invariants import first_broken
from app.items.models import LINK, LINK_END
from app.mandates.models import DECISION, MANDATE, PACKAGE
from app.mandates.packages import hash_of
from app.measures.models import PHASE_VISIT
from app.process.paths import IN_FORCE, MEASURE_PHASES
from app.process.vocabulary import Kind, Link, State, Verdict
from app.requirements.origins import ORIGIN_KINDS
from tests.journeys.course import Town, make_town
from tests.journeys.projects import Projects
from tests.journeys.voices import ACTS, LONG, possible

OFFICE, LEAD = "administration", "lead"
# What diligent people do one after the other to what is newest; some is refused.
WAY: tuple[Callable[[Any], None], ...] = (
    lambda town: town.make_topic(OFFICE, True, 3, LONG),
    lambda town: town.answer(OFFICE, 0, Verdict.TAKEN_UP, LONG),
    lambda town: town.open_measure(OFFICE, 1, True, LONG),
    lambda town: town.appoint(OFFICE, 0, LEAD, "Lead"),
    lambda town: town.describe(LEAD, 0, LONG),
    lambda town: town.prepare(LEAD, 0, False, 2),
    lambda town: town.demand(LEAD, 0, 0, LONG),
    lambda town: town.approve(OFFICE, 0),  # not discussed
    lambda town: town.discuss(LEAD, 0, LONG),
    lambda town: town.approve(OFFICE, 0),  # without origin
    lambda town: town.change_requirement(LEAD, 0, 3, LONG),
    lambda town: town.change_requirement(LEAD, 0, 2, LONG),
    lambda town: town.put_to_decision(OFFICE, 0),  # nothing is approved
    lambda town: town.approve(OFFICE, 0),
    lambda town: town.change_requirement(LEAD, 0, 0, LONG),  # approved already
    lambda town: town.put_to_decision(OFFICE, 0),  # nothing is planned
    lambda town: town.plan(LEAD, 0, 1, 48_000_000),
    lambda town: town.publish(LEAD, 0),
    lambda town: town.put_to_decision(OFFICE, 0),
    lambda town: town.move(LEAD, 0, State.EXPLORATION),  # not decided
    lambda town: town.decide("council", 0, town.result, LONG, 0),
    lambda town: town.move(LEAD, 0, State.EXPLORATION),
    lambda town: town.amend(OFFICE, 0, True, LONG),
    lambda town: town.put_to_decision(OFFICE, 0),
    lambda town: town.decide("cdo", 0, State.CONDITIONAL, LONG, 0),
)
FIRST_RESULTS = st.sampled_from((State.GRANTED,) * 4 + (State.CONDITIONAL, State.REFUSED))
FIXED = (MANDATE, PACKAGE, DECISION)
# A failure is told as it was found: to shorten it (Phase.shrink) takes minutes.
ENOUGH = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


class AnyOrder(Projects):
    """All that people do, and what must hold whatever they do."""

    def __init__(self, connection: Connection, town: Town, reached: Counter[State]) -> None:
        super().__init__(connection, town)
        self._reached = reached
        self._fixed: dict[tuple[int, bool], list[Row[Any] | None]] = {}

    def teardown(self) -> None:
        rows = self.course.rows
        self._reached.update(row.result for row in rows[DECISION].values())
        self._reached.update(row.state for row in rows[PHASE_VISIT].values())
        self._reached.update(row.state for row in self.course.items(Kind.MANDATE))
        with self.course.transaction() as session:
            broken = first_broken(session)
        super().teardown()
        assert not broken

    @initialize(
        steps=st.sampled_from((25, 21, 25, 24, 22, 25, 20, 19, 11, 4)), result=FIRST_RESULTS
    )
    def diligent_people_begin(self, steps: int, result: State) -> None:
        self.result = result
        self.diligent_people_go_on(0, steps)

    @possible(start=st.sampled_from((0, 5, 16, 21)), steps=st.sampled_from((2, 4, 8, 25)))
    def diligent_people_go_on(self, start: int, steps: int) -> None:
        for step in WAY[start : start + steps]:
            step(self)

    @rule(step=st.one_of(ACTS))
    def somebody_acts(self, step: tuple[str, dict[str, Any]]) -> None:
        name, given = step
        getattr(self, name)(**given)

    @invariant()
    def no_measure_goes_on_without_a_mandate_in_force(self) -> None:
        mandated = {
            row.measure_id for row in self.course.items(Kind.MANDATE) if row.state in IN_FORCE
        }
        beyond = [row for row in self.course.items(Kind.MEASURE) if row.state in MEASURE_PHASES[1:]]

        assert {row.id for row in beyond} <= mandated

    @invariant()
    def no_approved_requirement_is_without_origin(self) -> None:
        sources = {row.id for row in self.course.items(*ORIGIN_KINDS)}
        ended = {row.link_id for row in self.course.rows[LINK_END].values()}
        with_origin = {
            row.to_id
            for row in self.course.rows[LINK].values()
            if row.how is Link.ORIGIN_OF and row.id not in ended and row.from_id in sources
        }
        approved = self.course.items(Kind.REQUIREMENT, state=State.APPROVED)

        assert {row.id for row in approved} <= with_origin

    @invariant()
    def what_was_put_to_decision_and_what_was_decided_stay(self) -> None:
        for mandate in self.course.items(Kind.MANDATE):
            if mandate.state is State.PREPARED:
                continue
            fixed = [self.course.rows[table].get((mandate.id,)) for table in FIXED]
            if not self._fixed.keys() & {(mandate.id, False), (mandate.id, True)}:
                self._expect_decided_requirements(mandate.measure_id)
            stage = mandate.id, fixed[-1] is not None
            assert self._fixed.setdefault(stage, fixed) == fixed
            package = self.course.rows[PACKAGE][(mandate.id,)]
            assert package.hash == hash_of(package.content)

    def _expect_decided_requirements(self, measure_id: int) -> None:
        """What is put to decision rests on requirements of which none is left undecided."""
        demanded = self.course.items(Kind.REQUIREMENT, measure_id=measure_id)

        assert {row.state for row in demanded} - {State.DROPPED} == {State.APPROVED}


def test_what_is_promised_holds_whatever_people_do_in_whatever_order(session: Session) -> None:
    town, reached = make_town(session), Counter[State]()
    session.flush()
    machine: Any = partial(AnyOrder, session.connection(), town, reached)

    run_state_machine_as_test(machine, settings=ENOUGH)

    assert {State.GRANTED, State.AMENDED, State.EXPLORATION} <= reached.keys(), reached
