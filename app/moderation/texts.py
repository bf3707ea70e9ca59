"""The words of whatever is moderated, by the names of their fields."""

from typing import Any

from sqlmodel import Session, SQLModel

from app.deliberation.models import Comment
from app.items.models import Item
from app.problems.models import Problem
from app.process.vocabulary import Kind
from app.projects.models import ParticipationRequest

TITLE = "title"
LONGEST_TITLE = 300
_WORDS: dict[Kind, tuple[type[SQLModel], tuple[str, ...]]] = {
    Kind.PROBLEM: (
        Problem,
        ("what", "affected", "everyday", "need", "place", "since", "consequence", "tried"),
    ),
    Kind.COMMENT: (Comment, ("text",)),
    Kind.REQUEST: (ParticipationRequest, ("about", "reason")),
}


def texts_of(session: Session, item: Item) -> dict[str, str]:
    """What its author has written, field by field. A comment's title is only its beginning."""
    own = {} if item.kind is Kind.COMMENT else {TITLE: item.title}
    row = _row(session, item)
    names = fields_of(item)[1:] if row else ()
    return own | {name: text for name in names if (text := getattr(row, name))}


def fields_of(item: Item) -> tuple[str, ...]:
    """The names of the fields that hold words of an item of this kind."""
    return TITLE, *(_WORDS[item.kind][1] if item.kind in _WORDS else ())


def put_text(session: Session, item: Item, field: str, text: str) -> None:
    """Write one field anew."""
    row: Any = item if field == TITLE else _row(session, item)
    setattr(row, field, text[:LONGEST_TITLE] if field == TITLE else text)
    session.add(row)


def _row(session: Session, item: Item) -> SQLModel | None:
    model = _WORDS.get(item.kind)
    return session.get(model[0], item.id) if model else None
