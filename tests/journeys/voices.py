"""What people say and what becomes of it, up to the answer, as rules of a machine."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import Connection, select
from sqlmodel import Session

from app.deliberation.commands import (
    delete_comment,
    edit_comment,
    support_item,
    unsupport_item,
    write_comment,
)
from app.deliberation.forms import CommentText
from app.items.models import Item
from app.moderation.commands import (
    confirm_hiding,
    hide_item,
    publish_item,
    restore_item,
    return_item,
)
from app.moderation.forms import AdviceGrounds, Grounds
from app.participation.commands import close_phase
from app.participation.models import PLANNED_PHASE, PlannedPhase
from app.problems.commands import draft_problem, edit_problem, submit_problem, withdraw_problem
from app.problems.forms import Withdrawal
from app.process.actor import Actor
from app.process.vocabulary import (
    Kind,
    Phase,
    Reason,
    Retraction,
    Stance,
    Verdict,
)
from app.synthesis.commands import answer_item, edit_topic, make_topic, sort_topic
from app.synthesis.forms import AnswerForm, Sorting, TopicForm, TopicText
from tests.journeys.course import Course, Town, found, found_target
from tests.makers import problem_text

LONG = "The last bus leaves before the late shift ends, and nobody gets home."
MOST_PEOPLE = ("citizen", "neighbour", "lead", "moderator", "administration", "colleague")
PEOPLE = (*MOST_PEOPLE, "council", "cdo")
AUTHOR = "author"  # whoever has written it
PICK = st.sampled_from((0, 0, 0, 1, 2, 3))
MASK = st.sampled_from((3, 3, 1, 0, 2, 5, 7))
SELDOM = st.sampled_from((False, False, False, True))
WORDS = st.sampled_from((LONG,) * 10 + ("", "No."))
CITIZENS = st.sampled_from(("citizen", "neighbour", *PEOPLE))
AUTHORS = st.sampled_from((AUTHOR,) * 8 + PEOPLE)
OFFICE = st.sampled_from(("administration",) * 8 + PEOPLE)
VERDICTS = st.sampled_from((Verdict.TAKEN_UP, Verdict.TAKEN_UP, *Verdict))
ItemAct = Callable[[Session, Actor, Item], object]
WordedAct = Callable[[Session, Actor, Item, str], object]
OWN_ACTS: dict[str, WordedAct] = {
    "submit": lambda session, actor, item, words: submit_problem(
        session, actor, item, problem_text(what=words)
    ),
    "edit": lambda session, actor, item, words: edit_problem(
        session, actor, item, problem_text(what=words)
    ),
    "withdraw": lambda session, actor, item, words: withdraw_problem(
        session, actor, item, Withdrawal(reason=Retraction.SETTLED, explanation=words)
    ),
}
COMMENT_ACTS: dict[str, WordedAct] = {
    "edit": lambda session, actor, item, words: edit_comment(
        session, actor, item, CommentText(stance=Stance.CONTRA, text=words)
    ),
    "delete": lambda session, actor, item, _: delete_comment(session, actor, item),
}
ACTS: list[st.SearchStrategy[tuple[str, dict[str, Any]]]] = []
Done = TypeVar("Done", bound=Callable[..., None])
MODERATION: dict[str, WordedAct] = {
    "publish": lambda session, actor, item, _: publish_item(session, actor, item),
    "return": lambda session, actor, item, words: return_item(
        session, actor, item, AdviceGrounds(reason=Reason.UNCLEAR, words=words)
    ),
    "hide": lambda session, actor, item, words: hide_item(
        session, actor, item, Grounds(reason=Reason.INSULT, words=words)
    ),
    "restore": lambda session, actor, item, _: restore_item(session, actor, item),
    "confirm": lambda session, actor, item, _: confirm_hiding(session, actor, item),
}


def possible(often: int = 1, **drawn: st.SearchStrategy[Any]) -> Callable[[Done], Done]:
    """A method that is one of the ACTS, with what is drawn for it.

    They are not rules one by one, of which an example leaves out many.
    """

    def remember(method: Done) -> Done:
        ACTS.extend([st.tuples(st.just(method.__name__), st.fixed_dictionaries(drawn))] * often)
        return method

    return remember


class Voices(RuleBasedStateMachine):
    """People of a town act; what they act on is chosen by its place, the newest being 0."""

    def __init__(self, connection: Connection, town: Town) -> None:
        super().__init__()
        self.town = town
        self.course = Course(connection, town)

    def teardown(self) -> None:
        self.course.undo()

    def on(self, kinds: tuple[Kind, ...], who: str, pick: int, act: ItemAct) -> None:
        """Let somebody act on the item of these kinds that is chosen, if there is one."""
        there = self.course.items(*kinds)
        if not there:
            return
        item = there[pick % len(there)]
        if who == AUTHOR:
            who = next(name for name, its in self.town.people.items() if its == item.author_id)
        self.course.does(
            who, lambda session, actor: act(session, actor, found(session, actor, item.reference))
        )

    def with_words(self, kind: Kind, who: str, pick: int, *, act: WordedAct, words: str) -> None:
        self.on((kind,), who, pick, lambda session, actor, item: act(session, actor, item, words))

    def some(self, mask: int, *kinds: Kind, **columns: Any) -> tuple[str, ...]:
        """The references of some of the newest three: those whose bits are in the mask."""
        newest = self.course.items(*kinds, **columns)[:3]
        return tuple(row.reference for at, row in enumerate(newest) if mask >> at & 1)

    @possible(who=CITIZENS, old=SELDOM, act=st.sampled_from(("publish", *MODERATION)), words=WORDS)
    def hand_in(self, who: str, old: bool, act: str, words: str) -> None:
        """A moderator looks at it at once."""
        place = self.town.old if old else self.town.young

        def begin(session: Session, actor: Actor) -> None:
            at = found(session, actor, place)
            draft_problem(session, actor, at, {"title": "Bus"}, language="en")

        if self.course.does(who, begin):
            self.change_own(who, 0, "submit", words)
            self.moderate("moderator", Kind.PROBLEM, 0, act, words)

    @possible(who=AUTHORS, pick=PICK, act=st.sampled_from(tuple(OWN_ACTS)), words=WORDS)
    def change_own(self, who: str, pick: int, act: str, words: str) -> None:
        self.with_words(Kind.PROBLEM, who, pick, act=OWN_ACTS[act], words=words)

    @possible(
        who=st.sampled_from(("moderator",) * 8 + PEOPLE),
        kind=st.sampled_from((Kind.PROBLEM, Kind.PROBLEM, Kind.COMMENT)),
        pick=PICK,
        act=st.sampled_from(("publish", "publish", *MODERATION)),
        words=WORDS,
    )
    def moderate(self, who: str, kind: Kind, pick: int, act: str, words: str) -> None:
        self.with_words(kind, who, pick, act=MODERATION[act], words=words)

    @possible(who=CITIZENS, pick=PICK, back=st.booleans())
    def support(self, who: str, pick: int, back: bool) -> None:
        there = self.course.items(Kind.PROBLEM)
        reference = there[pick % len(there)].reference
        command = unsupport_item if back else support_item
        self.course.does(
            who, lambda session, actor: command(session, actor, found_target(session, reference))
        )

    @possible(who=CITIZENS, pick=PICK, words=WORDS)
    def comment(self, who: str, pick: int, words: str) -> None:
        def say(session: Session, actor: Actor, item: Item) -> None:
            said = CommentText(stance=Stance.PRO, text=words)
            write_comment(session, actor, item, said, language="en")

        self.on((Kind.PROBLEM, Kind.REQUIREMENT, Kind.TOPIC), who, pick, say)

    @possible(who=AUTHORS, pick=PICK, act=st.sampled_from(tuple(COMMENT_ACTS)), words=WORDS)
    def change_comment(self, who: str, pick: int, act: str, words: str) -> None:
        self.with_words(Kind.COMMENT, who, pick, act=COMMENT_ACTS[act], words=words)

    @possible(who=OFFICE, old=st.booleans(), mask=MASK, words=WORDS)
    def make_topic(self, who: str, old: bool, mask: int, words: str) -> None:
        place = self.town.old if old else self.town.young
        chosen = self.some(
            mask, Kind.PROBLEM, Kind.COMMENT, participation_id=self.town.places[place]
        )

        def make(session: Session, actor: Actor) -> None:
            form = TopicForm(title="Getting home", digest=words, contributions=chosen)
            make_topic(session, actor, found(session, actor, place), form, language="en")

        self.course.does(who, make)

    @possible(who=OFFICE, pick=PICK, add=MASK, remove=MASK, words=WORDS)
    def change_topic(self, who: str, pick: int, add: int, remove: int, words: str) -> None:
        sorting = Sorting(add=self.some(add, Kind.PROBLEM), remove=self.some(remove, Kind.PROBLEM))

        def change(session: Session, actor: Actor, item: Item) -> None:
            if words:
                edit_topic(session, actor, item, TopicText(title="Nights", digest=words))
            else:
                sort_topic(session, actor, item, sorting)

        self.on((Kind.TOPIC,), who, pick, change)

    @possible(who=OFFICE, pick=PICK, verdict=VERDICTS, reason=WORDS)
    def answer(self, who: str, pick: int, verdict: Verdict, reason: str) -> None:
        def reply(session: Session, actor: Actor, item: Item) -> None:
            form = AnswerForm(verdict=verdict, reason=reason)
            answer_item(session, actor, item, form.verdict, reason=form.reason)

        self.on((Kind.TOPIC, Kind.PROBLEM), who, pick, reply)

    @possible(days=st.sampled_from((1, 8, 16)))
    def days_pass(self, days: int) -> None:
        """Perhaps it is time to close the synthesis."""
        self.course.moment += timedelta(days=days)
        self.close_synthesis("administration")

    def close_synthesis(self, who: str) -> None:
        wanted = select(PlannedPhase).where(
            PLANNED_PHASE.c.participation_id == self.town.places[self.town.young],
            PLANNED_PHASE.c.kind == Phase.SYNTHESIS,
        )

        def close(session: Session, actor: Actor) -> None:
            phase = session.execute(wanted).scalar_one()
            close_phase(session, actor, found(session, actor, self.town.young), phase)

        self.course.does(who, close)
