"""The page of everything that waits."""

from typing import Any, TypeVar

from starlette.responses import Response

from app.moderation.canned import canned_words
from app.moderation.desk import COUNTED_TO, Wanted, desk, waiting_by_cause
from app.moderation.forms import MOST
from app.moderation.parts import hours_of
from app.moderation.places import places_of
from app.moderation.words import (
    MODERATED,
    RISK_WORDS,
    SIGNAL_WORDS,
    SORT_WORDS,
    WAITS_WORDS,
    Risk,
    Sort,
    Waits,
)
from app.process.vocabulary import Action, Kind, Reason
from app.web.addresses import address
from app.web.endpoint import get
from app.web.forms import Submission
from app.web.pages import page, word_choices
from app.web.requests import Request

FILTERS = ("waits", "kind", "risk", "participation", "language", "q", "sort", "select")
LONGEST = 200
Choice = TypeVar("Choice", Waits, Kind, Risk, Sort)


def index(request: Request) -> Response:
    return queue_page(request, Submission())


def queue_page(request: Request, form: Submission[Any]) -> Response:
    """What waits, with one form for many."""
    wanted = wanted_of(request)
    shown = desk(request.db, request.actor, wanted, hours_of(request))
    query = _query(request)
    counts = _counts(request)
    but = {name: text for name, text in query.items() if name not in {"waits", "select"}}
    return page(
        request,
        "moderation/queue.html",
        status=422 if form.errors else 200,
        desk=shown,
        wanted=wanted,
        counts=[
            (waits, WAITS_WORDS[waits], counts[waits], _address(request, but | {"waits": waits}))
            for waits in Waits
        ],
        everything_url=_address(request, but),
        total=sum(counts.values()),
        counted_to=COUNTED_TO,
        form=form,
        all_chosen=query.get("select") == "page",
        query={name: text for name, text in query.items() if name != "select"},
        places=places_of(request.db, request.actor),
        canned=canned_words(request.db, request.language),
        reasons=word_choices(Reason),
        kinds=word_choices(MODERATED),
        risks=[(risk, RISK_WORDS[risk]) for risk in Risk],
        sorts=[(sort, SORT_WORDS[sort]) for sort in Sort],
        waits_words=WAITS_WORDS,
        risk_words=RISK_WORDS,
        signal_words=SIGNAL_WORDS,
        codes=request.settings.language_codes,
        most=MOST,
        next_url=shown.after and _address(request, query | {"after": shown.after}),
        first_url=wanted.after and _address(request, query),
    )


def wanted_of(request: Request) -> Wanted:
    """What is asked for in the address; what makes no sense is left out."""
    asked = request.query_params
    return Wanted(
        waits=_chosen(Waits, asked.get("waits", "")),
        kind=_chosen(Kind, asked.get("kind", "")),
        risk=_chosen(Risk, asked.get("risk", "")),
        participation=asked.get("participation", "").strip()[:20].upper(),
        language=asked.get("language", "").strip()[:12],
        words=asked.get("q", "").strip()[:LONGEST],
        sort=_chosen(Sort, asked.get("sort", "")) or Sort.DUE,
        after=asked.get("after", ""),
    )


def _counts(request: Request) -> dict[Waits, int]:
    """What was counted for the bar of this very page is not counted again."""
    actor_id, counts = request.db.info.pop("waiting", (0, {}))
    if actor_id == request.actor.id and counts:
        return dict(counts)
    return waiting_by_cause(request.db, request.actor)


def _query(request: Request) -> dict[str, str]:
    asked = request.query_params
    return {name: asked[name] for name in FILTERS if asked.get(name)}


def _address(request: Request, query: dict[str, str]) -> str:
    return address("moderation:queue", request.language, query)


def _chosen(vocabulary: type[Choice], text: str) -> Choice | None:
    return vocabulary(text) if text in set(vocabulary) else None


routes = [get("/moderation", index, "moderation:queue", Action.READ_QUEUE)]
