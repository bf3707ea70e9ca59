"""Opening a setting of priorities, changing its rules before anybody voted, voting."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select
from sqlmodel import Session

from app.db.clock import now
from app.items.models import ITEM, Item
from app.items.search import index_words
from app.items.spine import keep_version, new_item
from app.items.visibility import public
from app.participation.admission import not_eligible
from app.participation.phases import phase_now
from app.priorities.forms import NOT_IN_QUESTION, PrioritisationForm, ballot_objection
from app.priorities.models import (
    PRIORITY_BALLOT,
    PRIORITY_CHOICE,
    PRIORITY_VOTE,
    Prioritisation,
)
from app.process.actor import Actor
from app.process.paths import advance
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind
from app.record import record

LOOSENED = N_("It was promised that nobody sees the result before the end. This stays so.")
CHOOSABLE = (Kind.TOPIC, Kind.PROBLEM)


def open_prioritisation(
    session: Session, actor: Actor, participation: Item, form: PrioritisationForm, *, language: str
) -> Item:
    """Let people set priorities among items of the participation, by rules that are public."""
    permit(Action.OPEN_PRIORITISATION, actor, subject=participation.subject())
    item = new_item(
        session,
        actor,
        Kind.PRIORITISATION,
        advance(Kind.PRIORITISATION, Action.OPEN_PRIORITISATION, None),
        title=form.title,
        language=language,
        participation_id=participation.id,
    )
    session.add(Prioritisation(id=item.id, **form.model_dump(exclude={"title", "choices"})))
    session.flush()
    _choose(session, item, form)
    record(session, actor, Action.OPEN_PRIORITISATION, item.id)
    return item


def edit_prioritisation(
    session: Session, actor: Actor, item: Item, form: PrioritisationForm
) -> None:
    """Change the rules, as long as nobody has voted. What was to stay hidden stays hidden.

    The caller holds the item, so that no first vote comes in between.
    """
    setting = session.get_one(Prioritisation, item.id)
    voted = setting.first_voted_at is not None
    permit(Action.EDIT_PRIORITISATION, actor, subject=item.subject(voted=voted))
    if setting.hidden and not form.hidden:
        raise Refused(LOOSENED)
    advance(item.kind, Action.EDIT_PRIORITISATION, item.state)
    keep_version(session, actor, item, _words(item, setting))
    item.title = form.title
    for name, value in form.model_dump(exclude={"title", "choices"}).items():
        setattr(setting, name, value)
    session.add_all([item, setting])
    _choose(session, item, form)
    record(session, actor, Action.EDIT_PRIORITISATION, item.id)


def cast_priorities(session: Session, actor: Actor, item: Item, values: Mapping[int, int]) -> None:
    """Give points or places to items, by id; a second ballot takes the place of the first.

    The caller holds the item. From the first ballot on its rules are frozen.
    """
    phase = phase_now(session, item.participation_id)
    kept_out = not_eligible(session, actor, phase)
    permit(Action.CAST_PRIORITIES, actor, phase.kind, item.subject(not_eligible=kept_out))
    setting = session.get_one(Prioritisation, item.id)
    _check(session, setting, values)
    mine: dict[str, Any] = {"prioritisation_id": item.id, "person_id": actor.id}
    for table in (PRIORITY_VOTE, PRIORITY_BALLOT):
        session.execute(delete(table).where(*(table.c[name] == mine[name] for name in mine)))
    session.execute(insert(PRIORITY_BALLOT), mine | {"group": actor.group, "at": now()})
    votes = [mine | {"item_id": each, "value": value} for each, value in values.items() if value]
    session.execute(insert(PRIORITY_VOTE), votes)
    setting.first_voted_at = setting.first_voted_at or now()
    session.add(setting)
    record(session, actor, Action.CAST_PRIORITIES, item.id)


def _check(session: Session, setting: Prioritisation, values: Mapping[int, int]) -> None:
    among = session.execute(
        select(PRIORITY_CHOICE.c.item_id).where(PRIORITY_CHOICE.c.prioritisation_id == setting.id)
    )
    objection = ballot_objection(
        values,
        among=among.scalars().all(),
        method=setting.method,
        most=setting.most,
        most_each=setting.most_each,
    )
    if objection:
        raise Refused(objection)


def _choose(session: Session, item: Item, form: PrioritisationForm) -> None:
    """Only what is public in the same participation can be chosen."""
    wanted = select(ITEM.c.id).where(
        ITEM.c.reference.in_(form.choices),
        ITEM.c.kind.in_(CHOOSABLE),
        ITEM.c.participation_id == item.participation_id,
        public(),
    )
    found = session.execute(wanted).scalars().all()
    if len(found) < len(set(form.choices)):
        raise Refused(NOT_IN_QUESTION)
    here = PRIORITY_CHOICE.c.prioritisation_id == item.id
    session.execute(delete(PRIORITY_CHOICE).where(here))
    rows = [{"prioritisation_id": item.id, "item_id": each} for each in found]
    session.execute(insert(PRIORITY_CHOICE), rows)
    index_words(session, item.id, f"{form.title} {form.explanation}")


def _words(item: Item, setting: Prioritisation) -> dict[str, Any]:
    return {
        "title": item.title,
        "explanation": setting.explanation,
        "method": setting.method,
        "most": setting.most,
        "most_each": setting.most_each,
        "hidden": setting.hidden,
    }
