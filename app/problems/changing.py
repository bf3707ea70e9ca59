"""What authors may do with a contribution they have handed in, and what it said before."""

from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.items.models import Item
from app.items.visibility import find_item
from app.participation.phases import phase_of
from app.problems import commands, queries
from app.problems.answers import as_typed, in_zone, only_offered, options
from app.problems.asking import PARAGRAPHS, QUESTIONS, STEPS
from app.problems.forms import MOST, TEXTS, Withdrawal
from app.problems.history import changes_of
from app.problems.places import only_here
from app.process.refusal import Refused
from app.process.rules import objections
from app.process.vocabulary import Action, Kind, Retraction, State
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, environment, found, page, see_other, word_choices
from app.web.requests import Request

IN_HAND = {State.DRAFT, State.SUBMITTED, State.RETURNED, State.PUBLISHED}


@dataclass(frozen=True, slots=True)
class AuthorsActs:
    """What the author may do now; `edit_reasons` say why not change it."""

    edit_reasons: tuple[str, ...]


def authors_acts(request: Request, item: Item) -> AuthorsActs | None:
    """The acts on the page of a problem that only its author sees."""
    if item.author_id != request.actor.id or item.state not in IN_HAND:
        return None
    return AuthorsActs(_objections(request, item))


def edit(request: Request) -> Response:
    item = _own(request)
    if item.state in {State.DRAFT, State.RETURNED}:
        return see_other(request, "problems:check", reference=item.reference)
    if reasons := _objections(request, item):
        raise Refused(*reasons)
    words = queries.words_of(request.db, item)
    return _edit_page(request, item, blank(request, as_typed(words, request.settings.time_zone)))


def keep_edit(request: Request) -> Response:
    item = _own(request, lock=True)
    kind = queries.draft_head(request.db, item).contribution
    posted: Submission[Any] = read(TEXTS[kind], request.posted)
    form = only_here(request, only_offered(posted, options(request)))
    if form.value is None:
        return _edit_page(request, item, form, status=422)
    text = in_zone(form.value, request.settings.time_zone)
    commands.edit_problem(request.db, request.actor, item, text)
    return see_other(request, "problems:show", {"notice": "waiting"}, reference=item.reference)


def ask_why(request: Request) -> Response:
    return _withdraw_page(request, _own(request), blank(request))


def withdraw(request: Request) -> Response:
    item = _own(request, lock=True)
    form = read(Withdrawal, request.posted)
    if form.value is None:
        return _withdraw_page(request, item, form, status=422)
    commands.withdraw_problem(request.db, request.actor, item, form.value)
    return see_other(request, "problems:show", {"notice": "withdrawn"}, reference=item.reference)


def versions(request: Request) -> Response:
    item = found(find_item(request.db, request.actor, request.reference, Kind.PROBLEM))
    formats = environment(request.language, request.settings.time_zone).filters
    changes = changes_of(
        request.db, request.actor, item, request.language, moment=formats["datetime"]
    )
    return page(request, "problems/versions.html", item=item, changes=changes)


def _edit_page(
    request: Request, item: Item, form: Submission[Any], *, status: int = 200
) -> Response:
    kind = queries.draft_head(request.db, item).contribution
    return page(
        request,
        "problems/edit.html",
        status=status,
        item=item,
        form=form,
        kind=kind,
        asked=QUESTIONS[kind],
        steps=STEPS[kind],
        paragraphs=PARAGRAPHS,
        most=MOST,
        options=options(request),
    )


def _withdraw_page(
    request: Request, item: Item, form: Submission[Any], *, status: int = 200
) -> Response:
    reasons = word_choices(Retraction)
    return page(
        request, "problems/withdraw.html", status=status, item=item, form=form, reasons=reasons
    )


def _objections(request: Request, item: Item) -> tuple[str, ...]:
    phase = phase_of(request.db, item.participation_id)
    return objections(Action.EDIT_PROBLEM, request.actor, phase, item.subject())


def _own(request: Request, *, lock: bool = False) -> Item:
    """The problem if this person wrote it. Whoever reads it may know that it is another's."""
    item = find_item(request.db, request.actor, request.reference, Kind.PROBLEM, lock=lock)
    if item is None or item.state is State.DELETED:
        raise HTTPException(404)
    if reasons := objections(Action.WITHDRAW_PROBLEM, request.actor, subject=item.subject()):
        raise Refused(*reasons)
    return item


ONE = "/problems/{reference}"
routes = [
    get(f"{ONE}/edit", edit, "problems:edit", Action.EDIT_PROBLEM),
    post(f"{ONE}/edit", keep_edit, "problems:edit", Action.EDIT_PROBLEM),
    get(f"{ONE}/withdraw", ask_why, "problems:withdraw", Action.WITHDRAW_PROBLEM),
    post(f"{ONE}/withdraw", withdraw, "problems:withdraw", Action.WITHDRAW_PROBLEM),
    get(f"{ONE}/versions", versions, "problems:versions"),
]
