"""Letters: a template in the language of whoever reads it, queued once for each key."""

import re
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from app.items.trail import PAGE_OF
from app.notifications.leaving import Leave, leave_token
from app.notifications.people import Recipient, Share, Told
from app.process.vocabulary import Kind, News
from app.record.jobs import ask_for
from app.settings import Settings
from app.web.addresses import address
from app.web.pages import environment

TASK = "mail"
NAMED_AT_MOST = 5
MOST_SUBJECT = 150
_EMPTY_LINES = re.compile(r"\n{3,}")


def send_letter(
    session: Session,
    settings: Settings,
    person: Recipient,
    name: str,
    *,
    key: str,
    news: News | None = None,
    following: int = 0,
    about: Sequence[int] = (),
    told: Sequence[int] = (),
    **values: Any,
) -> bool:
    """Queue the letter mail/<name>.txt. False when this person has been told by this key before.

    With `news` or `following` it carries the link that ends such letters. It is only sent while
    the person may read the items that it is `about`; else the news `told` by it wait again.
    """
    leave = Leave(person.id, news, following) if news or following else None
    subject, text = written(settings, person, name, leave=leave, **values)
    letter = {"to": person.email, "subject": subject, "text": text, "person": person.id}
    letter |= {"about": [*about], "told": [*told]}
    if leave:
        letter["leave"] = leave_address(settings, person, leave)
    return ask_for(session, TASK, f"{key}:{person.id}", letter)


def written(
    settings: Settings,
    person: Recipient,
    name: str,
    *,
    leave: Leave | None = None,
    **values: Any,
) -> tuple[str, str]:
    """Subject and text. The first line of the template is the subject."""
    language = language_of(settings, person)
    template = environment(language, settings.time_zone).get_template(f"mail/{name}.txt")

    def page_of(kind: Kind, reference: str) -> str:
        return settings.origin + address(PAGE_OF[kind], language, reference=reference)

    def trail_of(reference: str) -> str:
        return settings.origin + address("items:trail", language, reference=reference)

    written = template.render(
        person=person,
        city=settings.city,
        page_of=page_of,
        trail_of=trail_of,
        home=f"{settings.origin}/{language}/",
        leave=leave_address(settings, person, leave) if leave else "",
        settings_page=settings.origin + address("notifications:settings", language),
        inbox_page=settings.origin + address("notifications:inbox", language),
        **values,
    )
    subject, _, text = written.strip().partition("\n")
    return " ".join(subject.split())[:MOST_SUBJECT], _EMPTY_LINES.sub("\n\n", text).strip() + "\n"


def leave_address(settings: Settings, person: Recipient, leave: Leave) -> str:
    """The link that ends such letters."""
    token = leave_token(settings, leave)
    language = language_of(settings, person)
    return settings.origin + address("notifications:leave", language, token=token)


def language_of(settings: Settings, person: Recipient) -> str:
    """The person's language where pages are shown in it, else the first language."""
    codes = settings.language_codes
    return person.language if person.language in codes else codes[0]


def named(share: Share) -> dict[str, list[Told]]:
    """What somebody gave, as a letter lists it: the first few of each."""
    return {
        "wrote": share.wrote[:NAMED_AT_MOST],
        "supported": share.supported[:NAMED_AT_MOST],
        "commented": share.commented[:NAMED_AT_MOST],
    }
