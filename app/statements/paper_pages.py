"""Staff enter a statement that came on paper."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import Response

from app.db.clock import now
from app.items.models import Item
from app.process.rules import permit
from app.process.sentences import N_
from app.process.vocabulary import DECLARED_GROUPS, Action, Channel, Position
from app.statements.content import SectionView, sections_of
from app.statements.finding import consultation_item
from app.statements.forms import (
    NOT_YET,
    ONE_ORGANISATION,
    WRITTEN_LATER,
    Answer,
    PaperStatement,
)
from app.statements.papers import assist_statement
from app.statements.queries import known_organisations
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, page, see_other, word_choices
from app.web.requests import Request

NOT_READABLE = N_("Please check the positions, and that no text is longer than 10000 characters.")
POSITION_MISSING = N_("There is a text without a position. Please choose one, so that it is kept.")


def ask(request: Request) -> Response:
    return _form_page(request, consultation_item(request), blank(request))


def enter(request: Request) -> Response:
    item = consultation_item(request)
    sections = sections_of(request.db, item.id)
    form = _checked(request, read(PaperStatement, request.posted))
    answers: dict[int, Answer] = {}
    if form.value is not None:
        form, answers = _answers(form, form.value, sections)
    if form.value is None:
        return _form_page(request, item, form, status=422)
    made = assist_statement(
        request.db, request.actor, item, form.value, answers=answers, language=request.language
    )
    return see_other(request, "statements:show", {"notice": "saved"}, reference=made.reference)


def _checked(request: Request, form: Submission[PaperStatement]) -> Submission[PaperStatement]:
    """What only the page knows: which organisations there are, and which day it is."""
    paper = form.value
    if paper is None:
        return form
    known = {each.value for each in known_organisations(request.db)}
    if paper.organisation and str(paper.organisation) not in known:
        return form.but("organisation", ONE_ORGANISATION)
    if paper.filed_on > _today(request):
        return form.but("filed_on", NOT_YET)
    if paper.is_out_of_order and not paper.days_are_right:
        return form.but("written_on", WRITTEN_LATER)
    return form


def _answers(
    form: Submission[PaperStatement], paper: PaperStatement, sections: list[SectionView]
) -> tuple[Submission[PaperStatement], dict[int, Answer]]:
    """What it says to each section; refused where a text would be lost without a position."""
    try:
        said = dict(zip(sections, paper.answers(), strict=False))
    except ValueError:
        return form.but("position", NOT_READABLE), {}
    for section, answer in said.items():
        if not (section.is_question or answer.is_blank or answer.position):
            return form.but("position", POSITION_MISSING), {}
    return form, {section.id: answer for section, answer in said.items()}


def _today(request: Request) -> date:
    return now().astimezone(ZoneInfo(request.settings.time_zone)).date()


def _form_page(
    request: Request, item: Item, form: Submission[Any], *, status: int = 200
) -> Response:
    permit(Action.ASSIST_STATEMENT, request.actor, subject=item.subject())
    typed = {name: form.list(name) for name in ("position", "reason", "wording", "evidence")}
    return page(
        request,
        "statements/paper.html",
        status=status,
        item=item,
        form=form,
        typed=typed,
        sections=sections_of(request.db, item.id),
        organisations=known_organisations(request.db),
        channels=word_choices((Channel.PAPER, Channel.COUNTER, Channel.PHONE, Channel.WORKSHOP)),
        groups=word_choices(DECLARED_GROUPS),
        positions=word_choices(Position),
    )


ALL = "/consultations/{reference}/paper"
routes = [
    get(ALL, ask, "statements:paper", Action.ASSIST_STATEMENT),
    post(ALL, enter, "statements:paper", Action.ASSIST_STATEMENT),
]
