"""Making what the tests of accounts need."""

from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlmodel import Session

from app.record.jobs import JOB
from tests.client import CheckingClient


def letters(session: Session) -> list[dict[str, Any]]:
    """What waits to be sent by mail."""
    session.rollback()
    rows = session.execute(select(JOB.c.content).where(JOB.c.task == "mail").order_by(JOB.c.id))
    return [row.content for row in rows]


def ask_for_link(client: CheckingClient, session: Session, email: str, **fields: str) -> str:
    """Ask for a sign-in link; the path that the letter leads to."""
    client.post("/en/sign-in/mail", data={"email": email, **fields})
    [link] = [line for line in letters(session)[-1]["text"].splitlines() if "://" in line]
    return str(urlsplit(link).path)
