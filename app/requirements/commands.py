"""Every write about requirements."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from app.items.models import Item
from app.items.search import index_words
from app.items.spine import keep_version, link, new_item, reach, set_state, unlink
from app.process.actor import Actor
from app.process.gates import APPROVAL_GATE, DISCUSSION_GATE, pass_gate
from app.process.paths import advance
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind, Link, Station
from app.record import record
from app.requirements.forms import RequirementText
from app.requirements.models import Requirement
from app.requirements.origins import origin_ids, possible_origins, public_origins
from app.requirements.queries import approval_facts, discussion_facts

UNKNOWN_ORIGIN = N_("Only topics, contributions and comments that are public can be an origin.")
ON_REQUIREMENT = ("text", "kind", "priority", "acceptance")


def make_requirement(
    session: Session, actor: Actor, measure: Item, form: RequirementText, *, language: str
) -> Item:
    """Propose a requirement of a measure. Without an origin it cannot be approved later."""
    permit(Action.MAKE_REQUIREMENT, actor, subject=measure.subject())
    item = new_item(
        session,
        actor,
        Kind.REQUIREMENT,
        advance(Kind.REQUIREMENT, Action.MAKE_REQUIREMENT, None),
        title=form.title,
        language=language,
        participation_id=measure.participation_id,
        measure_id=measure.id,
        way=int(Station.REQUIREMENT),
    )
    session.add(Requirement(id=item.id, **form.model_dump(include=set(ON_REQUIREMENT))))
    link(session, actor, measure.id, item.id, how=Link.REQUIRES)
    _link_origins(session, actor, item, form.references)
    index_words(session, item.id, f"{form.title} {form.text}")
    record(session, actor, Action.MAKE_REQUIREMENT, item.id, measure=measure.id)
    return item


def edit_requirement(session: Session, actor: Actor, item: Item, form: RequirementText) -> None:
    """Change words and origins until it is approved; the words before stay readable."""
    permit(Action.EDIT_REQUIREMENT, actor, subject=item.subject())
    state = advance(item.kind, Action.EDIT_REQUIREMENT, item.state)
    keep_version(session, actor, item, _words(session, item))
    requirement = session.get_one(Requirement, item.id)
    for name in ON_REQUIREMENT:
        setattr(requirement, name, getattr(form, name))
    item.title = form.title
    session.add(requirement)
    set_state(session, item, state)
    _link_origins(session, actor, item, form.references)
    index_words(session, item.id, f"{form.title} {form.text}")
    record(session, actor, Action.EDIT_REQUIREMENT, item.id)


def discuss_requirement(session: Session, actor: Actor, item: Item, result: str) -> None:
    """Put on record what came of the public discussion, once there has been one."""
    permit(Action.DISCUSS_REQUIREMENT, actor, subject=item.subject())
    state = advance(item.kind, Action.DISCUSS_REQUIREMENT, item.state)
    pass_gate(DISCUSSION_GATE, discussion_facts(session, item))
    session.get_one(Requirement, item.id).result = result
    set_state(session, item, state)
    record(session, actor, Action.DISCUSS_REQUIREMENT, item.id)


def approve_requirement(session: Session, actor: Actor, item: Item, reason: str = "") -> None:
    """Approve what was discussed; everything it comes from has then led to a requirement."""
    permit(Action.APPROVE_REQUIREMENT, actor, subject=item.subject())
    pass_gate(APPROVAL_GATE, approval_facts(session, item))
    state = advance(item.kind, Action.APPROVE_REQUIREMENT, item.state)
    session.get_one(Requirement, item.id).reason = reason
    set_state(session, item, state)
    for origin_id in origin_ids(session, item.id):
        reach(session, origin_id, Station.REQUIREMENT)
    record(session, actor, Action.APPROVE_REQUIREMENT, item.id)


def drop_requirement(session: Session, actor: Actor, item: Item, reason: str) -> None:
    """Drop a requirement for a public reason; it is never deleted and stays readable."""
    permit(Action.DROP_REQUIREMENT, actor, subject=item.subject())
    state = advance(item.kind, Action.DROP_REQUIREMENT, item.state)
    session.get_one(Requirement, item.id).reason = reason
    item.way_ended = True
    set_state(session, item, state)
    record(session, actor, Action.DROP_REQUIREMENT, item.id)


def _link_origins(session: Session, actor: Actor, item: Item, references: Sequence[str]) -> None:
    """Let exactly these be the origins. Those that are not public any more are left as they are."""
    standing = public_origins(session, item.id)
    wanted = standing | possible_origins(session, references)
    if set(references) - wanted.keys():
        raise Refused(UNKNOWN_ORIGIN)
    for reference, origin_id in wanted.items():
        change = link if reference in references else unlink
        change(session, actor, origin_id, item.id, how=Link.ORIGIN_OF)


def _words(session: Session, item: Item) -> dict[str, Any]:
    requirement = session.get_one(Requirement, item.id)
    words = {name: str(getattr(requirement, name)) for name in ON_REQUIREMENT}
    return words | {"title": item.title, "origins": list(public_origins(session, item.id))}
