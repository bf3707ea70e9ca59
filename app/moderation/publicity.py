"""The public log of moderation and its figures, as a page and as a table to count with."""

import csv
import io

from starlette.responses import Response

from app.items.trail import PAGE_OF
from app.moderation import figures
from app.moderation.desk import COUNTED_TO
from app.participation.queries import title_of
from app.process.vocabulary import Action
from app.web.addresses import address
from app.web.endpoint import get
from app.web.pages import page
from app.web.requests import Request

NUMBER_LENGTH = 17
HEAD = ("at", "act", "reason", "automatic", "kind", "reference", "participation")
# A contribution that only its author and moderators may find is not led to.
REACHED = ("published", "hidden", "withdrawn", "merged", "granted", "refused")


def log(request: Request) -> Response:
    place, title = _place(request)
    before = _number(request.query_params.get("before", ""))
    shown = figures.log(request.db, before=before, participation=place)
    kept = {"participation": place} if place else {}
    following = kept | {"before": str(shown.after)}
    return page(
        request,
        "moderation/log.html",
        log=shown,
        months=figures.months(request.db, place) if not before else [],
        waiting=figures.all_waiting(request.db),
        counted_to=COUNTED_TO,
        place=title,
        next_url=shown.after and address("moderation:log", request.language, following),
        first_url=before and address("moderation:log", request.language, kept),
        csv_url=address("moderation:log_csv", request.language, kept),
        hours=request.settings.moderation_hours,
        reached=REACHED,
        pages=PAGE_OF,
    )


def log_csv(request: Request) -> Response:
    """Every act on a line of its own: codes that stay the same in every language."""
    place, _ = _place(request)
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(HEAD)
    for line in figures.all_lines(request.db, place):
        writer.writerow(
            (
                line.at.isoformat(timespec="seconds"),
                line.action,
                line.reason or "",
                "yes" if line.automatic else "no",
                line.kind,
                line.reference,
                line.participation_reference or "",
            )
        )
    headers = {"Content-Disposition": 'attachment; filename="moderation.csv"'}
    return Response(table.getvalue(), headers=headers, media_type="text/csv; charset=utf-8")


def _place(request: Request) -> tuple[str, str]:
    """The public participation that is asked for, and its title."""
    asked = request.query_params.get("participation", "").strip()[:20].upper()
    title = title_of(request.db, asked)
    return (asked, title) if title else ("", "")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < NUMBER_LENGTH else 0


routes = [
    get("/moderation/log", log, "moderation:log", Action.READ_PUBLIC),
    get("/moderation/log.csv", log_csv, "moderation:log_csv", Action.READ_PUBLIC, slow=True),
]
