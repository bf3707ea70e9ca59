"""Pages and acts of files: adding, describing, removing them; and the files themselves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from sqlmodel import Session
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from app.files import commands, queries
from app.files.change import is_open, writers_subject
from app.files.folder import Folder
from app.files.forms import Description, Upload
from app.files.intake import ACCEPT, NOTHING, NotTaken, Taken, take
from app.files.models import FileKind
from app.items.models import Item
from app.items.trail import PAGE_OF
from app.items.visibility import find_item
from app.process.refusal import Refused
from app.process.rules import objections
from app.process.vocabulary import Action, Kind, State
from app.web.addresses import address
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other
from app.web.requests import Request

# A file is shown or kept, and can do nothing: no script, no form, no request of its own.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
FOR_ALL, FOR_ONE = "public, max-age=300", "private, no-cache"
WRITTEN_IN = {State.DRAFT, State.RETURNED}


class Prepared:
    """What became of an upload before the transaction: what it is, or why it is not taken."""

    def __init__(self, taken: Taken | None = None, stored: str = "", sentence: str = "") -> None:
        self.taken, self.stored, self.sentence = taken, stored, sentence
        self.attached = False


def index(request: Request) -> Response:
    return _page(request, _own(request), blank(request))


def attach(request: Request) -> Response:
    item = _own(request, lock=True)
    form, upload = read(Upload, request.posted), request.prepared
    if upload.sentence:
        form = form.but("file", upload.sentence)
    if form.value is None:
        return _page(request, item, form, status=422)
    commands.attach_file(
        request.db,
        request.actor,
        item,
        upload.taken,
        stored=upload.stored,
        alt=form.value.alt,
        most=request.settings.max_files,
    )
    upload.attached = True
    return _back(request, item, "attached")


def describe(request: Request) -> Response:
    item = _own(request, lock=True)
    form = read(Description, request.posted)
    if form.value is None:
        return _page(request, item, form, status=422, wrong=_id(request, "file"))
    commands.describe_file(
        request.db, request.actor, item, _id(request, "file"), alt=form.value.alt
    )
    return _back(request, item, "saved")


def detach(request: Request) -> Response:
    item = _own(request, lock=True)
    commands.detach_file(request.db, request.actor, item, _id(request, "file"))
    return _back(request, item, "deleted")


def serve(request: Request) -> Response:
    """The bytes, for whoever may find the item. Only our own pictures are shown in the browser."""
    file = found(queries.servable(request.db, request.actor, _id(request, "id")))
    if request.path_params["called"] != file.name:
        raise HTTPException(404)
    small = file.has_small and "small" in request.query_params
    headers = {
        "Content-Security-Policy": SANDBOX,
        "Cache-Control": FOR_ALL if file.is_public else FOR_ONE,
        "ETag": f'"{file.sha256[:32]}{"-small" if small else ""}"',
    }
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    shown = "inline" if file.kind is FileKind.PICTURE else "attachment"
    path = Folder(request.settings.files).path_of(file.stored_name, small=small)
    if not path.is_file():
        raise HTTPException(404)
    return FileResponse(
        path,
        headers=headers,
        media_type=file.media_type,
        filename=file.name,
        content_disposition_type=shown,
    )


@asynccontextmanager
async def _taking_in(request: Request) -> AsyncIterator[None]:
    """Look at the upload and keep its bytes; away with them unless a row came to name them."""
    await request.app.state.database.read(partial(_may_attach, request))
    folder = Folder(request.settings.files)
    request.prepared = await _prepared(request, folder)
    try:
        yield
    except BaseException:
        request.prepared.attached = False
        raise
    finally:
        if request.prepared.stored and not request.prepared.attached:
            folder.remove(request.prepared.stored)


async def _prepared(request: Request, folder: Folder) -> Prepared:
    upload = request.posted.get("file")
    if not isinstance(upload, UploadFile) or not upload.filename:
        return Prepared(sentence=NOTHING)
    content = await upload.read()
    try:
        most = request.settings.max_upload
        taken = await asyncio.to_thread(take, upload.filename, content, most=most)
        return Prepared(taken, await asyncio.to_thread(folder.put, taken))
    except NotTaken as reason:
        return Prepared(sentence=reason.sentence)


def _may_attach(request: Request, session: Session) -> None:
    """Nobody lets us work on a picture who could not add it."""
    request.actor = request.app.state.identify(session, request.session_token)
    request.db = session
    if reasons := objections(Action.ATTACH_FILE, request.actor):
        raise Refused(*reasons)
    if not is_open(_own(request)):
        raise Refused(commands.CLOSED)


def _own(request: Request, *, lock: bool = False) -> Item:
    """The item, if this person writes it."""
    item = find_item(request.db, request.actor, request.reference, *queries.FILED, lock=lock)
    if item is None or item.state is State.DELETED:
        raise HTTPException(404)
    subject = writers_subject(request.actor, item)
    if reasons := objections(Action.ATTACH_FILE, request.actor, subject=subject):
        raise Refused(*reasons)
    return item


def _page(
    request: Request, item: Item, form: Submission[Upload] | Submission[Description], **more: int
) -> Response:
    files = queries.files_of(request.db, item.id)
    return page(
        request,
        "files/index.html",
        status=more.get("status", 200),
        item=item,
        form=form,
        upload=blank(request) if "wrong" in more else form,
        wrong=more.get("wrong", 0),
        files=files,
        room=request.settings.max_files - len(files),
        closed="" if is_open(item) else commands.CLOSED,
        accept=ACCEPT,
        most=request.settings.max_file_mb,
        back_url=_item_address(request, item),
    )


def _item_address(request: Request, item: Item) -> str:
    """Where the item is written or, once handed in, read."""
    drafting = item.kind is Kind.PROBLEM and item.state in WRITTEN_IN
    name = "problems:check" if drafting else PAGE_OF[item.kind]
    return address(name, request.language, reference=item.reference)


def _back(request: Request, item: Item, notice: str) -> Response:
    return see_other(request, "files:index", {"notice": notice}, reference=item.reference)


def _id(request: Request, name: str) -> int:
    """The number in the address; a larger one than there can be is none."""
    number = int(request.path_params[name])
    return number if number < 2**53 else 0


ONE = "/files/{reference}"
routes = [
    get(ONE, index, "files:index", Action.ATTACH_FILE),
    post(ONE, attach, "files:attach", Action.ATTACH_FILE, around=_taking_in),
    post(f"{ONE}/{{file:int}}/alt", describe, "files:describe", Action.DESCRIBE_FILE),
    post(f"{ONE}/{{file:int}}/remove", detach, "files:detach", Action.DETACH_FILE),
]
data_routes = [get("/files/{id:int}/{called}", serve, "files:serve")]
