"""The page of the traceability matrix, and the same as a sheet."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.i18n.catalogues import gettext
from app.items.models import Item
from app.items.visibility import find_item
from app.plans.matrix import WIDTHS, matrix, rows
from app.process.vocabulary import Kind
from app.statements.sheets import MEDIA_TYPES, Sheet, written
from app.web.endpoint import get
from app.web.pages import found, page
from app.web.requests import Request


def show(request: Request) -> Response:
    measure = _measure(request)
    return page(
        request,
        "plans/matrix.html",
        measure=measure,
        matrix=matrix(request.db, measure.id),
        sheets=MEDIA_TYPES,
    )


def download(request: Request) -> Response:
    measure = _measure(request)
    kind = str(request.path_params["kind"])
    if kind not in MEDIA_TYPES:
        raise HTTPException(404)
    lines = matrix(request.db, measure.id).lines
    sheet = Sheet(gettext("Traceability matrix"), list(rows(lines)), WIDTHS)
    name = f'attachment; filename="{measure.reference}-matrix.{kind}"'
    headers = {"Content-Disposition": name}
    return Response(written(kind, sheet), media_type=MEDIA_TYPES[kind], headers=headers)


def _measure(request: Request) -> Item:
    measure: Item = found(find_item(request.db, request.actor, request.reference, Kind.MEASURE))
    return measure


routes = [
    get("/measures/{reference}/matrix", show, "plans:matrix"),
    get("/measures/{reference}/matrix/{kind}", download, "plans:matrix_sheet", slow=True),
]
