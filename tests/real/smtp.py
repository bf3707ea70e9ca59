"""A real mail server that keeps what it receives and can be told to misbehave.

with mail_server() as mail:
    ...
    [message] = mail.wait_for("anna@example.org")
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.real.ports import free_port, wait_until


@dataclass
class Received:
    sender: str
    recipients: list[str]
    message: EmailMessage

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain", "html"))
        return str(body.get_content()) if body else ""


@dataclass
class MailServer:
    """Faults: `refusal` is the answer to every message instead of taking it (`"451 Later"`,
    `"550 Never"`), `delay` the seconds it takes over each, `hangs_up` whether it takes a message
    and then ends the connection without a word."""

    port: int
    host: str = "127.0.0.1"
    messages: list[Received] = field(default_factory=list)
    refusal: str = ""
    delay: float = 0
    hangs_up: bool = False
    attempts: int = 0

    @property
    def settings(self) -> dict[str, str]:
        """With these the app sends its mail here."""
        return {"GEMEINWERK_SMTP_HOST": self.host, "GEMEINWERK_SMTP_PORT": str(self.port)}

    def to(self, address: str) -> list[Received]:
        return [each for each in self.messages if address in each.recipients]

    def wait_for(self, address: str, count: int = 1, *, seconds: float = 15) -> list[Received]:
        what = f"{count} messages to {address}"
        wait_until(lambda: len(self.to(address)) >= count, what=what, seconds=seconds)
        return self.to(address)

    async def handle_DATA(self, smtp: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.attempts += 1
        await asyncio.sleep(self.delay)
        if self.refusal:
            return self.refusal
        self.messages.append(_received(envelope))
        if self.hangs_up:
            assert isinstance(smtp.transport, asyncio.Transport)
            smtp.transport.abort()
        return "250 Taken"


def _received(envelope: Envelope) -> Received:
    content = envelope.original_content or b""
    message = message_from_bytes(content, EmailMessage, policy=policy.default)
    return Received(envelope.mail_from or "", list(envelope.rcpt_tos), message)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    mail = MailServer(free_port())
    controller = Controller(mail, hostname=mail.host, port=mail.port, enable_SMTPUTF8=True)
    controller.start()
    try:
        yield mail
    finally:
        controller.stop()
