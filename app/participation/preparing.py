"""Preparing a participation: drafts, links to look at them, publishing, changing the concept."""

from typing import Any

from itsdangerous import BadData, URLSafeSerializer
from starlette.datastructures import FormData
from starlette.responses import Response

from app.items.models import Item
from app.participation import commands
from app.participation.concept import (
    Share,
    models_to_copy,
    participation_page,
    share,
    shares_of,
    texts_of,
)
from app.participation.forms import NO_END, ConceptText, DraftForm, OpeningForm, ShareForm
from app.participation.models import ParticipationShare
from app.participation.reading import asked_item, local_zone
from app.participation.words import CONCEPT, FIRST_TEXTS, LATER_TEXTS, WHAT_HAPPENS
from app.process.refusal import Refused
from app.process.rules import SIGN_IN_FIRST, objections, permit
from app.process.sentences import N_
from app.process.vocabulary import PLANNED_PHASES, Action, Level, Phase, State
from app.process.words import Choice
from app.web.addresses import address
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other, word_choices
from app.web.requests import Request

EXPIRED = N_("This link has expired. Please ask whoever gave it to you for another one.")
RUNS = (
    ("phases", N_("In phases, each with its first and last day")),
    ("standing", N_("At any time, without an end (arena)")),
)
DAYS = 14


def new(request: Request) -> Response:
    """An empty form, or one with the words of an earlier participation, without its days."""
    copied = texts_of(request.db, request.query_params.get("from", "").strip().upper()[:20])
    form = blank(request, {"runs": "phases"} | copied)
    return _form_page(request, form, models=models_to_copy(request.db))


def open_(request: Request) -> Response:
    draft = request.posted.get("act") == "draft"
    form: Submission[Any] = read(DraftForm if draft else OpeningForm, request.posted)
    if form.value is None:
        return _form_page(request, form, status=422)
    item = commands.open_participation(
        request.db,
        request.actor,
        form.value.concept(local_zone(request)),
        request.language,
        draft=draft,
    )
    return see_other(request, "participation:show", {"notice": "saved"}, reference=item.reference)


def change(request: Request) -> Response:
    item = asked_item(request)
    permit(Action.EDIT_PARTICIPATION, request.actor, subject=item.subject())
    return _form_page(request, blank(request, _as_typed(request, item)), item=item)


def keep(request: Request) -> Response:
    item = asked_item(request, lock=True)
    drafted = item.state is State.DRAFT
    form: Submission[Any] = read(DraftForm if drafted else ConceptText, request.posted)
    if form.value is None:
        return _form_page(request, form, item=item, status=422)
    wanted = form.value.concept(local_zone(request)) if drafted else form.value
    commands.edit_participation(request.db, request.actor, item, wanted)
    return see_other(request, "participation:show", {"notice": "saved"}, reference=item.reference)


def publish(request: Request) -> Response:
    """Publish a draft; where something is missing, the form says what."""
    item = asked_item(request, lock=True)
    permit(Action.PUBLISH_PARTICIPATION, request.actor, subject=item.subject())
    kept = read(OpeningForm, FormData(_as_typed(request, item)))
    if item.state is State.DRAFT and kept.value is None:
        return _form_page(request, kept, item=item, status=422)
    commands.publish_participation(request.db, request.actor, item)
    return see_other(request, "participation:show", {"notice": "saved"}, reference=item.reference)


def links(request: Request) -> Response:
    item = asked_item(request)
    permit(Action.SHARE_PARTICIPATION, request.actor, subject=item.subject())
    return _links_page(request, item, blank(request, {"days": str(DAYS)}))


def give_link(request: Request) -> Response:
    item = asked_item(request, lock=True)
    form = read(ShareForm, request.posted)
    if form.value is None:
        return _links_page(request, item, form, status=422)
    commands.share_participation(request.db, request.actor, item, **form.value.model_dump())
    return see_other(request, "participation:share", {"notice": "saved"}, reference=item.reference)


def end_link(request: Request) -> Response:
    """It no longer works for anybody who has it."""
    item, number = asked_item(request, lock=True), int(request.path_params["id"])
    given = request.db.get(ParticipationShare, number) if number < 2**53 else None
    given = found(given if given and given.participation_id == item.id else None)
    commands.share_participation(
        request.db, request.actor, item, days=0, signed_in_only=given.signed_in_only, at=given
    )
    return see_other(request, "participation:share", {"notice": "saved"}, reference=item.reference)


def preview(request: Request) -> Response:
    """What is not public yet, for whoever has a link that still works."""
    given = found(share(request.db, _share_id(request)))
    if given.signed_in_only and not request.actor.signed_in:
        raise Refused(SIGN_IN_FIRST)
    item = request.db.get_one(Item, given.participation_id)
    if item.state is not State.DRAFT:
        return see_other(request, "participation:show", reference=item.reference)
    if not given.works:
        raise Refused(EXPIRED)
    response = page(
        request,
        "participation/preview.html",
        item=item,
        concept=participation_page(request.db, item),
        what_happens=WHAT_HAPPENS,
        headings={name: heading for name, (heading, _) in CONCEPT.items()},
        later=LATER_TEXTS,
        preview=given,
        clock=None,
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _as_typed(request: Request, item: Item) -> dict[str, str]:
    """The concept as the form shows it, with the days of a draft."""
    concept = participation_page(request.db, item)
    typed = concept.texts | {"title": item.title, "level": concept.level.value}
    standing = any(line.kind is Phase.STANDING for line in concept.phases)
    typed["runs"] = "standing" if standing else "phases"
    if item.state is not State.DRAFT or standing:
        return typed
    zone = local_zone(request)
    for line in concept.phases:
        typed[f"{line.kind}_opens"] = line.opens_at.astimezone(zone).date().isoformat()
        typed[f"{line.kind}_closes"] = line.closes_at.astimezone(zone).date().isoformat()
    if concept.card.answers_due < NO_END:
        typed["answers_due"] = concept.card.answers_due.astimezone(zone).date().isoformat()
    return typed


def _form_page(
    request: Request,
    form: Submission[Any],
    *,
    item: Item | None = None,
    models: list[Choice] | None = None,
    status: int = 200,
) -> Response:
    return page(
        request,
        "participation/form.html",
        status=status,
        form=form,
        item=item,
        with_days=item is None or item.state is State.DRAFT,
        models=models or [],
        questions={name: question for name, (_, question) in CONCEPT.items()},
        first=FIRST_TEXTS,
        later=LATER_TEXTS,
        levels=word_choices(Level),
        runs=RUNS,
        phases=PLANNED_PHASES,
        what_happens=WHAT_HAPPENS,
    )


def _links_page(
    request: Request, item: Item, form: Submission[Any], *, status: int = 200
) -> Response:
    shares = shares_of(request.db, item.id)
    reasons = objections(Action.SHARE_PARTICIPATION, request.actor, subject=item.subject())
    if item.state is not State.DRAFT:
        reasons = (*reasons, commands.PUBLIC_ALREADY)
    return page(
        request,
        "participation/share.html",
        status=status,
        item=item,
        form=form,
        reasons=reasons,
        links=[(each, _link(request, each)) for each in shares],
    )


def _link(request: Request, given: Share) -> str:
    token = _serializer(request).dumps(given.id)
    return request.settings.origin + address("participation:preview", request.language, token=token)


def _share_id(request: Request) -> int:
    try:
        return int(_serializer(request).loads(request.path_params["token"]))
    except (BadData, ValueError, TypeError):
        return 0


def _serializer(request: Request) -> URLSafeSerializer:
    return URLSafeSerializer(request.settings.secret, salt="participation.preview")


_OPEN, _EDIT = Action.OPEN_PARTICIPATION, Action.EDIT_PARTICIPATION
_SHARE, _PUBLISH = Action.SHARE_PARTICIPATION, Action.PUBLISH_PARTICIPATION
routes = [
    get("/participation/new", new, "participation:new", _OPEN),
    post("/participation/new", open_, "participation:new", _OPEN),
    get("/participation/preview/{token}", preview, "participation:preview"),
    get("/participation/{reference}/edit", change, "participation:edit", _EDIT),
    post("/participation/{reference}/edit", keep, "participation:edit", _EDIT),
    post("/participation/{reference}/publish", publish, "participation:publish", _PUBLISH),
    get("/participation/{reference}/share", links, "participation:share", _SHARE),
    post(
        "/participation/{reference}/share/{id:int}/end", end_link, "participation:unshare", _SHARE
    ),
    post("/participation/{reference}/share", give_link, "participation:share", _SHARE),
]
