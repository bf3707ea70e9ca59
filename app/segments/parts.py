"""What the work on segments has to say on the pages of contributions."""

from dataclasses import dataclass

from app.items.models import Item
from app.items.parts import Part
from app.process.rules import objections
from app.process.vocabulary import Action, Kind
from app.segments.queries import tag_names, tags_on
from app.web.requests import Request

TAGGED = {Kind.PROBLEM, Kind.COMMENT}


@dataclass(frozen=True, slots=True)
class TagsPart:
    """The tags of a contribution, for those who work with them."""

    item: Item
    place: str
    tagged: list[str]
    known: list[str]


def tags_part(request: Request, item: Item) -> Part | None:
    """Tags are seen and set by the administration."""
    if item.kind not in TAGGED or objections(
        Action.TAG_ITEM, request.actor, subject=item.subject()
    ):
        return None
    place = request.db.get_one(Item, item.participation_id).reference
    known = tag_names(request.db, item.participation_id)
    value = TagsPart(item, place, tags_on(request.db, item.id), known)
    return Part("aside", "segments/_tags_part.html", value)
