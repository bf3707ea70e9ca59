"""Every write about topics and answers."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session

from app.items.models import ITEM, LINK, LINK_END, Item
from app.items.search import index_words
from app.items.spine import keep_version, link, new_item, reach, set_state, unlink
from app.items.visibility import public
from app.participation.phases import phase_of
from app.process.actor import Actor
from app.process.paths import advance
from app.process.refusal import Refused
from app.process.rules import ANSWERING, permit
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind, Link, Phase, State, Station, Verdict
from app.record import record
from app.synthesis.forms import LEAST_REASON, Sorting, TopicForm, TopicText
from app.synthesis.models import Answer, Topic
from app.synthesis.verdicts import settle_contributions

NOT_OF_THIS = N_("Only published contributions of the same participation can be in a topic.")
REASON_MISSING = N_("Every answer needs a reason that people can understand.")
CARRIED_ON = N_("Something has come from this already, so it cannot be answered as not taken up.")
LEFT_ALONE = N_("It would be left without an answer. Give it one, or another topic, first.")
AFTERWARDS = ANSWERING - {Phase.SYNTHESIS, Phase.PAUSED}


def make_topic(
    session: Session, actor: Actor, participation: Item, form: TopicForm, *, language: str
) -> Item:
    """Make a topic out of contributions; more can be added later."""
    permit(Action.MAKE_TOPIC, actor, phase_of(session, participation.id), participation.subject())
    state = advance(Kind.TOPIC, Action.MAKE_TOPIC, None)
    item = new_item(
        session,
        actor,
        Kind.TOPIC,
        state,
        title=form.title,
        language=language,
        participation_id=participation.id,
        way=int(Station.TOPIC),
    )
    session.add(Topic(id=item.id, digest=form.digest))
    index_words(session, item.id, f"{form.title} {form.digest}")
    _put_in(session, actor, item, _contributions(session, item, form.contributions))
    record(session, actor, Action.MAKE_TOPIC, item.id)
    return item


def edit_topic(session: Session, actor: Actor, item: Item, text: TopicText) -> None:
    """Change the words of a topic; the words before are kept and can be compared."""
    permit(Action.EDIT_TOPIC, actor, phase_of(session, item.participation_id), item.subject())
    advance(item.kind, Action.EDIT_TOPIC, item.state)
    topic = session.get_one(Topic, item.id)
    keep_version(session, actor, item, {"title": item.title, "digest": topic.digest})
    item.title, topic.digest = text.title, text.digest
    session.add_all([item, topic])
    session.flush()
    index_words(session, item.id, f"{text.title} {text.digest}")
    record(session, actor, Action.EDIT_TOPIC, item.id)


def sort_topic(session: Session, actor: Actor, item: Item, sorting: Sorting) -> None:
    """Put contributions into a topic and take others out; the record keeps who did it and when."""
    phase = phase_of(session, item.participation_id)
    permit(Action.SORT_TOPIC, actor, phase, item.subject())
    advance(item.kind, Action.SORT_TOPIC, item.state)
    added = _contributions(session, item, sorting.add)
    removed = _members(session, item, sorting.remove)
    for each in removed:
        unlink(session, actor, each, item.id, how=Link.PART_OF)
    settle_contributions(session, removed)
    if phase in AFTERWARDS:
        _demand_answers(session, removed)
    _put_in(session, actor, item, added)
    record(session, actor, Action.SORT_TOPIC, item.id, added=added, removed=removed)


def answer_item(
    session: Session,
    actor: Actor,
    item: Item,
    verdict: Verdict,
    *,
    reason: str,
    language: str = "",
) -> Item:
    """Answer a topic, or a problem directly. An older answer stays readable, as replaced."""
    permit(Action.ANSWER_ITEM, actor, phase_of(session, item.participation_id), item.subject())
    state = advance(Kind.ANSWER, Action.ANSWER_ITEM, None)
    after = advance(item.kind, Action.ANSWER_ITEM, item.state)
    _demand_reason(session, item, verdict, reason)
    answer = new_item(
        session,
        actor,
        Kind.ANSWER,
        state,
        title=item.title,
        language=language or item.language,
        participation_id=item.participation_id,
        verdict=verdict,
    )
    session.add(Answer(id=answer.id, verdict=verdict, reason=reason.strip()))
    index_words(session, answer.id, f"{item.title} {reason}")
    _replace_answer(session, actor, item, answer)
    set_state(session, item, after)
    _settle(session, item, answer)
    record(session, actor, Action.ANSWER_ITEM, item.id, answer=answer.id, verdict=verdict)
    return answer


def _settle(session: Session, item: Item, answer: Item) -> None:
    """Let the item, and everything in it, reach the answer."""
    ended = answer.verdict is Verdict.NOT_TAKEN_UP
    reach(session, answer.id, Station.ANSWER, ended=ended)
    if item.kind is not Kind.TOPIC:
        settle_contributions(session, [item.id])
        return
    item.verdict = answer.verdict
    if item.way == Station.ANSWER:
        item.way_ended = ended
    session.add(item)
    settle_contributions(session, _members(session, item))


def _put_in(session: Session, actor: Actor, topic: Item, ids: Sequence[int]) -> None:
    for each in ids:
        link(session, actor, each, topic.id, how=Link.PART_OF)
    settle_contributions(session, ids)


def _contributions(session: Session, topic: Item, references: Sequence[str]) -> list[int]:
    """The ids of published contributions; anything else among the references is refused."""
    wanted = {reference.upper() for reference in references}
    found = session.execute(
        select(ITEM.c.id)
        .where(
            ITEM.c.reference.in_(wanted),
            ITEM.c.participation_id == topic.participation_id,
            ITEM.c.kind.in_([Kind.PROBLEM, Kind.COMMENT]),
            ITEM.c.state == State.PUBLISHED,
            public(),
        )
        .order_by(ITEM.c.id)
    ).scalars()
    ids = list(found)
    if len(ids) < len(wanted):
        raise Refused(NOT_OF_THIS)
    return ids


def _members(session: Session, topic: Item, references: Sequence[str] | None = None) -> list[int]:
    """The ids of the contributions in a topic: all of them, or those with the references."""
    members = (
        select(LINK.c.from_id)
        .join(ITEM, ITEM.c.id == LINK.c.from_id)
        .outerjoin(LINK_END, LINK_END.c.link_id == LINK.c.id)
        .where(LINK.c.to_id == topic.id, LINK.c.how == Link.PART_OF, LINK_END.c.link_id.is_(None))
    )
    if references is not None:
        members = members.where(ITEM.c.reference.in_([each.upper() for each in references]))
    return list(session.execute(members).scalars())


def _demand_reason(session: Session, item: Item, verdict: Verdict, reason: str) -> None:
    if len(reason.strip()) < LEAST_REASON:
        raise Refused(REASON_MISSING)
    if verdict is Verdict.NOT_TAKEN_UP and _links_on(session, item.id, Link.ORIGIN_OF):
        raise Refused(CARRIED_ON)


def _demand_answers(session: Session, ids: Sequence[int]) -> None:
    """After the synthesis nothing that had an answer may lose it."""
    published = (ITEM.c.kind == Kind.PROBLEM) & (ITEM.c.state == State.PUBLISHED)
    alone = select(ITEM.c.id).where(ITEM.c.id.in_(ids), published, ITEM.c.verdict.is_(None))
    if session.execute(alone.limit(1)).first():
        raise Refused(LEFT_ALONE)


def _replace_answer(session: Session, actor: Actor, item: Item, answer: Item) -> None:
    for older in _links_on(session, item.id, Link.ANSWERED_BY):
        unlink(session, actor, item.id, older, how=Link.ANSWERED_BY)
        link(session, actor, older, answer.id, how=Link.CHANGED_BY)
    link(session, actor, item.id, answer.id, how=Link.ANSWERED_BY)


def _links_on(session: Session, item_id: int, how: Link) -> list[int]:
    standing = (
        select(LINK.c.to_id)
        .outerjoin(LINK_END, LINK_END.c.link_id == LINK.c.id)
        .where(LINK.c.from_id == item_id, LINK.c.how == how, LINK_END.c.link_id.is_(None))
    )
    return list(session.execute(standing).scalars())
