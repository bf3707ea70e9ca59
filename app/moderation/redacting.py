"""Personal data is blacked out of a text; the original stays under lock for the legal period."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from sqlalchemy import select, text, update
from sqlmodel import Session

from app.db.clock import now
from app.db.statements import rewriting
from app.items.models import ITEM_VERSION, REDACTION, Item, Redaction
from app.items.redactions import redacted, redactions_of, with_blocks
from app.items.search import index_words, normalised
from app.moderation.forms import Passages
from app.moderation.models import ModerationNote
from app.moderation.moves import leave_note
from app.moderation.texts import TITLE, fields_of, put_text, texts_of
from app.process.actor import Actor
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind, Reason
from app.record import record

BLOCK = N_("[redacted: personal data]")
NOT_THERE = N_("None of these passages is in the text. Please copy them letter by letter.")
TITLE_LENGTH = 90


def redact_item(
    session: Session, actor: Actor, item: Item, passages: Passages, *, block: str, days: int
) -> ModerationNote:
    """Black out these passages wherever they stand, also in former versions and in the search."""
    permit(Action.REDACT_ITEM, actor, subject=item.subject())
    present, former = texts_of(session, item), _former(session, item)
    found = found_in([*present.values(), *(each for _, each in former)], passages.all)
    if not found:
        raise Refused(NOT_THERE)
    until = now() + timedelta(days=days)
    for field in dict.fromkeys([*present, *(name for name, _ in former)]):
        original = present.get(field, "")
        hits = found_in([original, *(each for name, each in former if name == field)], found)
        if hits:
            session.add(
                Redaction(
                    item_id=item.id,
                    field=field,
                    original=original,
                    passages=list(hits),
                    block=block,
                    by_id=actor.id,
                    until=until,
                )
            )
            put_text(session, item, field, with_blocks(original, hits, block))
    _tidy(session, item, found)
    note = leave_note(session, actor, item, Action.REDACT_ITEM, reason=Reason.PERSONAL_DATA)
    record(session, actor, Action.REDACT_ITEM, item.id, note=note.id)
    return note


def found_in(texts: Iterable[str], passages: Iterable[str]) -> tuple[str, ...]:
    """Those passages that stand in one of the texts."""
    known = list(texts)
    return tuple(each for each in passages if any(each in words for words in known))


def preview_of(texts: Mapping[str, str], passages: Iterable[str], block: str) -> dict[str, str]:
    """Those fields that would change, as they would read."""
    known = tuple(passages)
    after = {field: with_blocks(words, known, block) for field, words in texts.items()}
    return {field: words for field, words in after.items() if words != texts[field]}


def forget_originals(session: Session) -> int:
    """The legal period is over: what was under lock is deleted, also from versions. How many."""
    over = REDACTION.c.forgotten_at.is_(None) & (REDACTION.c.until < now())
    items = set(session.execute(select(REDACTION.c.item_id).where(over)).scalars())
    if not items:
        return 0
    with rewriting(session, ITEM_VERSION):
        for item_id in sorted(items):
            _rewrite(session, item_id)
    done = session.execute(
        update(REDACTION).where(over).values(original="", passages=[], forgotten_at=now())
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def _rewrite(session: Session, item_id: int) -> None:
    """Let the kept versions of an item say what everybody has been shown of them."""
    hidden = redactions_of(session, item_id)
    columns = (ITEM_VERSION.c.number, ITEM_VERSION.c.fields, ITEM_VERSION.c.at)
    versions = session.execute(select(*columns).where(ITEM_VERSION.c.item_id == item_id)).all()
    for number, fields, at in versions:
        this = (ITEM_VERSION.c.item_id == item_id) & (ITEM_VERSION.c.number == number)
        shown = redacted(fields, hidden, at)
        session.execute(update(ITEM_VERSION).where(this).values(fields=shown))


def originals_of(session: Session, item: Item) -> list[Redaction]:
    """What is under lock, for the page of who may read it."""
    mine = (REDACTION.c.item_id == item.id) & REDACTION.c.forgotten_at.is_(None)
    found = session.execute(select(Redaction).where(mine).order_by(REDACTION.c.id))
    return list(found.scalars())


def _former(session: Session, item: Item) -> list[tuple[str, str]]:
    """Field and words of every kept version."""
    kept = select(ITEM_VERSION.c.fields).where(ITEM_VERSION.c.item_id == item.id)
    return [
        (name, words)
        for fields in session.execute(kept).scalars()
        for name, words in fields.items()
        if name in fields_of(item) and isinstance(words, str)
    ]


def _tidy(session: Session, item: Item, passages: tuple[str, ...]) -> None:
    """The beginning that stands for a comment, and the words by which an item is found."""
    if item.kind is Kind.COMMENT:
        line = " ".join(texts_of(session, item).get("text", "").split())
        put_text(session, item, TITLE, line[:TITLE_LENGTH])
    item.version += 1
    session.add(item)
    session.flush()
    indexed = text("SELECT words FROM item_search WHERE rowid = :id")
    words = session.execute(indexed, {"id": item.id}).scalar_one_or_none()
    if words is not None:
        for each in passages:
            words = words.replace(" ".join(normalised(each)), " ")
        index_words(session, item.id, words)
