"""Pages and acts of moderation."""

from typing import Any

from starlette.responses import Response

from app.items.models import Item
from app.items.trail import PAGE_OF
from app.items.visibility import find_item
from app.moderation import queries
from app.moderation.commands import hide_item, publish_item, restore_item, return_item
from app.moderation.forms import GROUNDS, MOST, Act, Decision, Grounds
from app.moderation.parts import acts_value
from app.process.refusal import Refused
from app.process.vocabulary import Action, Kind, Reason
from app.web.addresses import address
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import found, page, see_other, word_choices
from app.web.requests import Request

NUMBER_LENGTH = 17


def index(request: Request) -> Response:
    return _queue(request, Submission())


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
    notice = {"notice": "partly" if len(done) < len(decision.value.reference) else "moderated"}
    if request.posted.get("page") == "item":
        return see_other(request, PAGE_OF[item.kind], notice, reference=item.reference)
    return see_other(request, "moderation:queue", notice)


def log(request: Request) -> Response:
    shown = queries.log(request.db, _number(request.query_params.get("before", "")))
    following = shown.after and address(
        "moderation:log", request.language, {"before": str(shown.after)}
    )
    return page(
        request,
        "moderation/log.html",
        log=shown,
        next_url=following,
        hours=request.settings.moderation_hours,
    )


def _grounds(request: Request) -> Submission[Grounds]:
    """The reason, where the act asks for one."""
    act = str(request.posted.get("act", ""))
    form = GROUNDS.get(Act(act)) if act in set(Act) else None
    return read(form, request.posted) if form else Submission()


def _decide_all(
    request: Request, decision: Decision, grounds: Grounds | None
) -> tuple[list[Item], list[str]]:
    """Act on each; one that somebody else has decided meanwhile does not stop the others."""
    done, reasons = [], []
    for reference in sorted(set(decision.reference)):
        item = find_item(
            request.db, request.actor, reference, Kind.PROBLEM, Kind.COMMENT, lock=True
        )
        if item is None:
            continue
        try:
            _act(request, decision.act, item, grounds)
            done.append(item)
        except Refused as refusal:
            reasons += [reason for reason in refusal.reasons if reason not in reasons]
    return done, reasons


def _act(request: Request, act: Act, item: Item, grounds: Grounds | None) -> None:
    if act is Act.PUBLISH:
        publish_item(request.db, request.actor, item)
    elif act is Act.RESTORE:
        restore_item(request.db, request.actor, item)
    elif grounds is not None:
        command = return_item if act is Act.RETURN else hide_item
        command(request.db, request.actor, item, grounds)


def _again(request: Request, form: Submission[Any]) -> Response:
    """The page the form stood on, with what was chosen and typed and what is missing."""
    if request.posted.get("page") != "item":
        return _queue(request, form)
    reference = form.text("reference")
    item = found(find_item(request.db, request.actor, reference, Kind.PROBLEM, Kind.COMMENT))
    value = acts_value(item, form)
    return page(request, "moderation/decide.html", status=422, item=item, value=value, form=form)


def _queue(request: Request, form: Submission[Any]) -> Response:
    skip = _number(request.query_params.get("skip", ""))
    waiting = queries.queue(
        request.db, request.actor, hours=request.settings.moderation_hours, skip=skip
    )
    following = waiting.next_skip and address(
        "moderation:queue", request.language, {"skip": str(waiting.next_skip)}
    )
    return page(
        request,
        "moderation/queue.html",
        status=422 if form.errors else 200,
        queue=waiting,
        form=form,
        reasons=word_choices(Reason),
        most=MOST,
        next_url=following,
        first_url=skip and address("moderation:queue", request.language),
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < NUMBER_LENGTH else 0


routes = [
    get("/moderation", index, "moderation:queue", Action.READ_QUEUE),
    post("/moderation/decisions", decide, "moderation:decide", Action.READ_QUEUE),
    get("/moderation/log", log, "moderation:log"),
]
