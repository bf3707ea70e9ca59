"""The page of one thing under moderation: all that is known of it, and everything one can do."""

from typing import Any

from starlette.responses import Response

from app.files.queries import files_of
from app.items.models import Item
from app.items.trail import PAGE_OF
from app.items.visibility import find_item
from app.moderation.appealing import decide_appeal
from app.moderation.colleagues import colleagues_for
from app.moderation.commands import note_item
from app.moderation.copies import copies_of
from app.moderation.desk import next_waiting
from app.moderation.forms import AppealDecision, NoteText, Verdict
from app.moderation.models import Appeal
from app.moderation.parts import acts_value, hours_of
from app.moderation.presence import AFTER_A_BEAT, AFTER_A_PRESS, look_at, others_looking
from app.moderation.queries import (
    appeal_against,
    hidden_by,
    last_note,
    open_reports,
    past_acts,
    private_notes,
)
from app.moderation.rows import details_of
from app.moderation.waves import ALIKE_WORDS, Alike, wave_of
from app.moderation.words import MODERATED, RISK_WORDS, SIGNAL_WORDS, Waits
from app.process.actor import SYSTEM
from app.process.refusal import Refused
from app.process.rules import objections
from app.process.vocabulary import Action
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import found, page, see_other
from app.web.requests import Request


def show(request: Request) -> Response:
    return item_page(request, moderated(request), Submission())


def look(request: Request) -> Response:
    """Somebody has this open: by script every half minute, without script by a button."""
    item = moderated(request)
    by_script = "hx-request" in request.headers
    stays = AFTER_A_BEAT if by_script else AFTER_A_PRESS
    look_at(request.db, request.actor, item, stays=stays)
    if not by_script:
        return see_other(request, "moderation:item", reference=item.reference)
    present = others_looking(request.db, request.actor, item)
    return page(request, "moderation/_looking.html", present=present, reference=item.reference)


def note(request: Request) -> Response:
    item = moderated(request, lock=True)
    form = read(NoteText, request.posted)
    if form.value is None:
        return item_page(request, item, form)
    note_item(request.db, request.actor, item, form.value)
    query = {"notice": "noted"}
    return see_other(request, "moderation:item", query, reference=item.reference)


def decide(request: Request) -> Response:
    item = moderated(request, lock=True)
    form = read(AppealDecision, request.posted)
    if form.value is None:
        return item_page(request, item, form)
    decide_appeal(request.db, request.actor, item, form.value)
    query = {"notice": "appeal-decided"}
    return see_other(request, "moderation:item", query, reference=item.reference)


def alike(request: Request) -> Response:
    """What would be hit if one acted on everything that is like this, before one acts."""
    item = moderated(request)
    return alike_page(request, item, request.query_params.get("by", ""), Submission())


def alike_page(request: Request, item: Item, by: str, form: Submission[Any]) -> Response:
    """The wave, all of it chosen at first; after a mistake what was chosen stays chosen."""
    chosen = Alike(by) if by in set(Alike) else Alike.TEXT
    value = acts_value(request, item, form)
    return page(
        request,
        "moderation/alike.html",
        status=422 if form.errors else 200,
        item=item,
        wave=wave_of(request.db, request.actor, item, chosen),
        chosen=chosen,
        words=ALIKE_WORDS,
        form=value.form,
        canned=value.canned,
        reasons=value.reasons,
    )


def moderated(request: Request, *, lock: bool = False) -> Item:
    """The item of the address, for who may moderate it: never one's own."""
    item: Item = found(
        find_item(request.db, request.actor, request.reference, *MODERATED, lock=lock)
    )
    if reasons := objections(Action.HIDE_ITEM, request.actor, subject=item.subject()):
        raise Refused(*reasons)
    return item


def item_page(request: Request, item: Item, form: Submission[Any]) -> Response:
    """Words, files, signals, reports, objection, notes, history, and the acts."""
    value = acts_value(request, item, form)
    following = next_waiting(request.db, request.actor, hours_of(request), but=item.id)
    return page(
        request,
        "moderation/item.html",
        status=422 if form.errors else 200,
        item=item,
        details=details_of(request.db, request.actor, [item.id])[item.id],
        files=files_of(request.db, item.id),
        value=value,
        form=form,
        following=following,
        reports=open_reports(request.db, item),
        notes=private_notes(request.db, item),
        past=past_acts(request.db, item),
        present=others_looking(request.db, request.actor, item),
        item_url=PAGE_OF[item.kind],
        signal_words=SIGNAL_WORDS,
        risk_words=RISK_WORDS,
        **_second_look(request, item),
        alike_words=ALIKE_WORDS,
        copies=copies_of(request.db, item),
    )


def _second_look(request: Request, item: Item) -> dict[str, Any]:
    """What needs somebody else: a hiding to be confirmed, an objection; and who there is."""
    by_id = hidden_by(request.db, item)
    last = last_note(request.db, item)
    appeal: Appeal | None = appeal_against(request.db, last) if last else None
    refused: tuple[str, ...] = ()
    if last and appeal and appeal.decided_at is None:
        subject = item.subject(moderated_by=last.behind)
        refused = objections(Action.DECIDE_APPEAL, request.actor, subject=subject)
    others = None
    if by_id is not None or (appeal and appeal.decided_at is None):
        acted = by_id if by_id is not None else (last.behind if last else 0)
        others = colleagues_for(request.db, item).but(acted, item.author_id)
    return {
        "last": last,
        "hidden_by": by_id,
        "automatic": by_id == SYSTEM.id,
        "mine": by_id == request.actor.id,
        "appeal": appeal,
        "appeal_due": appeal and appeal.at + hours_of(request).of(Waits.APPEAL),
        "appeal_refused": refused,
        "others": others,
        "verdicts": list(Verdict),
    }


routes = [
    get("/moderation/items/{reference}", show, "moderation:item", Action.READ_QUEUE),
    post("/moderation/items/{reference}/looking", look, "moderation:look", Action.READ_QUEUE),
    post("/moderation/items/{reference}/notes", note, "moderation:note", Action.NOTE_ITEM),
    get("/moderation/items/{reference}/alike", alike, "moderation:alike", Action.READ_QUEUE),
    post(
        "/moderation/items/{reference}/objection",
        decide,
        "moderation:decide_appeal",
        Action.DECIDE_APPEAL,
    ),
]
