"""What becomes of answered topics, up to the mandate and beyond, as rules of a machine."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from sqlmodel import Session

from app.items.models import Item
from app.mandates.commands import amend_mandate, decide_mandate, prepare_mandate, submit_mandate
from app.mandates.forms import AmendmentForm, DecisionForm, PackageForm
from app.measures.commands import (
    appoint_measure,
    describe_measure,
    end_measure,
    log_measure,
    move_measure,
    open_measure,
)
from app.measures.forms import Appointment, Description, Ending, LogForm, Move, Opening
from app.plans.commands import draft_plan, publish_plan
from app.plans.forms import PlanDraft
from app.process.actor import Actor
from app.process.paths import MEASURE_PHASES
from app.process.vocabulary import Kind, MeasureType, State
from app.requirements.commands import (
    approve_requirement,
    discuss_requirement,
    drop_requirement,
    edit_requirement,
    make_requirement,
)
from app.requirements.forms import DiscussionResult, Dropping
from app.requirements.origins import ORIGIN_KINDS
from tests.journeys.course import found
from tests.journeys.voices import LONG, MASK, OFFICE, PEOPLE, PICK, WORDS, Voices, possible
from tests.mandates.makers import IMPLEMENTERS, YEARS
from tests.plans.makers import milestone_row, package_row
from tests.requirements.makers import requirement_text

PROFILE = {"title": "Night bus", "type": MeasureType.CENTRAL, "responsible": "Mobility"}
PROJECT = st.sampled_from(("administration", "lead") * 4 + PEOPLE)
BODIES = st.sampled_from(("council", "cdo") * 4 + PEOPLE)
RESULTS = st.sampled_from(
    (State.GRANTED,) * 5 + (State.CONDITIONAL, State.DEFERRED, State.REFUSED, State.AMENDED)
)
MEASURE, REQUIREMENT = (Kind.MEASURE,), (Kind.REQUIREMENT,)
PLAN, MANDATE = (Kind.PLAN,), (Kind.MANDATE,)


class Projects(Voices):
    """Measures, their requirements, plans and mandates."""

    @possible(who=OFFICE, mask=MASK, linked=st.sampled_from((True, True, False)), reason=WORDS)
    def open_measure(self, who: str, mask: int, linked: bool, reason: str) -> None:
        references = self.some(mask, Kind.TOPIC)
        goals: dict[str, Any] = {
            "values": (self.town.value,),
            "action_fields": (self.town.action_field,),
        }

        def begin(session: Session, actor: Actor) -> None:
            topics = [found(session, actor, each, Kind.TOPIC) for each in references]
            opening = Opening(**PROFILE, reason=reason, **(goals if linked else {}))
            open_measure(session, actor, topics, opening, language="en")

        self.course.does(who, begin)

    @possible(who=PROJECT, pick=PICK, effect=WORDS)
    def describe(self, who: str, pick: int, effect: str) -> None:
        words = Description(**PROFILE, effect=effect)
        self.on(
            MEASURE,
            who,
            pick,
            lambda session, actor, item: describe_measure(session, actor, item, words),
        )

    @possible(who=OFFICE, pick=PICK, whom=st.sampled_from(("lead", *PEOPLE)), role=WORDS)
    def appoint(self, who: str, pick: int, whom: str, role: str) -> None:
        def say(session: Session, actor: Actor, item: Item) -> None:
            appointment = Appointment(role=role, contact=True) if role else None
            appoint_measure(session, actor, item, self.town.people[whom], appointment=appointment)

        self.on(MEASURE, who, pick, say)

    @possible(who=PROJECT, pick=PICK, text=WORDS)
    def log(self, who: str, pick: int, text: str) -> None:
        self.on(
            MEASURE,
            who,
            pick,
            lambda session, actor, item: log_measure(session, actor, item, LogForm(text=text).text),
        )

    @possible(3, who=PROJECT, pick=PICK, to=st.sampled_from(MEASURE_PHASES[1:4] + MEASURE_PHASES))
    def move(self, who: str, pick: int, to: State) -> None:
        step = Move(to=to, reason="The mandate is granted and work begins.")
        self.on(
            MEASURE,
            who,
            pick,
            lambda session, actor, item: move_measure(
                session, actor, item, step.to, reason=step.reason
            ),
        )

    @possible(who=OFFICE, pick=PICK, reason=st.sampled_from(("", LONG)))
    def end(self, who: str, pick: int, reason: str) -> None:
        self.on(
            MEASURE,
            who,
            pick,
            lambda session, actor, item: end_measure(
                session, actor, item, Ending(reason=reason).reason
            ),
        )

    @possible(who=PROJECT, pick=PICK, mask=MASK, words=WORDS)
    def demand(self, who: str, pick: int, mask: int, words: str) -> None:
        """A requirement, with origins or without."""
        origins = self.some(mask, *ORIGIN_KINDS)

        def make(session: Session, actor: Actor, item: Item) -> None:
            text = requirement_text(text=words, origins=origins)
            make_requirement(session, actor, item, text, language="en")

        self.on(MEASURE, who, pick, make)

    @possible(3, who=PROJECT, pick=PICK, mask=MASK, words=WORDS)
    def change_requirement(self, who: str, pick: int, mask: int, words: str) -> None:
        origins = self.some(mask, *ORIGIN_KINDS)
        self.on(
            REQUIREMENT,
            who,
            pick,
            lambda session, actor, item: edit_requirement(
                session, actor, item, requirement_text(text=words, origins=origins)
            ),
        )

    @possible(who=PROJECT, pick=PICK, words=WORDS)
    def discuss(self, who: str, pick: int, words: str) -> None:
        self.on(
            REQUIREMENT,
            who,
            pick,
            lambda session, actor, item: discuss_requirement(
                session, actor, item, DiscussionResult(result=words).result
            ),
        )

    @possible(who=OFFICE, pick=PICK)
    def approve(self, who: str, pick: int) -> None:
        self.on(REQUIREMENT, who, pick, approve_requirement)

    @possible(who=OFFICE, pick=PICK, words=WORDS)
    def drop(self, who: str, pick: int, words: str) -> None:
        self.on(
            REQUIREMENT,
            who,
            pick,
            lambda session, actor, item: drop_requirement(
                session, actor, item, Dropping(reason=words).reason
            ),
        )

    @possible(3, who=PROJECT, pick=PICK, mask=MASK, cost=st.sampled_from((48_000_000, 10_000, 0)))
    def plan(self, who: str, pick: int, mask: int, cost: int) -> None:
        """Rows that cover some of the requirements, maybe of another measure."""
        covered = self.some(mask, Kind.REQUIREMENT)

        def write(session: Session, actor: Actor, item: Item) -> None:
            row = package_row(requirements=covered, cost=cost)
            draft = PlanDraft(packages=(row,), milestones=(milestone_row(),) if cost else ())
            draft_plan(session, actor, item, draft)

        self.on(MEASURE, who, pick, write)

    @possible(who=PROJECT, pick=PICK)
    def publish(self, who: str, pick: int) -> None:
        self.on(PLAN, who, pick, publish_plan)

    @possible(3, who=PROJECT, pick=PICK, cdo=st.booleans(), years=st.sampled_from((2, 1, 0)))
    def prepare(self, who: str, pick: int, cdo: bool, years: int) -> None:
        form = PackageForm.of(**self._budget(years), body_id=self.town.bodies[cdo])
        self.on(
            MEASURE,
            who,
            pick,
            lambda session, actor, item: prepare_mandate(session, actor, item, form, language="en"),
        )

    @possible(who=PROJECT, pick=PICK, cdo=st.booleans(), years=st.sampled_from((2, 1, 0)))
    def prepare_again(self, who: str, pick: int, cdo: bool, years: int) -> None:
        form = PackageForm.of(**self._budget(years), body_id=self.town.bodies[cdo])

        def write(session: Session, actor: Actor, item: Item) -> None:
            measure = session.get_one(Item, item.measure_id)
            prepare_mandate(session, actor, measure, form, language="en", item=item)

        self.on(MANDATE, who, pick, write)

    @possible(3, who=OFFICE, pick=PICK)
    def put_to_decision(self, who: str, pick: int) -> None:
        self.on(MANDATE, who, pick, submit_mandate)

    @possible(3, who=BODIES, pick=PICK, result=RESULTS, conditions=WORDS, days_ago=PICK)
    def decide(self, who: str, pick: int, result: State, conditions: str, days_ago: int) -> None:
        fields: dict[str, Any] = {
            "result": result,
            "decided_on": (self.course.moment - timedelta(days=days_ago)).date(),
            "reason": "The need is proven by numbers.",
            "conditions": conditions,
        }
        self.on(
            MANDATE,
            who,
            pick,
            lambda session, actor, item: decide_mandate(
                session, actor, item, DecisionForm.of(**self._budget(2), **fields)
            ),
        )

    @possible(3, who=OFFICE, pick=PICK, cdo=st.booleans(), reason=WORDS)
    def amend(self, who: str, pick: int, cdo: bool, reason: str) -> None:
        fields = self._budget(1) | {"body_id": self.town.bodies[cdo], "reason": reason}
        self.on(
            MANDATE,
            who,
            pick,
            lambda session, actor, item: amend_mandate(
                session, actor, item, AmendmentForm.of(**fields), language="en"
            ),
        )

    def _budget(self, years: int) -> dict[str, Any]:
        return {
            "implementers": IMPLEMENTERS,
            "years": YEARS[:years],
            "source": "City budget, chapter 7310",
        }
