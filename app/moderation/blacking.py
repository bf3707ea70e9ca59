"""The page on which personal data is blacked out: marked, looked at, then done."""

import re

from starlette.responses import Response

from app.i18n.catalogues import catalogue
from app.items.models import Item
from app.moderation.copies import copies_of
from app.moderation.forms import Passages
from app.moderation.looking import moderated
from app.moderation.redacting import (
    BLOCK,
    NOT_THERE,
    found_in,
    originals_of,
    preview_of,
    redact_item,
)
from app.moderation.texts import texts_of
from app.process.vocabulary import Action
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import page, see_other
from app.web.requests import Request

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\s*\n+\s*")
SHORTEST = 3


def show(request: Request) -> Response:
    return _page(request, moderated(request), Submission(), {})


def redact(request: Request) -> Response:
    """Shows what it would look like first; "done" does it."""
    item = moderated(request, lock=True)
    form = read(Passages, request.posted)
    if form.value is None:
        return _page(request, item, form, {})
    block, passages = _block(item), form.value.all
    preview = preview_of(texts_of(request.db, item), passages, block)
    if request.posted.get("step") != "done":
        if not found_in(texts_of(request.db, item).values(), passages):
            return _page(request, item, form.but("typed", NOT_THERE), {})
        return _page(request, item, form, preview)
    days = request.settings.redaction_days
    redact_item(request.db, request.actor, item, form.value, block=block, days=days)
    query = {"notice": "redacted"}
    return see_other(request, "moderation:item", query, reference=item.reference)


def _block(item: Item) -> str:
    """What stands in the text from then on, in the language of the text."""
    return str(catalogue(item.language).ugettext(BLOCK))


def _page(
    request: Request, item: Item, form: Submission[Passages], preview: dict[str, str]
) -> Response:
    sentences = {
        field: [each for each in _SENTENCE_END.split(text) if len(each) >= SHORTEST]
        for field, text in texts_of(request.db, item).items()
    }
    return page(
        request,
        "moderation/redact.html",
        status=422 if form.errors else 200,
        item=item,
        form=form,
        sentences=sentences,
        preview=preview,
        originals=originals_of(request.db, item),
        days=request.settings.redaction_days,
        copies=copies_of(request.db, item),
    )


routes = [
    get(
        "/moderation/items/{reference}/redaction",
        show,
        "moderation:redacting",
        Action.REDACT_ITEM,
    ),
    post(
        "/moderation/items/{reference}/redaction",
        redact,
        "moderation:redact",
        Action.REDACT_ITEM,
    ),
]
