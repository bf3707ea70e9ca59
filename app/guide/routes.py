"""The start page, and the guide: how it works, drawn from the process."""

from datetime import date
from zoneinfo import ZoneInfo

from starlette.responses import Response

from app.guide.law import acts_by_phase, path_of, rights_by_office
from app.guide.queries import examples, start_page
from app.guide.stations import STATIONS
from app.items.trail import PAGE_OF
from app.participation.words import WHAT_HAPPENS
from app.process.gates import GATES
from app.process.paths import MEASURE_PHASES, PATHS
from app.process.vocabulary import DECLARED_GROUPS, Group, Level, Phase, Reason, Verdict
from app.web.endpoint import get
from app.web.pages import page
from app.web.requests import Request

CHECKED_ON = date(2026, 11, 22)


def home(request: Request) -> Response:
    zone = ZoneInfo(request.settings.time_zone)
    start = start_page(request.db, request.language, zone)
    return page(request, "guide/home.html", start=start, all_groups=len(DECLARED_GROUPS))


def index(request: Request) -> Response:
    return page(
        request, "guide/index.html", stations=STATIONS, found=examples(request.db), pages=PAGE_OF
    )


def stages(request: Request) -> Response:
    return page(
        request,
        "guide/stages.html",
        stations=STATIONS,
        found=examples(request.db),
        pages=PAGE_OF,
        gates={code: (title, conditions) for code, title, conditions in GATES},
        phases=[each for each in acts_by_phase() if each.phase is not Phase.ANNOUNCED],
        sentences=WHAT_HAPPENS,
        levels=Level,
        groups=Group,
        verdicts=Verdict,
        reasons=Reason,
        hours=request.settings.moderation_hours,
        measure_phases=MEASURE_PHASES,
    )


def rules(request: Request) -> Response:
    return page(request, "guide/rules.html", offices=rights_by_office())


def paths(request: Request) -> Response:
    return page(request, "guide/paths.html", paths=[path_of(kind) for kind in PATHS])


def gates(request: Request) -> Response:
    return page(request, "guide/gates.html", gates=GATES)


def easy(request: Request) -> Response:
    return page(request, "guide/easy.html", contact=request.settings.contact_address)


def accessibility(request: Request) -> Response:
    contact = request.settings.contact_address
    return page(request, "guide/accessibility.html", contact=contact, checked_on=CHECKED_ON)


def privacy(request: Request) -> Response:
    return page(request, "guide/privacy.html", settings=request.settings)


def imprint(request: Request) -> Response:
    return page(request, "guide/imprint.html", settings=request.settings)


routes = [
    get("/", home, "home", slow=True),
    get("/guide", index, "guide:index", slow=True),
    get("/guide/stages", stages, "guide:stages", slow=True),
    get("/guide/rules", rules, "guide:rules"),
    get("/guide/paths", paths, "guide:paths"),
    get("/guide/gates", gates, "guide:gates"),
    get("/guide/easy", easy, "guide:easy"),
    get("/guide/accessibility", accessibility, "guide:accessibility"),
    get("/guide/privacy", privacy, "guide:privacy"),
    get("/guide/imprint", imprint, "guide:imprint"),
]
