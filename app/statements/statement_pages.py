"""Working on a statement: one section a page, each kept on the server; nobody's words are lost."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.items.models import Item
from app.process.refusal import Refused
from app.process.rules import objections
from app.process.vocabulary import Action, Position, State
from app.statements.commands import draft_statement, waive_statement
from app.statements.content import Answered, StatementText, gaps
from app.statements.finding import consultation_item, found_statement, own_item
from app.statements.forms import MOST, Answer, General, Voice
from app.statements.inviting import take_up
from app.statements.letters import send_receipt
from app.statements.paper_pages import POSITION_MISSING
from app.statements.queries import consultation_page, statement_text
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other, word_choices
from app.web.requests import Request

CONFLICT = 409


def begin(request: Request) -> Response:
    """Begin a statement, or go on with the one that somebody else has begun."""
    consultation, voice = consultation_item(request), read(Voice, request.posted)
    if voice.value is None:
        return see_other(request, "statements:consultation", reference=consultation.reference)
    said = voice.value
    item = draft_statement(
        request.db,
        request.actor,
        consultation,
        organisation_id=said.organisation,
        language=request.language,
    )
    take_up(request.db, request.actor, consultation.id, said.organisation, token=said.invitation)
    return see_other(request, "statements:work", reference=item.reference)


def waive(request: Request) -> Response:
    """No objection, in one step."""
    consultation, voice = consultation_item(request), found(read(Voice, request.posted).value)
    item = waive_statement(
        request.db,
        request.actor,
        consultation,
        organisation_id=voice.organisation,
        language=request.language,
    )
    take_up(request.db, request.actor, consultation.id, voice.organisation, token=voice.invitation)
    whole = consultation_page(request.db, consultation.id)
    send_receipt(request, item, statement_text(request.db, item), whole)
    return see_other(request, "statements:received", reference=item.reference)


def work(request: Request) -> Response:
    """The overview: how far each section is, and what one can do next."""
    whole = found_statement(request, own_item(request))
    return page(request, "statements/work.html", whole=whole, gaps=gaps(whole.text))


def section(request: Request) -> Response:
    item, text = _draft(request)
    answered = _asked(request, text)
    typed = {name: getattr(answered, name) or "" for name in ("position", "reason", "evidence")}
    typed["wording"] = answered.wording or answered.section.text
    return _section_page(request, item, text, answered, form=blank(request, typed))


def keep_section(request: Request) -> Response:
    """Keep it, unless somebody else changed it meanwhile: then both texts are shown."""
    item, text = _draft(request, lock=True)
    answered, form = _asked(request, text), read(Answer, request.posted)
    if form.value is None:
        return _section_page(request, item, text, answered, form=form, status=422)
    typed = form.value
    if _would_be_lost(answered, typed):
        wrong = form.but("position", POSITION_MISSING)
        return _section_page(request, item, text, answered, form=wrong, status=422)
    if typed.seen != answered.version and not _says(answered, typed):
        return _section_page(
            request, item, text, answered, form=form, theirs=answered, status=CONFLICT
        )
    said = Answer() if form.text("go") == "out" else typed
    draft_statement(request.db, request.actor, item, answers={answered.section.id: said})
    return _onward(request, item, text, answered, go=form.text("go"))


def general(request: Request) -> Response:
    item, text = _draft(request)
    typed = {name: getattr(text, name) for name in ("represents", "interest", "remarks")}
    return _general_page(request, item, text, blank(request, typed))


def keep_general(request: Request) -> Response:
    item, text = _draft(request, lock=True)
    form = read(General, request.posted)
    if form.value is None:
        return _general_page(request, item, text, form, status=422)
    names = ("represents", "interest", "remarks")
    differs = any(getattr(text, name) != getattr(form.value, name) for name in names)
    if form.value.seen != text.general_version and differs:
        return _general_page(request, item, text, form, theirs=text, status=CONFLICT)
    draft_statement(request.db, request.actor, item, general=form.value)
    return see_other(request, "statements:work", {"notice": "saved"}, reference=item.reference)


def _onward(
    request: Request, item: Item, text: StatementText, answered: Answered, *, go: str
) -> Response:
    """To the section before or after, or to the overview."""
    numbers = [each.section.number for each in text.answers]
    following = numbers.index(answered.section.number) + (-1 if go == "back" else 1)
    if go in {"overview", "out"} or not 0 <= following < len(numbers):
        return see_other(request, "statements:work", {"notice": "saved"}, reference=item.reference)
    return see_other(
        request, "statements:section", reference=item.reference, number=numbers[following]
    )


def _draft(request: Request, *, lock: bool = False) -> tuple[Item, StatementText]:
    item = own_item(request, lock=lock)
    if reasons := objections(Action.DRAFT_STATEMENT, request.actor, subject=item.subject()):
        raise Refused(*reasons)
    if item.state is not State.DRAFT and request.method == "GET":
        raise HTTPException(404)
    return item, statement_text(request.db, item)


def _asked(request: Request, text: StatementText) -> Answered:
    number = request.path_params["number"]
    answered: Answered = found(
        next((each for each in text.answers if each.section.number == number), None)
    )
    return answered


def _would_be_lost(answered: Answered, said: Answer) -> bool:
    """Whether there are words without a position."""
    changed = said.wording.split() not in (answered.section.text.split(), [])
    words = said.reason or said.evidence or changed
    return bool(words and said.position is None and not answered.section.is_question)


def _says(answered: Answered, said: Answer) -> bool:
    """Whether what was typed is what stands there already."""
    names = ("position", "reason", "evidence")
    wording = answered.wording or answered.section.text
    same = all((getattr(answered, name) or "") == (getattr(said, name) or "") for name in names)
    return same and said.wording.split() in (wording.split(), [])


def _section_page(
    request: Request,
    item: Item,
    text: StatementText,
    answered: Answered,
    *,
    form: Submission[Any],
    theirs: Answered | None = None,
    status: int = 200,
) -> Response:
    numbers = [each.section.number for each in text.answers]
    return page(
        request,
        "statements/section.html",
        status=status,
        item=item,
        text=text,
        answered=answered,
        section=answered.section,
        form=form,
        theirs=theirs,
        at=numbers.index(answered.section.number) + 1,
        all=len(numbers),
        positions=word_choices(Position),
        most=MOST,
    )


def _general_page(
    request: Request,
    item: Item,
    text: StatementText,
    form: Submission[Any],
    *,
    theirs: StatementText | None = None,
    status: int = 200,
) -> Response:
    return page(
        request,
        "statements/general.html",
        status=status,
        item=item,
        text=text,
        form=form,
        theirs=theirs,
        most=MOST,
    )


ONE = "/statements/{reference}"
FROM = "/consultations/{reference}"
routes = [
    post(f"{FROM}/begin", begin, "statements:begin", Action.DRAFT_STATEMENT),
    post(f"{FROM}/waive", waive, "statements:waive", Action.WAIVE_STATEMENT),
    get(f"{ONE}/work", work, "statements:work", Action.DRAFT_STATEMENT),
    get(f"{ONE}/sections/{{number}}", section, "statements:section", Action.DRAFT_STATEMENT),
    post(
        f"{ONE}/sections/{{number}}",
        keep_section,
        "statements:section",
        Action.DRAFT_STATEMENT,
    ),
    get(f"{ONE}/general", general, "statements:general", Action.DRAFT_STATEMENT),
    post(f"{ONE}/general", keep_general, "statements:general", Action.DRAFT_STATEMENT),
]
