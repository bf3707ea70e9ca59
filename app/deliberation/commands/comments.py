"""Saying something about an item, changing that, and erasing it."""

from sqlalchemy import insert
from sqlmodel import Session

from app.db.clock import now
from app.deliberation.counters import count_comment
from app.deliberation.discussion import discussed
from app.deliberation.forms import CommentText, ReplyText
from app.deliberation.mentions import keep_mentions
from app.deliberation.models import COMMENT, Comment
from app.items.models import Item
from app.items.spine import keep_version, new_item, set_state
from app.participation.phases import phase_now, phase_of
from app.process.actor import Actor
from app.process.paths import advance
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind, State
from app.record import record

TOO_DEEP = N_("This is a reply already. Please reply to the comment it belongs to.")
NO_REPLIES = N_("This comment is not published any more, so it takes no replies.")
NOTHING_TO_TALK_ABOUT = N_("This cannot be commented on.")
TITLE_LENGTH = 90
NO_MARKS = {"helpful": 0, "unhelpful": 0, "score": 0}

_WRITE = insert(COMMENT)


def write_comment(
    session: Session,
    actor: Actor,
    about: Item,
    words: CommentText | ReplyText,
    *,
    language: str,
    parent: Item | None = None,
) -> Item:
    """Say something about a problem or a requirement, or reply to a comment on it."""
    phase = phase_now(session, about.participation_id)
    permit(Action.WRITE_COMMENT, actor, phase.kind, discussed(session, actor, about, phase))
    _check_place(session, about, parent)
    item = new_item(
        session,
        actor,
        Kind.COMMENT,
        advance(Kind.COMMENT, Action.WRITE_COMMENT, None),
        title=_title(words.text),
        language=language,
        participation_id=about.participation_id,
        measure_id=about.measure_id,
        about_id=about.id,
    )
    above = parent.id if parent else None
    row = {"id": item.id, "parent_id": above, "stance": words.stance, "text": words.text}
    session.execute(_WRITE, row | NO_MARKS)
    mentions = keep_mentions(session, actor, item, words.text) if "@" in words.text else []
    count_comment(session, about.id, by=1)
    codes = {"about": about.id, "parent": above, "mentions": mentions}
    record(session, actor, Action.WRITE_COMMENT, item.id, **codes)
    return item


def edit_comment(session: Session, actor: Actor, item: Item, words: CommentText) -> None:
    """Change one's comment. What it said before stays readable as a version."""
    permit(Action.EDIT_COMMENT, actor, phase_of(session, item.participation_id), item.subject())
    state = advance(item.kind, Action.EDIT_COMMENT, item.state)
    comment = session.get_one(Comment, item.id)
    was_public = item.state is State.PUBLISHED
    fields = {"stance": comment.stance, "text": comment.text, "public": was_public}
    keep_version(session, actor, item, fields)
    set_state(session, item, state)
    item.title = _title(words.text)
    comment.stance, comment.text, comment.edited_at = words.stance, words.text, now()
    session.add_all([item, comment])
    session.flush()
    mentions = keep_mentions(session, actor, item, words.text)
    record(session, actor, Action.EDIT_COMMENT, item.id, about=item.about_id, mentions=mentions)


def delete_comment(session: Session, actor: Actor, item: Item) -> None:
    """Erase the words of one's comment; its place stays, with the replies of others."""
    permit(Action.DELETE_COMMENT, actor, subject=item.subject())
    was_public = item.state is State.PUBLISHED
    set_state(session, item, advance(item.kind, Action.DELETE_COMMENT, item.state))
    comment = session.get_one(Comment, item.id)
    item.title = comment.text = ""
    session.add_all([item, comment])
    session.flush()
    keep_mentions(session, actor, item, "")
    if was_public and item.about_id:
        count_comment(session, item.about_id, by=-1)
    record(session, actor, Action.DELETE_COMMENT, item.id)


def _check_place(session: Session, about: Item, parent: Item | None) -> None:
    if about.kind not in {Kind.PROBLEM, Kind.REQUIREMENT, Kind.REQUEST}:
        raise Refused(NOTHING_TO_TALK_ABOUT)
    if parent is None:
        return
    if session.get_one(Comment, parent.id).parent_id is not None:
        raise Refused(TOO_DEEP)
    if parent.about_id != about.id or parent.state is not State.PUBLISHED:
        raise Refused(NO_REPLIES)


def _title(text: str) -> str:
    """The beginning of a comment, which stands for it in lists."""
    line = " ".join(text.split())
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1].rstrip() + "…"
