"""What moderation adds to the page of a contribution: the reason, the acts, the way to report."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.items.models import Item
from app.items.parts import Part
from app.moderation.appealing import objected_to
from app.moderation.canned import Canned, canned_words
from app.moderation.desk import Hours
from app.moderation.forms import MOST, Act
from app.moderation.models import Appeal
from app.moderation.moves import TAKEN_BACK
from app.moderation.queries import Note, appeal_against, hidden_by, last_note, my_report
from app.moderation.words import MODERATED, Waits
from app.process.rules import objections
from app.process.vocabulary import Action, Kind, Office, Reason, State
from app.process.words import Choice
from app.web.forms import Submission
from app.web.pages import word_choices
from app.web.requests import Request

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
    appeal: Appeal | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class ActsValue:
    """What a moderator can do with one contribution, and the form for it."""

    reference: str
    acts: tuple[Act, ...]
    form: Submission[Any]
    reasons: list[Choice]
    canned: list[Canned]
    most: int


@dataclass(frozen=True, slots=True)
class ReportValue:
    """Whether this person has reported it, and whether a moderator has looked since."""

    reference: str
    at: datetime | None
    settled: bool


def reason_part(request: Request, item: Item) -> Part | None:
    """The reason, where a contribution was returned or hidden; also on the public stub."""
    if item.kind not in MODERATED or item.state not in TAKEN_BACK:
        return None
    note = last_note(request.db, item)
    if note is None:
        return None
    mine = item.author_id == request.actor.id
    inside = mine or moderates(request, item)
    appeal = appeal_against(request.db, note) if inside else None
    due_at = appeal.at + hours_of(request).of(Waits.APPEAL) if appeal else None
    words = note.words if inside else ""
    value = ReasonValue(note, mine, words, item.kind, item.reference, appeal, due_at)
    return Part("lead", "moderation/_reason.html", value)


def acts_part(request: Request, item: Item) -> Part | None:
    """What a moderator can do from the contribution's own page."""
    if item.kind not in MODERATED or not moderates(request, item):
        return None
    value = acts_value(request, item, Submission())
    return Part("aside", "moderation/_acts.html", value)


def report_part(request: Request, item: Item) -> Part | None:
    """The way to say that something breaks the rules; not on what one wrote oneself."""
    mine = item.author_id == request.actor.id
    if item.kind not in MODERATED or item.state is not State.PUBLISHED or mine:
        return None
    report = my_report(request.db, request.actor, item)
    settled = report is not None and report.settled_at is not None
    value = ReportValue(item.reference, report.at if report else None, settled)
    return Part("main", "moderation/_report.html", value)


def acts_value(request: Request, item: Item, form: Submission[Any]) -> ActsValue:
    """The acts that the state of a contribution allows."""
    canned = canned_words(request.db, request.language, item.participation_id)
    acts = possible_acts(request, item)
    return ActsValue(item.reference, acts, form, word_choices(Reason), canned, MOST)


def possible_acts(request: Request, item: Item) -> tuple[Act, ...]:
    """What can be done with it now. What somebody else has hidden can also be confirmed."""
    if item.state is State.HIDDEN and objected_to(request.db, request.actor, item):
        return ()
    acts = ALSO_POSSIBLE.get((item.kind, item.state)) or POSSIBLE.get(item.state, ())
    by_id = hidden_by(request.db, item)
    if by_id is not None and by_id != request.actor.id:
        return (*acts, Act.CONFIRM)
    return acts


def moderates(request: Request, item: Item) -> bool:
    """Whether this person moderates here and did not write it."""
    if not request.actor.holds(Office.MODERATOR):
        return False
    return not objections(Action.HIDE_ITEM, request.actor, subject=item.subject())


def hours_of(request: Request) -> Hours:
    """Within how many hours what waits is decided here."""
    settings = request.settings
    return Hours(settings.moderation_hours, settings.appeal_hours)
