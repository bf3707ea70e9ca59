"""All stages of the process, put together: pages, data, what works in the background."""

import contextlib
from collections.abc import AsyncIterator

from sqlmodel import Session
from starlette.routing import BaseRoute

from app.db.database import Database
from app.items.parts import PartMaker
from app.participation.routes import routes as participation_routes
from app.problems.routes import routes as problem_routes
from app.process.actor import Actor
from app.settings import Settings


def pages() -> list[BaseRoute]:
    """Every page and act under a language, those that are asked for most first."""
    return [
        *problem_routes,
        *participation_routes,
    ]


def data(settings: Settings) -> list[BaseRoute]:
    """What has no language: data for machines, and sign-in through providers."""
    return []


PARTS: tuple[PartMaker, ...] = ()


def waiting(session: Session, actor: Actor) -> int:
    """How many things wait on this person's desk."""
    return 0


@contextlib.asynccontextmanager
async def work(settings: Settings, database: Database) -> AsyncIterator[None]:
    """Run consumers and jobs while the application lives."""
    yield
