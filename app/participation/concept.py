"""Reading the public concept of a participation, as it stands and as it stood."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.db.clock import now
from app.items.models import ITEM, Item
from app.items.versions import ChangedLine, difference, versions_of
from app.items.visibility import public
from app.participation.models import (
    PARTICIPATION,
    PARTICIPATION_SHARE,
    PHASE_EXTENSION,
    PLANNED_PHASE,
    Participation,
)
from app.participation.queries import (
    Extension,
    ParticipationCard,
    PhaseLine,
    card_of,
    phases_of,
)
from app.participation.words import CONCEPT
from app.process.sentences import N_
from app.process.vocabulary import Kind, Level, State
from app.process.words import Choice, word

_TEXTS = tuple(name for name in CONCEPT if name != "title")
_COLUMNS = tuple(PARTICIPATION.c[name] for name in (*_TEXTS, "level", "result", "result_at"))
_EXTENSION = tuple(
    PHASE_EXTENSION.c[name] for name in ("phase_id", "closed_before", "closes_at", "reason", "at")
)
_KEPT = {name: heading for name, (heading, _) in CONCEPT.items()} | {
    "level": N_("How much you decide"),
    "result": N_("What came of it"),
}


@dataclass(frozen=True, slots=True)
class ParticipationPage:
    """Everything the page of a participation shows of its concept; `texts` by their names."""

    card: ParticipationCard
    state: State
    texts: dict[str, str]
    level: Level
    result: str
    result_at: datetime | None
    phases: list[PhaseLine]
    extensions: list[Extension]

    @property
    def is_public(self) -> bool:
        return self.state is not State.DRAFT


@dataclass(frozen=True, slots=True)
class Changed:
    """One text of the concept that changed, and how."""

    heading: str
    lines: list[ChangedLine]


@dataclass(frozen=True, slots=True)
class Change:
    """What changed in a concept at a moment."""

    at: datetime | None
    changed: list[Changed]


@dataclass(frozen=True, slots=True)
class Share:
    """A link to what is not public yet."""

    id: int
    participation_id: int
    expires_at: datetime
    signed_in_only: bool

    @property
    def works(self) -> bool:
        return self.expires_at > now()


def participation_page(session: Session, item: Item) -> ParticipationPage:
    """The concept and the dates of one participation."""
    about = (PARTICIPATION.c[name] for name in ("aim", "authority", "answers_due"))
    rows = session.execute(
        select(*about, *_COLUMNS, *_EXTENSION)
        .outerjoin(PLANNED_PHASE, PLANNED_PHASE.c.participation_id == PARTICIPATION.c.id)
        .outerjoin(PHASE_EXTENSION, PHASE_EXTENSION.c.phase_id == PLANNED_PHASE.c.id)
        .where(PARTICIPATION.c.id == item.id)
        .order_by(PHASE_EXTENSION.c.at)
    ).all()
    row, own = rows[0][: -len(_EXTENSION)], (each[-len(_EXTENSION) :] for each in rows)
    extensions = [Extension(*each) for each in own if each[0] is not None]
    lines = phases_of(session, item.id)
    card = card_of((item.id, item.reference, item.title, item.language, *row[:3]), lines)
    texts = dict(zip(_TEXTS, row[3:], strict=False))
    level, result, result_at = row[-3:]
    return ParticipationPage(card, item.state, texts, level, result, result_at, lines, extensions)


def words_of(item: Item, participation: Participation) -> dict[str, Any]:
    """What a version of the concept keeps."""
    texts = {name: getattr(participation, name) for name in _TEXTS}
    return texts | {
        "title": item.title,
        "level": participation.level.value,
        "result": participation.result,
    }


def changes_of(session: Session, item: Item) -> list[Change]:
    """Every change of the concept since it is public, the newest first."""
    present = words_of(item, session.get_one(Participation, item.id))
    versions = versions_of(session, item.id, present)
    changes = [
        Change(before.until, _compared(before.fields, after.fields))
        for before, after in pairwise(versions)
    ]
    return changes[::-1]


def _compared(before: Any, after: Any) -> list[Changed]:
    return [
        Changed(heading, difference(_text(name, before), _text(name, after)))
        for name, heading in _KEPT.items()
        if _text(name, before) != _text(name, after)
    ]


def _text(name: str, fields: Any) -> str:
    text = str(fields.get(name, ""))
    return word(Level(text)) if name == "level" and text else text


def texts_of(session: Session, reference: str) -> dict[str, str]:
    """The words of a public concept to begin another one with; nothing if there is none."""
    row = session.execute(
        select(ITEM.c.title, *_COLUMNS)
        .join(PARTICIPATION, PARTICIPATION.c.id == ITEM.c.id)
        .where(ITEM.c.reference == reference, public())
    ).one_or_none()
    if row is None:
        return {}
    return {name: str(getattr(row, name)) for name in ("title", *_TEXTS, "level")}


def models_to_copy(session: Session) -> list[Choice]:
    """The participations whose concept can be taken over, the newest first."""
    rows = session.execute(
        select(ITEM.c.reference, ITEM.c.title)
        .where(ITEM.c.kind == Kind.PARTICIPATION, public())
        .order_by(ITEM.c.id.desc())
        .limit(100)
    )
    return [Choice(*row) for row in rows]


def shares_of(session: Session, participation_id: int) -> list[Share]:
    """The links that work now, those that end last first."""
    mine = PARTICIPATION_SHARE.c.participation_id == participation_id
    rows = session.execute(
        _SHARES.where(mine, PARTICIPATION_SHARE.c.expires_at > now()).order_by(
            PARTICIPATION_SHARE.c.expires_at.desc()
        )
    )
    return [Share(*row) for row in rows]


def share(session: Session, share_id: int) -> Share | None:
    """A link, whether it still works or not."""
    row = session.execute(_SHARES.where(PARTICIPATION_SHARE.c.id == share_id)).one_or_none()
    return Share(*row) if row else None


_SHARES = select(
    PARTICIPATION_SHARE.c.id,
    PARTICIPATION_SHARE.c.participation_id,
    PARTICIPATION_SHARE.c.expires_at,
    PARTICIPATION_SHARE.c.signed_in_only,
)
