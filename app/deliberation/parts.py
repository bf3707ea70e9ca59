"""What deliberation adds to the page of a problem or a requirement."""

from dataclasses import dataclass
from typing import Any

from app.deliberation import queries
from app.deliberation.discussion import discussed
from app.deliberation.forms import MOST, Sort
from app.deliberation.groups import FEWEST, GroupRow
from app.deliberation.queries import CommentsPage, CommentView, SupportBox
from app.items.models import Item
from app.items.parts import Part
from app.items.trail import PAGE_OF
from app.participation.phases import phase_of
from app.process.rules import SIGN_IN_FIRST, objections
from app.process.vocabulary import Action, Kind, Stance, State, Visibility
from app.process.words import Choice
from app.web.addresses import address
from app.web.forms import Submission
from app.web.pages import blank, word_choices
from app.web.requests import Request

SPOKEN_ABOUT = {
    Kind.PROBLEM: {State.PUBLISHED, State.WITHDRAWN},
    Kind.REQUIREMENT: {State.PROPOSED, State.DISCUSSED, State.APPROVED, State.DROPPED},
}


@dataclass(frozen=True, slots=True)
class SupportValue:
    """The support box with the reasons against pressing its button."""

    box: SupportBox
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommentsValue:
    """A page of comments with its form, or with the reasons why there is none."""

    reference: str
    total: int
    by_stance: tuple[tuple[Stance, tuple[CommentView, ...]], ...]
    groups: tuple[GroupRow, ...]
    sort: Sort
    sort_urls: tuple[tuple[Sort, str], ...]
    next_url: str
    first_url: str
    form: Submission[Any]
    stances: list[Choice]
    most: int
    reasons: tuple[str, ...]


def support_part(request: Request, item: Item) -> Part | None:
    """The box beside a problem: how many support it, the button, who stands behind it."""
    if item.kind is not Kind.PROBLEM or not _is_spoken_about(item):
        return None
    return Part("aside", "deliberation/_support.html", support_value(request, item))


def support_value(request: Request, item: Item) -> SupportValue:
    """The support box as this person sees it."""
    box = queries.support_box(request.db, request.actor, item)
    action = Action.UNSUPPORT_ITEM if box.moment.mine else Action.SUPPORT_ITEM
    reasons = objections(action, request.actor, box.moment.phase, item.subject())
    return SupportValue(box, without_sign_in(reasons))


def comments_part(request: Request, item: Item) -> Part | None:
    """The comments below a problem or a requirement, with their form."""
    if not _is_spoken_about(item):
        return None
    return Part("main", "deliberation/_comments.html", comments_value(request, item))


def comments_value(request: Request, item: Item) -> CommentsValue:
    """The page of comments that the address asks for."""
    asked = request.query_params
    sort = Sort.OLDEST if asked.get("comments") == Sort.OLDEST else Sort.NEWEST
    after = asked.get("comments_after", "")
    found = queries.comments_on(request.db, request.actor, item, sort=sort, after=_key(after))
    return CommentsValue(
        item.reference,
        item.comments,
        _by_stance(found),
        queries.people_by_group(request.db, item) if item.comments >= FEWEST else (),
        sort,
        tuple((each, _address(request, item, each)) for each in Sort),
        _address(request, item, sort, found.after) if found.after else "",
        _address(request, item, sort) if after else "",
        blank(request),
        word_choices(Stance),
        MOST,
        comment_objections(request, item),
    )


def comment_objections(request: Request, item: Item) -> tuple[str, ...]:
    """Why nobody, signed in or not, may comment on this item now."""
    phase = phase_of(request.db, item.participation_id)
    reasons = objections(Action.WRITE_COMMENT, request.actor, phase, discussed(item, phase))
    return without_sign_in(reasons)


def without_sign_in(reasons: tuple[str, ...]) -> tuple[str, ...]:
    """The reasons that signing in does not remove: whoever presses is led to it and back."""
    return tuple(reason for reason in reasons if reason != SIGN_IN_FIRST)


def _is_spoken_about(item: Item) -> bool:
    spoken_about = item.state in SPOKEN_ABOUT.get(item.kind, ())
    return spoken_about and item.visibility is Visibility.PUBLIC


def _by_stance(found: CommentsPage) -> tuple[tuple[Stance, tuple[CommentView, ...]], ...]:
    return tuple(
        (stance, tuple(each for each in found.comments if each.stance is stance))
        for stance in Stance
    )


def _address(request: Request, item: Item, sort: Sort, after: int = 0) -> str:
    query = {"comments": str(sort)} | ({"comments_after": str(after)} if after else {})
    page = PAGE_OF[item.kind]
    return address(page, request.language, query, reference=item.reference) + "#comments"


def _key(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 17 else 0
