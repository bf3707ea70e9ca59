"""Statements cut into segments, worked on and answered; synopses that are released."""

from collections.abc import Iterator
from functools import partial

from sqlalchemy import select

from app.demo.content import City, Entry, language_of
from app.demo.town import Act, Town
from app.items.models import Item
from app.process.vocabulary import Workplace
from app.segments.commands import cut_segment, edit_segment, tag_item
from app.segments.forms import Cutting
from app.segments.models import SEGMENT
from app.statements.models import SECTION
from app.synthesis.commands import answer_item, publish_synopsis, sort_topic
from app.synthesis.forms import AnswerForm, Sorting

REMARKS = "remarks"


def segment_acts(city: City) -> Iterator[Act]:
    for entry in city.all("cutting"):
        yield Act(entry["day"], partial(_cut, entry))
        for number, segment in entry["segments"].items():
            yield Act(entry["worked_day"], partial(_work, entry, number, segment))
            if "answer" in segment:
                yield Act(segment["answer"]["day"], partial(_answer, entry, number, segment))
    for entry in city.all("synopsis"):
        yield Act(entry["day"], partial(_release, entry))


def _cut(entry: Entry, town: Town) -> None:
    actor, statement = town.actor(entry["author"]), town.item(entry["statement"])
    cut_segment(town.session, actor, statement, Cutting())


def _work(entry: Entry, number: str, segment: Entry, town: Town) -> None:
    item, actor = _segment(entry, number, town), town.actor(entry["author"])
    for tag in segment.get("tags", ()):
        tag_item(town.session, actor, item, tag)
    changes = {
        "workplace": Workplace(segment.get("workplace", "technical")),
        "assignee_id": town.id(segment.get("assignee", entry["author"])),
        "due_on": town.date(segment.get("due_day", entry["due_day"])),
    }
    edit_segment(town.session, actor, item, changes, note=segment.get("note", ""))
    if "topic" in segment:
        topic = town.item(segment["topic"])
        sort_topic(town.session, actor, topic, Sorting(add=(item.reference,)))


def _answer(entry: Entry, number: str, segment: Entry, town: Town) -> None:
    form = AnswerForm.model_validate(segment["answer"])
    answer_item(
        town.session,
        town.actor(segment.get("assignee", entry["author"])),
        _segment(entry, number, town),
        form.verdict,
        reason=form.reason,
        language=language_of(entry),
    )


def _release(entry: Entry, town: Town) -> None:
    publish_synopsis(town.session, town.actor(entry["author"]), town.item(entry["consultation"]))


def _segment(entry: Entry, number: str, town: Town) -> Item:
    """The segment on the section of this number, or the remarks."""
    wanted = select(SEGMENT.c.id).where(SEGMENT.c.statement_id == town.id(entry["statement"]))
    if number == REMARKS:
        wanted = wanted.where(SEGMENT.c.section_id.is_(None))
    else:
        wanted = wanted.join(SECTION, SECTION.c.id == SEGMENT.c.section_id)
        wanted = wanted.where(SECTION.c.number == number)
    return town.session.get_one(Item, town.session.execute(wanted).scalar_one())
