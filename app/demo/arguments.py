"""Who may take part in which phase, and what readers say of arguments."""

from collections.abc import Iterator
from functools import partial

from sqlalchemy import select

from app.deliberation.commands import mark_comment, set_phase
from app.deliberation.forms import PhaseSettings
from app.demo.content import City, Entry
from app.demo.town import Act, Town
from app.items.models import ITEM, Item
from app.participation.models import PlannedPhase
from app.participation.queries import phases_of
from app.process.vocabulary import Kind, Mark


def argument_acts(city: City) -> Iterator[Act]:
    for entry in city.all("phase_settings"):
        yield Act(entry["day"], partial(_set, entry))
    for entry in city.all("marks"):
        for mark in Mark:
            for number, slug in enumerate(entry.get(mark, ())):
                yield Act(entry["day"] + number / 8, partial(_mark, entry, slug, mark))


def _set(entry: Entry, town: Town) -> None:
    place = town.item(entry["participation"])
    line = phases_of(town.session, place.id)[entry["phase"]]
    phase = town.session.get_one(PlannedPhase, line.id)
    settings = PhaseSettings.model_validate(entry)
    set_phase(town.session, town.actor(entry["by"]), place, phase, settings=settings)


def _mark(entry: Entry, slug: str, mark: Mark, town: Town) -> None:
    mine = (ITEM.c.about_id == town.id(entry["problem"])) & (ITEM.c.kind == Kind.COMMENT)
    by = ITEM.c.author_id == town.id(entry["author"])
    first = select(Item).where(mine, by).order_by(ITEM.c.id).limit(1)
    comment = town.session.execute(first).scalar_one()
    mark_comment(town.session, town.actor(slug), comment, mark)
