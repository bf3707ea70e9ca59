"""Pages and acts of contributions."""

from starlette.responses import Response

from app.goals.queries import action_fields_of
from app.items.parts import more_parts, parts_of
from app.items.trail import forward, stops
from app.items.visibility import find_item, stub_of
from app.participation.queries import title_of
from app.problems import queries
from app.problems.asking import said
from app.problems.assigning import routes as assigning_routes
from app.problems.beginning import routes as beginning_routes
from app.problems.cards import cards_html
from app.problems.changing import authors_acts
from app.problems.changing import routes as changing_routes
from app.problems.entering import routes as entering_routes
from app.problems.filters import filters_html
from app.problems.listing import find_problems, wanted_of
from app.problems.mapping import routes as map_routes
from app.problems.writing import routes as writing_routes
from app.process.vocabulary import Kind, State, Station
from app.web.addresses import address
from app.web.endpoint import get
from app.web.pages import found, page
from app.web.requests import Request


def index(request: Request) -> Response:
    wanted = wanted_of(request.query_params)
    result = find_problems(request.db, wanted)
    query = {
        name: text
        for name, text in request.query_params.items()
        if text and name not in {"notice", "after"}
    }
    following = query | {"after": result.after} if result.after else None
    return page(
        request,
        "problems/index.html",
        ["results"],
        wanted=wanted,
        cards=cards_html(request, result.cards),
        total=result.total,
        next_url=following and address("problems:index", request.language, following),
        first_url=wanted.after and address("problems:index", request.language, query),
        without_url=address("problems:index", request.language, _but(query, "participation")),
        participation=title_of(request.db, wanted.participation),
        filters=filters_html(request, wanted),
        parts=more_parts(request, request.query_params),
    )


def show(request: Request) -> Response:
    item = find_item(request.db, request.actor, request.reference, Kind.PROBLEM)
    if item is None or item.state is State.DELETED:
        stub = found(stub_of(request.db, request.reference))
        parts = parts_of(request, stub)
        return page(request, "items/stub.html", status=404, item=stub, parts=parts)
    entries = forward(request.db, request.actor, item) if item.way > Station.PROBLEM else []
    problem = queries.problem_page(request.db, item)
    return page(
        request,
        "problems/show.html",
        item=item,
        problem=problem,
        said=said(problem.contribution, problem),
        fields=action_fields_of(request.db, item.id, request.language),
        acts=authors_acts(request, item),
        stops=stops(item, entries),
        parts=parts_of(request, item),
    )


def _but(query: dict[str, str], name: str) -> dict[str, str]:
    return {each: text for each, text in query.items() if each != name}


routes = [
    get("/problems", index, "problems:index"),
    *beginning_routes,
    *entering_routes,
    *writing_routes,
    *changing_routes,
    *assigning_routes,
    *map_routes,
    get("/problems/{reference}", show, "problems:show"),
]
