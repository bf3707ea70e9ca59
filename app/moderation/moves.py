"""One step of moderation: the state, the counters, the note, and what is settled by it."""

from datetime import datetime, timedelta

from sqlalchemy import case, func, select, update
from sqlmodel import Session

from app.accounts.models import PERSON
from app.db.clock import now
from app.db.rows import remove
from app.deliberation.counters import count_comment
from app.deliberation.models import COMMENT
from app.items.models import ITEM, Item
from app.items.spine import set_state
from app.moderation.forms import Grounds
from app.moderation.models import MODERATION_NOTE, REPORT, CannedWords, Hiding, ModerationNote
from app.problems.models import PROBLEM
from app.process.actor import Actor
from app.process.paths import advance
from app.process.vocabulary import Action, Kind, Reason, State

_EDITED = case((PROBLEM.c.edited_at > PROBLEM.c.submitted_at, PROBLEM.c.edited_at))
SINCE = func.coalesce(_EDITED, PROBLEM.c.submitted_at, COMMENT.c.edited_at, ITEM.c.created_at)
WITH_WORDS = ITEM.outerjoin(PROBLEM, PROBLEM.c.id == ITEM.c.id).outerjoin(
    COMMENT, COMMENT.c.id == ITEM.c.id
)
TAKEN_BACK = frozenset({State.RETURNED, State.HIDDEN})


def move(
    session: Session, actor: Actor, item: Item, action: Action, *, grounds: Grounds | None = None
) -> ModerationNote:
    """Take the step, keep the counters true, leave a note. `actor` may be the system itself."""
    before, waited = item.state, _waited(session, item)
    set_state(session, item, advance(item.kind, action, item.state))
    _count(session, item, before)
    note = leave_note(session, actor, item, action, grounds=grounds, waited=waited)
    if before is not State.SUBMITTED and not note.automatic:
        settle(session, item)
    if action is Action.HIDE_ITEM and item.published_at is not None:
        session.add(Hiding(item_id=item.id, note_id=note.id, by_id=actor.id))
        session.flush()
    return note


def leave_note(
    session: Session,
    actor: Actor,
    item: Item,
    action: Action,
    *,
    grounds: Grounds | None = None,
    reason: Reason | None = None,
    waited: int | None = None,
) -> ModerationNote:
    """Leave a note of an act, with the words in the language of the author."""
    note = ModerationNote(
        item_id=item.id,
        action=action,
        by_id=actor.id,
        reason=grounds.reason if grounds else reason,
        words=_words(session, item, grounds) if grounds else "",
        automatic=actor.id < 0,
        waited_hours=waited,
    )
    session.add(note)
    session.flush()
    return note


def settle(session: Session, item: Item) -> None:
    """Somebody has looked: reports are settled, a hiding needs no second look any more."""
    mine = (REPORT.c.item_id == item.id) & REPORT.c.settled_at.is_(None)
    session.execute(update(REPORT).where(mine).values(settled_at=now()))
    remove(session, Hiding, item_id=item.id)


def standing_note(session: Session, item: Item) -> ModerationNote | None:
    """The act by which a contribution is returned or hidden now."""
    if item.state not in TAKEN_BACK:
        return None
    wanted = (
        select(ModerationNote)
        .where(
            MODERATION_NOTE.c.item_id == item.id,
            MODERATION_NOTE.c.action.in_([Action.RETURN_ITEM, Action.HIDE_ITEM]),
        )
        .order_by(MODERATION_NOTE.c.id.desc())
        .limit(1)
    )
    return session.execute(wanted).scalar_one_or_none()


def since_of(session: Session, item: Item) -> datetime:
    """From when on its present words wait, or have waited."""
    wanted = select(SINCE).select_from(WITH_WORDS).where(ITEM.c.id == item.id)
    since: datetime = session.execute(wanted).scalar_one()
    return since


def _waited(session: Session, item: Item) -> int | None:
    """Whole hours from handing in to now, for what has waited for publication."""
    if item.state is not State.SUBMITTED:
        return None
    return max(0, (now() - since_of(session, item)) // timedelta(hours=1))


def _count(session: Session, item: Item, before: State) -> None:
    was_public, is_public = before is State.PUBLISHED, item.state is State.PUBLISHED
    if item.kind is Kind.COMMENT and item.about_id and was_public != is_public:
        count_comment(session, item.about_id, by=1 if is_public else -1)


def _words(session: Session, item: Item, grounds: Grounds) -> str:
    """What was typed; chosen words that were left as they are, in the author's own language."""
    canned = session.get(CannedWords, grounds.canned) if grounds.canned else None
    if canned is None or grounds.words not in {"", *canned.texts.values()}:
        return grounds.words
    spoken = session.execute(
        select(PERSON.c.language).where(PERSON.c.id == item.author_id)
    ).scalar_one_or_none()
    return in_language(canned.texts, spoken or item.language, item.language)


def in_language(texts: dict[str, str], *languages: str) -> str:
    """The text in the first of these languages that has one, else in any."""
    found = (texts[language] for language in languages if texts.get(language))
    return next(found, next(filter(None, texts.values()), ""))
