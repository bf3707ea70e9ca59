"""The letter with a sign-in link, in the language of the person who asked for it."""

from sqlmodel import Session

from app.accounts.links import new_link
from app.accounts.people import language_at
from app.accounts.sessions import token_hash
from app.i18n.catalogues import catalogue
from app.process.sentences import N_
from app.record.jobs import ask_for
from app.settings import Settings
from app.web.addresses import address
from app.web.pages import environment

SUBJECT = N_("Your sign-in link for %(city)s")


def send_sign_in_link(
    session: Session, settings: Settings, email: str, *, next: str, language: str
) -> None:
    """Queue the letter. Known and unknown addresses take the same way through here."""
    own = language_at(session, email)
    spoken = own if own in settings.language_codes else language
    token = new_link(session, email, next, minutes=settings.link_minutes)
    if not token:
        return
    text = environment(spoken, settings.time_zone).get_template("mail/sign_in.txt")
    path = address("accounts:link", spoken, token=token)
    letter = {
        "to": email,
        "subject": catalogue(spoken).ugettext(SUBJECT) % {"city": settings.city},
        "text": text.render(
            city=settings.city, link=settings.origin + path, minutes=settings.link_minutes
        ),
    }
    ask_for(session, "mail", f"sign-in:{token_hash(token)}", letter)
