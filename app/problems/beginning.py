"""Beginning a contribution: what one brings, where it belongs, and the first sentence."""

from typing import Any

from starlette.responses import Response

from app.items.visibility import find_item
from app.participation.admission import asks_of
from app.participation.queries import ParticipationCard, participations
from app.problems import commands, queries
from app.problems.asking import IN_A_SENTENCE, STEPS
from app.problems.drafts import my_drafts
from app.problems.forms import MOST_IN_A_LINE, Beginning
from app.problems.steps import ask
from app.process.refusal import Refused
from app.process.rules import COLLECTING
from app.process.sentences import N_
from app.process.vocabulary import Action, Contribution, Phase
from app.web.addresses import address
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other
from app.web.requests import Request

NOT_COLLECTED = N_("No contributions are collected there now.")


def new(request: Request) -> Response:
    """What somebody brings; with a participation in the address, to this one."""
    cards = participations(request.db, request.actor)
    places = collecting(cards)
    asked = request.query_params.get("participation", "").upper()
    signed_in = request.actor.signed_in
    place = _chosen(places, asked)
    return page(
        request,
        "problems/new.html",
        kinds=IN_A_SENTENCE,
        places=places,
        place=place,
        asks=place and asks_of(request.db, request.actor, place.id),
        coming=[card for card in cards if card.next_kind is Phase.COLLECTING],
        drafts=my_drafts(request.db, request.actor) if signed_in else [],
        hours=request.settings.moderation_hours,
    )


def begin(request: Request) -> Response:
    """The first question. The draft itself begins when it is answered."""
    asked = request.query_params
    kind = chosen_kind(asked.get("contribution", ""))
    reference = asked.get("participation", "")
    if kind is None:
        return see_other(request, "problems:new", {"participation": reference} if reference else {})
    places = collecting(participations(request.db, request.actor))
    if place := _chosen(places, reference):
        return _first_page(request, kind, place, blank(request))
    if not places:
        return see_other(request, "problems:new")
    return see_other(request, "problems:where", {"contribution": kind})


def where(request: Request) -> Response:
    """Where it belongs; what is open at any time takes everything."""
    kind = chosen_kind(request.query_params.get("contribution", ""))
    places = collecting(participations(request.db, request.actor))
    if kind is None or not places:
        return see_other(request, "problems:new")
    return page(request, "problems/where.html", kind=kind, places=places)


def keep_first(request: Request) -> Response:
    form = read(Beginning, request.posted)
    places = collecting(participations(request.db, request.actor))
    place = _chosen(places, form.text("participation"))
    if place is None:
        raise Refused(NOT_COLLECTED)
    kind = chosen_kind(form.text("contribution")) or Contribution.PROBLEM
    if form.value is None:
        return _first_page(request, kind, place, form, status=422)
    participation = found(find_item(request.db, request.actor, place.reference))
    fields = {"contribution": kind, "title": form.value.title}
    draft = commands.draft_problem(
        request.db, request.actor, participation, fields, language=request.language
    )
    following = list(STEPS[kind])[1]
    return see_other(request, "problems:step", reference=draft.reference, step=following)


def similar(request: Request) -> Response:
    """Published contributions like the title that is being typed."""
    words = request.query_params.get("title", "")[:MOST_IN_A_LINE]
    offers = queries.similar_problems(request.db, request.actor, words)
    return page(request, "problems/similar.html", ["similar"], offers=offers, words=words)


def collecting(cards: list[ParticipationCard]) -> list[ParticipationCard]:
    """Where one can bring something in now; what is open at any time comes last."""
    found_cards = [card for card in cards if card.phase in COLLECTING]
    return sorted(found_cards, key=lambda card: card.phase is Phase.STANDING)


def chosen_kind(text: str) -> Contribution | None:
    return Contribution(text) if text in set(Contribution) else None


def _chosen(places: list[ParticipationCard], reference: str) -> ParticipationCard | None:
    if not reference and len(places) == 1:
        return places[0]
    return next((card for card in places if card.reference == reference.upper()), None)


def _first_page(
    request: Request,
    kind: Contribution,
    place: ParticipationCard,
    form: Submission[Any],
    *,
    status: int = 200,
) -> Response:
    back = {"participation": place.reference}
    return ask(
        request,
        "title",
        form,
        status=status,
        head=queries.DraftHead(kind, place.title, place.reference, place.language, None),
        action_url=address("problems:begin", request.language),
        back_url=address("problems:new", request.language, back),
        offers=queries.similar_problems(request.db, request.actor, form.text("title")),
    )


routes = [
    get("/problems/new", new, "problems:new"),
    get("/problems/new/where", where, "problems:where"),
    get("/problems/new/title", begin, "problems:begin", Action.DRAFT_PROBLEM),
    post("/problems/new/title", keep_first, "problems:begin", Action.DRAFT_PROBLEM),
    get("/problems/similar", similar, "problems:similar"),
]
