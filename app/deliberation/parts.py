"""What deliberation adds to the page of a problem, a requirement or a participation."""

from dataclasses import dataclass
from typing import Any

from app.deliberation import comments, queries
from app.deliberation.comments import Column, Key, Keys
from app.deliberation.discussion import discussed
from app.deliberation.forms import MOST
from app.deliberation.groups import FEWEST, GroupRow
from app.deliberation.limits import by_mail_facts, support_facts
from app.deliberation.queries import SupportBox
from app.items.models import Item
from app.items.parts import Part
from app.items.trail import PAGE_OF
from app.participation.admission import Asks, asks_in
from app.participation.phases import OpenPhase, phase_now
from app.process.objections import NOT_ELIGIBLE
from app.process.rules import SIGN_IN_FIRST, objections
from app.process.vocabulary import (
    Action,
    CommentOrder,
    Kind,
    Stance,
    State,
    Visibility,
)
from app.process.words import Choice
from app.web.addresses import address
from app.web.forms import Submission
from app.web.pages import blank, word_choices
from app.web.requests import Request

SPOKEN_ABOUT = {
    Kind.PROBLEM: {State.PUBLISHED, State.WITHDRAWN},
    Kind.REQUIREMENT: {State.PROPOSED, State.DISCUSSED, State.APPROVED, State.DROPPED},
    Kind.REQUEST: {State.PUBLISHED, State.GRANTED, State.REFUSED},
}


@dataclass(frozen=True, slots=True)
class SupportValue:
    """The support box with the reasons against pressing its button, and what the phase asks for.

    `by_mail`: a visitor may support by a link sent to them. `to_admission`: signing in in another
    way is all that is missing.
    """

    box: SupportBox
    reasons: tuple[str, ...]
    asks: Asks
    by_mail: bool
    to_admission: bool


@dataclass(frozen=True, slots=True)
class Columns:
    """A page of comments in their columns, and how to read on."""

    reference: str
    order: CommentOrder
    columns: tuple[Column, ...]
    next_urls: dict[Stance, str]
    first_url: str
    answerable: bool
    markable: bool


@dataclass(frozen=True, slots=True)
class CommentsValue:
    """The comments with their form, or with the reasons why there is none."""

    reference: str
    total: int
    shown: Columns
    groups: tuple[GroupRow, ...]
    order_urls: tuple[tuple[CommentOrder, str], ...]
    since: int
    form: Submission[Any]
    stances: list[Choice]
    most: int
    reasons: tuple[str, ...]
    asks: Asks


def support_part(request: Request, item: Item) -> Part | None:
    """The box beside a problem: how many support it, the button, who stands behind it."""
    if item.kind is not Kind.PROBLEM or not is_spoken_about(item):
        return None
    value = support_value(request, item)
    if not value.asks.phase.supporting:
        return None
    return Part("aside", "deliberation/_support.html", value)


def support_value(request: Request, item: Item) -> SupportValue:
    """The support box as this person sees it."""
    session, actor = request.db, request.actor
    box = queries.support_box(session, actor, item)
    phase, mine = box.moment.phase, box.moment.mine
    request.state.phase = phase
    facts = {} if mine else support_facts(session, actor, phase, item)
    action = Action.UNSUPPORT_ITEM if mine else Action.SUPPORT_ITEM
    reasons = without_sign_in(objections(action, actor, phase.kind, item.subject(**facts)))
    asks = asks_in(session, actor, phase)
    by_mail = not actor.signed_in and not reasons and not any(by_mail_facts(phase).values())
    return SupportValue(box, reasons, asks, by_mail, reasons == (NOT_ELIGIBLE.sentence,))


def comments_part(request: Request, item: Item) -> Part | None:
    """The comments below a problem or a requirement, with their form."""
    if not is_spoken_about(item):
        return None
    return Part("main", "deliberation/_comments.html", comments_value(request, item))


def comments_value(request: Request, item: Item) -> CommentsValue:
    """The page of comments that the address asks for."""
    phase = _phase(request, item)
    subject = discussed(request.db, request.actor, item, phase)
    reasons = objections(Action.WRITE_COMMENT, request.actor, phase.kind, subject)
    asks = asks_in(request.db, request.actor, phase)
    shown = columns(request, item, answerable=not without_sign_in(reasons), asks=asks)
    return CommentsValue(
        item.reference,
        item.comments,
        shown,
        comments.people_by_group(request.db, item) if item.comments >= FEWEST else (),
        tuple((each, list_address(request, item, each)) for each in CommentOrder),
        comments.this_moment(),
        blank(request),
        word_choices(Stance),
        MOST,
        without_sign_in(reasons),
        asks,
    )


def columns(request: Request, item: Item, *, answerable: bool, asks: Asks) -> Columns:
    """The comments in the order and from the keys that the address asks for."""
    asked = request.query_params
    order = order_of(str(asked.get("comments", "")))
    after = {each: key for each in Stance if (key := _key(asked.get(f"{each}_after", "")))}
    found = comments.comments_on(request.db, request.actor, item, order, after=after)
    return Columns(
        item.reference,
        order,
        found,
        {
            each.stance: list_address(request, item, order, {**after, each.stance: each.after})
            for each in found
            if each.after
        },
        list_address(request, item, order) if after else "",
        answerable,
        may_mark(request, asks),
    )


def may_mark(request: Request, asks: Asks) -> bool:
    """Whether somebody may say of comments that they help, but for signing in."""
    closed = without_sign_in(objections(Action.MARK_COMMENT, request.actor, asks.phase.kind))
    return not closed and not (asks.more and asks.missing)


def comment_objections(request: Request, item: Item) -> tuple[str, ...]:
    """Why nobody, signed in or not, may comment on this item now."""
    phase = _phase(request, item)
    subject = discussed(request.db, request.actor, item, phase)
    return without_sign_in(objections(Action.WRITE_COMMENT, request.actor, phase.kind, subject))


def without_sign_in(reasons: tuple[str, ...]) -> tuple[str, ...]:
    """The reasons that signing in does not remove: whoever presses is led to it and back."""
    return tuple(reason for reason in reasons if reason != SIGN_IN_FIRST)


def is_spoken_about(item: Item) -> bool:
    """Whether an item of this kind, in this state, has a discussion that everybody can read."""
    spoken_about = item.state in SPOKEN_ABOUT.get(item.kind, ())
    return spoken_about and item.visibility is Visibility.PUBLIC


def order_of(text: str) -> CommentOrder:
    """The order that an address names, else the most helpful first."""
    return CommentOrder(text) if text in set(CommentOrder) else CommentOrder.HELPFUL


def _phase(request: Request, item: Item) -> OpenPhase:
    """The phase, which the support box of the same page has read already."""
    phase = getattr(request.state, "phase", None)
    return phase or phase_now(request.db, item.participation_id)


def list_address(
    request: Request, item: Item, order: CommentOrder, after: Keys | None = None
) -> str:
    """The discussion in an order, each column from a key."""
    query = {"comments": str(order)}
    query |= {f"{stance}_after": str(key) for stance, key in (after or {}).items()}
    page = PAGE_OF[item.kind]
    return address(page, request.language, query, reference=item.reference) + "#arguments"


def _key(text: str) -> Key | None:
    score, _, last = text.partition(".")
    if not (score.removeprefix("-").isdecimal() and last.isdecimal()) or len(text) > 26:
        return None
    return Key(max(-(2**31), min(int(score), 2**31 - 1)), min(int(last), 2**53))
