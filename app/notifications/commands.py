"""Every write about following, and about how often one is told."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.db.clock import now
from app.db.ids import new_id
from app.db.rows import insert_once, remove
from app.notifications.models import FOLLOWING, Following, NewsFeed, NewsSetting
from app.notifications.wishes import Limits, Wish
from app.process.actor import Actor, Subject
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action, Followed, Frequency, News
from app.record import record

TOO_MANY = N_("You follow as many circles as one person may. End one of them first.")
FOLLOWED_ALREADY = N_("You follow this already.")


def begin_following(
    session: Session,
    actor: Actor,
    wish: Wish,
    *,
    limits: Limits | None = None,
    former: Following | None = None,
) -> Following:
    """Follow something from now on; following it twice is following it once.

    With `former`, a circle of one's own becomes another one.
    """
    owner = former.person_id if former else actor.id
    permit(Action.BEGIN_FOLLOWING, actor, subject=Subject(author_id=owner))
    if wish.what is Followed.CIRCLE and former is None:
        _demand_room(session, actor, wish, limits or Limits())
    following = _changed(session, actor, wish, former) if former else _begun(session, actor, wish)
    record(session, actor, Action.BEGIN_FOLLOWING, following.id, what=wish.what)
    return following


def end_following(session: Session, actor: Actor, following: Following) -> None:
    """Follow something no longer. News that have come by it stay."""
    permit(Action.END_FOLLOWING, actor, subject=Subject(author_id=following.person_id))
    if following.ended_at is None:
        following.ended_at = now()
        session.add(following)
        session.flush()
    record(session, actor, Action.END_FOLLOWING, following.id)


def set_news(
    session: Session,
    actor: Actor,
    frequencies: Mapping[News, Frequency],
    *,
    feed: str | None = None,
) -> None:
    """Say how often one wants mail of some kinds of news; the other kinds stay as they are.

    `feed` is the hash of the address of one's own feed from now on, empty for none.
    """
    permit(Action.SET_NEWS, actor)
    for news, frequency in frequencies.items():
        key = {"person_id": actor.id, "news": news}
        if not insert_once(session, NewsSetting, key | {"frequency": frequency}):
            setting = session.get_one(NewsSetting, (actor.id, news))
            setting.frequency = frequency
            session.add(setting)
    if feed is not None:
        remove(session, NewsFeed, person_id=actor.id)
    if feed:
        session.add(NewsFeed(person_id=actor.id, token_hash=feed))
    session.flush()
    record(session, actor, Action.SET_NEWS, actor.id)


def _begun(session: Session, actor: Actor, wish: Wish) -> Following:
    blank = {"name": "", "query": {}, "since": now()}
    row = blank | {"id": new_id(), "person_id": actor.id, "what": wish.what, "key": wish.key}
    insert_once(session, Following, row | dict(wish.columns))
    following = _known(session, actor, wish)
    assert following is not None, "it was put in just now, or was there already"
    if following.ended_at is not None:
        following.ended_at, following.since = None, now()
        _set(session, following, wish)
    return following


def _changed(session: Session, actor: Actor, wish: Wish, former: Following) -> Following:
    same = _known(session, actor, wish)
    if same is not None and same.id != former.id:
        raise Refused(FOLLOWED_ALREADY)
    former.key = wish.key
    _set(session, former, wish)
    return former


def _set(session: Session, following: Following, wish: Wish) -> None:
    for name, value in wish.columns.items():
        setattr(following, name, value)
    session.add(following)
    session.flush()


def _known(session: Session, actor: Actor, wish: Wish) -> Following | None:
    found = session.execute(
        select(Following).where(
            FOLLOWING.c.person_id == actor.id,
            FOLLOWING.c.what == wish.what,
            FOLLOWING.c.key == wish.key,
        )
    )
    following: Following | None = found.scalar_one_or_none()
    return following


def _demand_room(session: Session, actor: Actor, wish: Wish, limits: Limits) -> None:
    """Holds the person, so that two circles that are drawn at once are both counted."""
    session.execute(select(PERSON.c.id).where(PERSON.c.id == actor.id).with_for_update())
    standing = select(func.count()).where(
        FOLLOWING.c.person_id == actor.id,
        FOLLOWING.c.what == Followed.CIRCLE,
        FOLLOWING.c.key != wish.key,
        FOLLOWING.c.ended_at.is_(None),
    )
    if session.execute(standing).scalar_one() >= limits.circles:
        raise Refused(TOO_MANY)
