"""Looking after the words that moderators choose from."""

from typing import Any

from starlette.responses import Response

from app.i18n.languages import LANGUAGES
from app.moderation.canned import canned_lines
from app.moderation.commands import write_canned
from app.moderation.forms import MOST, CannedText
from app.moderation.models import CannedWords
from app.moderation.places import places_of
from app.process.actor import Subject
from app.process.rules import objections
from app.process.vocabulary import Action, Reason
from app.process.words import Choice
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other, word_choices
from app.web.requests import Request

NUMBER_LENGTH = 17


def index(request: Request) -> Response:
    return page(
        request,
        "moderation/canned.html",
        lines=canned_lines(request.db),
        names=_names(request),
        refused=_refused(request),
    )


def edit(request: Request) -> Response:
    canned = _canned(request)
    return _editing(request, blank(request, _typed(request, canned) if canned else None), canned)


def save(request: Request) -> Response:
    canned = _canned(request)
    form = read(CannedText, request.posted)
    if form.value is None:
        return _editing(request, form, canned)
    write_canned(request.db, request.actor, form.value, canned)
    return see_other(request, "moderation:canned", {"notice": "saved"})


def _editing(request: Request, form: Submission[Any], canned: CannedWords | None) -> Response:
    places = places_of(request.db, request.actor)
    return page(
        request,
        "moderation/canned_edit.html",
        status=422 if form.errors else 200,
        form=form,
        canned=canned,
        names=_names(request),
        reasons=word_choices(Reason),
        places=[Choice(str(place.id), place.title) for place in places],
        refused=_refused(request),
        most=MOST,
    )


def _canned(request: Request) -> CannedWords | None:
    """The words of the address; "new" is none yet."""
    number = str(request.path_params["number"])
    if number == "new":
        return None
    known = number.isdecimal() and len(number) < NUMBER_LENGTH
    canned: CannedWords = found(request.db.get(CannedWords, int(number)) if known else None)
    return canned


def _typed(request: Request, canned: CannedWords) -> dict[str, Any]:
    return {
        "reason": canned.reason,
        "participation_id": str(canned.participation_id),
        "words": [canned.texts.get(code, "") for code in _names(request)],
        "retired": "true" if canned.retired_at else "",
    }


def _names(request: Request) -> dict[str, str]:
    """The languages of the pages, each by its own name."""
    return {code: LANGUAGES[code].name for code in request.settings.language_codes}


def _refused(request: Request) -> tuple[str, ...]:
    return objections(Action.WRITE_CANNED, request.actor, subject=Subject())


routes = [
    get("/moderation/words", index, "moderation:canned", Action.READ_QUEUE),
    get("/moderation/words/{number}", edit, "moderation:edit_canned", Action.WRITE_CANNED),
    post("/moderation/words/{number}", save, "moderation:save_canned", Action.WRITE_CANNED),
]
