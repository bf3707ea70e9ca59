"""Pages of consultations: reading them, preparing them, publishing them."""

from typing import Any

from starlette.responses import Response

from app.items.models import Item
from app.items.parts import parts_of
from app.items.visibility import find_item
from app.organisations.members import speaks_for
from app.process.refusal import Refused
from app.process.rules import objections, permit
from app.process.sentences import N_
from app.process.vocabulary import Action, Kind, State
from app.statements import queries
from app.statements.consulting import (
    ANSWERED_ALREADY,
    prepare_consultation,
    publish_consultation,
)
from app.statements.content import SectionView
from app.statements.finding import consultation_item
from app.statements.forms import MOST_SECTIONS, ConsultationForm, SectionText, split_text
from app.statements.listing import consultations
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other
from app.web.requests import Request

BLANKS = 3
NOTHING_FOUND = N_(
    "No section was found in this text. A section begins with its number and its title, alone "
    "between two blank lines."
)


def index(request: Request) -> Response:
    cards = consultations(request.db, request.actor)
    return page(request, "statements/index.html", cards=cards)


def show(request: Request) -> Response:
    item, actor = consultation_item(request), request.actor
    consultation = queries.consultation_page(request.db, item.id)
    window = queries.window(request.db, item.participation_id)
    mine = speaks_for(actor)
    answers = not objections(Action.PREPARE_CONSULTATION, actor, subject=item.subject())
    return page(
        request,
        "statements/consultation.html",
        item=item,
        consultation=consultation,
        window=window,
        voices=queries.voices(request.db, item.id, mine) if mine else [],
        invitation=request.query_params.get("invitation", "")[:100],
        begin_reasons=objections(Action.DRAFT_STATEMENT, actor, window.phase),
        waive_reasons=objections(Action.WAIVE_STATEMENT, actor, window.phase),
        answers=answers,
        may_assist=not objections(Action.ASSIST_STATEMENT, actor, subject=item.subject()),
        statements=queries.statements_to(request.db, item.id) if answers else [],
        parts=parts_of(request, item),
    )


def new(request: Request) -> Response:
    return _form_page(request, _participation(request), blank(request), _blank_sections([]))


def edit(request: Request) -> Response:
    item = consultation_item(request)
    permit(Action.PREPARE_CONSULTATION, request.actor, subject=item.subject())
    consultation = queries.consultation_page(request.db, item.id)
    if consultation.has_statements:
        raise Refused(ANSWERED_ALREADY)
    typed = {
        "title": item.title,
        "introduction": consultation.introduction,
        "verified_only": "true" if consultation.verified_only else "",
    }
    return _form_page(request, item, blank(request, typed), _texts(consultation.sections))


def prepare(request: Request) -> Response:
    return _prepare(request, _participation(request))


def keep(request: Request) -> Response:
    return _prepare(request, consultation_item(request, lock=True))


def publish(request: Request) -> Response:
    item = consultation_item(request, lock=True)
    publish_consultation(request.db, request.actor, item)
    return see_other(
        request, "statements:consultation", {"notice": "saved"}, reference=item.reference
    )


def _prepare(request: Request, at: Item) -> Response:
    """Keep it, or make more room for sections, or split a pasted text for checking."""
    permit(Action.PREPARE_CONSULTATION, request.actor, subject=at.subject())
    form = read(ConsultationForm, request.posted)
    sections, go = _typed_sections(form), form.text("go")
    if go == "split":
        return _split(request, at, form)
    if go == "more":
        return _form_page(request, at, Submission(form.typed), _blank_sections(sections))
    if form.value is None:
        return _form_page(request, at, form, sections or _blank_sections([]), status=422)
    item = prepare_consultation(
        request.db, request.actor, at, form.value, language=request.language
    )
    return see_other(
        request, "statements:consultation", {"notice": "saved"}, reference=item.reference
    )


def _split(request: Request, at: Item, form: Submission[ConsultationForm]) -> Response:
    before, sections = split_text(form.text("pasted"))
    if not sections:
        return _form_page(
            request, at, Submission(form.typed).but("pasted", NOTHING_FOUND), [], status=422
        )
    typed = dict(form.typed) | {"pasted": ""}
    typed["introduction"] = form.text("introduction") or before
    kept = [each for each in _typed_sections(form) if not each.is_blank]
    return _form_page(request, at, Submission(typed), [*kept, *sections][:MOST_SECTIONS])


def _typed_sections(form: Submission[ConsultationForm]) -> list[SectionText]:
    """What was typed into the fields of sections, right or wrong."""
    lists = {name: form.list(name) for name in ("number", "heading", "text")}
    rows = zip(*lists.values(), strict=False)
    return [SectionText(number=number, title=title, text=text) for number, title, text in rows]


def _blank_sections(sections: list[SectionText]) -> list[SectionText]:
    return [*sections, *(SectionText() for _ in range(BLANKS))][:MOST_SECTIONS]


def _texts(sections: list[SectionView]) -> list[SectionText]:
    return [SectionText(number=each.number, title=each.title, text=each.text) for each in sections]


def _participation(request: Request) -> Item:
    item: Item = found(find_item(request.db, request.actor, request.reference, Kind.PARTICIPATION))
    return item


def _form_page(
    request: Request,
    at: Item,
    form: Submission[Any],
    sections: list[SectionText],
    *,
    status: int = 200,
) -> Response:
    permit(Action.PREPARE_CONSULTATION, request.actor, subject=at.subject())
    return page(
        request,
        "statements/prepare.html",
        status=status,
        at=at,
        begins=at.kind is Kind.PARTICIPATION,
        is_public=at.kind is Kind.CONSULTATION and at.state is not State.DRAFT,
        form=form,
        sections=sections,
    )


ONE = "/consultations/{reference}"
NEW = "/participation/{reference}/consultations/new"
routes = [
    get("/consultations", index, "statements:index"),
    get(ONE, show, "statements:consultation"),
    get(NEW, new, "statements:new", Action.PREPARE_CONSULTATION),
    post(NEW, prepare, "statements:new", Action.PREPARE_CONSULTATION),
    get(f"{ONE}/edit", edit, "statements:edit", Action.PREPARE_CONSULTATION),
    post(f"{ONE}/edit", keep, "statements:edit", Action.PREPARE_CONSULTATION),
    post(f"{ONE}/publish", publish, "statements:publish", Action.PUBLISH_CONSULTATION),
]
