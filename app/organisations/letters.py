"""Letters about organisations, in the language of whoever reads them."""

import re
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.accounts.people import language_at
from app.accounts.sessions import token_hash
from app.db.clock import now
from app.organisations.members import addresses_of
from app.process.vocabulary import Office
from app.record.jobs import ask_for
from app.settings import Settings
from app.web.addresses import address
from app.web.pages import environment
from app.web.requests import Request

MOST_SUBJECT = 150
_EMPTY_LINES = re.compile(r"\n{3,}")


def write_to(
    session: Session,
    settings: Settings,
    email: str,
    name: str,
    *,
    key: str,
    language: str = "",
    **values: Any,
) -> bool:
    """Queue the letter mail/<name>.txt, once for each key. Its first line is the subject.

    Whoever has no account is written to in `language`. In the letter, `link(route, …)` is an
    address in full.
    """
    codes = settings.language_codes
    spoken = next((each for each in (language_at(session, email), language) if each in codes), "")
    spoken = spoken or codes[0]

    def link(route: str, **params: object) -> str:
        return settings.origin + address(route, spoken, None, **params)

    template = environment(spoken, settings.time_zone).get_template(f"mail/{name}.txt")
    home = f"{settings.origin}/{spoken}/"
    written = template.render(link=link, city=settings.city, home=home, **values)
    subject, _, text = written.strip().partition("\n")
    letter = {
        "to": email,
        "subject": " ".join(subject.split())[:MOST_SUBJECT],
        "text": _EMPTY_LINES.sub("\n\n", text).strip() + "\n",
    }
    return ask_for(session, "mail", key, letter)


def send_call(
    request: Request, organisation: str, email: str, token: str, *, office: Office
) -> None:
    """The link with which somebody joins an organisation."""
    _write(
        request,
        email,
        "organisation_call",
        key=f"member-call:{token_hash(token)}",
        organisation=organisation,
        by=request.actor.name,
        token=token,
        office=office,
    )


def tell_of_request(request: Request, organisation_id: int, name: str, words: str) -> None:
    """Tell those who represent it that somebody asks to belong."""
    for _, person_id in addresses_of(request.db, [organisation_id], Office.REPRESENTATIVE):
        _write(
            request,
            email_of(request.db, person_id),
            "organisation_request",
            key=f"member-request:{organisation_id}:{request.actor.id}:{_moment()}:{person_id}",
            organisation=name,
            organisation_id=organisation_id,
            by=request.actor.name,
            words=words,
        )


def tell_decision(
    request: Request, organisation_id: int, name: str, person_id: int, *, office: Office | None
) -> None:
    """Tell somebody who asked whether they belong now."""
    if email := email_of(request.db, person_id):
        _write(
            request,
            email,
            "organisation_decision",
            key=f"member-decision:{organisation_id}:{person_id}:{_moment()}",
            organisation=name,
            organisation_id=organisation_id,
            office=office,
        )


def email_of(session: Session, person_id: int) -> str:
    """The address of a person; empty when there is none."""
    found = session.execute(select(PERSON.c.email).where(PERSON.c.id == person_id))
    return str(found.scalar_one_or_none() or "")


def _write(request: Request, email: str, name: str, *, key: str, **values: Any) -> None:
    write_to(
        request.db, request.settings, email, name, key=key, language=request.language, **values
    )


def _moment() -> int:
    return int(now().timestamp())
