"""Deciding on one thing or on many at once, and where one is led afterwards."""

from typing import Any

from sqlalchemy import select
from starlette.responses import Response

from app.items.models import ITEM, Item
from app.items.trail import PAGE_OF
from app.items.visibility import find_item, visible
from app.moderation.commands import (
    confirm_hiding,
    dismiss_report,
    hide_item,
    publish_item,
    restore_item,
    return_item,
)
from app.moderation.desk import next_waiting
from app.moderation.forms import GROUNDS, Act, Decision, Grounds
from app.moderation.looking import alike_page, item_page
from app.moderation.models import CannedWords
from app.moderation.moves import in_language
from app.moderation.parts import acts_value, hours_of
from app.moderation.queries import hidden_by
from app.moderation.queueing import queue_page
from app.moderation.wording import NUMBER_LENGTH
from app.moderation.words import MODERATED
from app.process.refusal import Refused
from app.process.vocabulary import Action, State
from app.web.addresses import address
from app.web.endpoint import post
from app.web.forms import Submission, read
from app.web.pages import found, go_to, page, see_other
from app.web.requests import Request

# On the desk one word serves for things in different states.
MEANT = {
    (Act.PUBLISH, State.PUBLISHED): Act.DISMISS,
    (Act.PUBLISH, State.HIDDEN): Act.RESTORE,
    (Act.HIDE, State.HIDDEN): Act.CONFIRM,
}
PLAIN = {
    Act.PUBLISH: publish_item,
    Act.RESTORE: restore_item,
    Act.CONFIRM: confirm_hiding,
    Act.DISMISS: dismiss_report,
}
REASONED = {Act.RETURN: return_item, Act.HIDE: hide_item}


def decide(request: Request) -> Response:
    decision = read(Decision, request.posted)
    grounds = _grounds(request)
    if decision.value is None or grounds.errors:
        errors = {**decision.errors, **grounds.errors}
        return _again(request, Submission(decision.typed, None, errors))
    done, reasons = _decide_all(request, decision.value, grounds.value)
    if not done and reasons:
        raise Refused(*reasons)
    item = found(done[0] if done else None)
    all_done = len(done) == len(set(decision.value.reference))
    return _led_on(request, item, "moderated" if all_done else "partly")


def _grounds(request: Request) -> Submission[Grounds]:
    """The reason, where the act asks for one; words that were chosen bring it with them."""
    act = str(request.posted.get("act", ""))
    form = GROUNDS.get(Act(act)) if act in set(Act) else None
    if form is None:
        return Submission()
    number = str(request.posted.get("canned_words", ""))
    known = number.isdecimal() and len(number) < NUMBER_LENGTH
    canned = request.db.get(CannedWords, int(number)) if known else None
    if canned is None:
        return read(form, request.posted)
    typed = dict(request.posted)
    typed["reason"] = typed.get("reason") or str(canned.reason)
    typed["words"] = typed.get("words") or in_language(canned.texts, request.language)
    read_again: Submission[Grounds] = read(form, type(request.posted)(typed))
    if read_again.value is None:
        return read_again
    chosen = read_again.value.model_copy(update={"canned": canned.id})
    return Submission(read_again.typed, chosen)


def _decide_all(
    request: Request, decision: Decision, grounds: Grounds | None
) -> tuple[list[Item], list[str]]:
    """Act on each; one that somebody else has decided meanwhile does not stop the others."""
    done, reasons = [], []
    on_desk = request.posted.get("page") != "item"
    for item in _items(request, decision.reference):
        act = _meant(request, decision.act, item) if on_desk else decision.act
        try:
            _act(request, act, item, grounds)
            done.append(item)
        except Refused as refusal:
            reasons += [reason for reason in refusal.reasons if reason not in reasons]
    return done, reasons


def _meant(request: Request, act: Act, item: Item) -> Act:
    """What is hidden and needs no second look has been decided: no word of the desk changes it."""
    if item.state is State.HIDDEN and hidden_by(request.db, item) is None:
        return act
    return MEANT.get((act, item.state), act)


def _items(request: Request, references: tuple[str, ...]) -> list[Item]:
    """All of them in one query, held until the end in an order that is the same for everybody."""
    wanted = (
        select(Item)
        .where(ITEM.c.reference.in_(set(references)), ITEM.c.kind.in_(MODERATED))
        .where(visible(request.actor))
        .order_by(ITEM.c.id)
        .with_for_update()
    )
    return list(request.db.execute(wanted).scalars())


def _act(request: Request, act: Act, item: Item, grounds: Grounds | None) -> None:
    if act in PLAIN:
        PLAIN[act](request.db, request.actor, item)
    elif grounds is not None:
        REASONED[act](request.db, request.actor, item, grounds)


def _led_on(request: Request, item: Item, notice: str) -> Response:
    """To what is due next when one goes through them one by one, else back to where one was."""
    came_from = request.posted.get("page")
    if came_from == "item":
        return see_other(request, PAGE_OF[item.kind], {"notice": notice}, reference=item.reference)
    if came_from == "desk":
        following = next_waiting(request.db, request.actor, hours_of(request), but=item.id)
        if following is not None:
            reference = following.item.reference
            return see_other(request, "moderation:item", {"notice": "next"}, reference=reference)
    kept = {name: text for name, text in request.query_params.items() if name != "after"}
    return go_to(request, address("moderation:queue", request.language, kept | {"notice": notice}))


def _again(request: Request, form: Submission[Any]) -> Response:
    """The page the form stood on, with what was chosen and typed and what is missing."""
    came_from = request.posted.get("page")
    if came_from not in {"item", "desk", "wave"}:
        return queue_page(request, form)
    reference = str(request.posted.get("of", "")) or form.text("reference")
    item = found(find_item(request.db, request.actor, reference, *MODERATED))
    if came_from == "wave":
        return alike_page(request, item, str(request.posted.get("by", "")), form)
    if came_from == "desk":
        return item_page(request, item, form)
    value = acts_value(request, item, form)
    return page(request, "moderation/decide.html", status=422, item=item, value=value, form=form)


routes = [
    post("/moderation/decisions", decide, "moderation:decide", Action.READ_QUEUE),
]
