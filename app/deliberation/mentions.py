"""Speaking to somebody by name: @ and the name of a person who takes part in the discussion."""

import re
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import delete, insert, or_, select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.deliberation.models import MENTION
from app.items.models import ITEM, Item
from app.items.visibility import public
from app.process.actor import Actor

MOST = 10


def keep_mentions(session: Session, actor: Actor, comment: Item, text: str) -> list[int]:
    """Store whom the words of a comment speak to; the ids of those who were not named before."""
    mine = MENTION.c.comment_id == comment.id
    before = set(session.execute(select(MENTION.c.person_id).where(mine)).scalars())
    named = _named(session, actor, comment, text) if "@" in text else []
    gone = before.difference(named)
    if gone:
        session.execute(delete(MENTION).where(mine, MENTION.c.person_id.in_(gone)))
    fresh = [person_id for person_id in named if person_id not in before]
    if fresh:
        rows = [{"comment_id": comment.id, "person_id": person_id} for person_id in fresh]
        session.execute(insert(MENTION), rows)
    return fresh


def mentioned_names(session: Session, comment_ids: Collection[int]) -> Mapping[int, list[str]]:
    """The names that comments speak to, by the comment."""
    rows = session.execute(
        select(MENTION.c.comment_id, PERSON.c.name)
        .join(PERSON, PERSON.c.id == MENTION.c.person_id)
        .where(MENTION.c.comment_id.in_(comment_ids), PERSON.c.name != "")
    )
    names: dict[int, list[str]] = {}
    for comment_id, name in rows:
        names.setdefault(comment_id, []).append(name)
    return names


def pieces(line: str, names: Iterable[str]) -> list[tuple[str, bool]]:
    """A line taken apart: each piece, and whether it is a name that is spoken to."""
    known = list(names)
    if not known:
        return [(line, False)]
    parts = re.split(f"({_pattern(known)})", line, flags=re.IGNORECASE)
    return [(part, bool(at % 2)) for at, part in enumerate(parts) if part]


def _named(session: Session, actor: Actor, comment: Item, text: str) -> list[int]:
    said_here = (ITEM.c.about_id == comment.about_id) & public()
    people = session.execute(
        select(PERSON.c.id, PERSON.c.name)
        .join(ITEM, ITEM.c.author_id == PERSON.c.id)
        .where(or_(said_here, ITEM.c.id == comment.about_id), PERSON.c.name != "")
        .distinct()
    ).all()
    if not people:
        return []
    found = re.findall(_pattern([name for _, name in people]), text, re.IGNORECASE)
    written = {each[1:].casefold() for each in found}
    ids = [person_id for person_id, name in people if name.casefold() in written]
    return [person_id for person_id in ids if person_id != actor.id][:MOST]


def _pattern(names: Collection[str]) -> str:
    """The longest name first, so that Anna Berg is not taken for Anna."""
    longest_first = sorted(names, key=len, reverse=True)
    return rf"(?<!\w)@(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"
