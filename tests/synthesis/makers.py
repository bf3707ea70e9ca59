"""Topics and answers, made through the product's own commands."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import update
from sqlmodel import Session

from app.items.models import ITEM, Item
from app.process.vocabulary import Office, Phase, Verdict
from app.synthesis.commands import answer_item, make_topic
from app.synthesis.forms import TopicForm
from tests.makers import make_officer, make_participation, make_problem

REASON = "The need is shown by many, and it can be met with the means there are."


def make_synthesis(session: Session, problems: int = 2) -> tuple[Item, list[Item]]:
    """A participation in its synthesis phase, with published problems."""
    participation = make_participation(session, Phase.SYNTHESIS)
    return participation, [make_problem(session, participation) for _ in range(problems)]


def put_into_topic(
    session: Session, participation: Item, contributions: Iterable[Item], **changes: Any
) -> Item:
    """A topic made of these contributions."""
    officer = make_officer(session, Office.ADMINISTRATION)
    fields: dict[str, Any] = {
        "title": "Getting home at night",
        "digest": "People at the edge of the city cannot get home after the late shift.",
        "contributions": tuple(each.reference for each in contributions),
    }
    return make_topic(
        session, officer, participation, TopicForm(**(fields | changes)), language="en"
    )


def make_topic_of(session: Session, problems: int = 2, **changes: Any) -> Item:
    """A topic made of new problems, in a participation of its own."""
    return put_into_topic(session, *make_synthesis(session, problems), **changes)


def give_answer(session: Session, item: Item, verdict: Verdict = Verdict.TAKEN_UP) -> Item:
    """The answer of the administration to a topic or a problem."""
    officer = make_officer(session, Office.ADMINISTRATION)
    return answer_item(session, officer, item, verdict, reason=REASON)


def give_supporters(session: Session, item: Item, **by_group: int) -> None:
    """Let the counters of an item say that it has supporters, by group."""
    counts = {f"supporters_{group}": count for group, count in by_group.items()}
    total = sum(by_group.values())
    session.execute(update(ITEM).where(ITEM.c.id == item.id).values(supporters=total, **counts))
    session.expire_all()
