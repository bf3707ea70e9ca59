"""Looking at new words with simple rules, in the background, so that the desk can be sorted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.items.models import Item
from app.moderation.models import ASSESSMENT, TRAIT, Assessment, Trait
from app.moderation.moves import since_of
from app.moderation.signals import blocked_words, site_marks, text_mark, text_signals
from app.moderation.texts import texts_of
from app.moderation.words import MODERATED, WEIGHTS, Signal
from app.process.vocabulary import Action
from app.record.consumers import Consumer, Line
from app.settings import Settings

NEW_FOR = timedelta(days=1)
LOOKED_AT = frozenset(
    {
        Action.SUBMIT_PROBLEM,
        Action.EDIT_PROBLEM,
        Action.ASSIST_PROBLEM,
        Action.IMPORT_PROBLEM,
        Action.WRITE_COMMENT,
        Action.EDIT_COMMENT,
        Action.PROPOSE_THESIS,
        Action.FILE_REQUEST,
    }
)


def consumers(settings: Settings) -> tuple[Consumer, ...]:
    """What looks at every new text."""
    look = _Look(blocked_words(settings.blocked_words))
    return (Consumer("moderation.risk", LOOKED_AT, look.at),)


@dataclass(frozen=True, slots=True)
class _Look:
    blocked: frozenset[str]

    def at(self, session: Session, line: Line) -> None:
        item = session.get(Item, line.subject_id)
        if item is not None and item.kind in MODERATED:
            assess(session, item, self.blocked)


def assess(session: Session, item: Item, blocked: Collection[str] = ()) -> None:
    """Keep what the rules notice about the present words of an item."""
    words = "\n".join(texts_of(session, item).values())
    signals = text_signals(words, blocked)
    if _is_new(session, item):
        signals.append(Signal.NEW_ACCOUNT)
    mark = text_mark(words)
    if mark and (first := _said_before(session, item, mark)):
        signals.append(Signal.SAME_TEXT)
        _notice(session, first, Signal.SAME_TEXT)
    _keep(session, item.id, signals)
    session.execute(delete(TRAIT).where(TRAIT.c.item_id == item.id))
    marks = [each for each in (mark, *site_marks(words)) if each]
    session.add_all(Trait(mark=each, item_id=item.id) for each in marks)
    session.flush()


def _is_new(session: Session, item: Item) -> bool:
    made = select(PERSON.c.created_at).where(PERSON.c.id == item.author_id)
    created_at = session.execute(made).scalar_one_or_none()
    return created_at is not None and since_of(session, item) - created_at < NEW_FOR


def _said_before(session: Session, item: Item, mark: str) -> int | None:
    """The first other item with this mark."""
    others = (TRAIT.c.mark == mark) & (TRAIT.c.item_id != item.id)
    found: int | None = session.execute(
        select(func.min(TRAIT.c.item_id)).where(others)
    ).scalar_one_or_none()
    return found


def _notice(session: Session, item_id: int, signal: Signal) -> None:
    """The first of a wave looks harmless until the second comes."""
    kept = select(ASSESSMENT.c.signals).where(ASSESSMENT.c.item_id == item_id)
    signals = [Signal(each) for each in session.execute(kept).scalar_one_or_none() or []]
    if signal not in signals:
        _keep(session, item_id, [*signals, signal])


def _keep(session: Session, item_id: int, signals: list[Signal]) -> None:
    score = sum(WEIGHTS[each] for each in signals)
    session.merge(Assessment(item_id=item_id, score=score, signals=[str(s) for s in signals]))
    session.flush()
