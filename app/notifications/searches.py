"""Searches that people follow: what is kept of them, and which a new contribution fits."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from sqlalchemy import select, text
from sqlmodel import Session

from app.items.search import normalised
from app.notifications.followers import Listeners, still_followed
from app.notifications.models import FOLLOWING
from app.problems.listing import fits, wanted_of
from app.process.vocabulary import Followed

# They say how a list is shown, not what is looked for; what is new has not come far.
LEFT_OUT = {"after", "order", "notice", "kept", "state", "language"}


def kept_of(asked: Mapping[str, str]) -> dict[str, str]:
    """What is kept of the address of a list: the words and filters that say what is wanted."""
    kept = {
        name[:40]: asked[name].strip()[:200]
        for name in sorted(asked)
        if name not in LEFT_OUT and asked[name].strip()
    }
    return {name: value for name, value in kept.items() if wanted_of({name: value}) != _ALL}


_ALL = wanted_of({})


def key_of(query: Mapping[str, str]) -> str:
    """The one writing of a search."""
    return urlencode(sorted(query.items()))


def followers_searching(session: Session, item_id: int, at: datetime) -> Listeners:
    """Who followed a search that a problem fits."""
    rows = session.execute(
        select(FOLLOWING.c.person_id, FOLLOWING.c.id, FOLLOWING.c.query, FOLLOWING.c.key)
        .where(FOLLOWING.c.what == Followed.SEARCH, still_followed(at))
        .order_by(FOLLOWING.c.id)
    ).all()
    if not rows:
        return {}
    words = _words_of(session, item_id)
    fitting: dict[str, bool] = {}
    found: Listeners = {}
    for row in rows:
        if row.key not in fitting:
            wanted = wanted_of(row.query)
            holds = _hold(words, wanted.words)
            fitting[row.key] = holds and fits(session, wanted, item_id)
        if fitting[row.key]:
            found.setdefault(row.person_id, row.id)
    return found


def _words_of(session: Session, item_id: int) -> list[str]:
    """The words by which an item is found."""
    row = session.execute(
        text("SELECT words FROM item_search WHERE rowid = :id"), {"id": item_id}
    ).first()
    return str(row[0]).split() if row else []


def _hold(words: list[str], wanted: str) -> bool:
    """Whether every word that is looked for is there, or the beginning of one."""
    return all(any(word.startswith(each) for word in words) for each in normalised(wanted))
