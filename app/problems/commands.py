"""Every write about problem statements."""

from typing import Any

from sqlmodel import Session

from app.db.clock import now
from app.goals.links import link_action_fields
from app.goals.queries import action_fields_of
from app.items.models import Item
from app.items.search import index_words
from app.items.spine import keep_version, new_item, reach, set_state
from app.participation.phases import phase_of
from app.problems.forms import ProblemText
from app.problems.models import Problem
from app.process.actor import Actor, Subject
from app.process.paths import advance
from app.process.rules import permit
from app.process.vocabulary import Action, Kind, State, Station
from app.record import record

ON_SPINE = {"title", "organisation_id"}


def draft_problem(
    session: Session, actor: Actor, participation: Item, fields: dict[str, Any], *, language: str
) -> Item:
    """Begin a draft. Only its author sees it; every step is kept on the server."""
    permit(Action.DRAFT_PROBLEM, actor, subject=Subject(actor.id))
    state = advance(Kind.PROBLEM, Action.DRAFT_PROBLEM, None)
    item = new_item(
        session,
        actor,
        Kind.PROBLEM,
        state,
        title=fields.get("title", ""),
        language=language,
        participation_id=participation.id,
    )
    session.add(Problem(id=item.id))
    session.flush()
    _write(session, item, fields)
    record(session, actor, Action.DRAFT_PROBLEM, item.id)
    return item


def save_draft(session: Session, actor: Actor, item: Item, fields: dict[str, Any]) -> None:
    """Keep one more step of a draft, or of a returned contribution."""
    permit(Action.DRAFT_PROBLEM, actor, subject=item.subject())
    advance(item.kind, Action.DRAFT_PROBLEM, item.state)
    _write(session, item, fields)
    record(session, actor, Action.DRAFT_PROBLEM, item.id)


def discard_problem(session: Session, actor: Actor, item: Item) -> None:
    """Throw a draft away; its words are deleted."""
    permit(Action.DISCARD_PROBLEM, actor, subject=item.subject())
    set_state(session, item, advance(item.kind, Action.DISCARD_PROBLEM, item.state))
    blank = dict.fromkeys(("what", "affected", "everyday", "need", "consequence", "tried"), "")
    _write(session, item, blank | {"title": "", "place": "", "since": ""})
    record(session, actor, Action.DISCARD_PROBLEM, item.id)


def submit_problem(session: Session, actor: Actor, item: Item, text: ProblemText) -> None:
    """Hand in a problem. Moderators see it first; the public sees it once published."""
    permit(Action.SUBMIT_PROBLEM, actor, phase_of(session, item.participation_id), item.subject())
    set_state(session, item, advance(item.kind, Action.SUBMIT_PROBLEM, item.state))
    _write(session, item, text.model_dump())
    problem = session.get_one(Problem, item.id)
    problem.submitted_at = now()
    reach(session, item.id, Station.PROBLEM)
    record(session, actor, Action.SUBMIT_PROBLEM, item.id)


def edit_problem(session: Session, actor: Actor, item: Item, text: ProblemText) -> None:
    """Change the words, as long as nobody supports them; moderation looks at them again."""
    permit(Action.EDIT_PROBLEM, actor, phase_of(session, item.participation_id), item.subject())
    keep_version(session, actor, item, _words(session, item))
    set_state(session, item, advance(item.kind, Action.EDIT_PROBLEM, item.state))
    _write(session, item, text.model_dump())
    session.get_one(Problem, item.id).edited_at = now()
    record(session, actor, Action.EDIT_PROBLEM, item.id)


def withdraw_problem(session: Session, actor: Actor, item: Item, reason: str) -> None:
    """Withdraw one's own contribution; if it was public, its page stays readable."""
    permit(Action.WITHDRAW_PROBLEM, actor, subject=item.subject())
    set_state(session, item, advance(item.kind, Action.WITHDRAW_PROBLEM, item.state))
    session.get_one(Problem, item.id).withdrawn_reason = reason
    record(session, actor, Action.WITHDRAW_PROBLEM, item.id)


def _write(session: Session, item: Item, fields: dict[str, Any]) -> None:
    problem = session.get_one(Problem, item.id)
    for name, value in fields.items():
        if name == "action_fields":
            link_action_fields(session, item.id, value)
        else:
            setattr(item if name in ON_SPINE else problem, name, value)
    item.version += 1
    session.add_all([item, problem])
    session.flush()
    if item.state is not State.DRAFT:
        index_words(session, item.id, f"{item.title} {problem.what} {problem.need}")


def _words(session: Session, item: Item) -> dict[str, Any]:
    problem = session.get_one(Problem, item.id)
    names = set(ProblemText.model_fields) - ON_SPINE - {"action_fields"}
    words = {name: getattr(problem, name) for name in sorted(names)}
    fields = [entry.id for entry in action_fields_of(session, item.id, item.language)]
    return words | {"title": item.title, "action_fields": fields}
