"""The usual letter about one piece of news, for all who want it at once."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlmodel import Session

from app.items.models import ITEM
from app.items.visibility import public
from app.notifications.happenings import Happening
from app.notifications.inbox import news_line
from app.notifications.letters import send_letter
from app.notifications.people import recipients
from app.notifications.telling import tell
from app.process.actor import Actor
from app.settings import Settings


def tell_by_letter(
    session: Session,
    settings: Settings,
    people: Iterable[int] | Mapping[int, int | None],
    happening: Happening,
) -> None:
    """Tell people of what everybody may read, and write at once to those who want that."""
    about = [happening.item_id, *([happening.about_id] if happening.about_id else [])]
    if not are_public(session, about):
        return
    at_once = tell(session, people, happening)
    for person in recipients(session, sorted(at_once)):
        line = news_line(session, Actor(person.id), at_once[person.id])
        if line is None:
            continue
        send_letter(
            session,
            settings,
            person,
            "news",
            key=f"news:{happening.occasion}",
            news=happening.news,
            following=line.following or 0,
            about=about,
            told=[line.id],
            line=line,
        )


def are_public(session: Session, item_ids: list[int]) -> bool:
    """Whether everybody may read all of these."""
    found = session.execute(select(ITEM.c.id).where(ITEM.c.id.in_(item_ids), public()))
    return len(found.all()) == len(set(item_ids))
