"""Every write about theses and what people say to them."""

from sqlalchemy import insert, select
from sqlmodel import Session

from app.db.clock import now
from app.db.rows import insert_once
from app.items.models import Item
from app.items.search import index_words
from app.items.spine import new_item
from app.opinions.counters import count
from app.opinions.models import GIVEN_OPINION, THESIS, GivenOpinion
from app.participation.admission import not_eligible
from app.participation.phases import phase_now
from app.process.actor import Actor
from app.process.paths import advance
from app.process.rules import permit
from app.process.vocabulary import Action, Kind, Office, Opinion, State
from app.record import record


def propose_thesis(
    session: Session, actor: Actor, participation: Item, text: str, *, language: str
) -> Item:
    """Put a short statement to everybody. What the administration writes is public at once.

    Who proposes it agrees with it; the administration has no opinion.
    """
    phase = phase_now(session, participation.id)
    kept_out = not_eligible(session, actor, phase)
    subject = participation.subject(not_eligible=kept_out)
    permit(Action.PROPOSE_THESIS, actor, phase.kind, subject)
    official = actor.holds(Office.ADMINISTRATION, subject.scopes)
    wanted = State.PUBLISHED if official else State.SUBMITTED
    item = new_item(
        session,
        actor,
        Kind.THESIS,
        advance(Kind.THESIS, Action.PROPOSE_THESIS, None, wanted),
        title=text,
        language=language,
        participation_id=participation.id,
    )
    session.execute(insert(THESIS), {"id": item.id, "agree": 0, "disagree": 0, "passed": 0})
    index_words(session, item.id, text)
    if not official:
        _say(session, actor, item.id, Opinion.AGREE)
    record(session, actor, Action.PROPOSE_THESIS, item.id)
    return item


def give_opinion(session: Session, actor: Actor, thesis: Item, opinion: Opinion) -> bool:
    """Agree, disagree or pass; it may be changed until the phase ends. False: said so already.

    The caller holds the thesis, so that what is counted is what is stored.
    """
    phase = phase_now(session, thesis.participation_id)
    kept_out = not_eligible(session, actor, phase)
    permit(Action.GIVE_OPINION, actor, phase.kind, thesis.subject(not_eligible=kept_out))
    if not _say(session, actor, thesis.id, opinion):
        return False
    record(session, actor, Action.GIVE_OPINION, thesis.id)
    return True


def _say(session: Session, actor: Actor, thesis_id: int, opinion: Opinion) -> bool:
    row = {
        "thesis_id": thesis_id,
        "person_id": actor.id,
        "opinion": opinion,
        "group": actor.group,
        "at": now(),
    }
    if insert_once(session, GivenOpinion, row):
        count(session, thesis_id, actor.group, opinion, by=1)
        return True
    mine = (GIVEN_OPINION.c.thesis_id == thesis_id) & (GIVEN_OPINION.c.person_id == actor.id)
    before = session.execute(
        select(GIVEN_OPINION.c.opinion, GIVEN_OPINION.c.group).where(mine)
    ).one()
    if before.opinion is opinion:
        return False
    session.execute(GIVEN_OPINION.update().where(mine).values(opinion=opinion, at=now()))
    count(session, thesis_id, before.group, before.opinion, by=-1)
    count(session, thesis_id, before.group, opinion, by=1)
    return True
