"""Every write about topics and answers."""

from sqlmodel import Session

from app.items.models import Item
from app.items.search import index_words
from app.items.spine import keep_version, link, new_item, reach, set_state, unlink
from app.participation.phases import phase_of
from app.process.actor import Actor
from app.process.paths import advance
from app.process.refusal import Refused
from app.process.rules import ANSWERING, permit
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind, Link, Phase, State, Station, Verdict
from app.record import record
from app.segments.work import facts_of
from app.synthesis.forms import LEAST_REASON, Sorting, TopicForm, TopicText
from app.synthesis.members import contributions, demand_answers, links_on, members, put_in
from app.synthesis.models import Answer, Topic
from app.synthesis.release import demand_complete, release_all
from app.synthesis.verdicts import settle_contributions

REASON_MISSING = N_("Every answer needs a reason that people can understand.")
CARRIED_ON = N_("Something has come from this already, so it cannot be answered as not taken up.")
ONLY_SEGMENTS = N_("Only a segment of a statement can be noted. People want to know what follows.")
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
    put_in(session, actor, item, contributions(session, item, form.contributions))
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
    added = contributions(session, item, sorting.add)
    removed = members(session, item, sorting.remove)
    for each in removed:
        unlink(session, actor, each, item.id, how=Link.PART_OF)
    settle_contributions(session, removed)
    if phase in AFTERWARDS:
        demand_answers(session, removed)
    put_in(session, actor, item, added)
    if removed and not members(session, item):
        _dissolve(session, item)
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
    """Answer a topic, a problem or a segment. An older answer stays readable, as replaced.

    What is answered to a segment is read inside only, until the synopsis is released.
    """
    subject = item.subject(**facts_of(session, item))
    permit(Action.ANSWER_ITEM, actor, phase_of(session, item.participation_id), subject)
    inside = item.kind is Kind.SEGMENT and item.state is not State.PUBLISHED
    wanted = State.DRAFT if inside else State.PUBLISHED
    state = advance(Kind.ANSWER, Action.ANSWER_ITEM, None, wanted)
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
    codes = {"answer": answer.id, "verdict": verdict} | ({"inside": True} if inside else {})
    record(session, actor, Action.ANSWER_ITEM, item.id, **codes)
    return answer


def publish_synopsis(session: Session, actor: Actor, consultation: Item) -> None:
    """Make the statements, their segments and the answers public, once every one is answered."""
    phase = phase_of(session, consultation.participation_id)
    permit(Action.PUBLISH_SYNOPSIS, actor, phase, consultation.subject())
    state = advance(consultation.kind, Action.PUBLISH_SYNOPSIS, consultation.state)
    demand_complete(session, consultation)
    released = release_all(session, consultation)
    set_state(session, consultation, state)
    record(session, actor, Action.PUBLISH_SYNOPSIS, consultation.id, statements=released)


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
    settle_contributions(session, members(session, item))


def _dissolve(session: Session, topic: Item) -> None:
    """A topic in which nothing is left is none any more, unless something has come of it."""
    if not links_on(session, topic.id, Link.ORIGIN_OF):
        set_state(
            session, topic, advance(topic.kind, Action.SORT_TOPIC, topic.state, State.DROPPED)
        )


def _demand_reason(session: Session, item: Item, verdict: Verdict, reason: str) -> None:
    if len(reason.strip()) < LEAST_REASON:
        raise Refused(REASON_MISSING)
    if verdict is Verdict.NOTED and item.kind is not Kind.SEGMENT:
        raise Refused(ONLY_SEGMENTS)
    if verdict is Verdict.NOT_TAKEN_UP and links_on(session, item.id, Link.ORIGIN_OF):
        raise Refused(CARRIED_ON)


def _replace_answer(session: Session, actor: Actor, item: Item, answer: Item) -> None:
    for older in links_on(session, item.id, Link.ANSWERED_BY):
        unlink(session, actor, item.id, older, how=Link.ANSWERED_BY)
        link(session, actor, older, answer.id, how=Link.CHANGED_BY)
    link(session, actor, item.id, answer.id, how=Link.ANSWERED_BY)
