"""Letters about consultations and statements."""

from collections.abc import Iterable

from sqlmodel import Session

from app.accounts.sessions import token_hash
from app.items.models import Item
from app.organisations.letters import email_of, write_to
from app.organisations.members import addresses_of
from app.process.vocabulary import Office
from app.settings import Settings
from app.statements.content import StatementText
from app.statements.queries import ConsultationPage, Window
from app.web.requests import Request


def send_receipt(
    request: Request, item: Item, text: StatementText, consultation: ConsultationPage
) -> None:
    """A copy of the statement for whoever submitted it and for those who represent it."""
    people = {request.actor.id} | {
        person
        for _, person in addresses_of(request.db, [text.organisation_id], Office.REPRESENTATIVE)
    }
    moment = int(text.submitted_at.timestamp()) if text.submitted_at else 0
    for person_id in sorted(people):
        if email := email_of(request.db, person_id):
            write_to(
                request.db,
                request.settings,
                email,
                "statement_receipt",
                key=f"statement-receipt:{item.id}:{moment}:{person_id}",
                language=request.language,
                item=item,
                text=text,
                consultation=consultation,
            )


def ask_to_sign_again(
    request: Request, item: Item, text: StatementText, link: str, *, signers: Iterable[int]
) -> None:
    """Tell those who had co-signed other words that they are asked again."""
    releasers = (Office.RELEASER, Office.REPRESENTATIVE)
    for _, person_id in addresses_of(request.db, list(signers), *releasers):
        write_to(
            request.db,
            request.settings,
            email_of(request.db, person_id),
            "statement_sign_again",
            key=f"statement-sign:{item.id}:{text.revision}:{person_id}",
            language=request.language,
            item=item,
            text=text,
            target=request.settings.origin + link,
        )


def send_invitation(
    session: Session,
    settings: Settings,
    email: str,
    token: str,
    *,
    consultation: ConsultationPage,
    open_for: Window,
    organisation: str = "",
    reminds: bool = False,
) -> None:
    """The personal link to a consultation, first or once more."""
    write_to(
        session,
        settings,
        email,
        "consultation_reminder" if reminds else "consultation_invitation",
        key=f"consultation:{token_hash(token)}",
        language=consultation.language,
        consultation=consultation,
        window=open_for,
        token=token,
        organisation=organisation,
    )
