"""The last look at a letter before it leaves: nothing in it may have been hidden meanwhile."""

from dataclasses import replace

from sqlalchemy import select, update
from sqlmodel import Session

from app.accounts.sessions import actor_of
from app.items.models import ITEM
from app.items.visibility import visible
from app.notifications.delivery import Letter
from app.notifications.digests import digest
from app.notifications.models import NEWS
from app.notifications.people import recipient
from app.record.jobs import finish
from app.settings import Settings


def still_true(session: Session, settings: Settings, letters: list[Letter]) -> list[Letter]:
    """The letters that may leave. A daily letter is written anew when something is missing.

    What a letter that stays here would have told waits for the next daily letter.
    """
    looked_at = ((letter, _looked_at(session, settings, letter)) for letter in letters)
    leaving = []
    for letter, good in looked_at:
        if good is None:
            finish(session, letter.id)
            _let_wait(session, letter)
        else:
            leaving.append(good)
    return leaving


def _looked_at(session: Session, settings: Settings, letter: Letter) -> Letter | None:
    content = letter.content
    if "digest" in content:
        person = recipient(session, content["person"])
        fresh = digest(session, settings, person, content["digest"]) if person else None
        return replace(letter, content=fresh) if fresh else None
    about = set(content.get("about", ()))
    if not about:
        return letter
    reader = actor_of(session, content["person"])
    found = session.execute(select(ITEM.c.id).where(ITEM.c.id.in_(about), visible(reader)))
    return letter if about == set(found.scalars()) else None


def _let_wait(session: Session, letter: Letter) -> None:
    told = letter.content.get("told", ())
    session.execute(update(NEWS).where(NEWS.c.id.in_(told)).values(waiting=True, mailed_at=None))
