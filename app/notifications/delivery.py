"""Handing letters over to the mail server, and knowing for each whether it was taken."""

import hashlib
import smtplib
import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Any

from app.db.clock import now
from app.settings import Settings

TIMEOUT = 20.0
TAKEN = ""
# The letter was under way when the connection broke: it may have arrived.
LOST = "The connection broke while the letter was handed over."


@dataclass(frozen=True, slots=True)
class Letter:
    """A job of the outbox, apart from its row."""

    id: int
    key: str
    tries: int
    failure: str
    content: dict[str, Any]


def deliver(settings: Settings, letters: Iterable[Letter], until: float) -> dict[int, str]:
    """What became of each letter: TAKEN, or why not. What is not begun by `until` is left out."""
    outcomes: dict[int, str] = {}
    connection: smtplib.SMTP | None = None
    for letter in letters:
        if time.monotonic() >= until:
            break
        try:
            if connection is None or not _answers(connection):
                connection = _connect(settings)
            outcomes[letter.id] = _hand_over(connection, settings, letter)
        except (OSError, smtplib.SMTPException, ValueError) as failure:
            outcomes[letter.id] = f"{type(failure).__name__}: {failure}"
    if connection is not None:
        _leave(connection)
    return outcomes


def message_of(settings: Settings, letter: Letter) -> EmailMessage:
    """The letter as it travels. Its Message-ID follows from the key, so a duplicate is known."""
    message = EmailMessage()
    domain = settings.mail_from.rpartition("@")[2]
    digest = hashlib.sha256(letter.key.encode()).hexdigest()[:32]
    message["From"] = formataddr((settings.city, settings.mail_from))
    message["To"] = letter.content["to"]
    message["Subject"] = letter.content["subject"]
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<{digest}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if leave := letter.content.get("leave"):
        message["List-Unsubscribe"] = f"<{leave}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.content["text"], cte="quoted-printable")
    return message


def _connect(settings: Settings) -> smtplib.SMTP:
    connection = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT)
    try:
        if settings.smtp_tls:
            connection.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            connection.login(settings.smtp_user, settings.smtp_password)
        connection.ehlo_or_helo_if_needed()
    except (OSError, smtplib.SMTPException):
        connection.close()
        raise
    return connection


def _hand_over(connection: smtplib.SMTP, settings: Settings, letter: Letter) -> str:
    text = message_of(settings, letter).as_bytes(policy=SMTP)
    for reply in (connection.mail(settings.mail_from), connection.rcpt(letter.content["to"])):
        if not _accepted(reply):
            connection.rset()
            return _said(reply)
    try:
        reply = connection.data(text)
    except (smtplib.SMTPServerDisconnected, OSError):
        connection.close()
        return LOST
    return TAKEN if _accepted(reply) else _said(reply)


def _accepted(reply: tuple[int, bytes]) -> bool:
    return 200 <= reply[0] < 300


def _said(reply: tuple[int, bytes]) -> str:
    return f"{reply[0]} {reply[1].decode(errors='replace')}"


def _answers(connection: smtplib.SMTP) -> bool:
    try:
        return _accepted(connection.noop())
    except (OSError, smtplib.SMTPException):
        return False


def _leave(connection: smtplib.SMTP) -> None:
    try:
        connection.quit()
    except (OSError, smtplib.SMTPException):
        connection.close()
