"""The synopsis as a page, as a sheet and as data; and its release."""

from collections.abc import Iterator, Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from app.i18n.catalogues import gettext
from app.items.models import Item
from app.items.visibility import find_item
from app.participation.phases import phase_of
from app.process.actor import VISITOR
from app.process.rules import objections
from app.process.vocabulary import Action, Kind, Position, State
from app.process.words import word
from app.statements.sheets import MEDIA_TYPES, Sheet, written
from app.synthesis.commands import publish_synopsis
from app.synthesis.release import Completeness
from app.synthesis.stands import Stand, Waiver, contents_of, positions_of, waivers_of
from app.synthesis.synopsis import Line, synopsis
from app.web.addresses import address
from app.web.endpoint import get, post
from app.web.pages import found, page, see_other
from app.web.requests import Request

MOST = 20_000
FOR_EVERYBODY = {"Access-Control-Allow-Origin": "*"}


def show(request: Request) -> Response:
    item, inside = _consultation(request)
    asked = request.query_params
    organisation = _number(asked.get("organisation", ""))
    after = asked.get("after", "")
    lines = synopsis(
        request.db, item.id, inside=inside, organisation=organisation, after=after, texts=True
    )
    contents = contents_of(request.db, item.id, inside=inside)
    query = {"organisation": str(organisation)} if organisation else {}
    return page(
        request,
        "synthesis/synopsis.html",
        item=item,
        inside=inside,
        lines=lines.lines,
        contents=contents,
        reasons=_reasons(request, item, contents.complete) if contents.complete else (),
        organisation=organisation,
        query=query,
        following=query | {"after": lines.after} if lines.after else None,
        earlier=after,
        kinds=tuple(MEDIA_TYPES),
    )


def release(request: Request) -> Response:
    item = found(
        find_item(request.db, request.actor, request.reference, Kind.CONSULTATION, lock=True)
    )
    publish_synopsis(request.db, request.actor, item)
    return see_other(
        request, "synthesis:synopsis", {"notice": "synopsis-released"}, reference=item.reference
    )


def download(request: Request) -> Response:
    item, inside = _consultation(request)
    kind = str(request.path_params["kind"])
    if kind not in MEDIA_TYPES:
        raise HTTPException(404)
    lines = synopsis(request.db, item.id, inside=inside, most=MOST).lines
    stands = positions_of(request.db, item.id, inside=inside)
    waived = [_waived_row(each) for each in waivers_of(request.db, item.id, inside=inside)]
    segments = Sheet(gettext("Synopsis"), [_head(), *_rows(lines, stands), *waived], _WIDTHS)
    positions = Sheet(gettext("Positions"), [_stand_head(), *map(_stand, stands)], _STAND_WIDTHS)
    data = written(kind, segments, positions)
    name = f"{item.reference}-{'internal' if inside else 'synopsis'}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=MEDIA_TYPES[kind], headers=headers)


def data(request: Request) -> Response:
    """The released synopsis, the same for everybody who asks."""
    item = found(find_item(request.db, VISITOR, request.reference, Kind.CONSULTATION))
    if item.state is not State.ANSWERED:
        raise HTTPException(404)
    lines = synopsis(request.db, item.id, inside=False, most=MOST).lines
    about = {"reference": item.reference, "title": item.title, "language": item.language}
    shown = {"consultation": about, "segments": [_as_data(request, line) for line in lines]}
    return JSONResponse(shown, headers=FOR_EVERYBODY)


def _consultation(request: Request) -> tuple[Item, bool]:
    """The consultation, and whether this person reads what is not released yet."""
    wanted = request.reference
    item: Item = found(find_item(request.db, request.actor, wanted, Kind.CONSULTATION))
    if item.state is State.ANSWERED:
        return item, False
    if objections(Action.PUBLISH_SYNOPSIS, request.actor, subject=item.subject()):
        raise HTTPException(404)
    return item, True


def _reasons(request: Request, item: Item, complete: Completeness) -> tuple[str, ...]:
    """What stands against the release."""
    phase = phase_of(request.db, item.participation_id)
    against = objections(Action.PUBLISH_SYNOPSIS, request.actor, phase, item.subject())
    return (*against, *complete.missing)


def _rows(lines: Sequence[Line], stands: Sequence[Stand]) -> Iterator[list[str]]:
    """A row for each segment, and for each position that says nothing more, by section."""
    silent = [each for each in stands if each.silent and each.position]
    rows: list[Line | Stand] = [*lines, *silent]
    for each in sorted(rows, key=lambda each: each.place):
        yield _row(each) if isinstance(each, Line) else _silent_row(each)


_WIDTHS = (12, 30, 12, 30, 12, 16, 60, 60, 16, 60, 12)


def _head() -> list[str]:
    return [
        gettext("Section"),
        gettext("Title of the section"),
        gettext("Statement"),
        gettext("Organisation"),
        gettext("Segment"),
        gettext("Position"),
        gettext("Words of the segment"),
        gettext("Proposed wording"),
        gettext("Answer"),
        gettext("Reason"),
        gettext("Answered on"),
    ]


def _row(line: Line) -> list[str]:
    return [
        line.number or "",
        line.section or gettext("General remarks"),
        line.statement,
        line.organisation or gettext("Anonymised"),
        line.reference,
        gettext(word(line.position)) if line.position else "",
        line.words,
        line.proposed,
        gettext(word(line.verdict)) if line.verdict else "",
        line.reason or "",
        line.answered_at.date().isoformat() if line.answered_at else "",
    ]


def _silent_row(stand: Stand) -> list[str]:
    number, section, statement, organisation, position = _stand(stand)
    return [number, section, statement, organisation, "", position, *[""] * 5]


def _waived_row(waiver: Waiver) -> list[str]:
    everything, organisation = gettext("All sections"), waiver.organisation or gettext("Anonymised")
    position = gettext(word(Position.NO_OBJECTION))
    return ["", everything, waiver.statement, organisation, "", position, *[""] * 5]


_STAND_WIDTHS = (12, 30, 16, 30, 30)


def _stand_head() -> list[str]:
    return [
        gettext("Section"),
        gettext("Title of the section"),
        gettext("Statement"),
        gettext("Organisation"),
        gettext("Position"),
    ]


def _stand(stand: Stand) -> list[str]:
    return [
        stand.number,
        stand.section,
        stand.statement,
        stand.organisation or gettext("Anonymised"),
        gettext(word(stand.position)) if stand.position else "",
    ]


def _as_data(request: Request, line: Line) -> dict[str, Any]:
    language = request.settings.language_codes[0]
    path = address("segments:show", language, reference=line.reference)
    return {
        "reference": line.reference,
        "url": request.settings.origin + path,
        "statement": line.statement,
        "organisation": line.organisation,
        "section": line.number,
        "position": line.position,
        "language": line.language,
        "text": line.text,
        "answer": line.answer,
        "verdict": line.verdict,
        "reason": line.reason,
        "answered_at": line.answered_at.isoformat() if line.answered_at else None,
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 17 else 0


routes = [
    get("/consultations/{reference}/synopsis", show, "synthesis:synopsis"),
    post(
        "/consultations/{reference}/synopsis",
        release,
        "synthesis:release",
        Action.PUBLISH_SYNOPSIS,
    ),
    get("/consultations/{reference}/synopsis/{kind}", download, "synthesis:download", slow=True),
]
data_routes = [get("/api/v1/consultations/{reference}/synopsis", data, "synthesis:data", slow=True)]
