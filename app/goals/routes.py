"""The page of the strategy: values, goals and action fields."""

from itertools import groupby

from starlette.responses import Response

from app.goals.queries import counted_action_fields, counted_values, goals
from app.web.endpoint import get
from app.web.pages import page
from app.web.requests import Request


def index(request: Request) -> Response:
    fields = counted_action_fields(request.db, request.language)
    in_order = sorted(fields, key=lambda field: field.entry.theme)
    return page(
        request,
        "goals/index.html",
        values=counted_values(request.db, request.language),
        goals=goals(request.db, request.language),
        themes=[
            (theme, list(its)) for theme, its in groupby(in_order, lambda each: each.entry.theme)
        ],
    )


routes = [get("/goals", index, "goals:index")]
