"""What moderation adds to the page of a contribution: the reason, and the moderator's acts."""

from dataclasses import dataclass
from typing import Any

from app.items.models import Item
from app.items.parts import Part
from app.moderation.forms import MOST, Act
from app.moderation.queries import Note, last_note
from app.process.rules import objections
from app.process.vocabulary import Action, Kind, Office, Reason, State
from app.process.words import Choice
from app.web.forms import Submission
from app.web.pages import word_choices
from app.web.requests import Request

MODERATED = {Kind.PROBLEM, Kind.COMMENT}
TAKEN_BACK = {State.RETURNED, State.HIDDEN}
POSSIBLE = {
    State.SUBMITTED: (Act.PUBLISH, Act.RETURN, Act.HIDE),
    State.PUBLISHED: (Act.HIDE,),
    State.HIDDEN: (Act.RESTORE,),
}
ALSO_POSSIBLE = {(Kind.COMMENT, State.PUBLISHED): (Act.RETURN, Act.HIDE)}


@dataclass(frozen=True, slots=True)
class ReasonValue:
    """Why a contribution was returned or hidden. Only who may read it reads the words."""

    note: Note
    mine: bool
    words: str
    kind: Kind
    reference: str


@dataclass(frozen=True, slots=True)
class ActsValue:
    """What a moderator can do with one contribution, and the form for it."""

    reference: str
    acts: tuple[Act, ...]
    form: Submission[Any]
    reasons: list[Choice]
    most: int


def reason_part(request: Request, item: Item) -> Part | None:
    """The reason, where a contribution was returned or hidden; also on the public stub."""
    if item.kind not in MODERATED or item.state not in TAKEN_BACK:
        return None
    note = last_note(request.db, item)
    if note is None:
        return None
    mine = item.author_id == request.actor.id
    words = note.words if mine or moderates(request, item) else ""
    value = ReasonValue(note, mine, words, item.kind, item.reference)
    return Part("lead", "moderation/_reason.html", value)


def acts_part(request: Request, item: Item) -> Part | None:
    """What a moderator can do from the contribution's own page."""
    if item.kind not in MODERATED or not moderates(request, item):
        return None
    value = acts_value(item, Submission())
    return Part("aside", "moderation/_acts.html", value) if value.acts else None


def acts_value(item: Item, form: Submission[Any]) -> ActsValue:
    """The acts that the state of a contribution allows."""
    key = (item.kind, item.state)
    acts = ALSO_POSSIBLE.get(key) or POSSIBLE.get(item.state, ())
    return ActsValue(item.reference, acts, form, word_choices(Reason), MOST)


def moderates(request: Request, item: Item) -> bool:
    """Whether this person moderates here and did not write it."""
    if not request.actor.holds(Office.MODERATOR):
        return False
    return not objections(Action.HIDE_ITEM, request.actor, subject=item.subject())
