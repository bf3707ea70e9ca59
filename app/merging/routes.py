"""Pages and acts of merging: pairs that look alike, candidates, the check, the merge."""

from typing import Any

from starlette.responses import Response

from app.items.models import Item
from app.items.visibility import find_item
from app.merging import commands, queries
from app.merging.forms import AT_MOST, Choosing, MergedText
from app.process.refusal import Refused
from app.process.rules import permit
from app.process.vocabulary import Action, Kind, State
from app.web.addresses import address
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other
from app.web.requests import Request

WORDS = ("title", "what", "affected", "everyday", "need")


def pairs(request: Request) -> Response:
    after = request.query_params.get("after", "")
    shown, following = queries.pairs(request.db, request.actor, after)
    language = request.language
    return page(
        request,
        "merging/pairs.html",
        pairs=shown,
        next_url=following and address("merging:pairs", language, {"after": following}),
        first_url=after and address("merging:pairs", language),
    )


def choose(request: Request) -> Response:
    """What might be merged with one contribution."""
    item = _published(request, request.query_params.get("item", ""))
    return _choosing(request, item, blank(request), request.query_params.get("more", ""))


def check(request: Request) -> Response:
    """What will happen, and the words of the new contribution."""
    form = read(Choosing, request.posted)
    item = _published(request, form.text("item"))
    if form.value is None:
        return _choosing(request, item, form.but("reference", commands.TOO_FEW), status=422)
    lead = _published(request, form.value.lead or item.reference)
    return _check_page(request, form.value.reference, lead, None)


def merge(request: Request) -> Response:
    form = read(MergedText, request.posted)
    references = [str(each) for each in request.posted.getlist("reference")][:AT_MOST]
    lead = _published(request, str(request.posted.get("lead", "")), lock=True)
    if form.value is None:
        return _check_page(request, references, lead, form)
    others = (each for each in references if each != lead.reference)
    sources = sorted(
        [lead, *(_published(request, each, lock=True) for each in others)], key=lambda each: each.id
    )
    made = commands.merge_item(request.db, request.actor, sources, form.value, lead=lead)
    return see_other(request, "problems:show", {"notice": "merged"}, reference=made.reference)


def separate(request: Request) -> Response:
    one = _published(request, str(request.posted.get("one", "")))
    other = _published(request, str(request.posted.get("other", "")))
    commands.separate_item(request.db, request.actor, one, other)
    return see_other(request, "merging:pairs", {"notice": "saved"})


def unmerge(request: Request) -> Response:
    item = found(find_item(request.db, request.actor, request.reference, Kind.PROBLEM, lock=True))
    sources = commands.unmerge_item(request.db, request.actor, item)
    first = sources[0].reference
    return see_other(request, "problems:show", {"notice": "unmerged"}, reference=first)


def _published(request: Request, reference: str, *, lock: bool = False) -> Item:
    wanted = reference.strip().upper()
    item = found(find_item(request.db, request.actor, wanted, Kind.PROBLEM, lock=lock))
    permit(Action.MERGE_ITEM, request.actor, subject=item.subject())
    if lock and item.state is not State.PUBLISHED:
        raise Refused(commands.NOT_PUBLISHED)
    return item  # type: ignore[no-any-return]


def _choosing(
    request: Request, item: Item, form: Submission[Any], more: str = "", *, status: int = 200
) -> Response:
    references = [*form.list("reference"), *more.replace(",", " ").split()][:AT_MOST]
    known = queries.sides(request.db, request.actor, [item.id])
    return page(
        request,
        "merging/choose.html",
        status=status,
        item=item,
        form=form,
        first=found(known.get(item.id)),
        candidates=queries.candidates(request.db, request.actor, item, references),
        more=more,
        asked=set(references),
    )


def _check_page(
    request: Request, references: Any, lead: Item, form: Submission[Any] | None
) -> Response:
    items = [_published(request, each) for each in dict.fromkeys([*references, lead.reference])]
    known = queries.sides(request.db, request.actor, [each.id for each in items])
    beginning = found(known.get(lead.id))
    typed = {name: getattr(beginning, name) for name in WORDS}
    return page(
        request,
        "merging/check.html",
        status=422 if form else 200,
        form=form or Submission(typed),
        lead=beginning,
        sides=sorted(known.values(), key=lambda side: side.id),
    )


routes = [
    get("/moderation/alike", pairs, "merging:pairs", Action.MERGE_ITEM),
    post("/moderation/alike", separate, "merging:pairs", Action.SEPARATE_ITEM),
    get("/moderation/merge", choose, "merging:choose", Action.MERGE_ITEM),
    post("/moderation/merge/check", check, "merging:check", Action.MERGE_ITEM),
    post("/moderation/merge", merge, "merging:choose", Action.MERGE_ITEM),
    post("/problems/{reference}/unmerge", unmerge, "merging:unmerge", Action.UNMERGE_ITEM),
]
