"""Seeding the model city: everything happens through the commands, on its day, in one go."""

from collections.abc import Callable, Iterator
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session

from app.accounts.models import PERSON
from app.db.database import Database
from app.db.models import INSTALLATION, Installation
from app.db.rows import insert_once
from app.demo.arguments import argument_acts
from app.demo.comments import comment_acts
from app.demo.content import City, read_city
from app.demo.entries import entry_acts
from app.demo.files import file_acts
from app.demo.following import following_acts
from app.demo.letters import letter_acts
from app.demo.mandates import mandate_acts
from app.demo.measures import measure_acts
from app.demo.merges import merge_acts
from app.demo.moderation import moderation_acts
from app.demo.participations import participation_acts
from app.demo.people import people_acts
from app.demo.plans import plan_acts
from app.demo.problems import problem_acts
from app.demo.projects import project_acts
from app.demo.requirements import requirement_acts
from app.demo.segments import segment_acts
from app.demo.statements import statement_acts
from app.demo.strategy import strategy_acts
from app.demo.topics import topic_acts
from app.demo.town import Act, Town
from app.demo.voices import voice_acts
from app.process.refusal import Refused
from app.record.proofs import position, seal_record
from app.settings import Settings
from app.stages import pages
from app.web.addresses import register

KEY = "demo"
OTHER_DATABASE = (
    "This database holds something else than the model city, so nothing was changed. "
    "Please name another folder with --data, or another database."
)
STAGES = (
    strategy_acts,
    people_acts,
    participation_acts,
    problem_acts,
    entry_acts,
    comment_acts,
    argument_acts,
    moderation_acts,
    topic_acts,
    statement_acts,
    segment_acts,
    voice_acts,
    merge_acts,
    measure_acts,
    requirement_acts,
    plan_acts,
    mandate_acts,
    project_acts,
    following_acts,
)


async def prepare(database: Database, settings: Settings, *, say: Callable[[str], None]) -> None:
    """Seed an empty database; leave one alone that holds the model city; refuse any other."""
    if await database.read(_is_seeded):
        return
    say("Seeding the model city (a few seconds) …")
    await database.write(partial(seed, settings=settings))


def seed(session: Session, *, settings: Settings) -> None:
    """Let everything that is written down happen, up to this moment. Twice is once."""
    city = read_city()
    mark = {"key": KEY, "value": city.name}
    if _is_seeded(session) or not insert_once(session, Installation, mark):
        return
    register(pages(), in_language=True)
    Town(session, ZoneInfo(settings.time_zone)).live(_acts(city, settings))
    while seal_record(session):
        pass


def _acts(city: City, settings: Settings) -> Iterator[Act]:
    for acts in STAGES:
        yield from acts(city)
    yield from file_acts(city, settings)
    yield from letter_acts(settings)


def _is_seeded(session: Session) -> bool:
    """Whether this is the model city; refused when it is something else."""
    marked = select(INSTALLATION.c.value).where(INSTALLATION.c.key == KEY)
    if session.execute(marked).first() is not None:
        return True
    if position(session) or session.execute(select(PERSON.c.id).limit(1)).first() is not None:
        raise Refused(OTHER_DATABASE)
    return False
