"""Assisted entry: staff write down what somebody said on the phone, on paper or in a workshop."""

from datetime import date
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import Response

from app.db.clock import now
from app.items.models import Item
from app.items.visibility import find_item
from app.participation.queries import participations
from app.problems import commands
from app.problems.answers import as_typed, in_zone, only_offered, options
from app.problems.asking import IN_A_SENTENCE, PARAGRAPHS, QUESTIONS
from app.problems.beginning import chosen_kind, collecting
from app.problems.entries import entry_log, entry_words, returned_entry
from app.problems.forms import MOST, AssistedEntry
from app.problems.tracking import tracking_token
from app.process.vocabulary import DECLARED_GROUPS, Action, Channel, Kind
from app.process.words import Choice
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other, word_choices
from app.web.requests import Request


def log(request: Request) -> Response:
    before = request.query_params.get("before", "")
    newest = entry_log(request.db, request.actor, int(before) if _is_key(before) else 0)
    zone = ZoneInfo(request.settings.time_zone)
    days = groupby(newest.entries, key=lambda entry: entry.at.astimezone(zone).date())
    return page(
        request,
        "problems/assisted.html",
        days=[(day, list(entries)) for day, entries in days],
        tokens={
            entry.item_id: tracking_token(request.settings, entry.item_id)
            for entry in newest.entries
        },
        after=newest.after,
        before=before,
    )


def new(request: Request) -> Response:
    """First the kind, then one form with its questions."""
    if chosen_kind(request.query_params.get("contribution", "")) is None:
        return page(request, "problems/assist_kind.html", kinds=IN_A_SENTENCE)
    today = {"filed_on": _today(request).isoformat(), "language": request.language}
    return _form_page(request, blank(request, today))


def enter(request: Request) -> Response:
    form = only_offered(read(AssistedEntry, request.posted), _offered(request))
    if form.value is None:
        return _form_page(request, form, status=422)
    place = found(
        find_item(
            request.db, request.actor, form.value.participation, Kind.PARTICIPATION, lock=True
        )
    )
    return _hand_in(request, place, form.value)


def again(request: Request) -> Response:
    """What moderation has returned is changed by staff, too: its author may have no account."""
    item = _returned(request)
    words = as_typed(entry_words(request.db, item), request.settings.time_zone)
    return _form_page(request, blank(request, words), item=item)


def enter_again(request: Request) -> Response:
    item = _returned(request, lock=True)
    form = only_offered(read(AssistedEntry, request.posted), _offered(request))
    if form.value is None:
        return _form_page(request, form, item=item, status=422)
    return _hand_in(request, item, form.value)


def _hand_in(request: Request, at: Item, typed: AssistedEntry) -> Response:
    entry = in_zone(typed, request.settings.time_zone)
    language = entry.language or at.language
    item = commands.assist_problem(request.db, request.actor, at, entry, language=language)
    token = tracking_token(request.settings, item.id)
    return see_other(request, "track:show", {"notice": "waiting"}, token=token)


def _returned(request: Request, *, lock: bool = False) -> Item:
    item = returned_entry(request.db, request.actor, request.reference, lock=lock)
    return found(item)  # type: ignore[no-any-return]


def _form_page(
    request: Request, form: Submission[Any], *, item: Item | None = None, status: int = 200
) -> Response:
    asked = request.query_params.get("contribution", "")
    kind = chosen_kind(form.text("contribution")) or chosen_kind(asked)
    if kind is None:
        return page(request, "problems/assist_kind.html", status=status, kinds=IN_A_SENTENCE)
    return page(
        request,
        "problems/assist.html",
        status=status,
        form=form,
        item=item,
        tracking=item and tracking_token(request.settings, item.id),
        kind=kind,
        asked=QUESTIONS[kind],
        paragraphs=PARAGRAPHS,
        most=MOST,
        options=options(request),
        places=_offered(request)["participation"],
        channels=word_choices(Channel),
        groups=word_choices(DECLARED_GROUPS),
    )


def _offered(request: Request) -> dict[str, list[Choice]]:
    cards = collecting(participations(request.db, request.actor))
    known = options(request)
    codes = [Choice(code, code) for code in request.settings.language_codes]
    return {
        "participation": [Choice(card.reference, card.title) for card in cards],
        "district_id": known["district_id"],
        "action_fields": known["action_fields"],
        "language": codes,
    }


def _today(request: Request) -> date:
    return now().astimezone(ZoneInfo(request.settings.time_zone)).date()


def _is_key(text: str) -> bool:
    return text.isdecimal() and len(text) < 19


ONE = "/problems/assisted/{reference}"
routes = [
    get("/problems/assisted", log, "problems:assisted", Action.ASSIST_PROBLEM),
    get("/problems/assisted/new", new, "problems:assist", Action.ASSIST_PROBLEM),
    post("/problems/assisted/new", enter, "problems:assist", Action.ASSIST_PROBLEM),
    get(f"{ONE}/again", again, "problems:assist_again", Action.ASSIST_PROBLEM),
    post(f"{ONE}/again", enter_again, "problems:assist_again", Action.ASSIST_PROBLEM),
]
