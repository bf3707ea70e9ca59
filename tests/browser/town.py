"""A town served as a city serves it: its own process, a mail server, an OpenID provider."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session

from app.db.database import sqlite_engine
from app.participation.models import PlannedPhase
from tests.makers import make_body, make_strategy
from tests.real import openid
from tests.real.openid import Provider
from tests.real.server import Server, serving
from tests.real.smtp import MailServer, mail_server


@dataclass
class Town:
    """The running app and what stands around it."""

    server: Server
    mail: MailServer
    provider: Provider

    def grant(self, email: str, office: str, scope: str = "") -> None:
        """Entrust somebody with an office, at the command line."""
        self.server.run("grant", email, office, *(["--scope", scope] if scope else []))

    def let_days_pass(self, days: int) -> None:
        """Move what is planned into the past. A browser's test cannot wait, nor set the clock."""
        with self._session() as session:
            for phase in session.execute(select(PlannedPhase)).scalars():
                phase.opens_at -= timedelta(days=days)
                phase.closes_at -= timedelta(days=days)
            session.commit()

    def make_strategy_and_council(self) -> None:
        """What a city brings along: its values, its action fields, the body that decides."""
        with self._session() as session:
            make_strategy(session)
            make_body(session, code="council", name={"en": "City council"})
            session.commit()

    def _session(self) -> Session:
        return Session(sqlite_engine(f"sqlite:///{self.server.data / 'gemeinwerk.db'}"))


@contextmanager
def town(data: Path) -> Iterator[Town]:
    with mail_server() as mail, openid.provider() as provider:
        settings = {**mail.settings, **openid.settings(city=provider.issuer)}
        settings["GEMEINWERK_LANGUAGES"] = "en,de,xb"
        with serving(data, settings=settings) as server:
            yield Town(server, mail, provider)
