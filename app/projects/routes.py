"""Pages and acts of the project list; everything that runs or is planned, also as a table."""

import csv
import io
from dataclasses import replace
from typing import Any

from starlette.responses import Response

from app.goals.queries import district_choices
from app.process.refusal import Refused
from app.process.rules import objections
from app.process.vocabulary import Action, Kind, ProjectStage
from app.process.words import word
from app.projects import commands, queries
from app.projects.contacts import routes as contact_routes
from app.projects.forms import ProjectForm
from app.projects.models import Project
from app.projects.offers import only_offered
from app.projects.requesting import routes as request_routes
from app.web.addresses import address
from app.web.endpoint import get, post
from app.web.forms import Submission, read
from app.web.pages import blank, found, page, see_other, word_choices
from app.web.requests import Request

HEADINGS = (
    "title",
    "authority",
    "district",
    "stage",
    "timing",
    "what",
    "effects",
    "participation",
    "why_not",
    "participation_reference",
    "measure_reference",
    "changed",
)
# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def index(request: Request) -> Response:
    wanted = wanted_of(request)
    lines, after = queries.projects(request.db, wanted)
    query = {
        name: text
        for name, text in request.query_params.items()
        if text and name in {"q", "district", "authority", "participation", "stage"}
    }
    following = query | {"after": after} if after else None
    return page(
        request,
        "projects/index.html",
        wanted=wanted,
        lines=lines,
        next_url=following and address("projects:index", request.language, following),
        first_url=wanted.after and address("projects:index", request.language, query),
        table_url=address("projects:table", request.language, query),
        districts=district_choices(request.db),
        authorities=queries.authorities(request.db),
        stages=word_choices(ProjectStage),
        may_list=not objections(Action.LIST_PROJECT, request.actor),
    )


def table(request: Request) -> Response:
    """The list as it is filtered, for a spreadsheet."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(HEADINGS)
    for line in queries.all_projects(request.db, replace(wanted_of(request), after="")):
        rows.writerow(_plain(cell) for cell in _cells(line))
    name = {"Content-Disposition": 'attachment; filename="projects.csv"'}
    return Response(
        text.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=name
    )


def show(request: Request) -> Response:
    return page(
        request,
        "projects/show.html",
        line=_line(request),
        may_list=not objections(Action.LIST_PROJECT, request.actor),
    )


def new(request: Request) -> Response:
    return _form_page(request, blank(request))


def make(request: Request) -> Response:
    return _keep(request, None)


def change(request: Request) -> Response:
    line = _line(request)
    typed = {name: getattr(line, name) or "" for name in ProjectForm.model_fields if name != "id"}
    typed |= {"participates": str(line.participates).lower(), "stage": line.stage.value}
    return _form_page(request, blank(request, typed), at=line)


def keep(request: Request) -> Response:
    return _keep(request, _line(request))


def wanted_of(request: Request) -> queries.Wanted:
    """What the address asks for."""
    asked = request.query_params
    district, stage = asked.get("district", ""), asked.get("stage", "")
    return queries.Wanted(
        words=asked.get("q", "").strip()[:200],
        district=int(district) if district.isdecimal() and len(district) < 17 else None,
        authority=asked.get("authority", "")[:120],
        participates={"yes": True, "no": False}.get(asked.get("participation", "")),
        stage=ProjectStage(stage) if stage in set(ProjectStage) else None,
        after=asked.get("after", "")[:300],
    )


def _keep(request: Request, line: queries.ProjectLine | None) -> Response:
    districts = district_choices(request.db)
    form: Submission[Any] = only_offered(
        read(ProjectForm, request.posted), "district_id", districts
    )
    if form.value is None:
        return _form_page(request, form, at=line, status=422)
    at = request.db.get_one(Project, line.id) if line else None
    try:
        made = commands.list_project(request.db, request.actor, form.value, request.language, at=at)
    except Refused as refusal:
        if refusal.reasons != (commands.NONE_LIKE_THIS,):
            raise
        form = form.but("participation", commands.NONE_LIKE_THIS)
        return _form_page(request, form, at=line, status=422)
    return see_other(request, "projects:show", {"notice": "saved"}, id=made.id)


def _form_page(
    request: Request,
    form: Submission[Any],
    *,
    at: queries.ProjectLine | None = None,
    status: int = 200,
) -> Response:
    return page(
        request,
        "projects/form.html",
        status=status,
        form=form,
        at=at,
        districts=district_choices(request.db),
        stages=word_choices(ProjectStage),
        participations=queries.named(request.db, Kind.PARTICIPATION),
        measures=queries.named(request.db, Kind.MEASURE),
    )


def _line(request: Request) -> queries.ProjectLine:
    number: int = request.path_params["id"]
    line: queries.ProjectLine = found(queries.project(request.db, number if number < 2**53 else 0))
    return line


def _cells(line: queries.ProjectLine) -> tuple[str, ...]:
    return (
        line.title,
        line.authority,
        line.district or "",
        word(line.stage),
        line.timing,
        line.what,
        line.effects,
        "yes" if line.participates else "no",
        line.why_not,
        line.participation or "",
        line.measure or "",
        line.changed_at.date().isoformat(),
    )


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


routes = [
    get("/projects", index, "projects:index"),
    get("/projects.csv", table, "projects:table"),
    get("/projects/new", new, "projects:new", Action.LIST_PROJECT),
    post("/projects/new", make, "projects:new", Action.LIST_PROJECT),
    get("/projects/{id:int}", show, "projects:show"),
    get("/projects/{id:int}/edit", change, "projects:edit", Action.LIST_PROJECT),
    post("/projects/{id:int}/edit", keep, "projects:edit", Action.LIST_PROJECT),
    *request_routes,
    *contact_routes,
]
