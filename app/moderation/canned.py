"""Words to choose from when something is returned or hidden, in the languages they are kept in."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session

from app.db.rows import insert_once
from app.items.models import ITEM
from app.moderation.models import CANNED_WORDS, CannedWords
from app.moderation.moves import in_language
from app.process.actor import EVERYWHERE
from app.process.vocabulary import Reason

# The first words, which every installation may change: by reason, in the order they are offered.
DEFAULTS: tuple[tuple[Reason, dict[str, str]], ...] = (
    (
        Reason.UNCLEAR,
        {
            "en": "We do not understand yet what you mean. Please say where it happens and what "
            "should be different, and hand it in again.",
            "de": "Wir verstehen noch nicht, was Sie meinen. Bitte schreiben Sie, wo es geschieht "
            "und was anders sein soll, und reichen Sie es noch einmal ein.",
        },
    ),
    (
        Reason.OFF_TOPIC,
        {
            "en": "This participation is about something else. Please look for the one that fits, "
            "or hand it in where contributions are possible at any time.",
            "de": "In dieser Beteiligung geht es um etwas anderes. Bitte suchen Sie die passende, "
            "oder reichen Sie es dort ein, wo Beiträge jederzeit möglich sind.",
        },
    ),
    (
        Reason.PERSONAL_DATA,
        {
            "en": "Your text names other people or how to reach them. Please leave that out and "
            "hand it in again.",
            "de": "Ihr Text nennt andere Menschen oder wie sie zu erreichen sind. Bitte lassen Sie "
            "das weg und reichen Sie ihn noch einmal ein.",
        },
    ),
    (
        Reason.DUPLICATE,
        {
            "en": "The same has been said already. Please support that contribution, so that it "
            "is heard more.",
            "de": "Dasselbe wurde schon gesagt. Bitte stützen Sie jenen Beitrag, damit er mehr "
            "gehört wird.",
        },
    ),
    (
        Reason.INSULT,
        {
            "en": "Sharp criticism is welcome, insults are not. Please say it without them.",
            "de": "Scharfe Kritik ist willkommen, Beleidigungen sind es nicht. Bitte sagen Sie es "
            "ohne sie.",
        },
    ),
    (
        Reason.ADVERTISING,
        {
            "en": "This is advertising. It has no place in a participation of the city.",
            "de": "Das ist Werbung. Sie hat in einer Beteiligung der Stadt keinen Platz.",
        },
    ),
)


@dataclass(frozen=True, slots=True)
class Canned:
    """Words in the language of the page, as one chooses them."""

    id: int
    reason: Reason
    text: str


@dataclass(frozen=True, slots=True)
class CannedLine:
    """Words in all languages, as they are looked after; `participation` is None for everywhere."""

    id: int
    reason: Reason
    texts: dict[str, str]
    participation: str | None
    retired: bool


def seed_canned(session: Session) -> int:
    """Put the first words in place, once; what was changed or retired since stays so."""
    rows = (
        {"id": number, "reason": reason, "texts": texts, "participation_id": EVERYWHERE}
        for number, (reason, texts) in enumerate(DEFAULTS, start=1)
    )
    return sum(insert_once(session, CannedWords, row) for row in rows)


def canned_words(session: Session, language: str, participation_id: int = 0) -> list[Canned]:
    """What can be chosen: words for everywhere, and those of one participation or of all."""
    wanted = (
        select(CANNED_WORDS.c.id, CANNED_WORDS.c.reason, CANNED_WORDS.c.texts)
        .where(CANNED_WORDS.c.retired_at.is_(None))
        .order_by(CANNED_WORDS.c.id)
    )
    if participation_id:
        scopes = [EVERYWHERE, participation_id]
        wanted = wanted.where(CANNED_WORDS.c.participation_id.in_(scopes))
    return [
        Canned(row[0], row[1], in_language(row[2], language)) for row in session.execute(wanted)
    ]


def canned_lines(session: Session) -> list[CannedLine]:
    """All of them, for those who look after them."""
    rows = session.execute(
        select(
            CANNED_WORDS.c.id,
            CANNED_WORDS.c.reason,
            CANNED_WORDS.c.texts,
            ITEM.c.title,
            CANNED_WORDS.c.retired_at.is_not(None),
        )
        .select_from(CANNED_WORDS.outerjoin(ITEM, ITEM.c.id == CANNED_WORDS.c.participation_id))
        .order_by(CANNED_WORDS.c.retired_at.is_not(None), CANNED_WORDS.c.id)
    )
    return [CannedLine(*row) for row in rows]
