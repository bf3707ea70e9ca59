"""Downloading the sheet of a consultation or a statement, and sending it back filled in."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.i18n.formats import Formats
from app.i18n.languages import LANGUAGES
from app.process.refusal import Refused
from app.process.rules import objections
from app.process.sentences import N_
from app.process.vocabulary import Action, State
from app.statements.commands import draft_statement
from app.statements.content import Answered, StatementText
from app.statements.finding import consultation_item, own_item
from app.statements.grid import Fault, checked, heads_in, sheets_of, until
from app.statements.queries import (
    ConsultationPage,
    Window,
    consultation_page,
    statement_text,
    window,
)
from app.statements.sheets import MEDIA_TYPES, rows_of, written
from app.web.endpoint import get, post
from app.web.pages import page, see_other
from app.web.requests import Request

NO_FILE = N_("Please choose a file first.")
NOTHING_SAID = N_("There is nothing in this sheet yet: no row has a position or a text.")


def template(request: Request) -> Response:
    """The sheet with the sections, nothing said to them yet."""
    item = consultation_item(request)
    consultation = consultation_page(request.db, item.id)
    opened = window(request.db, item.participation_id)
    return _download(
        request, consultation, opened, [Answered(each) for each in consultation.sections]
    )


def download(request: Request) -> Response:
    """The sheet with what the statement says so far."""
    item = own_item(request)
    text = statement_text(request.db, item)
    sections = [each.section for each in text.answers]
    consultation = consultation_page(request.db, text.consultation_id, sections)
    opened = window(request.db, item.participation_id)
    return _download(request, consultation, opened, text.answers, reference=item.reference)


def ask(request: Request) -> Response:
    return _upload_page(request, [])


def upload(request: Request) -> Response:
    """Store all rows of the sheet, or none: every fault is named with row, column and value."""
    item = own_item(request, lock=True)
    if item.state is not State.DRAFT:
        raise Refused(*(_reasons(request) or (NO_FILE,)))
    text = statement_text(request.db, item)
    file = request.posted.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        return _upload_page(request, [], error=NO_FILE, status=422)
    rows = request.prepared
    if isinstance(rows, Refused):
        return _upload_page(request, [], error=rows.reasons[0], status=422)
    result = checked(rows, text.answers, replaces="replaces" in request.posted)
    if result.faults:
        return _upload_page(request, result.faults, name=file.filename, status=422)
    if not result.answers:
        return _upload_page(request, [], error=NOTHING_SAID, status=422)
    draft_statement(request.db, request.actor, item, answers=result.answers)
    return see_other(request, "statements:work", {"notice": "sheet"}, reference=item.reference)


@asynccontextmanager
async def _reading(request: Request) -> AsyncIterator[None]:
    """Read the sheet apart, so that nobody else's act waits for it."""
    file = request.posted.get("file")
    if isinstance(file, UploadFile) and file.filename:
        request.prepared = await asyncio.to_thread(_rows_or_refusal, await file.read())
    yield


def _rows_or_refusal(data: bytes) -> list[list[str]] | Refused:
    try:
        return rows_of(data)
    except Refused as refusal:
        return refusal


def _reasons(request: Request) -> tuple[str, ...]:
    return objections(Action.DRAFT_STATEMENT, request.actor)


def _upload_page(
    request: Request,
    faults: Sequence[Fault],
    *,
    error: str = "",
    name: str = "",
    status: int = 200,
) -> Response:
    item = own_item(request)
    text: StatementText = statement_text(request.db, item)
    return page(
        request,
        "statements/upload.html",
        status=status,
        item=item,
        text=text,
        faults=faults,
        heads=heads_in(request.language),
        error=error,
        name=name[:100],
        kinds=list(MEDIA_TYPES),
    )


def _download(
    request: Request,
    consultation: ConsultationPage,
    opened: Window,
    answers: Sequence[Answered],
    *,
    reference: str = "",
) -> Response:
    kind = request.path_params["kind"]
    if kind not in MEDIA_TYPES:
        raise HTTPException(404)
    formats = Formats(LANGUAGES[request.language].locale, request.settings.time_zone)
    closing = formats.day(opened.closes_at) if opened.closes_at else ""
    about = [
        f"{consultation.title} ({reference or consultation.reference})",
        until(opened.closes_at, request.language, str(closing)),
    ]
    sheets = sheets_of(
        answers, request.language, [line for line in about if line], in_one=kind == "csv"
    )
    name = f"{reference or consultation.reference}.{kind}"
    return Response(
        written(kind, *sheets),
        media_type=MEDIA_TYPES[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


ONE = "/statements/{reference}"
routes = [
    get("/consultations/{reference}/template.{kind}", template, "statements:template", slow=True),
    get(
        f"{ONE}/sheet.{{kind}}",
        download,
        "statements:sheet",
        Action.DRAFT_STATEMENT,
        slow=True,
    ),
    get(f"{ONE}/upload", ask, "statements:upload", Action.DRAFT_STATEMENT),
    post(f"{ONE}/upload", upload, "statements:upload", Action.DRAFT_STATEMENT, around=_reading),
]
