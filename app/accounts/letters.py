"""Letters with a link that proves an address, in the language of the person who asked for it."""

from dataclasses import dataclass

from sqlmodel import Session

from app.accounts.links import SIGN_IN, SUPPORT
from app.accounts.people import language_at
from app.accounts.sessions import token_hash
from app.i18n.catalogues import catalogue
from app.process.sentences import N_
from app.record.jobs import ask_for
from app.settings import Settings
from app.web.addresses import address
from app.web.pages import environment

SUBJECT = N_("Your sign-in link for %(city)s")


SUPPORT_SUBJECT = N_("Confirm your support in %(city)s")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter with a link: the page that it opens, its subject, its words."""

    purpose: str
    page: str
    subject: str
    template: str


TO_SIGN_IN = Letter(SIGN_IN, "accounts:link", SUBJECT, "mail/sign_in.txt")
TO_SUPPORT = Letter(SUPPORT, "deliberation:link", SUPPORT_SUBJECT, "mail/support.txt")


def send_link(
    session: Session, settings: Settings, letter: Letter, *, to: str, token: str, language: str
) -> None:
    """Queue the letter. Known and unknown addresses take the same way through here."""
    own = language_at(session, to)
    spoken = own if own in settings.language_codes else language
    text = environment(spoken, settings.time_zone).get_template(letter.template)
    path = address(letter.page, spoken, token=token)
    content = {
        "to": to,
        "subject": catalogue(spoken).ugettext(letter.subject) % {"city": settings.city},
        "text": text.render(
            city=settings.city, link=settings.origin + path, minutes=settings.link_minutes
        ),
    }
    ask_for(session, "mail", f"{letter.purpose}:{token_hash(token)}", content)
