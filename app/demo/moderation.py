"""What moderators and readers do beside publishing: reports, second looks, objections, notes."""

from collections.abc import Iterator
from functools import partial

from app.demo.content import City, Entry
from app.demo.town import Act, Town
from app.moderation.appealing import appeal_item
from app.moderation.canned import seed_canned
from app.moderation.commands import hide_item, note_item
from app.moderation.forms import Complaint, Grounds, NoteText, Objection
from app.moderation.reporting import Caps, report_item

FIRST_DAY = -400


def moderation_acts(city: City) -> Iterator[Act]:
    yield Act(FIRST_DAY, _words)
    for kind, do in (
        ("hiding", _hide),
        ("report", _report),
        ("objection", _object),
        ("remark", _note),
    ):
        for entry in city.all(kind):
            yield Act(entry["day"], partial(do, entry))


def _words(town: Town) -> None:
    seed_canned(town.session)


def _hide(entry: Entry, town: Town) -> None:
    grounds = Grounds.model_validate(entry)
    hide_item(town.session, town.actor(entry["by"]), town.item(entry["item"]), grounds)


def _report(entry: Entry, town: Town) -> None:
    actor, item = town.actor(entry["by"]), town.item(entry["item"])
    report_item(town.session, actor, item, Complaint.model_validate(entry), caps=Caps())


def _object(entry: Entry, town: Town) -> None:
    actor, item = town.actor(entry["by"]), town.item(entry["item"])
    appeal_item(town.session, actor, item, Objection.model_validate(entry))


def _note(entry: Entry, town: Town) -> None:
    actor, item = town.actor(entry["by"]), town.item(entry["item"])
    note_item(town.session, actor, item, NoteText.model_validate(entry))
